"""Learns from labelled questions which sentence of the first report answers one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.dialogue.brain import Brain
from bot.intents.classifier import numbers
from bot.intents.recogniser import NONE, YES, digest, features
from bot.intents.utterance import Utterance
from knowledge.model import Passage
from tests.classifying import matrix, packed
from tests.questions.asking import answered
from tests.questions.judge import read, sentences

SEEN = Path(__file__).parent / "seen"
# How much an example of the report's editors weighs beside a question that somebody asked.
EDITORS = 0.5
STRENGTH, ROUNDS = 1.0, 200
NO = "no"
_MOST = 4  # sentences that answer one question; beyond that it is about the whole


class Example(NamedTuple):
    """A question as the last of some turns, the file that it is of ("" for the report's own
    examples), the places of the sentences that answer it, or NONE, and YES or NO where that is its
    answer.
    """

    file: str
    turns: tuple[str, ...]
    places: tuple[str, ...]
    told: str = ""


def examples(brain: Brain) -> Iterator[Example]:
    """Yield the questions of the report's editors and of the seen sets."""
    report = brain.report
    for asks in report.asks.values():
        for key, asked in asks.items():
            facts = [report.facts[key]] if key in report.facts else []
            places = _places(report.passages_of(facts)) or (NONE,)
            yield from (Example("", (each,), places) for each in asked)
    known = sentences()
    for path in sorted(SEEN.glob("*.jsonl")):
        for row in read(path):
            gold = [words for name, words in known.items() if name in row["gold"]]
            held = (p for p in report.passages if any(p.text in g or g in p.text for g in gold))
            places = _places(held) if row["answerable"] else (NONE,)
            told = "" if row.get("yes") is None else YES if row["yes"] else NO
            if places:
                yield Example(path.stem, tuple(row["turns"]), places, told)


def _places(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.place for p in passages))


def _understood(brain: Brain, turns: Sequence[str]) -> Utterance:
    """Return the last of some turns, as it goes on with the others."""
    found = answered(brain, turns) if len(turns) > 1 else None
    return found[0] if found else brain.analyser.analyse(turns[-1])


class Learner:
    """Learns from examples, the features of each of which are made once."""

    def __init__(self, brain: Brain) -> None:
        """Read the examples of a report."""
        self._examples = [*examples(brain)]
        understood = (_understood(brain, example.turns) for example in self._examples)
        self._rows = matrix([numbers(features(each)) for each in understood])
        self._text = digest(brain.report.text)

    def learned(self, without: Collection[str] = ()) -> dict[str, Any]:
        """Return what is learned from all examples but those of some files, as the data file has
        it.
        """
        kept = [n for n, e in enumerate(self._examples) if e.file not in without]
        told = [n for n in kept if self._examples[n].told]
        rows, places, weights = [], [], []
        for number in kept:
            file, _, answering, _ = self._examples[number]
            for each in answering[:_MOST]:
                rows.append(number)
                places.append(each)
                weights.append((1.0 if file else EDITORS) / min(_MOST, len(answering)))
        return {
            "text": self._text,
            "sentences": self._fitted(rows, places, weights),
            "polarity": self._fitted(told, [self._examples[n].told for n in told]),
        }

    def _fitted(
        self, rows: Sequence[int], labels: Sequence[str], weights: Sequence[float] | None = None
    ) -> dict[str, Any]:
        """Return what tells the labels of some examples apart."""
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
        model.fit(self._rows[rows], labels, weights)
        return packed(
            [str(each) for each in model.classes_], _both(model.coef_), _both(model.intercept_)
        )


def _both(told: Any) -> Any:
    """Return weights with a row for each class, where one row tells two apart."""
    return np.concatenate([-told / 2, told / 2]) if len(told) == 1 else told
