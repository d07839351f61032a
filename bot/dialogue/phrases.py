"""Phrases: the bot's own sentences, with the report's words in their places."""

from __future__ import annotations

from bot.chat.messages import Verdict
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import dated, day_name, span_name
from bot.languages import Language
from knowledge.language.languages import DEFAULT
from knowledge.model import Fact, ReportFile

DENIED = "denied"  # the intent of an answer that says no
_UNDATED = {"report": "report_undated"}  # what is said otherwise of a report without date


def example(brain: Brain, lang: str) -> str:
    """Return a question that the report answers, to try."""
    for questions in brain.report.asks.get(lang, {}).values():
        for question in questions:
            if question.endswith("?"):
                return question
    return next(q for each in (lang, DEFAULT) for q in brain.languages[each].intents["attendance"])


def numbers(say: Language, count: int) -> str:
    """Return the numbers that pick one of so many things, of which there is one at least."""
    return say("numbers", last=count) if count > 1 else "1"


def setting(brain: Brain, lang: str) -> dict[str, str]:
    """Return the report's own words for sentences that introduce it."""
    file = brain.report.file
    say = brain.languages[lang]
    return {
        "about": dated(
            file.short[lang],
            file.date,
            lang,
            brain.languages,
            span_name(file.days, say),
        ),
        "date": day_name(file.date, say, year=True) if file.date else say("undated"),
        "written": say(f"language_{file.language}"),
        "by": _signed(file, say),
        "sentences": str(len({(p.paragraph, p.sentence) for p in brain.report.passages})),
        "paragraphs": str(len({p.paragraph for p in brain.report.passages})),
        "words": str(len(brain.report.text.split())),
        "example": example(brain, lang),
    }


def _signed(file: ReportFile, say: Language) -> str:
    """Return the sentences that tell who wrote and who published a report."""
    told = [
        say("doc_author", author=file.author) if file.author else "",
        say("doc_publisher", publisher=file.publisher) if file.publisher else "",
    ]
    return " ".join(filter(None, told)) or say("doc_unsigned")


def say(brain: Brain, lang: str, key: str, verdict: Verdict = "chat", **more: str) -> Answer:
    """Return one of the bot's own sentences as an answer, as it is of a report without date."""
    spoken = key if brain.report.file.date else _UNDATED.get(key, key)
    text = brain.languages[lang](spoken, **{**setting(brain, lang), **more})
    return Answer(verdict, lang, (Part(text),), key)


def no(lang: str, parts: tuple[Part, ...], facts: list[Fact]) -> Answer:
    """Return that it is not so, by the facts that decide it."""
    return Answer(
        "answered",
        lang,
        parts,
        DENIED,
        facts=tuple(f.id for f in facts),
        confidence=0.7,
        names=tuple(dict.fromkeys(e for f in facts for e in f.entities)),
    )
