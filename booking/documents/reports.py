"""What condition reports say: tables of what passed the counter, who was there, the photos."""

from collections.abc import Callable, Iterator

from booking.documents import words
from booking.documents.fonts import missing_glyphs
from booking.documents.paper import Block, Fields, Paragraph, Run, Table
from booking.handling import Direction, Meter
from booking.rules.reports import Accessory, Metered, Stated, Statement

UNTOLD = "–"
UNDRAWN = "[?]"
"""What stands for a character that no shipped font draws: what was said at the counter stays."""
LEFT = ("Référence", "Désignation", "Prévue", "Remise", "État", "Propreté", "Observations")
BACK = (
    *("Référence", "Désignation", "Remise", "Déjà rendue"),
    *("Rendue", "Manquante", "Reste dehors"),
)
STATE = (
    *("Désignation", "État au départ", "État au retour"),
    *("Abîmée", "Propreté", "Observations"),
)
SHOWN: dict[Meter, Callable[[int], str]] = {
    Meter.HOURS: lambda tenths: f"{tenths / 10:.1f}".replace(".", ",") + f"{words.NO_BREAK}h",
    Meter.KM: lambda count: f"{words.number(count)}{words.NO_BREAK}km",
    Meter.ENERGY: lambda count: f"{count}{words.NO_BREAK}%",
}
NOT_COUNTED = "Aucun accessoire n’a été compté."
NAMED_ONLY = "nom relevé, sans signature tracée"
NOTHING_NOTED = "Aucune observation."
ALL_BACK = "Rien n’est plus attendu : tout est rendu, ou déclaré manquant."


def drawable(text: str) -> str:
    """Return a text without what no font draws, each such character told as such."""
    lost = missing_glyphs(text)
    return "".join(UNDRAWN if each in lost else each for each in text)


def values(said: Statement) -> dict[str, tuple[Block, ...]]:
    """Return what the variables of a report say of what passed the counter."""
    back = said.direction is Direction.BACK
    first, second = ("Rendu par", "Repris par") if back else ("Remis par", "Reçu par")
    keeper, borrower = drawable(said.keeper), _borrower(said)
    given, taken = (borrower, keeper) if back else (keeper, borrower)
    levels = [each for each in said.moved if _of(each, Meter.ENERGY)]
    counters = [each for each in said.moved if _of(each, Meter.HOURS, Meter.KM)]
    return {
        "heure": moment(said),
        "relevé": tuple(_counts(said)),
        "accessoires": (_accessories(said, back=back),),
        "documents_remis": (
            _field("Notices, registres et clés", "voir les accessoires et les observations"),
        ),
        "compteur": _meters(counters, "Compteurs", Meter.HOURS, Meter.KM, back=back),
        "carburant": _meters(levels, "Carburant ou charge", Meter.ENERGY, back=back),
        "observations": tuple(_remarks(said)),
        "remis_par": (_field(first, given),),
        "reçu_par": (_field(second, taken),),
    }


def moment(said: Statement) -> tuple[Block, ...]:
    """Return when and where things passed the counter."""
    where = ", ".join(filter(None, (words.moment(said.at), said.place)))
    return (_field("Date, heure et lieu", drawable(where)),)


def cleanliness(each: Stated) -> str:
    """Return how clean things are, in words."""
    if not each.quantity:
        return UNTOLD
    if each.dirty in (0, each.quantity):
        return "à nettoyer" if each.dirty else "propre"
    return f"{each.dirty} à nettoyer"


def _borrower(said: Statement) -> str:
    name = drawable(said.borrower) or "personne pour l’emprunteur"
    if said.named_only:
        return f"{name} – {NAMED_ONLY}"
    return f"{name} – non signé : {drawable(said.unsigned)}" if said.unsigned else name


def _field(label: str, text: str) -> Fields:
    return Fields(((label, text or UNTOLD),))


def _text(said: str) -> Paragraph:
    return Paragraph((Run(said),))


def _counts(said: Statement) -> Iterator[Block]:
    if said.direction is Direction.OUT:
        yield Table(
            name="Quantités, état et propreté",
            head=LEFT,
            rows=tuple(_left(each) for each in said.moved),
            figures=(2, 3),
            widths=(26, 40, 17, 17, 20, 20, 28),
        )
        return
    yield Table(
        name="Quantités",
        head=BACK,
        rows=tuple(_back(each) for each in said.moved),
        figures=(2, 3, 4, 5, 6),
        widths=(25, 41, 18, 18, 18, 20, 18),
    )
    yield Table(
        name="État et propreté, au départ et au retour",
        head=STATE,
        rows=tuple(_compared(each) for each in said.moved),
        figures=(3,),
        widths=(42, 22, 22, 17, 24, 31),
    )
    yield _text(difference(said))


def difference(said: Statement) -> str:
    """Return what was handed over and is not back in order, computed, in one sentence."""
    awaited = [words.counted(many, name) for many, name in said.awaited]
    missing = [words.counted(each.missing, each.name) for each in said.moved if each.missing]
    damaged = [words.counted(each.damaged, each.name) for each in said.moved if each.damaged]
    lost = [words.counted(many, name) for name, many in said.lost_along]
    told = (
        ("Restent à rendre", awaited),
        ("Manquent", missing),
        ("Revenus abîmés", damaged),
        ("Accessoires en moins", lost),
    )
    found = [f"{label} : {', '.join(of)}." for label, of in told if of]
    return drawable(" ".join(found if awaited else [*found, ALL_BACK]))


def _left(each: Stated) -> tuple[str, ...]:
    damaged = f"{each.damaged} abîmés" if each.damaged > 1 else "1 abîmé" if each.damaged else ""
    notes = "; ".join(filter(None, (damaged, drawable(each.note)))) or UNTOLD
    counted = (each.reference, drawable(each.name), str(each.planned), str(each.quantity))
    return (*counted, _wear(each), cleanliness(each), notes)


def _back(each: Stated) -> tuple[str, ...]:
    figures = (each.left, each.back, each.quantity, each.lost + each.missing, each.awaited)
    return (each.reference, drawable(each.name), *map(str, figures))


def _compared(each: Stated) -> tuple[str, ...]:
    before = each.before.label if each.before else UNTOLD
    noted = drawable(each.note) or UNTOLD
    return (
        *(drawable(each.name), before, _wear(each)),
        *(str(each.damaged), cleanliness(each), noted),
    )


def _wear(each: Stated) -> str:
    return each.wear.label if each.wear and each.quantity else UNTOLD


def _of(each: Stated, *meters: Meter) -> list[Metered]:
    return [found for found in each.meters if found.meter in meters]


def _meters(moved: list[Stated], name: str, *meters: Meter, back: bool) -> tuple[Block, ...]:
    rows = tuple(
        (drawable(each.name), found.meter.label, *_readings(found, back=back))
        for each in moved
        for found in _of(each, *meters)
    )
    if not rows:
        return (_field(name, "rien de relevé"),)
    heads = ("Au départ", "Au retour", "Écart") if back else ("Au départ",)
    figures = tuple(range(2, 2 + len(heads)))
    return (Table(name, ("Matériel", "Relevé", *heads), rows, figures=figures),)


def _readings(found: Metered, *, back: bool) -> tuple[str, ...]:
    read = (found.before, found.now, found.difference) if back else (found.now,)
    return tuple(UNTOLD if each is None else SHOWN[found.meter](each) for each in read)


def _accessories(said: Statement, *, back: bool) -> Block:
    counted = [each for moved in said.moved for each in moved.accessories]
    if not counted:
        return _text(NOT_COUNTED)
    heads = ("Au départ", "Au retour", "Écart") if back else ("Attendus", "Remis", "Écart")
    return Table(
        name="Accessoires",
        head=("Accessoire", "Pour", *heads),
        rows=tuple(_accessory(each, back=back) for each in counted),
        figures=(2, 3, 4),
        widths=(48, 50, 22, 22, 20),
    )


def _accessory(each: Accessory, *, back: bool) -> tuple[str, ...]:
    known = each.before if back and each.before is not None else each.expected
    figures = (known, each.now, each.now - known)
    return (drawable(each.name), drawable(each.thing), *map(str, figures))


def _remarks(said: Statement) -> Iterator[Block]:
    if said.agreed:
        yield _text(f"Consignes acceptées : {drawable(' '.join(said.agreed.split()))}")
    yield _text(drawable(" ".join(said.note.split())) or NOTHING_NOTED)
    if said.unsigned or said.named_only:
        yield _text(unsigned(said))
    if said.photos:
        yield Table(
            name=f"Photographies ({len(said.photos)})",
            head=("Fichier", "Montre", "SHA-256"),
            rows=tuple(
                (drawable(each.name), drawable(each.shows) or UNTOLD, each.sha256)
                for each in said.photos
            ),
            widths=(40, 40, 78),
        )


def unsigned(said: Statement) -> str:
    """Return why the borrower did not sign, and until when it may contest."""
    until = said.contest_until
    may = f" L’emprunteur peut contester jusqu’au {words.moment(until)}." if until else ""
    why = drawable(said.unsigned) or f"{drawable(said.borrower)}, {NAMED_ONLY}"
    return f"Non signé par l’emprunteur : {why}{'' if why.endswith('.') else '.'}{may}"
