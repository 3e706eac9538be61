"""What waits for somebody in the demonstration: questions, proposals, changes, places, drafts."""

from datetime import datetime, time, timedelta
from itertools import count

from booking import clock
from booking.dealings import Remedy
from booking.demonstration.people import OFFICE
from booking.demonstration.shelves import KEEPER, LEAD
from booking.demonstration.stories import MAING, STORIES, Story, ask, loan_in
from booking.period import Period
from booking.queries import catalogue, organizations, reservations
from booking.queries import items as sheets
from booking.rules.approvals import Rule
from booking.rules.asking import Asked, AskedLine, Edited, Settled, Withheld
from booking.usecases import (
    amendments,
    approvals,
    asking,
    breakdowns,
    changes,
    comments,
    drafts,
    replies,
    substitutes,
)
from booking.usecases import reservations as acts
from booking.usecases.demonstration import player
from booking.usecases.substitutes import Named
from booking.vocabulary import BeneficiaryKind, HoldReason

ARTRES, SEBOURG = "secretaire@artres", "secretaire@sebourg"

QUESTIONED = Story(
    LEAD,
    "Kermesse de l’école",
    8,
    (("CHA-PLI", 60), ("TAB-220", 10)),
    place="Cour de l’école",
)
QUESTION = "Qui vient chercher les chaises, et avec quoi ? Il faut deux voyages en fourgon."
PROPOSED = Story(ARTRES, "Concert de la chorale", 9, (("EST-2X1", 24),), place="Église")
WHY_LATER = "Nos deux agents formés au montage sont en congé : la semaine suivante conviendrait ?"
CHANGED = Story(LEAD, "Repas des aînés", 10, (("CHA-PLI", 80),))
MORE_CHAIRS = 120
WHY_MORE = "Trente inscrits de plus que l’an dernier."
TELEPHONED = Story(
    KEEPER, "Loto des parents d’élèves", 5, (("BAN-220", 20),), commune="Monchaux-sur-Écaillon"
)
WORSHIP = Story(
    SEBOURG,
    "Repas paroissial",
    8,
    (("CHA-PLI", 50),),
    association="Paroisse (exemple)",
    kind=BeneficiaryKind.WORSHIP,
    place="Salle paroissiale",
)
IN_PART = Story(SEBOURG, "Bourse aux jouets", 7, (("TAB-220", 50),))
TABLES_GRANTED = 40
BY_RULE = Story(SEBOURG, "Déneigement des écoles", 5, (("LAM-NEI", 1),), place="Rues du village")
RULE_MOST, RULE_DAYS = 1, 4

WAITED_FOR = "GRO-6KV"
FIRST_HELD = Story(KEEPER, "Marché nocturne", 11, ((WAITED_FOR, 2),), commune="Prouvy")
WAITING = (
    Story(LEAD, "Guinguette", 11, ((WAITED_FOR, 1),), place="Terrain communal", waits=True),
    Story(SEBOURG, "Feu de camp des scouts", 11, ((WAITED_FOR, 2),), place="Étang", waits=True),
    Story(ARTRES, "Cinéma en plein air", 11, ((WAITED_FOR, 1),), place="Stade", waits=True),
)
"""Who waits, in order: the first is offered what comes free, two others keep their rank."""

EVENT, BARRIERS, WEEKS_TO_EVENT = "Course à pied des deux clochers", 130, 13
"""More barriers than one depot has."""
DRAFTED, WEEKS_TO_DRAFT = "Exposition des artistes du village", 14

BROKEN = "SON-POR"
BROKEN_COPY = "SON-POR-03"
LEFT_SHORT = Story(ARTRES, "Spectacle des écoles", 4, ((BROKEN, 2),))
TOLD = "Le réparateur attend une pièce ; nous vous tenons au courant."
DAYS_TO_REPAIR = 7
"""The sound system comes back that long after the loans it is missed at."""

WEEKS_TO_LEAVE, DAYS_OF_LEAVE = 3, 7


def tell() -> None:
    """Let everybody leave something to be answered, and say who answers when nobody does."""
    _question()
    _propose()
    _ask_more()
    _grant_less()
    _of_others()
    _wait()
    _around_an_event()
    _break()
    _rule()
    _stand_in()
    _draft()
    _talk()


def _question() -> None:
    """Maing asks Quérénaing for what is missing."""
    for reservation_id in ask(QUESTIONED):
        replies.ask_details(player(KEEPER), reservation_id, QUESTION)


def _propose() -> None:
    """Maing proposes a later weekend to Artres."""
    keeper = player(KEEPER)
    for reservation_id in ask(PROPOSED):
        asked = reservations.show(keeper, reservation_id).period
        weekends = (loan_in(keeper, PROPOSED.weeks + more) for more in count(1))
        later = next(each for each in weekends if each.starts_at > asked.starts_at)
        edited = Edited(later.starts_at, later.ends_at, reason=WHY_LATER)
        amendments.propose(keeper, reservation_id, edited)


def _ask_more() -> None:
    """What was agreed is asked to be more: Maing is to say."""
    lines = (AskedLine(item, MORE_CHAIRS) for item, _ in CHANGED.items)
    more = Edited(lines=tuple(lines), reason=WHY_MORE)
    for reservation_id in ask(CHANGED):
        acts.approve(player(KEEPER), reservation_id)
        changes.edit(player(LEAD), reservation_id, more)


def _grant_less() -> None:
    keeper = player(KEEPER)
    for reservation_id in ask(IN_PART):
        lines = reservations.show(keeper, reservation_id).lines
        fewer = {each.id: TABLES_GRANTED for each in lines}
        why = "Les autres servent à la cantine ces jours-là."
        acts.approve(keeper, reservation_id, quantities=fewer, reason=why)


def _of_others() -> None:
    """Maing enters what it was told by telephone; a parish waits for an elected person."""
    for reservation_id in ask(TELEPHONED):
        acts.approve(player(KEEPER), reservation_id)
    ask(WORSHIP)


def _wait() -> None:
    """Three wait for generators that are all taken; one is given back, and offered."""
    keeper = player(KEEPER)
    held = ask(FIRST_HELD)
    for reservation_id in held:
        acts.approve(keeper, reservation_id)
    for story in WAITING:
        ask(story)
    for reservation_id in held:
        changes.edit(keeper, reservation_id, Edited(lines=(AskedLine(WAITED_FOR, 1),)))


def _around_an_event() -> None:
    """The dates are those of the event; what is lent comes from two depots."""
    secretary = player(LEAD)
    saturday = loan_in(secretary, WEEKS_TO_EVENT).starts_at.date() + timedelta(days=1)
    event = Period(*(datetime.combine(saturday, time(hour), secretary.zone) for hour in (9, 18)))
    asked = Asked(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        event=event,
        by_event=True,
        purpose=EVENT,
        place="D’un clocher à l’autre",
        lines=(AskedLine("BAR-VAU", BARRIERS),),
    )
    asking.request(secretary, asked)


def _break() -> None:
    """A sound system breaks; Maing says what becomes of whom it leaves short, and tells them."""
    keeper = player(KEEPER)
    (short,) = ask(LEFT_SHORT)
    acts.approve(keeper, short)
    until = reservations.show(keeper, short).ends_at + timedelta(days=DAYS_TO_REPAIR)
    broken = Withheld(
        item=BROKEN,
        depot=MAING,
        reason=HoldReason.BREAKDOWN,
        periods=(Period(clock.now(), until),),
        units=(BROKEN_COPY,),
        note="Plus de son sur la voie de droite",
    )
    hold_id = breakdowns.report(keeper, broken)
    breakdowns.settle(keeper, hold_id, Settled(short, Remedy.WAIT))
    breakdowns.notify(keeper, hold_id, TOLD)


def _rule() -> None:
    """The office need not look at one snow plough for Sebourg, which then asks for it."""
    office = player(OFFICE)
    rule = Rule(
        "Une lame pour Sebourg",
        borrower_ids=frozenset({organizations.find(office, "Sebourg").id}),
        item_ids=frozenset({catalogue.find(office, item).id for item, _ in BY_RULE.items}),
        most=RULE_MOST,
        longest_days=RULE_DAYS,
    )
    approvals.add(office, sheets.pool(office, "Parc technique").id, rule)
    ask(BY_RULE)


def _stand_in() -> None:
    """The office of the EPCI says who answers for its pool during its leave, later on."""
    office = player(OFFICE)
    first = clock.today(office.zone) + timedelta(weeks=WEEKS_TO_LEAVE)
    named = Named(player(KEEPER).user_id, first, first + timedelta(days=DAYS_OF_LEAVE - 1))
    substitutes.name(office, sheets.pool(office, "Parc technique").id, named)


def _draft() -> None:
    """A secretary keeps a form half filled in for another day."""
    secretary = player(LEAD)
    loan = loan_in(secretary, WEEKS_TO_DRAFT)
    typed = {
        "request_key": "demonstration",
        "purpose": DRAFTED,
        "starts_at": loan.starts_at.astimezone(secretary.zone).isoformat(),  # as it was typed
        "ends_at": loan.ends_at.astimezone(secretary.zone).isoformat(),
        "lines": [{"item": "GRI-EXP", "quantity": "24"}, {"item": "TAB-220", "quantity": "6"}],
    }
    drafts.save(secretary, typed)


def _talk() -> None:
    """Artres and Maing write to each other about the market; Maing keeps a note to itself."""
    borrower, keeper = player(ARTRES), player(KEEPER)
    market = next(
        each for each in reservations.of_borrower(borrower) if each.purpose == STORIES[0].purpose
    )
    comments.comment(borrower, market.id, "Peut-on venir dès 13 h 30 ? Le placier arrive à 15 h.")
    comments.comment(keeper, market.id, "Oui : Luc Wattiez sera à l’atelier dès 13 h 30.")
    comments.note(keeper, market.id, "Vérifier les lests avant le départ : deux manquaient.")
