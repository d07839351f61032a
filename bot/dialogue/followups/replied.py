"""Replies: a message that replies to an earlier one goes on from that, not from what its sender was
told last; a part of it that was chosen is what is asked about.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from bot.chat.messages import Basis, Span, Target
from bot.chat.subscriptions import Change
from bot.dialogue.answer import Pending
from bot.dialogue.brain import Brain
from bot.dialogue.chat import canonical
from bot.dialogue.context import Context
from bot.dialogue.followups import doubts, understood
from knowledge.language.words import same_words
from knowledge.model import Fact, Passage, Report

_LEAST = 4  # words that are looked for in the whole report, not in what was told alone
_LINES = 8  # of a message that are looked for in the report
_ASK, _VERIFY = "/ask", "/verify"


def basis_of(context: Context) -> Basis:
    """Return what is kept of a message after which a chat remembers this."""
    return Basis(
        context.lang or "",
        context.report,
        context.intent,
        context.facts,
        tuple(Span(p.start, p.end, _check(p.text)) for p in context.passages),
        context.names,
        context.choices,
        _written(context.pending) if context.pending else "",
        understood.written(context.question) if context.question else "",
    )


def context_of(brain: Brain, basis: Basis, now: float) -> Context:
    """Return what a chat remembered when it was sent a message of which this is kept: as far as the
    report still holds it, with a question that asks for what was told.
    """
    report = brain.report
    facts = tuple(f for f in basis.facts if f in report.facts)
    passages = tuple(p for span in basis.passages if (p := _passage(brain, span)))
    lang = basis.lang if basis.lang in brain.languages else report.file.language
    asked = _question(brain, replace(basis, lang=lang), facts, passages)
    question = brain.analyser.analyse(asked, lang)
    # A gap is no answer to its question: a reply goes on from what was told in its place.
    if basis.question and basis.intent not in report.gaps:
        question = understood.read(brain, basis.question, question)
    return Context(
        lang=basis.lang or None,
        question=question if asked or basis.question else None,
        intent=basis.intent,
        facts=facts,
        passages=passages,
        listed=facts if len(facts) > 1 else (),
        choices=basis.choices,
        names=tuple(n for n in basis.names if n in report.entities),
        at=now,
        pending=_read(basis.pending) if basis.pending else None,
        report=basis.report,
    )


def chosen(brain: Brain, quote: str, context: Context) -> Context | None:
    """Return a context in which what holds words chosen of a message was told last: a fact or
    passage of those told, or of the report where the words are many enough; None for none.
    """
    report, many = brain.report, len(quote.split()) >= _LEAST
    # Several facts may rest on one sentence; the one of just these quoted words goes before them.
    quoted = (q.fact for q in report.file.quotes if same_words(q.text) == same_words(quote))
    first = [report.facts[f] for f in (*quoted, *context.facts) if f in report.facts]
    facts = [*first, *(report.facts.values() if many else ())]
    fact = next((f for f in facts if _holds(_words_of(report, f), quote)), None)
    passages = report.passages_of([fact]) if fact else context.passages
    if fact is None:
        passages = tuple(p for p in passages if _holds([p.text], quote))[:1]
    if not passages:
        return None
    lang = context.lang or report.file.language
    named = [n.key for n in brain.analyser.analyse(quote, lang).names]
    shown = replace(
        context,
        lang=lang,
        question=None,
        intent=fact.id if fact else "",
        facts=(fact.id,) if fact else (),
        passages=passages,
        names=(*context.names, *(fact.entities if fact else ()), *named),
    )
    return context_of(brain, basis_of(shown), context.at)


def shown(brain: Brain, text: str, context: Context) -> Context | None:
    """Return a context in which what a message of the bot's shows was told last: the first of its
    lines that stands in the report or is a claim of it, long enough to be told; None for none.
    """
    lines = (line for line in text.splitlines() if len(line.split()) >= _LEAST)
    found = (chosen(brain, line, context) for line in islice(lines, _LINES))
    return next(filter(None, found), None)


def completed(brain: Brain, text: str, target: Target, context: Context) -> str:
    """Return a message with what it takes from the one that it replies to: a bare /ask its words,
    or those chosen of it, a bare /verify these, or the passage that it tells. Who doubts what
    somebody else tells has that verified, what they ask is asked.
    """
    command = canonical(brain.languages, text).strip()
    if command == _ASK:
        return target.quote or ("" if target.own else target.text) or text
    if command == _VERIFY:
        told = context.passages[0].text if target.own and context.passages else target.text
        return f"{_VERIFY} {target.quote or told}".strip()
    said = "" if target.own else target.quote or target.text
    if said and doubts.is_doubt(brain, text):
        return said if said.rstrip().endswith("?") else f"{_VERIFY} {said}"
    return text


def _question(
    brain: Brain, basis: Basis, facts: tuple[str, ...], passages: tuple[Passage, ...]
) -> str:
    """Return a question that what was told answers: an example of its intent, one of its fact, or
    the words of its passage.
    """
    intents = brain.languages[basis.lang].intents
    asks = brain.report.asks.get(basis.lang, {})
    return next(
        iter(
            (
                *intents.get(basis.intent, ())[:1],
                *(q for f in facts[:1] for q in asks.get(f, ())[:1]),
                *(p.text for p in passages[:1]),
            )
        ),
        "",
    )


def _words_of(report: Report, fact: Fact) -> Iterator[str]:
    """Yield the verbatim words on which a fact rests, and its claim in each language."""
    yield from (p.text for p in report.passages_of([fact]))
    yield from fact.claim.values()


def _holds(texts: Iterable[str], words: str) -> bool:
    """Whether words stand in one of some texts, or it among them."""
    wanted = same_words(words)
    return any(wanted in text or text in wanted for text in map(same_words, texts))


def _passage(brain: Brain, span: Span) -> Passage | None:
    """Return the words at a place of the report, None where they are others by now."""
    words = brain.report.text[span.start : span.end]
    if _check(words) != span.check:
        return None
    around = next((p for p in brain.report.passages if p.start <= span.start < p.end), None)
    return around and around._replace(start=span.start, end=span.end, text=words)


def _check(words: str) -> int:
    return zlib.crc32(words.encode())


def _written(pending: Pending) -> str:
    change = {k: v for k, v in asdict(pending.change).items() if v is not None}
    return json.dumps([pending.kind, change], default=_plain, sort_keys=True)


def _plain(value: frozenset[int] | dt.time | dt.date) -> object:
    return sorted(value) if isinstance(value, frozenset) else value.isoformat()


_READ: Mapping[str, Callable[[Any], object]] = {
    "hour": dt.time.fromisoformat,
    "weekdays": frozenset,
    "topics": tuple,
    "paused_until": dt.date.fromisoformat,
}


def _read(text: str) -> Pending:
    kind, change = json.loads(text)
    read: dict[str, Any] = {k: _READ[k](v) if k in _READ else v for k, v in change.items()}
    return Pending(kind, Change(**read))
