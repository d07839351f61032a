"""Learn which attribute of the text as a document a question asks for, from the questions beside
this file, and write the numbers that `bot.intents.document` reads:

    python -m tests.document.learn

With `--by-author` it learns from all but one author's questions and measures on them, for each;
with `--check` it learns from all and tells whether that is what the numbers are.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.linear_model import LogisticRegression

from bot.intents import document
from bot.intents.classifier import made, numbers
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import tokens
from tests.classifying import SAMPLE, brain, digest, matrix, packed, same, unlikely

HERE = Path(__file__).parent
TESTS = HERE.parent
# Kinds of question by what is told of them; those that lists and queries answer are content.
SAME = {
    "embargo": "reuse",
    "official": "reliable",
    "sentence": "numbered",
    "firstlast": "numbered",
    "quoted": document.CONTENT,
    "quotecount": document.CONTENT,
    "namedonly": document.CONTENT,
}
# How much a question of other tests weighs, of which there are so many more.
OTHERS = 0.1
STRENGTH, ROUNDS = 1.5, 500
# Of the questions about what a text tells, by authors left out, how many may be mistaken.
MISTAKEN = 0.005
FOLDS = 7  # of the questions of other tests, which have no author here
TEXTS = (".txt", ".md", ".html")


class Example(NamedTuple):
    """A question, the attribute that it asks for, and the words of the text that it is put to."""

    asked: str
    kind: str
    words: frozenset[str]


def questions(path: Path) -> Iterator[Example]:
    """Yield the questions of a file, put to the first report and to the text of their own that they
    may have.
    """
    words = brain().words
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        asked, kind = row["turns"][-1], SAME.get(row["kind"], row["kind"])
        yield Example(asked, kind, words)
        if "text" in row:
            yield Example(asked, kind, _content(row["text"], row["lang"]))


def _content(text: str, lang: str) -> frozenset[str]:
    """Return the words of a text in a language that have content."""
    return frozenset(tokens(text)) - everyday(lang).empty


def others() -> Iterator[Example]:
    """Yield the questions of other tests, which ask about what their texts tell, but those that are
    labelled as asking about the text itself; the examples of the first report's facts, and of what
    else is asked of the bot.
    """
    report, first = brain().report, brain().words
    for language in brain().languages.values():
        for examples in language.intents.values():
            yield from (Example(asked, document.CONTENT, first) for asked in examples)
    for asks in report.asks.values():
        for key in report.facts:
            yield from (Example(asked, document.CONTENT, first) for asked in asks.get(key, ()))
    for path in sorted((*TESTS.glob("questions/seen/*.jsonl"), *TESTS.glob("texts/seen/*.jsonl"))):
        text = next((t for end in TEXTS if (t := path.with_suffix(end)).exists()), None)
        written = text.read_text("utf-8") if text else ""
        words = {lang: _content(written, lang) if text else first for lang in LANGUAGES}
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("style") == "textitself":
                continue
            yield Example(row["turns"][-1], document.CONTENT, words[row["lang"]])


class Learner:
    """Learns from questions, the features of each of which are made once."""

    def __init__(self) -> None:
        """Build the brain of the first report, and read all questions."""
        self._analyser = brain().analyser
        self._made: dict[Example, Sequence[int]] = {}
        self.authors = {p.stem: [*questions(p)] for p in sorted(HERE.glob("seen/*.jsonl"))}
        # What only looks like them is of one hand, and so is shared out among the authors.
        contrast = [*questions(HERE / "contrast.jsonl")]
        for number, asked in enumerate(self.authors.values()):
            asked.extend(contrast[number :: len(self.authors)])
        known = {example.asked for asked in self.authors.values() for example in asked}
        self.others = [example for example in others() if example.asked not in known]

    def features(self, example: Example) -> Iterator[str]:
        """Return the names of the features of a question."""
        return document.features(self._analyser.analyse(example.asked), example.words)

    def learned(self, own: Sequence[Example], others: Sequence[Example]) -> dict[str, Any]:
        """Return what is learned from questions by authors and of other tests, as the data file has
        it.
        """
        examples = [*own, *others]
        for example in examples:
            if example not in self._made:
                self._made[example] = numbers(self.features(example))
        weights = [1.0] * len(own) + [OTHERS] * len(others)
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-4)
        model.fit(matrix([self._made[e] for e in examples]), [e.kind for e in examples], weights)
        return packed([str(kind) for kind in model.classes_], model.coef_, [*model.intercept_])

    def unseen(self) -> Iterator[tuple[str, Example, Mapping[str, float]]]:
        """Yield each author's questions, with some of other tests, and how likely each attribute is
        by what all others teach.
        """
        for fold, author in enumerate(self.authors):
            left = [e for n, e in enumerate(self.others) if n % FOLDS == fold]
            kept = [e for n, e in enumerate(self.others) if n % FOLDS != fold]
            rest = [e for each, asked in self.authors.items() if each != author for e in asked]
            classifier = made(self.learned(rest, kept))
            for example in (*self.authors[author], *left):
                yield author, example, classifier.likely(self.features(example))

    def taught(self) -> dict[str, Any]:
        """Return what all questions teach, and from where on an attribute is sure enough."""
        chances = sorted(
            1 - likely[document.CONTENT]
            for _, example, likely in self.unseen()
            if example.kind == document.CONTENT
        )
        least = chances[-1 - int(MISTAKEN * len(chances))]
        return {"least": round(least, 3), **self.whole()}

    def whole(self) -> dict[str, Any]:
        """Return what is learned from all questions, and what tells that it was."""
        made = self.learned(self.own(), self.others)
        return {**made, "taught": self.digest(), "unlikely": self.unlikely(made)}

    def own(self) -> Sequence[Example]:
        """Return the questions of all authors."""
        return [example for asked in self.authors.values() for example in asked]

    def digest(self) -> str:
        """Return what differs where any question does, or how it is learned."""
        known = [(e.asked, e.kind, _named(e.words)) for e in (*self.own(), *self.others)]
        return digest(OTHERS, STRENGTH, ROUNDS, len(self.own()), known)

    def unlikely(self, data: Mapping[str, Any]) -> float:
        """Return how unlikely a sample of the questions is by numbers of the data file."""
        some = (*self.own()[::SAMPLE], *self.others[::SAMPLE])
        return unlikely(data, ((self.features(e), e.kind) for e in some))


@cache
def _named(words: frozenset[str]) -> str:
    """Return what differs where the words of a text do."""
    return digest(sorted(words))


def by_author() -> None:
    """Print for each author how many questions are understood by what the others teach."""
    learner, least = Learner(), document.load().least
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for author, (_, kind, _), likely in learner.unseen():
        told = document.likeliest(likely, least) or document.CONTENT
        known = "content" if kind == document.CONTENT else "attribute"
        counts[author][known] += 1
        counts[author][f"{known} right"] += told == kind
    for author, count in counts.items():
        sys.stdout.write(f"{author}: {dict(sorted(count.items()))}\n")


def main() -> None:
    """Learn from every question and write the numbers."""
    text = json.dumps(Learner().taught(), indent=1)
    document.WEIGHTS.write_text(f"{text}\n", encoding="utf-8")


def check() -> None:
    """Learn from every question, and end with 1 where that differs from the numbers."""
    kept = json.loads(document.WEIGHTS.read_text("utf-8"))
    sys.exit(None if same(Learner().whole(), kept) else "not what the questions teach")


COMMANDS = {"": main, "--by-author": by_author, "--check": check}

if __name__ == "__main__":
    COMMANDS["".join(sys.argv[1:])]()
