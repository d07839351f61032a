"""Learn which act a message asks for, from the tables beside this file, and write the numbers that
`bot.intents.wishes.decision` reads: `python -m tests.wishes.learn`.

With `--by-author` it learns from all tables but one author's and measures on that, for each.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from bot.dialogue.brain import Brain, build
from bot.dialogue.vocabulary import names_in
from bot.intents.wishes import decision
from bot.intents.wishes.features import aspects_of, features, spoken, stood
from bot.intents.wishes.request import Standing
from bot.intents.wishes.schedule import read, sentences
from bot.intents.wishes.slots import Slots
from bot.intents.wishes.weekdays import EVERY_DAY
from bot.intents.wishes.wording import Wording
from knowledge.loading.loader import folders, load
from knowledge.model import Report
from tests.fuzz import SCRIPTS, letters

HERE = Path(__file__).parent
QUESTIONS = HERE.parent / "questions" / "seen"
# Whose tables are whose: one is measured by what was learned from the others.
AUTHORS = {
    "blind_fr": ("learning/blind_fr",),
    "blind_en": ("learning/blind_en",),
    "blind_both": ("learning/blind_both",),
    "blind_first": ("learning/blind_first",),
    "blind_second": ("learning/blind_second",),
    "blind_third": ("learning/blind_third",),
    "blind_fourth": ("learning/blind_fourth",),
    "blind_fifth": ("learning/blind_fifth",),
    "blind_sixth": ("learning/blind_sixth",),
    "blind_seventh": ("learning/blind_seventh",),
    "blind_eighth": ("learning/blind_eighth",),
    "blind_ninth": ("learning/blind_ninth",),
    "blind_tenth": ("learning/blind_tenth",),
    "own": ("first", "second", "third", "fourth", "fifth"),
}
TODAY = date(2025, 4, 2)
WORKING = frozenset(range(5))
SUBSCRIBING, PAUSING = ("/subscribe", "/abonner"), ("/pause",)
STEPS = 63  # in the largest weight
STRENGTH, ROUNDS = 0.3, 300
# Acts that a message means for those whose briefings rest too.
_WHILE_PAUSED = frozenset({decision.END, "settings", "cannot", "change", "pause"})
_MADE_UP = 200  # words
_FIGURES = 32
_RIDDEN = 2  # one of as many questions has words beside it
# How much an end weighs in learning, as none may be missed, and what was made of other tests' data,
# of which there is so much more.
END, MADE = 2.0, 0.2


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
    """A message that changes a subscription, and what of it."""

    text: str
    aspects: frozenset[str]


def changes(name: str, brain: Brain) -> Iterator[Changing]:
    """Yield the changes of a table."""
    for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if told(row) == "change" and standing(row["before"]).active:
            slots = read(row["say"], brain, TODAY).slots
            yield Changing(row["say"], frozenset(aspects(row, slots)))


def aspects(row: dict[str, Any], slots: Slots) -> Iterator[str]:
    """Yield what a row changes, which names some `slots`."""
    after, before = row["after"], row["before"][0]
    named = (slots.weekdays or frozenset()) | slots.without | slots.added
    yield from (key for key in ("zone", "lang") if key in after)
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
    tables = (path.read_text("utf-8") for path in QUESTIONS.glob("*.jsonl"))
    lines = (line for table in tables for line in table.splitlines())
    turns = {turn for line in lines for turn in json.loads(line)["turns"]}
    riders = (HERE / "riders.txt").read_text("utf-8").splitlines()
    ridden = {
        f"{turn} {riders[number // _RIDDEN % len(riders)]}"
        for number, turn in enumerate(sorted(turns))
        if number % _RIDDEN == 0
    }
    known = {s for turn in turns for s in (turn, *sentences(turn))}
    for number, text in enumerate(sorted(known | ridden)):
        yield Example(text, varied(number), decision.REPORT, made=True)
        yield Example(text, Standing(active=True, recent=True), decision.REPORT, made=True)


def varied(number: int) -> Standing:
    """Return how a chat stands, each way in turn."""
    active = number % 3 > 0
    return Standing(active, recent=number % 2 == 0)


def standing_alone(report: Report) -> Iterator[Example]:
    """Yield the questions to a report's facts, the names and topics that it has, and made-up words
    and figures, as they stand alone.
    """
    chance = random.Random(1)  # noqa: S311 - no secret: the same choice each time
    asks = {ask for of in report.asks.values() for known in of.values() for ask in known}
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
    strange = sorted(w for w in wording.common - wording.vocabulary if len(w) > 3 and w.isalpha())
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
    if example.act in _WHILE_PAUSED and stands.active and not stands.paused:
        yield replace(example, standing=replace(stands, paused=True))


def known_not(word: str, wording: Wording) -> bool:
    """Whether a word is none of the words of wishes."""
    return wording.spelt(word) not in wording.vocabulary


def brain() -> Brain:
    """Return the brain of the first report, whose names are known in messages."""
    return build(load(folders()[0]))


class Learner:
    """Learns from examples, the features of each text of which are made once."""

    def __init__(self) -> None:
        """Build the brain of the first report."""
        self.brain = brain()
        self.said: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.made: dict[tuple[str, Standing], Sequence[int]] = {}

    def always(self) -> list[Example]:
        """Return the examples that are no table's."""
        return [*questions(), *standing_alone(self.brain.report), *sayings()]

    def rows(self, known: Sequence[Example]) -> csr_matrix:
        """Return examples as rows of a matrix."""
        return matrix([self.numbers(example.text, example.standing) for example in known])

    def numbers(self, text: str, standing: Standing) -> Sequence[int]:
        """Return the numbers of the features of a text in a chat that stands in some way."""
        if (text, standing) not in self.made:
            if text not in self.said:
                self.said[text] = spoken(read(text, self.brain, TODAY))
            self.made[text, standing] = decision.numbers(stood(*self.said[text], standing))
        return self.made[text, standing]

    def aspects(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what is learned from the changes of tables, as the data file has it.

        Few words tell an aspect, so that most weights are nought.
        """
        known = [change for name in names for change in changes(name, self.brain)]
        said = [spoken(read(change.text, self.brain, TODAY))[0] for change in known]
        rows = matrix([decision.numbers(aspects_of(alone)) for alone in said])
        each = sorted(frozenset().union(*(change.aspects for change in known)))
        model = LogisticRegression(
            C=1.0, l1_ratio=1.0, solver="liblinear", max_iter=ROUNDS, random_state=0
        )
        fits = [clone(model).fit(rows, [a in change.aspects for change in known]) for a in each]
        weights = np.concatenate([fit.coef_ for fit in fits])
        return packed(each, weights, [float(fit.intercept_[0]) for fit in fits])

    def taught(self, of: str) -> dict[str, Any]:
        """Return what all tables teach of acts or of aspects."""
        if of == decision.ACTS:
            return self.learned(every(self))
        return self.aspects(name for names in AUTHORS.values() for name in names)

    def learned(self, known: Iterable[Example]) -> dict[str, Any]:
        """Return what is learned from examples, as the data file has it."""
        examples = list(several([*known], self.brain.wording))
        weights = [END if e.act == decision.END else MADE if e.made else 1.0 for e in examples]
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-4)
        model.fit(self.rows(examples), [e.act for e in examples], weights)
        return packed([str(act) for act in model.classes_], model.coef_, [*model.intercept_])


def matrix(found: Sequence[Sequence[int]]) -> csr_matrix:
    """Return the numbers of features of texts as rows of a matrix."""
    ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
    columns = np.concatenate([np.array(numbers, dtype=np.int32) for numbers in found])
    return csr_matrix((np.ones(len(columns)), columns, ends), (len(found), decision.SIZE))


def packed(acts: Sequence[str], weights: Any, constants: Sequence[float]) -> dict[str, Any]:
    """Return weights, a row for each act, as the data file has them."""
    step = float(np.abs(weights).max()) / STEPS
    rows = np.rint(weights.T / step).astype(np.int8)
    return {
        "acts": [*acts],
        "constants": [round(float(c), 3) for c in constants],
        "step": round(step, 5),
        "rows": base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode(),
    }


def by_author() -> None:
    """Measure on each author's tables what the others' teach."""
    learner = Learner()
    own = learner.always()
    for author, names in AUTHORS.items():
        others = [n for theirs in AUTHORS.values() for n in theirs if n not in names]
        data = learner.learned([*own, *(e for name in others for e in table(name))])
        weights, right, all_ = decision.made(data), Counter[str](), Counter[str]()
        for example in (e for name in names for e in table(name)):
            message = read(example.text, learner.brain, TODAY, example.standing)
            act = decision.decided(
                weights.likely(features(message)), active=example.standing.active
            )
            all_[example.act] += 1
            right[example.act] += act == example.act
        told_of = ", ".join(f"{act} {right[act]} of {count}" for act, count in all_.items())
        sys.stdout.write(f"{author}: {right.total()} of {all_.total()}: {told_of}\n")


def every(learner: Learner) -> list[Example]:
    """Return all examples."""
    known = [e for names in AUTHORS.values() for name in names for e in table(name)]
    return [*learner.always(), *known]


def main() -> None:
    """Learn from every table and write the numbers."""
    learner = Learner()
    made = {of: learner.taught(of) for of in (decision.ACTS, decision.ASPECTS)}
    text = json.dumps(made, indent=1)
    decision.WEIGHTS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    by_author() if "--by-author" in sys.argv else main()
