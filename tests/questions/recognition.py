"""Learns from labelled questions which sentence of the first report answers one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.linear_model import LogisticRegression

from bot.dialogue.brain import Brain
from bot.intents.classifier import numbers
from bot.intents.recogniser import NONE, digest, features
from bot.intents.utterance import Utterance
from knowledge.model import Passage
from tests.classifying import matrix, packed
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
        self._examples = [*examples(brain)]
        understood = (_understood(brain, example.turns) for example in self._examples)
        self._rows = matrix([numbers(features(each)) for each in understood])
        self._text = digest(brain.report.text)

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
        return {"text": self._text, **made}
