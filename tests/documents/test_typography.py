"""Blanks that do not break: in what is read, nowhere else."""

import pytest

from booking.documents.typography import unbroken


@pytest.mark.parametrize(
    "text",
    [
        "le 29 novembre_: fermé_; ouvert_? oui_!",
        "«_Travaux_» ou «_<b>Travaux</b>_»",
        "Sonorisation 400_W, table 2,20_m, tente 3_×_3_m, 3_×_Chaise",
        "ven. 4 déc., 14_h_37, puis 9_h et 20_h.",
        "bon n°_7, 25_%, 12_€, Maing_– atelier",
        "<b>Reprendre</b>_: R-00007",
        "3 mois, 2 heures, 4 Anzin, la 1 re",
    ],
)
def test_a_line_does_not_break_where_french_forbids_it(text: str) -> None:
    assert unbroken(text.replace("_", " ")) == text.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/x?q=a : b" title="« 14 h 37 » > 3 m">',
        "<script>a ? b : c</script>",
        "<textarea>Motif : 400 W</textarea>",
        "<pre><code>a : b</code> </pre><!-- a : b -->",
    ],
)
def test_what_is_not_read_or_is_typed_over_stays_as_it_is(text: str) -> None:
    assert unbroken(text) == text
