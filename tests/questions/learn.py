"""Learns from the labelled questions on the first report which of its sentences answers one, and
when an answer stands; writes learned.json beside the report, and bot/dialogue/weights.json.

    python -m tests.questions.learn

With `--check` it learns again which sentence answers, and tells whether that is what learned.json
has.
Of the sets in `seen` only those questions count by which nothing else was made: none of a and b,
of c the second half, of d to h the even numbers, of all others all. On the others the answers look
surer than they are.
For developers: needs scikit-learn, which the program itself does without.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import inf
from pathlib import Path
from typing import Any

from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from bot.chat.messages import plain
from bot.dialogue.affirmations import affirmed
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain, build
from bot.dialogue.candidates import candidates
from bot.dialogue.compose import compose
from bot.dialogue.decide import WEIGHTS, is_weighed, shown
from bot.dialogue.evidence import evidence, likely_of
from bot.intents.recogniser import of
from knowledge.evaluation.learn import ALIKE, logistic, regression
from knowledge.evaluation.score import WORTH, Item, outcome, questions
from knowledge.loading.loader import LEARNED, load
from knowledge.retrieval.linear import Row
from tests.classifying import same
from tests.conftest import ROOT
from tests.questions import recognition
from tests.questions.asking import VERDICTS, answered

SEEN = Path(__file__).parent / "seen"
REPORT = ROOT / "knowledge" / "reports" / "otan-2025-04-04"
Chosen = tuple["Case", float]
_HALF = 150
# Sets that are not of all kinds of questions, or not by authors who saw no program: not what people
# ask.
_SOME_KINDS = {*"abcdefghijmn", "ab", "ac"}
# The most of the questions without an answer that may be told one, and of those with one that may
# be denied it: what the product aims at, the former with room for the next author.
_FALSE, _DENIED = 0.025, 0.04
_FOLDS = 12  # of the files of questions, each left out when what judges it is learned
_C = 0.1
# A false premise may be denied or corrected, where the label does not say which.
_EITHER = frozenset({"falsepremise", "nearmiss", "yesno"})


@dataclass(frozen=True)
class Case:
    """A question with a candidate's verdict and evidence, and what that and the nearest passages in
    its place are to whoever asked (keys of WORTH).
    """

    question: str
    file: str
    usual: bool
    verdict: str
    evidence: Row
    told: str
    near: str

    @property
    def right(self) -> bool:
        """Whether the answer is right to be told."""
        return self.told in {"right", "near", "refused"}


def is_untouched(item: Item) -> bool:
    """Whether nothing but what is learned here was made by a question."""
    file, number = item["file"], int(item["id"].split("-")[1])
    half = number > _HALF if file == "c" else number % 2 == 0
    return half if file in {*"cdefgh"} else file not in {"a", "b"}


def is_usual(item: Item) -> bool:
    """Whether a question is of a set that holds what people ask, in all kinds."""
    return item["file"] not in _SOME_KINDS


def cases(brain: Brain, items: Iterable[Item]) -> Iterator[Case]:
    """Yield the cases of questions: one for each candidate that is weighed."""
    for item in items:
        found = answered(brain, item["turns"])
        if not found or found[1].verdict not in VERDICTS or not is_weighed(brain, *found):
            continue
        utterance, answer = found
        likely = likely_of(brain, utterance)
        made = partial(Case, f"{item['file']} {item['id']}", item["file"], is_usual(item))
        near = _outcome(brain, item, shown(brain, utterance, answer, 0.0))
        for each in candidates(brain, utterance, answer, likely):
            if each.verdict in VERDICTS:
                told = _outcome(brain, item, affirmed(brain, utterance, each))
                yield made(each.verdict, evidence(brain, utterance, each, likely), told, near)


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


def learned(known: Sequence[Case], asked: Counter[bool]) -> dict[str, Any]:
    """Return when an answer stands, by its verdict, as weights.json has it; `asked` is how many
    questions with and without an answer were asked in sets of all kinds.

    The probabilities from which it does are those by which what is said is worth most, on sets that
    the weights were not learned from, and that hold `_FALSE` and `_DENIED`; of those worth about as
    much those that tell most answers and deny least. Sets of some kinds only, or made to mislead,
    count for the weights and not for that.
    """
    mine = {verdict: [c for c in known if c.verdict == verdict] for verdict in VERDICTS}
    best = _best(mine, {verdict: unseen(of_it) for verdict, of_it in mine.items()})
    steps = [n / 50 for n in range(51)]
    worth = {least: _worth(best, asked, *least) for least in product(steps, steps)}
    alike = max(worth.values()) - ALIKE * asked.total()
    enough = [least for least, value in worth.items() if value >= alike]
    least = min(enough, key=lambda bounds: (bounds[0], -bounds[1]))
    return {
        verdict: {
            "weights": logistic([c.evidence for c in of_it], [c.right for c in of_it], _C),
            "least": bound,
        }
        for (verdict, of_it), bound in zip(mine.items(), least, strict=True)
    }


def unseen(of_it: Sequence[Case]) -> Sequence[float]:
    """Return how likely each case is to be right, by what the cases of other files teach."""
    chances = cross_val_predict(
        regression(_C),
        [list(c.evidence.values()) for c in of_it],
        [c.right for c in of_it],
        groups=[c.file for c in of_it],
        cv=LeaveOneGroupOut(),
        method="predict_proba",
    )
    return [float(p) for p in chances[:, 1]]


def _best(
    mine: Mapping[str, Sequence[Case]], sure: Mapping[str, Sequence[float]]
) -> Sequence[Mapping[str, Chosen]]:
    """Return for each usual question the surest case of each verdict."""
    found: dict[str, dict[str, Chosen]] = {}
    for verdict in VERDICTS:
        for case, chance in zip(mine[verdict], sure[verdict], strict=True):
            of_it = found.setdefault(case.question, {})
            if case.usual and (verdict not in of_it or chance > of_it[verdict][1]):
                of_it[verdict] = case, chance
    return [of_it for of_it in found.values() if of_it]


def _worth(
    best: Sequence[Mapping[str, Chosen]], asked: Mapping[bool, int], told: float, denied: float
) -> float:
    """Return what replies are worth to who asks where an answer stands from a probability `told`
    and a denial from one `denied`; minus infinity where too much is false or denied.
    """
    said = Counter[str]()
    for of_it in best:
        least = {"answered": told, "not_in_report": denied}
        stands = (of_it[v] for v in VERDICTS if v in of_it and of_it[v][1] >= least[v])
        case, _ = next(stands, (None, 0.0))
        said[case.told if case else next(iter(of_it.values()))[0].near] += 1
    false = said["false"] > _FALSE * asked[False]
    lost = said["denied"] + said["below"] > _DENIED * asked[True]
    return -inf if false or lost else sum(WORTH[kind] * n for kind, n in said.items())


@contextmanager
def untaught() -> Iterator[Brain]:
    """Hand out the first report's brain while nothing that was learned before decides anything."""
    kept = WEIGHTS.read_bytes()
    WEIGHTS.write_text("{}\n", encoding="utf-8")
    try:
        yield replace(build(load(REPORT)), recogniser=None)
    finally:
        WEIGHTS.write_bytes(kept)


def main() -> None:
    """Learn from the seen questions and write what was learned."""
    with untaught() as plain:
        decides, knows = taught(plain)
    WEIGHTS.write_text(json.dumps(decides, indent=1) + "\n", encoding="utf-8")
    (REPORT / LEARNED).write_text(json.dumps(knows, indent=1) + "\n", "utf-8")


def taught(plain: Brain) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the seen questions teach a brain that has learned nothing: when an answer stands,
    and which sentence answers, as their data files have it.
    """
    items = [item for item, _, _ in questions([SEEN]) if is_untouched(item)]
    asked = Counter(bool(item["answerable"]) for item in items if is_usual(item))
    learner = recognition.Learner(plain)
    files = sorted({item["file"] for item in items})
    known: list[Case] = []
    for fold in range(_FOLDS):
        left = files[fold::_FOLDS]
        brain = replace(plain, recogniser=of(learner.learned(left), plain.report.text))
        known += cases(brain, [item for item in items if item["file"] in left])
    made = {"learned": learned(known, asked), "plain": learned([*cases(plain, items)], asked)}
    print(f"{WEIGHTS.name}: learned from {len({c.question for c in known})} questions")
    return made, learner.whole()


def check() -> None:
    """Learn which sentence answers a question, and end with 1 where that differs from what is kept
    of it.
    """
    kept = json.loads((REPORT / LEARNED).read_text("utf-8"))
    with untaught() as plain:
        made = recognition.Learner(plain).learned()
    right = made["text"] == kept["text"] and same(made, kept)
    sys.exit(None if right else f"{LEARNED}: not what the questions teach")


COMMANDS = {"": main, "--check": check}

if __name__ == "__main__":
    COMMANDS["".join(sys.argv[1:])]()
