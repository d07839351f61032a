"""Learns from the labelled questions on the first report when an answer stands, and writes
bot/dialogue/weights.json.

    python -m tests.questions.learn

Of the sets in `seen` only those questions count by which nothing else was made: of c the second
half, of d to h the even numbers, of i to t all. On the others the answers look surer than
they are.
For developers: needs scikit-learn, which the program itself does without.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from bot.chat.messages import plain
from bot.dialogue import dialogue, reading
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain, build
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.decide import WEIGHTS, as_yes, is_open, is_weighed, may_affirm, shown
from bot.dialogue.evidence import evidence
from bot.dialogue.queries import document
from bot.intents.utterance import Utterance
from knowledge.evaluation.learn import logistic, regression
from knowledge.evaluation.score import WORTH, Item, outcome, questions
from knowledge.loading.loader import load
from knowledge.retrieval.linear import Row
from tests.conftest import ROOT

SEEN = Path(__file__).parent / "seen"
VERDICTS = ("answered", "not_in_report")
AFFIRMED = "affirmed"  # told with "yes" before it
_HALF = 150
# Sets of all kinds of questions, by authors who saw no program: what people ask.
_ALL_KINDS = "klopqrst"
# The most of the questions without an answer that may be told one, and of those with one that may
# be denied it: what the product aims at.
_FALSE, _DENIED = 0.03, 0.04
_C = 0.1
_ALIKE = 0.005  # a question, half a point in a hundred: less than chance makes
# Answers that are not decided on.
_TOLD = frozenset({"verify", document.INTENT})
# A false premise may be denied or corrected, where the label does not say which.
_EITHER = frozenset({"falsepremise", "nearmiss", "yesno"})


@dataclass(frozen=True)
class Case:
    """A question with its answer's verdict and evidence, and what the answer and the nearest
    passages in its place are to whoever asked (keys of WORTH).
    """

    file: str
    usual: bool
    answerable: bool
    verdict: str
    evidence: Row
    told: str
    near: str

    @property
    def right(self) -> bool:
        """Whether the answer is right to be told."""
        return self.told == "right" or (
            self.verdict != AFFIRMED and self.told in {"near", "refused"}
        )


def is_untouched(item: Item) -> bool:
    """Whether nothing but what is learned here was made by a question."""
    file, number = item["file"], int(item["id"].split("-")[1])
    half = number > _HALF if file == "c" else number % 2 == 0
    return file in "ijklmnopqrst" or (file in "cdefgh" and half)


def is_usual(item: Item) -> bool:
    """Whether a question is of a set that holds what people ask, in all kinds."""
    return item["file"] in _ALL_KINDS


def cases(brain: Brain, folder: Path) -> Iterator[Case]:
    """Yield the cases of a folder's questions."""
    for item, _, _ in questions([folder]):
        found = answered(brain, item["turns"]) if is_untouched(item) else None
        if found and found[1].verdict in VERDICTS and is_weighed(brain, *found):
            utterance, answer = found
            near = shown(brain, utterance, answer, 0.0)
            yield Case(
                item["file"],
                is_usual(item),
                bool(item["answerable"]),
                answer.verdict,
                evidence(brain, utterance, answer),
                _outcome(brain, item, answer),
                _outcome(brain, item, near),
            )
            row = evidence(brain, utterance, answer)
            known = "yes" in item or not item["answerable"]
            if known and is_open(brain, utterance, answer) and may_affirm(row):
                yield Case(
                    item["file"],
                    bool(known),
                    bool(item["answerable"]),
                    AFFIRMED,
                    row,
                    _outcome(brain, item, as_yes(brain, answer)),
                    _outcome(brain, item, answer),
                )


def answered(brain: Brain, turns: Sequence[str]) -> tuple[Utterance, Answer] | None:
    """Return the last of some messages as it was understood and its answer before it is decided
    whether that stands, None where the message is no question.
    """
    context, lang = Context(), brain.report.file.language
    for turn in turns:
        before = context
        answer, context = dialogue.respond(brain, turn, before, hint=lang)
    if answer.verdict not in {*VERDICTS, "nearest"} or answer.intent in _TOLD:
        return None
    lang = before.lang or lang
    asked = reading.whole(brain, turns[-1], lang)
    found, understood = dialogue.proposed(brain, asked, brain.analyser.analyse(asked, lang), before)
    return understood, found


def _outcome(brain: Brain, item: Item, answer: Answer) -> str:
    """Return what an answer is to whoever asked: a key of WORTH."""
    reply: dict[str, Any] = {
        "verdict": answer.verdict,
        "text": plain(compose(brain, answer)),
        "sources": [{"text": p.text} for p in answer.passages],
    }
    found = outcome(item, reply)
    either = item["style"] in _EITHER or item.get("lenient")
    return "near" if found == "below" and either and "yes" not in item else found


def learned(known: Sequence[Case], asked: Mapping[bool, int]) -> dict[str, Any]:
    """Return when an answer stands, by its verdict, as weights.json has it; `asked` is how many
    questions with and without an answer were asked in sets of all kinds.

    The probability from which it does is one from which what is said is worth about as much as it
    can be, on sets that the weights were not learned from, and that holds `_FALSE` and `_DENIED`:
    for what is told the least of these, for what is denied or affirmed the best. Sets of some kinds
    only, or made to mislead, count for the weights and not for that.
    """
    made = {}
    for verdict in (*VERDICTS, AFFIRMED):
        mine = [c for c in known if c.verdict == verdict]
        rows, held = [c.evidence for c in mine], [c.right for c in mine]
        values = [list(row.values()) for row in rows]
        sure = cross_val_predict(
            regression(_C),
            values,
            held,
            groups=[c.file for c in mine],
            cv=LeaveOneGroupOut(),
            method="predict_proba",
        )[:, 1]

        def worth(least: float, mine: list[Case] = mine, sure: Any = sure) -> float:
            weighed = [(c, p) for c, p in zip(mine, sure, strict=True) if c.usual]
            said = Counter(c.told if p >= least else c.near for c, p in weighed)
            false = said["false"] > _FALSE * asked[False]
            denied = said["denied"] + said["below"] > _DENIED * asked[True]
            return -inf if false or denied else sum(WORTH[k] * n for k, n in said.items())

        steps = [n / 50 for n in range(50)]
        enough = max(map(worth, steps)) - _ALIKE * len(mine)
        least = next(step for step in steps if worth(step) >= enough)
        if verdict != "answered":
            least = max(steps, key=lambda step: (round(worth(step), 3), -step))
        made[verdict] = {"weights": logistic(rows, held, _C), "least": least}
    return made


def main() -> None:
    """Learn from the seen questions and write the weights."""
    WEIGHTS.write_text(
        "{}\n", encoding="utf-8"
    )  # what stands now decides nothing of what is learned
    brain = build(load(ROOT / "knowledge" / "reports" / "otan-2025-04-04"))
    known = list(cases(brain, SEEN))
    plain = [i for i, _, _ in questions([SEEN]) if is_untouched(i) and is_usual(i)]
    asked = Counter(bool(item["answerable"]) for item in plain)
    WEIGHTS.write_text(json.dumps(learned(known, asked), indent=1) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: learned from {len(known)} questions")


if __name__ == "__main__":
    main()
