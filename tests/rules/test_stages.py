"""Which stage comes after which, and what each asks."""

from dataclasses import replace
from itertools import product

import pytest

from booking.errors import WrongMoment
from booking.rules import stages
from booking.rules.stages import Known
from booking.vocabulary import STAFF, Lack, LifeStage, Tracking

LISTED, CHECKED, PUBLISHED, SUSPENDED, RETIRED = LifeStage
ALLOWED = {
    (LISTED, CHECKED),
    (LISTED, RETIRED),
    (CHECKED, LISTED),
    (CHECKED, PUBLISHED),
    (CHECKED, RETIRED),
    (PUBLISHED, SUSPENDED),
    (PUBLISHED, RETIRED),
    (SUSPENDED, PUBLISHED),
    (SUSPENDED, RETIRED),
    (RETIRED, CHECKED),
}
WHOLE = Known(
    tracking=Tracking.BULK,
    family="Voirie",
    in_stock=3,
    replacement_cents=1_000,
    description="Solide.",
    contact="Services techniques",
)
KIT = replace(WHOLE, tracking=Tracking.KIT, in_stock=0, replacement_cents=0)


@pytest.mark.parametrize(("stage", "wanted"), list(product(LifeStage, LifeStage)))
def test_a_stage_comes_after_another_or_is_refused(stage: LifeStage, wanted: LifeStage) -> None:
    if (stage, wanted) in ALLOWED:
        assert stages.advance(stage, wanted) is wanted
        return
    with pytest.raises(WrongMoment) as refusal:
        stages.advance(stage, wanted)
    possible = [after for before, after in ALLOWED if before is stage]
    assert refusal.value.code == "wrong_stage"
    assert set(refusal.value.facts["possible"]) == set(possible)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("known", "lacks"),
    [
        (WHOLE, ()),
        (replace(WHOLE, in_stock=0), (Lack.STOCK,)),
        (replace(WHOLE, replacement_cents=0), (Lack.VALUE,)),
        (replace(WHOLE, replacement_cents=0, family=STAFF), ()),
        (replace(WHOLE, contact="", description=""), (Lack.CONTACT, Lack.DESCRIPTION)),
        (KIT, ()),
        (replace(KIT, parts_lent=False), (Lack.PARTS,)),
    ],
)
def test_what_is_missing_is_named(known: Known, lacks: tuple[Lack, ...]) -> None:
    assert stages.lacks(known) == lacks


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        (WHOLE, []),
        (replace(WHOLE, replacement_cents=0, contact="", description=""), []),
        (replace(WHOLE, in_stock=0), ["un dépôt et une quantité"]),
        (replace(KIT, parts_lent=False), ["des éléments qui se prêtent tous"]),
    ],
)
def test_only_what_can_be_lent_is_published(known: Known, missing: list[str]) -> None:
    stages.require_ready(LifeStage.CHECKED, known)
    if not missing:
        stages.require_ready(LifeStage.PUBLISHED, known)
        return
    with pytest.raises(WrongMoment) as refusal:
        stages.require_ready(LifeStage.PUBLISHED, known)
    assert (refusal.value.code, refusal.value.facts["missing"]) == ("not_ready", missing)
