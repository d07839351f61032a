"""The kinds of fact, in one table: what each stands for, wherever a report is read or told; and
the kinds of answer that a fact may give.

A kind that is added here is known everywhere: to the checker of report.yaml, to drafting, to
recognition, to lists and briefings.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

FactKind = Literal[
    "statement",
    "pledge",
    "decision",
    "vote",
    "postponed",
    "next",
    "attendance",
    "absence",
    "session",
    "agenda",
    "role",
    "place",
    "date",
    "point",
]
# The last three are the sides of a vote whose voters a fact names.
ANSWER_KINDS = (
    *("who", "when", "where", "what", "why", "howmuch", "howmany", "howlong", "role", "date"),
    *("favour", "against", "abstained"),
)


class Kind(NamedTuple):
    """What facts of a kind are like.

    `means` are the concepts (of the lexicon) that each such fact is about, `listed` those that,
    alone, ask for all of them. `once`: it was on one day, so that another day for it is wrong;
    `dated`: its day answers "when"; `happens`: it belongs to what happened on a day; `event`: its
    claim tells where; `setting`: it tells who, where and when rather than what; `settled`: it tells
    what came of it; `ahead`: its day may be one to come.
    """

    means: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    once: bool = False
    dated: bool = False
    happens: bool = False
    event: bool = False
    setting: bool = False
    settled: bool = False
    ahead: bool = False


# In the order in which a sentence that tells several is drafted.
KINDS: dict[FactKind, Kind] = {
    "statement": Kind(("say",), once=True, dated=True, happens=True),
    "pledge": Kind(("pledge",), ("pledge",), once=True, happens=True, settled=True, ahead=True),
    "decision": Kind(("decide",), ("decide",), happens=True, settled=True),
    "vote": Kind(("vote",), ("decide", "vote"), happens=True, settled=True),
    "postponed": Kind(("cancel", "date"), ("cancel",), ahead=True),
    "next": Kind(("date",), ahead=True),
    "attendance": Kind(("attend",), once=True, dated=True, happens=True, event=True, setting=True),
    "absence": Kind(("absent",), once=True, dated=True, happens=True, setting=True),
    "session": Kind(("meeting", "take_place"), once=True, dated=True, happens=True, event=True),
    "agenda": Kind(("discuss", "topic"), happens=True),
    "role": Kind(("role",), setting=True),
    "place": Kind(("place", "take_place"), event=True, setting=True),
    "date": Kind(("date",), once=True, setting=True, ahead=True),
    "point": Kind(ahead=True),
}
assert tuple(KINDS) == get_args(FactKind)  # noqa: S101 - a kind without its row is a slip of ours
