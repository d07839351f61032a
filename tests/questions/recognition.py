"""Learns from labelled questions which sentence of the first report answers one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.dialogue.brain import Brain
from bot.intents import recogniser
from bot.intents.classifier import numbers
from bot.intents.recogniser import NONE, features
from bot.intents.utterance import Utterance
from knowledge.model import Passage
from tests.classifying import SAMPLE, digest, matrix, packed, unlikely
from tests.questions.asking import answered
from tests.questions.judge import read, sentences

SEEN = Path(__file__).parent / "seen"
# How much an example of the report's editors weighs beside a question that somebody asked.
EDITORS = 0.5
STRENGTH, ROUNDS = 1.0, 200
_MOST = 4  # sentences that answer one question; beyond that it is about the whole


class Example(NamedTuple):
    """A question as the last of some turns, the file that it is of ("" for the report's own
    examples), the places of the sentences that answer it, or NONE.
    """

    file: str
    turns: tuple[str, ...]
    places: tuple[str, ...]


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
            if places:
                yield Example(path.stem, tuple(row["turns"]), places)


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
        self._brain, self._examples = brain, [*examples(brain)]

    @cached_property
    def _rows(self) -> csr_matrix:
        """The examples as rows of a matrix."""
        return matrix([numbers(self._features(example)) for example in self._examples])

    def _features(self, example: Example) -> Iterator[str]:
        return features(_understood(self._brain, example.turns))

    def whole(self) -> dict[str, Any]:
        """Return what is learned from all examples, and what tells that it was."""
        made = self.learned()
        return {**made, "taught": self.digest(), "unlikely": self.unlikely(made)}

    def digest(self) -> str:
        """Return what differs where any example does, or how it is learned."""
        known = [tuple(example) for example in self._examples]
        return digest(EDITORS, STRENGTH, ROUNDS, _MOST, known)

    def unlikely(self, data: Mapping[str, Any]) -> float:
        """Return how unlikely a sample of the examples is by numbers of the data file."""
        some = [(e, place) for e in self._examples[::SAMPLE] for place in e.places[:_MOST]]
        return unlikely(data, ((self._features(e), place) for e, place in some))

    def learned(self, without: Collection[str] = ()) -> dict[str, Any]:
        """Return what is learned from all examples but those of some files, as the data file has
        it.
        """
        rows, places, weights = [], [], []
        for number, (file, _, answering) in enumerate(self._examples):
            told = answering[:_MOST] if file not in without else ()
            for each in told:
                rows.append(number)
                places.append(each)
                weights.append((1.0 if file else EDITORS) / len(told))
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
        model.fit(self._rows[rows], places, weights)
        made = packed([str(each) for each in model.classes_], model.coef_, [*model.intercept_])
        return {"text": recogniser.digest(self._brain.report.text), **made}
