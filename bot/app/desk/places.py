"""Places: a report as the page shows it, sentence by sentence, and where words stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat.messages import Span
from bot.dialogue.brain import Brain
from bot.dialogue.days import date_name
from bot.dialogue.source import Source
from bot.web.server import BadCallError
from knowledge.model import Fact, Passage, Report


def opened(source: Source, said: Mapping[str, Any]) -> Brain:
    """Return the brain of the report that a call names, the newest's for none; raises
    BadCallError.
    """
    slug = said.get("report") or ""
    if not slug:
        return source.brain
    try:
        brain = source.open(str(slug))
    except KeyError:
        brain = None
    if brain is None or brain.report.slug != slug:
        raise BadCallError(f"There is no report named {slug!r}.")
    return brain


def spoken(source: Source, said: Mapping[str, Any]) -> str:
    """Return the language that a call is in, the report's own where that is none that is spoken."""
    lang = str(said.get("lang"))
    return lang if lang in source.languages else source.brain.report.file.language


def text(brain: Brain, lang: str) -> dict[str, Any]:
    """Return a report's text as its page has it, with what stands above it; every character of the
    text is in one of the sentences or before one.
    """
    report, file, at = brain.report, brain.report.file, 0
    paragraphs: dict[int, list[dict[str, str]]] = {}
    for passage in report.passages:
        sentence = {
            "id": passage.place,
            "before": report.text[at : passage.start],
            "text": passage.text,
        }
        paragraphs.setdefault(passage.paragraph, []).append(sentence)
        at = passage.end
    return {
        "report": report.slug,
        "title": file.title[lang],
        "signature": file.signature,
        "date": date_name(file.date, brain.languages[lang]),
        "lang": file.language,
        "paragraphs": [{"number": n, "sentences": s} for n, s in paragraphs.items()],
    }


def sentence(report: Report, place: object) -> Passage:
    """Return a sentence by what it is called ("4.1"); raises BadCallError."""
    found = next((p for p in report.passages if p.place == place), None)
    if found is None:
        raise BadCallError(f"{report.slug} has no sentence {place!r}.")
    return found


def around(report: Report, start: int, end: int) -> list[str]:
    """Return what the sentences are called that hold some of the characters of a span."""
    return [p.place for p in report.passages if p.start < end and start < p.end]


def told(report: Report, words: str, spans: Iterable[Span]) -> list[str]:
    """Return what the sentences are called in which words stand: where a message that shows them
    was told from, or else where they stand first.
    """
    for span in spans:
        if words in report.text[span.start : span.end]:
            start = report.text.index(words, span.start)
            return around(report, start, start + len(words))
    return holding(report, words)


def holding(report: Report, words: str) -> list[str]:
    """Return what the sentences are called in which words stand, none where they do not."""
    known = report.found.get(words)
    start = known.start if known else report.text.find(words)
    return around(report, start, start + len(words)) if words and start >= 0 else []


def resting(report: Report, facts: Iterable[Fact]) -> list[str]:
    """Return what the sentences are called on which facts rest, each once."""
    spans = report.passages_of(facts)
    return list(dict.fromkeys(s for p in spans for s in around(report, p.start, p.end)))
