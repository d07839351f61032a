"""The text itself: what is asked of it as a document, from its date to where it can be found.

Which attribute a question asks for is learned (`bot.intents.document`). Of what neither the text
nor its report.yaml tells, it is said that they do not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.chat.messages import Verdict
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.phrases import say
from bot.dialogue.queries import sentences
from bot.intents import document
from bot.intents.utterance import Utterance
from bot.languages import Language
from knowledge.language.words import tokens

INTENT = "document"
# Words read silently in a minute, a little under what is usual (Brysbaert 2019: 238 of English).
_PER_MINUTE = 200
_MOST_GAPS = 3
_DAYS, _MONTHS = 60, 24  # up to which an age is told in days and in months
_DAYS_A_MONTH, _MONTHS_A_YEAR = 30.44, 12
Handler = Callable[[Brain, Utterance, "dt.date | None"], "Answer | None"]


def asked(brain: Brain, utterance: Utterance, today: dt.date | None) -> Answer | None:
    """Return what is known of the attribute of the text that a question asks for, None for a
    question about what the text tells; without `today` the text has no age.
    """
    handler = _HANDLERS.get(document.asked(utterance, brain.words))
    return handler(brain, utterance, today) if handler else None


def _told(brain: Brain, lang: str, key: str, verdict: Verdict = "answered", **more: str) -> Answer:
    """Return what is known of the text, with its first sentence."""
    answer = say(brain, lang, key, verdict, **more)
    part = answer.parts[0]._replace(passages=brain.report.passages[:1])
    return replace(answer, parts=(part,), intent=INTENT, confidence=float(verdict == "answered"))


def _untold(brain: Brain, lang: str, key: str, **more: str) -> Answer:
    """Return that the text does not tell what is asked of it."""
    answer = say(brain, lang, key, "not_in_report", **more)
    return replace(answer, intent=INTENT, ground="absent", confidence=0.0)


def _whole(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    return _told(brain, utterance.lang, "report", "nearest")


def _date(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    if brain.report.file.date is None:
        return _untold(brain, utterance.lang, "doc_undated")
    return _told(brain, utterance.lang, "doc_date")


def _age(brain: Brain, utterance: Utterance, today: dt.date | None) -> Answer:
    date, lang = brain.report.file.date, utterance.lang
    if date is None or today is None or today < date:
        return _date(brain, utterance, today)
    return _told(brain, lang, "doc_age", age=age(brain.languages[lang], (today - date).days))


def age(words: Language, days: int) -> str:
    """Return how long ago something was, by some days that have passed since."""
    months = round(days / _DAYS_A_MONTH)
    if days < 2:  # noqa: PLR2004 - of which there are words
        return words("ago_day" if days else "ago_today")
    if days < _DAYS:
        return words("ago_days", count=days)
    if months < _MONTHS:
        return words("ago_months", count=months)
    return words("ago_years", count=months // _MONTHS_A_YEAR)


def _language(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    same = brain.report.file.language == utterance.lang
    return _told(brain, utterance.lang, "doc_language" if same else "doc_rendered")


def _length(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    minutes = max(1, round(len(brain.report.text.split()) / _PER_MINUTE))
    key = "doc_length" if minutes > 1 else "doc_length_short"
    return _told(brain, utterance.lang, key, minutes=str(minutes))


def _source(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    if not brain.report.file.signature:
        return _untold(brain, utterance.lang, "doc_unsigned")
    return _told(brain, utterance.lang, "doc_signed")


def _title(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    file, lang = brain.report.file, utterance.lang
    if file.title_is_ours:
        return _untold(brain, lang, "doc_untitled", title=file.title[lang])
    return _told(brain, lang, "doc_title", title=file.title[lang])


def _kind(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    file, lang = brain.report.file, utterance.lang
    if file.title_is_ours:
        return _untold(brain, lang, "doc_kind", quotes=str(len(file.quotes)))
    return _told(brain, lang, "doc_title", title=file.title[lang])


def _reuse(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer | None:
    told = {word for words in brain.languages.values() for word in words.marks["reuse"]}
    if told.intersection(tokens(brain.report.text)):
        return None
    return _untold(brain, utterance.lang, "doc_reuse")


def _omissions(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    lang = utterance.lang
    gaps = [*brain.report.gaps.values()][:_MOST_GAPS]
    if not gaps:
        return _untold(brain, lang, "doc_partial")
    lines = (brain.languages[lang]("doc_gap", claim=gap.claim[lang]) for gap in gaps)
    told = _untold(brain, lang, "doc_gaps")
    return replace(told, parts=(Part("\n".join((told.parts[0].claim, *lines))),))


def _version(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    dated = brain.report.file.date is not None
    return _untold(brain, utterance.lang, "doc_version" if dated else "doc_version_undated")


def _link(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
    url = brain.report.file.url
    if url:
        return _told(brain, utterance.lang, "doc_link", url=url)
    return _untold(brain, utterance.lang, "doc_no_link")


def _cite(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer | None:
    file, lang = brain.report.file, utterance.lang
    if utterance.names:  # whom to credit for somebody's words
        return None
    title = ", ".join(part for part in (file.signature, file.title[lang]) if part)
    return _told(brain, lang, "doc_cite" if file.date else "doc_cite_undated", title=title)


def _plainly(key: str, verdict: Verdict = "not_in_report") -> Handler:
    """Return what answers with a sentence that is true of every text."""

    def handler(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer:
        if verdict == "not_in_report":
            return _untold(brain, utterance.lang, key)
        return say(brain, utterance.lang, key, verdict)

    return handler


def _numbered(brain: Brain, utterance: Utterance, _: dt.date | None) -> Answer | None:
    return sentences.placed(brain, utterance)


_HANDLERS: dict[str, Handler] = {
    document.WHOLE: _whole,
    "date": _date,
    "age": _age,
    "language": _language,
    "length": _length,
    "source": _source,
    "title": _title,
    "doctype": _kind,
    "reuse": _reuse,
    "omissions": _omissions,
    "version": _version,
    "link": _link,
    "cite": _cite,
    "reliable": _plainly("doc_reliable"),
    "translated": _plainly("doc_translated"),
    "exact": _plainly("doc_exact", "chat"),
    "numbered": _numbered,
}
