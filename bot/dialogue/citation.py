"""Citation: the source of an answer, ready to copy, in the form of each language."""

from __future__ import annotations

from bot.chat.messages import quoted
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import date_name
from bot.dialogue.phrases import numbers
from knowledge.model import Passage

_MOST = 3


def cite(brain: Brain, lang: str, context: Context, typed: str = "") -> Answer:
    """Return the source of the last answer, ready to copy, in both languages' forms; of one of its
    passages alone, counted from 1, where its number was `typed`.
    """
    say, passages = brain.languages[lang], context.passages
    if not passages:
        return Answer("chat", lang, (Part(say("cite_none")),), "cite")
    if not (typed.isascii() and typed.isdigit()):
        return _cited(brain, lang, context, passages)
    number = int(typed)
    if not 0 < number <= len(passages):
        told = say("cite_beyond", numbers=numbers(say, len(passages)))
        return Answer("chat", lang, (Part(told),), "cite")
    return _cited(brain, lang, context, passages[number - 1 : number])


def _cited(brain: Brain, lang: str, context: Context, passages: tuple[Passage, ...]) -> Answer:
    """Return the source of some passages of the last answer, of the first ones of many."""
    file, lines = brain.report.file, []
    signature = f"{file.signature}, " if file.signature else ""
    shown = passages[:_MOST]
    for passage in shown:
        for code, say in brain.languages.items():
            title = signature + file.title[code]
            place = {"paragraph": passage.paragraph, "passage": quoted(passage.text)}
            if file.date is None:
                lines.append(say("cite_undated", title=title, **place))
            else:
                lines.append(say("cite", title=title, date=date_name(file.date, say), **place))
    say = brain.languages[lang]
    notes = [
        say("cite_some", shown=len(shown), count=len(passages), next=len(shown) + 1)
        if shown != passages
        else "",
        say("cite_ours") if file.title_is_ours else "",
    ]
    parts = tuple(Part(line) for line in (*lines, *notes) if line)
    return Answer(
        "answered",
        lang,
        (*parts[:-1], Part(parts[-1].claim, shown, folded=True)),
        "cite",
        facts=context.facts,
        confidence=1.0,
    )
