"""What the first report replies to the questions of the sets here, and whether that quotes it.

Each line of a set is one dialogue, of which the last turn is judged, as
`knowledge.evaluation.score` says; `gold` are names of sentences as report.tsv has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from bot.intents import budget
from knowledge.evaluation.score import Judged, outcome, questions
from knowledge.language.words import same_words

HERE = Path(__file__).parent
_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»|[“„]([^“”„]+)[”“]|\"([^\"]+)\"")
_FEW_WORDS = 4


@dataclass(frozen=True)
class Asked(Judged):
    """A question with what it is replied, and the steps that its turns took together."""

    work: budget.Work


def asked(brain: Brain) -> Iterator[Asked]:
    """Yield the questions of all sets, put to a report's brain."""
    source, lang = OneReport(brain), brain.report.file.language
    for item, part, _ in questions([HERE]):
        with budget.counted() as work:
            answer, message = converse(source, item["turns"], lang)
        reply = {
            "verdict": answer.verdict,
            "text": plain(message),
            "sources": [{"text": p.text} for p in answer.passages],
        }
        yield Asked(item, part, reply, outcome(item, reply), work)


def read(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a set."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def sentences() -> dict[str, str]:
    """Return the report's sentences by their names, in order."""
    lines = (HERE / "report.tsv").read_text("utf-8").splitlines()
    return {name: words for name, _, words in (line.partition("\t") for line in lines)}


def false_quotes(text: str, sources: Iterable[str], said: str) -> list[str]:
    """Return the sources, and the quotations of four words or more in a text, that stand neither in
    the report nor in what was said.
    """
    whole = same_words(" ".join(sentences().values()))
    quoted = [next(filter(None, m.groups())) for m in _QUOTED.finditer(text)]
    long = [q for q in quoted if len(same_words(q).split()) >= _FEW_WORDS]
    invented = [q for q in long if same_words(q) not in f"{whole} {same_words(said)}"]
    return [*invented, *(s for s in sources if same_words(s) not in whole)]
