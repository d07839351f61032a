"""Learn which act a message asks for, from the tables beside this file, and write the numbers that
`bot.intents.wishes.decision` reads: `python -m tests.wishes.learn`.

With `--by-author` it learns from all tables but one author's and measures on that, for each; with
`--check` it learns everything and tells whether that is what the numbers are.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.intents.classifier import made, numbers
from bot.intents.wishes import decision
from bot.intents.wishes.features import aspects_of, features, spoken, stood
from bot.intents.wishes.request import Standing
from bot.intents.wishes.schedule import read
from bot.intents.wishes.slots import NAMED
from tests.classifying import SAMPLE, brain, matrix, packed, same
from tests.classifying import digest as digest_of
from tests.classifying import unlikely as unlikely_by
from tests.wishes.examples import (
    AUTHORS,
    TODAY,
    Changing,
    Example,
    changes,
    followups,
    parts,
    questions,
    sayings,
    several,
    standing_alone,
    table,
)

STRENGTH, ROUNDS = 0.3, 300
# How much an end weighs in learning, as none may be missed, and what was made of other tests' data,
# of which there is so much more.
END, MADE = 2.0, 0.2
# Aspects that few words tell: most weights of these are nought.
FEW = frozenset({"all", "added", "without", "daily"})
DECISIONS = (decision.ACTS, decision.SENTENCES, decision.ASPECTS)
Lesson = Sequence[tuple[Example, float]]


class Learner:
    """Learns from examples, the features of each text of which are made once."""

    def __init__(self) -> None:
        """Build the brain of the first report."""
        self.brain = brain()
        self.said: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.made: dict[tuple[str, Standing], Sequence[int]] = {}

    def always(self) -> list[Example]:
        """Return the examples that are no table's."""
        return [*questions(), *followups(), *standing_alone(self.brain), *sayings()]

    def rows(self, known: Sequence[Example]) -> csr_matrix:
        """Return examples as rows of a matrix."""
        return matrix([self.numbers(example.text, example.standing) for example in known])

    def numbers(self, text: str, standing: Standing) -> Sequence[int]:
        """Return the numbers of the features of a text in a chat that stands in some way."""
        if (text, standing) not in self.made:
            self.made[text, standing] = numbers(stood(*self.spoken(text), standing))
        return self.made[text, standing]

    def spoken(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names of the features of a text, however its chat stands."""
        if text not in self.said:
            self.said[text] = spoken(read(text, self.brain, TODAY))
        return self.said[text]

    def aspects(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what is learned from the changes of tables, as the data file has it: of an aspect
        that slots tell, from those that name it.
        """
        known = [change for name in names for change in changes(name, self.brain)]
        said = [spoken(read(change.text, self.brain, TODAY))[0] for change in known]
        rows = matrix([numbers(aspects_of(alone)) for alone in said])
        each = sorted(frozenset().union(*(change.aspects for change in known)))
        fits = [_fitted(rows, known, aspect) for aspect in each]
        weights = np.concatenate([fit.coef_ for fit in fits])
        return packed(each, weights, [float(fit.intercept_[0]) for fit in fits])

    def taught(self, of: str) -> dict[str, Any]:
        """Return what all tables teach of acts, of those of sentences or of aspects."""
        if of == decision.ASPECTS:
            return self.aspects(name for names in AUTHORS.values() for name in names)
        lesson = self.lesson(of)
        made = self.learned(lesson)
        return {**made, "taught": digest(lesson), "unlikely": self.unlikely(lesson, made)}

    def lesson(self, of: str) -> Lesson:
        """Return what all tables teach acts or those of sentences by."""
        known = every(self)
        return self.weighed(known if of == decision.ACTS else parts(known))

    def weighed(self, known: Iterable[Example]) -> Lesson:
        """Return examples, with more made of them, and how much each weighs."""
        return [
            (e, END if e.act == decision.END else MADE if e.made else 1.0)
            for e in several([*known], self.brain.wording)
        ]

    def learned(self, lesson: Lesson) -> dict[str, Any]:
        """Return what is learned from examples, as the data file has it."""
        examples, weights = zip(*lesson, strict=True)
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-4)
        model.fit(self.rows(examples), [e.act for e in examples], weights)
        return packed([str(act) for act in model.classes_], model.coef_, [*model.intercept_])

    def unlikely(self, lesson: Lesson, data: Mapping[str, Any]) -> float:
        """Return how unlikely a sample of the examples is by numbers of the data file."""
        some = [example for example, _ in lesson[::SAMPLE]]
        return unlikely_by(data, ((stood(*self.spoken(e.text), e.standing), e.act) for e in some))


def digest(lesson: Lesson) -> str:
    """Return what differs where any example does, or how it is learned."""
    known = [(e.text, e.standing, e.act, weight) for e, weight in lesson]
    return digest_of(STRENGTH, ROUNDS, known)


def _fitted(rows: csr_matrix, known: Sequence[Changing], aspect: str) -> LogisticRegression:
    """Return what tells an aspect of changes, the features of which are `rows`."""
    may = [n for n, change in enumerate(known) if aspect not in NAMED or aspect in change.named]
    model = LogisticRegression(
        C=1.0, l1_ratio=float(aspect in FEW), solver="liblinear", max_iter=ROUNDS, random_state=0
    )
    return model.fit(rows[may], [aspect in known[n].aspects for n in may])


def by_author() -> None:
    """Measure on each author's tables what the others' teach."""
    learner = Learner()
    own = learner.always()
    for author, names in AUTHORS.items():
        others = [n for of in AUTHORS.values() for n in of if n not in names]
        rest = [e for name in others for e in table(name)]
        data = learner.learned(learner.weighed([*own, *rest]))
        weights, right, all_ = made(data), Counter[str](), Counter[str]()
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
    made = {of: learner.taught(of) for of in DECISIONS}
    text = json.dumps(made, indent=1)
    decision.WEIGHTS.write_text(f"{text}\n", encoding="utf-8")


def check() -> None:
    """Learn from every table, and end with 1 where that differs from the numbers."""
    learner, kept = Learner(), json.loads(decision.WEIGHTS.read_text("utf-8"))
    other = [of for of in DECISIONS if not same(learner.taught(of), kept[of])]
    sys.exit(f"not what the tables teach: {', '.join(other)}" if other else None)


COMMANDS = {"": main, "--by-author": by_author, "--check": check}

if __name__ == "__main__":
    COMMANDS["".join(sys.argv[1:])]()
