"""Examples to learn from: the tables beside this file, sayings and other tests' questions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue.brain import Brain
from bot.dialogue.reading import SMALL_TALK
from bot.dialogue.vocabulary import names_in
from bot.intents.wishes import decision
from bot.intents.wishes.request import Standing
from bot.intents.wishes.schedule import read, sentences
from bot.intents.wishes.slots import Slots
from bot.intents.wishes.weekdays import EVERY_DAY
from bot.intents.wishes.wording import Wording
from tests.fuzz import SCRIPTS, letters

HERE = Path(__file__).parent
QUESTIONS, DOCUMENT = HERE.parent / "questions", HERE.parent / "document"
# Whose tables are whose: one is measured by what was learned from the others.
AUTHORS = {
    **{p.stem: (f"learning/{p.stem}",) for p in sorted((HERE / "learning").glob("*.jsonl"))},
    "own": ("first", "second", "third", "fourth", "fifth"),
}
TODAY = date(2025, 4, 2)
WORKING = frozenset(range(5))
SUBSCRIBING, PAUSING = ("/subscribe", "/abonner"), ("/pause",)
# Acts that a message means for those whose briefings rest too.
_WHILE_PAUSED = frozenset({decision.END, "settings", "cannot", "change", "pause"})
_MADE_UP = 200  # words
_FIGURES = 32
_FEW = 2  # words that may be of the report
_RIDDEN = 2  # one of as many questions has words beside it


@dataclass(frozen=True)
class Example:
    """A message, how its chat stands, and the act that it asks for.

    It may be `made` of what other tests hold, or mean that act only where briefings were not spoken
    of just now (`apart`).
    """

    text: str
    standing: Standing
    act: str
    made: bool = False
    apart: bool = False


def told(row: dict[str, Any]) -> str:
    """Return the act that a row of a table asks for, by what must hold after it."""
    after, tells = row["after"] or {}, row.get("tells")
    if row["kind"] != "wish" or "act" in row:
        return str(row.get("act", row["kind"]))
    active = standing(row["before"]).active
    if tells in {"cannot", "told"}:
        return {"cannot": "cannot", "told": "settings"}[tells]
    if after.get("subscribed") is False and (active or tells is None):
        return "unsubscribe"
    if after.get("paused_until"):
        return "pause"
    if "paused_until" in after and standing(row["before"]).paused:
        return "resume"
    return "change" if active else "subscribe"


def standing(before: Sequence[str]) -> Standing:
    """Return how a chat stands after what was said in it."""
    active = any(turn.startswith(SUBSCRIBING) for turn in before)
    paused = active and any(turn.startswith(PAUSING) for turn in before)
    return Standing(active, paused, recent=bool(before) and before[-1].startswith("/"))


def table(name: str) -> Iterator[Example]:
    """Yield the examples of a table, but answers to a question for a zone."""
    for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        stands, act = standing(row["before"]), told(row)
        if act != "subscribe" or not row["before"]:
            yield Example(row["say"], stands, act)


@dataclass(frozen=True)
class Changing:
    """A message that changes a subscription, what of it, and what of it its slots name."""

    text: str
    aspects: frozenset[str]
    named: frozenset[str]


def changes(name: str, brain: Brain) -> Iterator[Changing]:
    """Yield the changes of a table."""
    for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if told(row) == "change" and standing(row["before"]).active:
            slots = read(row["say"], brain, TODAY).slots
            yield Changing(row["say"], frozenset(aspects(row, slots)), slots.aspects)


def aspects(row: dict[str, Any], slots: Slots) -> Iterator[str]:
    """Yield what a row changes, which names some `slots`."""
    after, before = row["after"], row["before"][0]
    named = (slots.weekdays or frozenset()) | slots.without | slots.added
    if "zone" in after:
        yield "zone"
    if "hour" in after and (slots.hour is not None or after["hour"] not in before):
        yield "hour"
    if "about" in after:
        yield "about" if after["about"] else "all"
    days = frozenset(after.get("days", ()))
    if days:
        yield "days"
        if days == EVERY_DAY:
            yield "added" if named and not named & WORKING else "daily"
        elif named:
            yield from ["without"] if not named & days else ["added"] if named < days else []


def sayings() -> Iterator[Example]:
    """Yield the sayings, by turns just after briefings were spoken of and not; those of "later"
    only when they were not.
    """
    for number, line in enumerate((HERE / "sayings.tsv").read_text("utf-8").splitlines()):
        act, text, *later = line.split("\t")
        stands = Standing(active=act != "subscribe", recent=number % 2 == 0 and not later)
        stands = replace(stands, paused=act == "resume")
        yield Example(text, stands, act, apart=bool(later))


def questions() -> Iterator[Example]:
    """Yield the questions of other tests and their sentences, some with what people say beside a
    question, none of which asks anything of a briefing, though one was just spoken of.
    """
    paths = (p for folder in (QUESTIONS, DOCUMENT) for p in folder.glob("seen/*.jsonl"))
    tables = (path.read_text("utf-8") for path in paths)
    rows = (line for table in tables for line in table.splitlines())
    turns = {turn for line in rows for turn in json.loads(line)["turns"]}
    riders = lines("asides")
    ridden = {
        f"{turn} {riders[number // _RIDDEN % len(riders)]}"
        for number, turn in enumerate(sorted(turns))
        if number % _RIDDEN == 0
    }
    known = {s for turn in turns for s in (turn, *sentences(turn))}
    for number, text in enumerate(sorted(known | ridden)):
        yield Example(text, varied(number), decision.REPORT, made=True)
        yield Example(text, Standing(active=True, recent=True), decision.REPORT, made=True)


def lines(name: str) -> Sequence[str]:
    """Return what people say beside a question or a wish ("asides"), of themselves, or to go on
    with an answer ("followups").
    """
    return (HERE / f"{name}.txt").read_text("utf-8").splitlines()


def parts(known: Sequence[Example]) -> Iterator[Example]:
    """Yield examples as one sentence of several: each sentence of those that wish nothing, with
    asides and follow-ups among them, and the others as they are.
    """
    for example in (*followups(), *known):
        several = sentences(example.text) if example.act == decision.REPORT else ()
        yield from (replace(example, text=part) for part in (*several, example.text))
    for number, text in enumerate(lines("asides")):
        for part in sentences(text) or (text,):
            yield Example(part, replace(varied(number), active=True), decision.REPORT)


def followups() -> Iterator[Example]:
    """Yield what goes on with an answer, where briefings were not spoken of just now."""
    for number, text in enumerate(lines("followups")):
        yield Example(text, replace(varied(number), recent=False), decision.REPORT, apart=True)


def varied(number: int) -> Standing:
    """Return how a chat stands, each way in turn."""
    active = number % 3 > 0
    return Standing(active, recent=number % 2 == 0)


def standing_alone(brain: Brain) -> Iterator[Example]:
    """Yield the questions to a report's facts and those that any report is asked, the names and
    topics that it has, and made-up words and figures, as they stand alone.
    """
    chance = random.Random(1)  # noqa: S311 - no secret: the same choice each time
    report = brain.report
    asks = {ask for of in report.asks.values() for known in of.values() for ask in known}
    asks |= {
        ask
        for language in brain.languages.values()
        for intent, known in language.intents.items()
        for ask in known
        if intent not in SMALL_TALK and "{" not in ask
    }
    named = {form for name in names_in(report) for form in name.forms}
    letters_of = (letters(chance, SCRIPTS[0], 3, 10) for _ in range(_MADE_UP))
    made_up = {word.capitalize() if n % 2 else word for n, word in enumerate(letters_of)}
    figures = {f"{n}{mark}" for n in range(_FIGURES) for mark in ("", ".", "?")}
    for number, text in enumerate(sorted(asks | named | made_up | figures)):
        yield Example(text, varied(number), decision.REPORT, made=text in asks)


def several(known: Sequence[Example], wording: Wording) -> Iterator[Example]:
    """Yield examples, those that mean the same however a chat stands for other chats too, and
    questions about other subjects.
    """
    meant: dict[str, set[str]] = {}
    for example in known:
        meant.setdefault(example.text.casefold(), set()).add(example.act)
    for example in known:
        yield example
        if len(meant[example.text.casefold()]) == 1:
            yield from elsewhere(example)
    chance = random.Random(0)  # noqa: S311 - no secret: the same choice each time
    common = {w for table in wording.zipf.values() for w in table if wording.is_common(w)}
    strange = sorted(w for w in common - wording.vocabulary if len(w) > 3 and w.isalpha())
    for example in known:
        if example.act == decision.REPORT and not example.made and " " in example.text:
            words = (
                chance.choice(strange)
                if len(w) > 3 and w.isalpha() and known_not(w, wording)
                else w
                for w in example.text.split(" ")
            )
            stands = Standing(chance.random() < 0.7, recent=chance.random() < 0.5)
            yield replace(example, text=" ".join(words), standing=stands)


def elsewhere(example: Example) -> Iterator[Example]:
    """Yield an example for chats that stand otherwise, in which it means the same."""
    stands = example.standing
    if example.act in {decision.REPORT, decision.TALK} and not (example.made or example.apart):
        yield replace(
            example, standing=Standing(active=not stands.active, recent=not stands.recent)
        )
        yield replace(example, standing=Standing(active=True, paused=True, recent=True))
    elif example.act in {decision.END, "settings", "cannot"}:
        yield replace(example, standing=Standing(active=not stands.active))
    # Of a pause that is over, or was never set; "resume" alone is then to sum up.
    elif example.act == "resume" and len(example.text.split()) > _FEW:
        yield replace(example, standing=replace(stands, paused=False))
    if example.act in _WHILE_PAUSED and stands.active and not stands.paused:
        yield replace(example, standing=replace(stands, paused=True))


def known_not(word: str, wording: Wording) -> bool:
    """Whether a word is none of the words of wishes."""
    return wording.spelt(word) not in wording.vocabulary
