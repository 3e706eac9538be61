"""For whom a town hall asks: what is to be named, and who alone may decide (domain § 2.1)."""

from datetime import date

from booking.dealings import FOR_THE_ELECTED
from booking.rules.terms import Verdict
from booking.vocabulary import BeneficiaryKind

ENGAGEMENT_SOURCE = "loi n° 2000-321 du 12 avril 2000, art. 10-1"
SOURCES = {
    BeneficiaryKind.CANDIDATE: "code électoral, art. L. 52-8",
    BeneficiaryKind.WORSHIP: "loi du 9 décembre 1905, art. 2",
}
"""Why only an elected person decides."""


def judge(
    kind: BeneficiaryKind, engagement_on: date | None = None, elected: str = ""
) -> list[Verdict]:
    """Return what is to know of a beneficiary; nothing here keeps anybody from lending."""
    if kind is BeneficiaryKind.ASSOCIATION:
        return [_engagement(engagement_on)]
    if kind not in FOR_THE_ELECTED:
        return []
    source = {"source": SOURCES[kind]}
    if elected:
        return [Verdict("elected_decided", "ok", {"elected": elected, **source})]
    return [Verdict("elected_decides", "info", source)]


def _engagement(on: date | None) -> Verdict:
    """Judge the "contrat d'engagement républicain" of an association (10-1 of the law)."""
    source = {"source": ENGAGEMENT_SOURCE}
    if on:
        return Verdict("engagement_held", "ok", {"on": on, **source})
    return Verdict("engagement_missing", "warn", source)


def needs_elected(kind: BeneficiaryKind, elected: str) -> bool:
    """Tell whether an answer still lacks the elected person who decides."""
    return kind in FOR_THE_ELECTED and not elected
