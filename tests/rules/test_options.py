"""What may be typed for a paper."""

from booking.paperwork import SHEETS, PaperKind
from booking.rules.options import OPTIONS, Option, options
from booking.rules.variables import ALL


def test_a_kind_without_options_has_none() -> None:
    assert options(PaperKind.LOAN) == ()
    assert options(PaperKind.SLIP) == ()


def test_an_option_never_has_the_name_of_a_fact() -> None:
    known = {each.name for each in ALL}
    assert not [each.name for many in OPTIONS.values() for each in many if each.name in known]


def test_one_name_is_one_option_whatever_the_kind() -> None:
    named: dict[str, Option] = {}
    for each in (option for many in OPTIONS.values() for option in many):
        assert named.setdefault(each.name, each) == each


def test_a_name_is_one_that_a_form_may_bear() -> None:
    for each in (option for many in OPTIONS.values() for option in many):
        assert each.name.isidentifier()
        assert each.label


def test_nothing_is_needed_for_a_sheet_printed_at_any_time() -> None:
    assert not any(each.needed for kind in SHEETS for each in options(kind))


def test_an_option_stands_alone_when_it_brings_several_lines_or_a_field() -> None:
    assert Option("a", "A", lines=True).block
    assert Option("a", "A", by_hand=True).block
    assert not Option("a", "A").block
