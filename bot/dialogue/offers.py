"""Offers: the quotes and facts that fit what somebody has typed so far, to be put into any chat.
Words may still be unfinished.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.messages import Message
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.vocabulary import name_of
from knowledge.language.words import tokens
from knowledge.model import Fact, Passage, Report, names_of


def offers(brain: Brain, text: str, lang: str, most: int) -> list[Message]:
    """Return at most `most` messages for what was typed: the answer to it, then the quotes and
    facts that hold all of its words.

    A word holds where one of the report's, or of its names in any language, begins with it. For no
    text these are the quotes. `lang` is the language of claims where the text tells none. No
    passage is offered twice.
    """
    found: list[Message] = []
    seen: set[tuple[Passage, ...]] = set()
    answer, _ = respond(brain, text, Context(), hint=lang) if text.strip() else (None, None)
    if answer:
        lang = answer.lang
    for offered in (*_answered(answer), *_told(brain.report, tokens(text), lang)):
        passages = offered.parts[0].passages
        if passages not in seen and len(found) < most:
            seen.add(passages)
            found.append(compose(brain, offered))
    return found


def _answered(answer: Answer | None) -> Iterator[Answer]:
    """Yield each part of an answer that shows a passage, as an answer of its own."""
    if answer and answer.verdict == "answered":
        for part in answer.parts:
            if part.passages:
                yield Answer(
                    "answered",
                    answer.lang,
                    (Part(part.claim, part.passages, part.note),),
                    answer.intent,
                )


def _told(report: Report, typed: Sequence[str], lang: str) -> Iterator[Answer]:
    quoted = {quote.fact: quote for quote in report.file.quotes}
    for fact in sorted(report.facts.values(), key=lambda f: f.id not in quoted):
        if typed and not _holds(report, fact, typed):
            continue
        if fact.id in quoted:
            quote = quoted[fact.id]
            # Only the words between the quotation marks, not the sentence that they stand in.
            start = report.text.index(quote.text)
            passage = report.found[quote.text]._replace(
                start=start, end=start + len(quote.text), text=quote.text
            )
            yield Answer(
                "answered",
                lang,
                (Part(name_of(report, quote.speaker, lang) if quote.speaker else "", (passage,)),),
                "quotes",
            )
        elif typed:
            yield Answer(
                "answered",
                lang,
                (Part(fact.claim[lang], report.passages_of([fact])),),
                fact.id,
            )


def _holds(report: Report, fact: Fact, typed: Sequence[str]) -> bool:
    named = [
        report.entities[key]
        for key in {*fact.entities, fact.speaker or ""}
        if key in report.entities
    ]
    words = {
        w
        for words in (*fact.claim.values(), *fact.clauses, *(n for e in named for n in names_of(e)))
        for w in tokens(words)
    }
    return all(any(word.startswith(begun) for word in words) for begun in typed)
