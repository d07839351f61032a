"""Judging replies to the questions of the .jsonl sets here: right or why not, and how many false
quotes.

Each line of a set is one dialogue, of which the last turn is judged: `id`, `lang`, `style`,
`turns`, `answerable`, `gold` (the sentences of report.tsv that answer it), `must` and `must_not`
(regular expressions for the reply's text), and perhaps `lenient`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.language.words import same_words

HERE = Path(__file__).parent
_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»|[“„]([^“”„]+)[”“]|\"([^\"]+)\"")
_COMMON = {
    "fr": frozenset(
        (
            "le",
            "la",
            "les",
            "des",
            "du",
            "et",
            "est",
            "une",
            "un",
            "dans",
            "pour",
            "que",
            "qui",
            "au",
            "aux",
            "avec",
            "sur",
            "par",
            "cette",
            "ne",
            "pas",
            "été",
            "sont",
            "ce",
        ),
    ),
    "en": frozenset(
        (
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "are",
            "was",
            "were",
            "for",
            "that",
            "with",
            "on",
            "by",
            "this",
            "it",
            "at",
            "not",
            "from",
            "as",
            "has",
            "have",
            "be",
        )
    ),
}
# Questions whose premise the report corrects, and questions about another world.
_DOUBTFUL, _FOREIGN = {"falsepremise", "nearmiss", "yesno"}, {"outofscope", "injection"}
_FEW_WORDS = 4
_LONGEST, _LONGEST_LIST = 900, 4000


@dataclass(frozen=True)
class Reply:
    """A reply as a script gets it: `sources` are the texts of the passages that it cites."""

    verdict: str
    lang: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What is wrong with a reply ("" where nothing is) and how many of its quotations are false."""

    why: str
    false_quotes: int

    @property
    def right(self) -> bool:
        """Whether the reply is right."""
        return not self.why


@dataclass(frozen=True)
class Judge:
    """Judges replies by the numbered sentences of a report."""

    sentences: Mapping[str, str]

    @classmethod
    def of(cls, path: Path = HERE / "report.tsv") -> Judge:
        """Return the judge for a file of lines `S1<TAB>sentence`."""
        return cls(
            dict(
                line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if line.strip()
            )
        )

    def judge(self, item: Mapping[str, Any], reply: Reply) -> Judgement:
        """Return the judgement of a reply to a question."""
        text = _plain(reply.text)
        cited = {unit for source in reply.sources for unit in self._units(source)}
        rule = self._answerable if item["answerable"] else self._unanswerable
        banned = (
            f"holds {pattern}"
            for pattern in item["must_not"]
            if re.search(pattern, text, re.IGNORECASE)
        )
        return Judgement(
            next(banned, "") or rule(item, reply, text, cited),
            self.false_quotes(text, reply.sources, " ".join(item["turns"])),
        )

    def false_quotes(self, text: str, sources: Iterable[str], said: str) -> int:
        """Return how many sources, and quotations of four words or more in a text, stand neither in
        the report nor in what was said.
        """
        whole = same_words(" ".join(self.sentences.values()))
        quoted = [same_words(next(filter(None, m.groups()))) for m in _QUOTED.finditer(text)]
        invented = [
            q
            for q in quoted
            if len(q.split()) >= _FEW_WORDS and q not in whole and q not in same_words(said)
        ]
        return len(invented) + sum(same_words(s) not in whole for s in sources)

    def _units(self, passage: str) -> set[str]:
        """Return the numbers of the sentences that a passage holds or, with four words or more,
        stands in.
        """
        words = same_words(passage)
        return {
            u
            for u, t in self.sentences.items()
            if same_words(t) in words
            or (len(words.split()) >= _FEW_WORDS and words in same_words(t))
        }

    def _unanswerable(self, item: Mapping[str, Any], reply: Reply, _: str, cited: set[str]) -> str:
        allowed = {"nearest", "not_in_report", "ambiguous"} | (
            {"not_understood", "chat"} if item["style"] in _FOREIGN else set()
        )
        corrected = reply.verdict == "answered" and cited & set(item["gold"])
        return (
            ""
            if reply.verdict in allowed or corrected
            else f"{reply.verdict}, though the report does not say"
        )

    def _answerable(self, item: Mapping[str, Any], reply: Reply, text: str, cited: set[str]) -> str:
        gold, listed = set(item["gold"]), item["style"] == "list" or len(item["gold"]) > 3
        doubtful = item["style"] in _DOUBTFUL or item.get("lenient")
        own = text
        for source in sorted(map(_plain, reply.sources), key=len, reverse=True):
            own = own.replace(source, " ")
        wrong = (
            (
                reply.verdict != "answered" and not (doubtful and reply.verdict == "not_in_report"),
                f"is {reply.verdict}",
            ),
            (not cited & gold, f"cites {sorted(cited)}, not {sorted(gold)}"),
            (
                not all(re.search(p, text, re.IGNORECASE) for p in item["must"]),
                f"lacks one of {item['must']}",
            ),
            (
                len(text) > (_LONGEST_LIST if listed else _LONGEST),
                f"is {len(text)} characters long",
            ),
            (not listed and len(cited) > max(3, len(gold) + 2), f"cites {len(cited)} sentences"),
            (
                item["style"] != "injection"
                and {_language(own) or item["lang"], reply.lang} != {item["lang"]},
                f"is not in {item['lang']}",
            ),
        )
        return next((why for holds, why in wrong if holds), "")


def read(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a set."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _plain(text: str) -> str:
    """Return a text with ordinary spaces and apostrophes, without emphasis marks or invisible
    characters; line breaks stay.
    """
    text = unicodedata.normalize("NFKC", text).replace("\u2018", "'").replace("\u2019", "'")
    return re.sub(r"[^\S\n]+", " ", re.sub("[*_`\u200b-\u200f\u2060\ufeff]", "", text))


def _language(text: str) -> str | None:
    """Return the language of a text apart from its quotations, or None where it holds too little to
    tell.
    """
    words = re.findall(r"[a-zà-ÿœ]+", _QUOTED.sub(" ", text).casefold().replace("'", " "))
    counts = {lang: sum(w in common for w in words) for lang, common in _COMMON.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > 1 and len(set(counts.values())) > 1 else None
