"""The dialogue: one message and what was said before, to an answer and what to remember."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.subscriptions import Profile
from bot.dialogue import chat, parts, reading, shaping, suggestions, tongues, verify
from bot.dialogue.answer import Answer, Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.decide import decided
from bot.dialogue.deciding import best
from bot.dialogue.followups import doubts, follow, ordinals, pointing, question_words
from bot.dialogue.queries import document
from bot.dialogue.refusals import refusals
from bot.dialogue.subscribing import subscribing
from bot.dialogue.subscribing.here import INTENT
from bot.intents import budget
from bot.intents.utterance import Utterance
from knowledge.language.languages import DEFAULT

_SELF_CONTAINED = 0.75
_UNKNOWN = Profile()


def respond(  # noqa: PLR0913, PLR0917 - what a reply depends on
    brain: Brain,
    message: str,
    context: Context,
    now: float = 0.0,
    hint: str = DEFAULT,
    profile: Profile = _UNKNOWN,
    *,
    of_report: bool = False,
) -> tuple[Answer, Context]:
    """Answer a message.

    `context` is what this chat remembers, `now` a moment in seconds on the same clock, `hint` the
    language where neither the message nor the chat tells one, `profile` what is kept of the chat,
    `of_report` that the message is known to be no wish about briefings. Returns the answer and the
    chat's new context. Of a message that is too long to be a question a part is read, which the
    answer tells.
    """
    context = context.fresh(now)
    lang = context.chosen or context.lang or hint
    picked = ordinals.picked(message, context)
    whole = chat.canonical(brain.languages, picked or message)
    text = budget.fitted(whole)
    with budget.counted():
        answer, after = _answered(
            brain, text, lang, context, now, profile, picked=bool(picked), of_report=of_report
        )
    return (answer if text == whole else chat.shortened(brain, answer)), after


def _answered(  # noqa: PLR0913, PLR0917 - as above
    brain: Brain,
    text: str,
    lang: str,
    context: Context,
    now: float,
    profile: Profile,
    *,
    picked: bool,
    of_report: bool,
) -> tuple[Answer, Context]:
    """Answer what is read of a message, in the language `lang` where it tells none; `picked` tells
    that it is a choice, `of_report` that it is no wish.
    """
    again = _again(brain, text, lang, context, now)
    if again:
        return again
    command = chat.command(brain, text, context, lang)
    wish = command or (None if of_report else _wish(brain, text, lang, profile, context))
    beyond = ordinals.beyond(brain, text, context, lang)
    if beyond and not (wish and wish.change):  # a day may answer until when to rest
        return beyond, replace(context, at=now)
    # What was only learned to be small talk may be what is told apart word by word, and a wish that
    # changes nothing what stands around a question.
    typed = command or text.startswith("/")  # as a command, of which every word is meant
    slight = wish and not typed and (wish.intent != INTENT or _is_around(brain, text, lang, wish))
    chatter = wish if slight else None
    pointed = pointing.points(brain, text, lang, context)
    special = (
        (wish if chatter is None else None)
        or (None if pointed else chat.small_talk(brain, text, lang, context))
        or doubts.doubted(brain, text, lang, context)
        or question_words.own_words(brain, text, context)
        or question_words.cited(brain, text, context)
        or verify.asked(brain, text, lang)
    )
    sure = chatter and chatter.intent != INTENT and not chatter.doubtful
    if chatter and not special and not pointed:
        special = chatter if sure or not _is_asked(brain, text, lang, context) else None
    if special:
        return special, replace(
            follow.remember(context, None, special, now), pending=_pending(special, context)
        )
    asked, form, _ = reading.formed(brain, reading.whole(brain, text, lang), lang)
    asked = question_words.as_when(brain, asked, context)
    utterance = brain.analyser.analyse(asked, lang)
    utterance = replace(utterance, lang=form.lang or utterance.lang)
    empty = chat.unreadable(brain, text, utterance)
    if empty:
        return empty, context
    # "How long?" goes on with what was asked before, "which report is this?" does not.
    nouns = brain.languages[utterance.lang].marks["text_nouns"]
    named = any(token.text in nouns for token in utterance.words)
    alone = context.question is None or bool(utterance.content) or named
    today = profile.now.date() if profile.now else None
    alone &= (
        not picked
        and (named or not pointed)
        and not pointing.is_of_person(brain, text, lang, context)
    )
    about = document.asked(brain, utterance, today) if alone else None
    about = about and (_said(brain, asked, utterance, about) or about)
    answer, understood = (
        (about, utterance)
        if about
        else _understood(brain, asked, utterance, Context() if picked else context)
    )
    answer = pointing.kept(brain, answer, context) if pointed and not about else answer
    answer = shaping.shaped(brain, answer, form)
    answer = suggestions.with_next(brain, answer, context)
    return answer, replace(
        follow.remember(context, understood, answer, now), pending=_pending(answer, context)
    )


def _again(
    brain: Brain, text: str, lang: str, context: Context, now: float
) -> tuple[Answer, Context] | None:
    """Return the last answer in the form that a message asks for and nothing else; where nothing
    was asked, the report in short, or the greeting in a language; None for any other message.
    """
    rest, form, spoken = reading.formed(brain, text, lang)
    # The language alone may be that of the briefing spoken of just now.
    if rest or not form or (form.lang and context.intent == INTENT):
        return None
    if form.again and context.question is None:
        return None
    if form.lang and context.question is None:
        greeting = tongues.spoken(brain, form.lang, lang)
        return greeting, follow.remember(context, None, greeting, now)
    question = context.question and replace(
        context.question, lang=form.lang or context.question.lang
    )
    last = best(brain, question, replace(context, question=None))[0] if question else None
    answer = last or chat.named(brain, "summary", spoken, context)
    shaped = answer and shaping.shaped(brain, answer, form)
    return (shaped, follow.remember(context, question, shaped, now)) if shaped else None


def _is_around(brain: Brain, text: str, lang: str, wish: Answer) -> bool:
    """Whether a wish changes nothing and asks nothing back, and its message asks something that has
    a name beside what greets, thanks or tells of its writer.
    """
    asked = reading.whole(brain, text, lang)
    if wish.change is not None or wish.pending is not None or asked == text.strip():
        return False
    return bool(brain.analyser.analyse(asked, lang).names)


def _is_asked(brain: Brain, text: str, lang: str, context: Context) -> bool:
    """Whether a message picks one of several things, or is much like a question that the report's
    editors or the languages have, all of it or what it asks beside greetings and thanks.
    """
    utterance = brain.analyser.analyse(text, lang)
    if ordinals.asked(brain, utterance, context) is not None:
        return True
    asked = dict.fromkeys((text, reading.whole(brain, text, lang)))
    said = (brain.analyser.analyse(each, lang) for each in asked)
    known = (m for u in said for m in (*brain.matcher.others(u)[:1], *brain.matcher.intents(u)[:1]))
    chat_only = set(reading.SMALL_TALK) - {"orders"}
    return any(m.likeness >= _SELF_CONTAINED and m.key not in chat_only for m in known)


def _pending(answer: Answer, context: Context) -> Pending | None:
    """Return what the chat is still asked after an answer: a zone waits through other talk, until a
    wish or the answer to it comes.
    """
    waits = (
        context.pending is not None and context.pending.kind == "zone" and answer.intent != INTENT
    )
    return context.pending if waits else answer.pending


def _wish(brain: Brain, text: str, lang: str, profile: Profile, context: Context) -> Answer | None:
    """Return the reply to a wish about briefings, None for none; where nobody here gets any, when
    the next one is may be asked of a drafted report that tells of it.

    A question with the language that its answer is to have, or what gives the form of an answer
    ("in three points"), is no wish.
    """
    rest, form, _ = reading.formed(brain, text, lang)
    asked = rest if form.lang and "?" in rest else text
    wish = subscribing.asked(brain, asked, lang, profile, context)
    if wish and asked != text:  # "Could I get it at 8, in French?"
        wish = subscribing.asked(brain, text, lang, profile, context)
    if wish and wish.change and (form.points or form.words or form.quote):
        return None
    gets = profile.subscription is not None
    if wish and wish.change is None and pointing.is_of_told(brain, text, lang, context, gets=gets):
        return None
    if (
        wish is None
        or not brain.report.file.drafted
        or profile.subscription
        or context.pending
        or text.startswith("/")
    ):
        return wish
    from bot.dialogue.drafted import meeting  # noqa: PLC0415 - an annotated report needs it not

    return None if meeting.asked(brain, brain.analyser.analyse(text, lang)) else wish


def _said(brain: Brain, text: str, utterance: Utterance, told: Answer) -> Answer | None:
    """Return what a drafted report itself says, where that is likelier asked than what the text as
    a document does not tell; or None.
    """
    if not brain.report.file.drafted or told.verdict == "answered":
        return None
    from bot.dialogue.drafted import drafted  # noqa: PLC0415 - an annotated report needs no ranking

    return drafted.said(brain, text, utterance, told)


def _understood(
    brain: Brain, text: str, utterance: Utterance, context: Context
) -> tuple[Answer, Utterance]:
    """Return the best answer to a message, as it stands, as it continues the last one, or to its
    parts, and the question so understood.
    """
    nth = ordinals.asked(brain, utterance, context)
    if nth:
        return nth, utterance
    if brain.report.file.drafted:
        from bot.dialogue.drafted import drafted  # noqa: PLC0415 - an annotated report needs no ranking

        overview = _overview(brain, utterance, context)
        if overview:
            return overview, utterance
        return drafted.understood(brain, text, utterance, context)
    several = parts.several(brain, text, utterance, context)
    if several:
        return several
    answer, understood = proposed(brain, text, utterance, context)
    return decided(brain, understood, answer), understood


def proposed(
    brain: Brain, text: str, utterance: Utterance, context: Context
) -> tuple[Answer, Utterance]:
    """Return the best answer to a message that does not plainly ask several things, before it is
    decided whether it stands, and the question so understood.
    """
    overview = _overview(brain, utterance, context)
    if overview:
        return overview, utterance
    if not utterance.content and context.question is None:
        utterance = follow.about_all(brain, utterance)
    answer, understood = best(brain, utterance, context)
    whole = (
        answer.verdict == "answered"
        and answer.confidence >= _SELF_CONTAINED
        and len(utterance.asks) < 2  # noqa: PLR2004
        and parts.covers(brain, answer, utterance)
    )
    behind = (
        parts.behind_writer(brain, text, utterance.lang) if answer.verdict != "answered" else None
    )
    if behind or whole or refusals.is_clear(answer):
        return behind or (answer, understood)
    joined = parts.joined(brain, text, utterance, context)
    if joined:
        return joined, understood
    narrow = (
        parts.narrowed(brain, text, utterance.lang, context)
        if answer.verdict != "answered"
        else None
    )
    return narrow or (answer, understood)


def _overview(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return the report in short where a first question asks for nothing in particular, or None."""
    if context.question is not None or not follow.asks_overview(brain, utterance):
        return None
    return chat.named(brain, "summary", utterance.lang, context)
