"""Who may do what in which status, and what comes of it: written by hand from design § 5 and § 6.

Two grids that multiply: RIGHTS says, by act and person, whether it is theirs (x), another's of
those who are concerned (3: 403 `not_allowed`), or of a thing that is not there (4: 404); MOMENTS
says, by act and state, the state that follows, or the refusal. EXCEPT is where they meet otherwise.
"""

PEOPLE = {
    "bs": "borrower's secretary",
    "bm": "borrower's manager",
    "be": "borrower's elected",
    "bo": "borrower's observer",
    "mm": "pool's manager",
    "mt": "pool's technician",
    "ms": "pool's secretary",
    "s-": "substitute, nobody being away nor silent",
    "sa": "substitute while the manager is away",
    "st": "substitute told of the manager's silence",
    "o-": "owner's manager, not told",
    "ot": "owner's manager told of the silence",
    "os": "owner's secretary, told",
    "ct": "custodian's technician",
    "cs": "custodian's secretary",
    "ne": "another commune's secretary and manager",
    "fo": "a manager of another territory",
    "sv": "the service",
}

_RIGHTS = """
                bs bm be bo  mm mt ms  s- sa st  o- ot os  ct cs  ne fo sv
approve          3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
grant_part       3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
refuse           3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
ask_details      3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
propose          3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
resume           3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
accept_change    3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
refuse_change    3  3  3  3   x  3  3   4  x  x   3  x  3   3  4   4  4  3
answer           x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  3
accept           x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  3
decline          x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  3
confirm          x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  3
withdraw_change  x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  3
keep_rest        x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  4
cancel_rest      x  x  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  4
edit_less        x  x  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
edit_more        x  x  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
edit_beyond      3  3  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
cancel           x  x  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
cancel_silently  x  x  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
approve_beyond   3  3  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
swap             3  3  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
override         3  3  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
name_copies      3  3  3  3   x  x  3   4  3  3   3  3  3   3  4   4  4  3
hand_over        3  3  3  3   x  x  3   4  3  3   3  3  3   x  4   4  4  3
take_back        3  3  3  3   x  x  3   4  3  3   3  3  3   x  4   4  4  3
close            3  3  3  3   x  x  3   4  3  3   3  3  3   x  4   4  4  3
see              3  3  3  3   x  x  3   4  3  3   3  3  3   x  4   4  4  3
attach           x  x  3  3   x  3  3   4  3  3   3  3  3   3  4   4  4  3
comment          x  x  3  3   x  x  3   4  x  x   x  x  3   3  4   4  4  3
note             3  3  3  3   x  x  3   4  x  x   3  x  3   3  4   4  4  3
lapse            3  3  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  x
expire           3  3  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  x
offer            3  3  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  x
remind           3  3  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  x
pass_on          3  3  3  3   3  3  3   4  3  3   3  3  3   3  4   4  4  x
"""

STATES = {
    "rq": "requested",
    "de": "details asked",
    "pr": "other dates proposed",
    "pl": "a place offered",
    "wa": "on the waiting list",
    "ap": "approved",
    "ch": "approved, a change asked for",
    "ou": "out",
    "re": "returned",
    "cl": "closed",
    "rf": "refused",
    "ca": "cancelled",
    "xn": "expired: the manager never answered",
    "xr": "expired: the borrower never replied",
    "xp": "expired: no place came free",
    "np": "approved, under no paper: no framework, and nobody chose",
    "ns": "approved, its paper to be signed before things leave",
    "sg": "approved, its paper signed before things leave",
}

REFUSALS = {
    "--": "wrong_moment",
    "~~": "changed_meanwhile",
    "ol": "only_less",
    "why": "reason_needed",
    "na": "not_asked",
    "no": "nothing_to_settle",
    "sh": "not_enough_available",
    "pa": "paper_awaited",
    "un": "paper_unsigned",
    "403": "not_allowed",
    "404": "not_found",
}

_MOMENTS = """
                 rq de pr pl wa  ap ch ou re cl  rf ca xn xr xp  np ns sg
approve          ap -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
approve_beyond   ap -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
grant_part       ap -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
refuse           rf rf rf rf rf  -- -- -- -- --  -- -- -- -- --  -- -- --
ask_details      de -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
propose          pr -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
resume           -- rq rq -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
answer           -- rq -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
accept           -- -- ap -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
decline          -- -- rq -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
confirm          -- -- -- rq --  -- -- -- -- --  -- -- -- -- --  -- -- --
accept_change    -- -- -- -- --  -- ap -- -- --  -- -- -- -- --  -- -- --
refuse_change    -- -- -- -- --  -- ap -- -- --  -- -- -- -- --  -- -- --
withdraw_change  -- -- -- -- --  -- ap -- -- --  -- -- -- -- --  -- -- --
keep_rest        no no no no no  no no no no no  no no no no no  no no no
cancel_rest      no no no no no  no no no no no  no no no no no  no no no
edit_less        rq de -- -- --  ap ap ou -- --  -- -- -- -- --  np ns ns
edit_more        rq de -- -- --  ch ch ol -- --  -- -- -- -- --  ch ch ch
edit_beyond      rq de -- -- --  ap ap ou -- --  -- -- -- -- --  np ns ns
cancel           ca ca ca ca ca  ca ca -- -- --  -- -- -- -- --  ca ca ca
cancel_silently  ca ca ca ca ca  ca ca -- -- --  -- -- -- -- --  ca ca ca
swap             rq -- -- -- --  ap ap -- -- --  -- -- -- -- --  np ns ns
override         na na na na na  na na na na --  -- -- -- -- --  na na na
name_copies      rq -- -- -- --  ap ch -- -- --  -- -- -- -- --  np ns sg
hand_over        -- -- -- -- --  ou ou -- -- --  -- -- -- -- --  pa un ou
take_back        -- -- -- -- --  -- -- re -- --  -- -- -- -- --  -- -- --
close            -- -- -- -- --  -- -- -- cl --  -- -- -- -- --  -- -- --
see              rq de pr pl wa  ap ch ou re --  -- -- -- -- --  np ns sg
attach           rq de pr pl wa  ap ch ou re --  -- -- -- -- --  np ns sg
comment          rq de pr pl wa  ap ch ou re cl  rf ca xn xr xp  np ns sg
note             rq de pr pl wa  ap ch ou re cl  rf ca xn xr xp  np ns sg
lapse            xn -- -- -- --  -- -- -- -- --  -- -- -- -- --  -- -- --
expire           ~~ xr xr xr xp  ~~ ap ~~ ~~ ~~  ~~ ~~ ~~ ~~ ~~  ~~ ~~ ~~
offer            ~~ ~~ ~~ ~~ sh  ~~ ~~ ~~ ~~ ~~  ~~ ~~ ~~ ~~ ~~  ~~ ~~ ~~
remind           rq de pr pl ~~  ~~ ch ~~ ~~ ~~  ~~ ~~ ~~ ~~ ~~  ~~ ~~ ~~
pass_on          rq ~~ ~~ ~~ ~~  ~~ ch ~~ ~~ ~~  ~~ ~~ ~~ ~~ ~~  ~~ ~~ ~~
"""

EXCEPT = {
    # the manager decides: more is done at once, and what is out may stay longer
    ("edit_more", "mm", "ap"): "ap",
    ("edit_more", "mm", "ch"): "ap",
    ("edit_more", "mm", "ou"): "ou",
    ("edit_more", "mm", "np"): "np",
    ("edit_more", "mm", "ns"): "ns",
    ("edit_more", "mm", "sg"): "ns",  # an amendment waits to be signed
    # a commune counts on what is agreed: its manager says why
    ("cancel_silently", "mm", "ap"): "why",
    ("cancel_silently", "mm", "ch"): "why",
    ("cancel_silently", "mm", "np"): "why",
    ("cancel_silently", "mm", "ns"): "why",
    ("cancel_silently", "mm", "sg"): "why",
}

STORED = frozenset({"rq", "de", "pr", "pl", "ap", "ch", "np", "ns", "sg", "ou", "re", "cl"})
"""While something is held at its depot, a custodian's technician is concerned."""


def _grid(text: str) -> dict[tuple[str, str], str]:
    header, *rows = (line.split() for line in text.strip().splitlines())
    return {
        (act, column): cell
        for act, *cells in rows
        for column, cell in zip(header, cells, strict=True)
    }


RIGHTS, MOMENTS = _grid(_RIGHTS), _grid(_MOMENTS)
ACTS = tuple(dict.fromkeys(act for act, _ in RIGHTS))


def expected(act: str, who: str, state: str) -> str:
    """Return the answer: the state that follows, or the code of a refusal."""
    right = RIGHTS[act, who]
    if who == "ct" and state not in STORED:
        right = "4"
    if right != "x":
        return REFUSALS[{"3": "403", "4": "404"}[right]]
    cell = EXCEPT.get((act, who, state), MOMENTS[act, state])
    return REFUSALS.get(cell, cell)


def states_for(act: str, who: str) -> list[str]:
    """Return where an act is tried: in every state by who may do it.

    By others where it is possible, and so would do harm, and in two states more.
    """
    harmful = {state for state in STATES if MOMENTS[act, state] in STATES}
    return [each for each in STATES if RIGHTS[act, who] == "x" or each in {*harmful, "wa", "rf"}]
