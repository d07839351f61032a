"""Proof of verbatim: whether pasted words stand in the report, to the letter, and by whom.

Spaces, apostrophes, quotation marks, case and closing punctuation make no difference. What differs
otherwise is told word by word, words of the report before and after the pasted ones left out.
"""

from __future__ import annotations

import re

from bot.chat.messages import Verdict
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.differences import WORD, Difference, alike, differences, keys
from bot.dialogue.renderings import claimed, rendering
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import SAYING, pattern
from bot.intents.utterance import Utterance
from knowledge.language.words import same_words, visible
from knowledge.model import Fact, Passage, Quote

_COMMAND = re.compile(r"^/verify(?:@\w+)?\s+(.+)$", re.DOTALL)
_MARKS = (("«", "»"), ("“", "”"), ('"', '"'))
_LEAST, _LEAST_QUOTED = 4, 2
_LIKE = 0.5
_TOLD = 4
_CHECKING = SAYING | {"c:verify", "c:sentence", "c:affirm", "c:false_lie"}


def asked(brain: Brain, text: str, lang: str) -> Answer | None:
    """Return the check of a pasted sentence, or None where the message asks for none."""
    text = visible(text)
    command = _COMMAND.match(text)
    quoted = _quoted(text)
    if command:
        typed = command[1].strip()
        inner = _quoted(typed)
        return check(
            brain, inner if inner and len(inner) == len(typed) - 2 else command[1], lang, None
        )
    words = quoted or _named_words(brain, text)
    if len(WORD.findall(words)) < (_LEAST_QUOTED if quoted else _LEAST):
        return None
    around = brain.analyser.analyse(text.replace(words, " "), lang)
    if around.outside or (quoted and not around.has(*_CHECKING)):
        return None
    if around.asks:
        # "Who said «...»?"
        known = quoted and (_exact(brain, words) or rendering(brain, words))
        if around.asks != {"q_who"} or not known:
            return None
    return check(brain, words, around.lang, _named(around))


def _quoted(text: str) -> str:
    """Return the words from the first quotation mark that opens to the last that closes it, ""
    where there is no such pair.
    """
    spans = [
        (begin + 1, end)
        for first, last in _MARKS
        if 0 <= (begin := text.find(first)) < (end := text.rfind(last)) - 1
    ]
    return text[slice(*min(spans))] if spans else ""


def _named_words(brain: Brain, text: str) -> str:
    """Return the words that a message names as a sentence to be checked, without quotation marks,
    or "".
    """
    for opening, *closing in (
        check for language in brain.languages.values() for check in language.marks["checks"]
    ):
        begin = pattern(opening).search(text)
        end = pattern(closing[0]).search(text, begin.end() + 1) if begin and closing else None
        if begin and (end or not closing) and begin.end() < len(text):
            return text[begin.end() : end.start() if end else len(text)]
    return ""


def _named(utterance: Utterance) -> str | None:
    return next((n.key for n in utterance.names if n.kind == "person"), None)


def check(brain: Brain, words: str, lang: str, speaker: str | None) -> Answer:
    """Compare pasted words with the report; `speaker` is the key of the person to whom the question
    gives them, if any.
    """
    exact = _exact(brain, words)
    if exact:
        return _found(brain, exact, words, lang, speaker)
    rendered = rendering(brain, words)
    if rendered:
        return _rendered(brain, rendered, lang, speaker)
    near, likeness = _nearest(brain, words)
    say = brain.languages[lang]
    fact = claimed(brain, words) if likeness < _LIKE else None
    if fact:
        return _in_sense(brain, fact, lang)
    if not likeness:
        told = say("verify_absent")
        return Answer(
            "not_in_report", lang, (Part(told),), "verify", confidence=0.0, ground="absent"
        )
    like = likeness >= _LIKE
    found = differences(near.text, words)[:_TOLD] if like else []
    told = _told(brain, lang, found) if found else say("verify_none")
    return Answer(
        "not_in_report",
        lang,
        (Part(told, (near,)),),
        "verify",
        facts=_facts(brain, near) if like else (),
        confidence=0.1 if like else 0.05,
        ground="absent",
    )


def _in_sense(brain: Brain, fact: Fact, lang: str) -> Answer:
    """Return that words are not the report's, which is in another language, and what it says that
    is most like them.
    """
    say = brain.languages[lang]
    told = say("verify_sense", language=say(f"language_{brain.report.file.language}"))
    part = Part(told, brain.report.passages_of([fact]))
    return Answer("nearest", lang, (part,), "verify", facts=(fact.id,), confidence=_LIKE)


def _rendered(brain: Brain, quote: Quote, lang: str, speaker: str | None) -> Answer:
    """Return that words render a quotation, and the quotation; or that they render somebody
    else's.
    """
    say, passage = brain.languages[lang], brain.report.found[quote.text]
    if speaker not in {None, quote.speaker}:
        return _by_another(brain, quote, passage, lang, speaker)
    written = say(f"language_{brain.report.file.language}")
    told = say(
        "verify_gloss",
        language=written,
        name=name_of(brain.report, quote.speaker, lang),
        occasion=_occasion(brain, quote, lang),
    )
    return Answer(
        "answered",
        lang,
        (Part(told, (passage,)),),
        "verify",
        facts=_facts(brain, passage),
        confidence=0.9,
    )


def _by_another(
    brain: Brain, quote: Quote, passage: Passage, lang: str, speaker: str | None
) -> Answer:
    told = brain.languages[lang](
        "verify_other",
        name=name_of(brain.report, quote.speaker, lang),
        other=name_of(brain.report, speaker, lang),
    )
    return Answer(
        "not_in_report",
        lang,
        (Part(told, (passage,)),),
        "verify",
        facts=_facts(brain, passage),
        confidence=0.3,
        ground="speaker",
    )


def _occasion(brain: Brain, quote: Quote, lang: str) -> str:
    return quote.occasion.get(lang) or brain.report.file.short[lang]


def _exact(brain: Brain, words: str) -> Passage | None:
    """Return the passage in which words stand to the letter, or None."""
    wanted = same_words(words)
    for passage in (*_units(brain), *brain.report.passages):
        if wanted and _stands(wanted, same_words(passage.text)):
            return passage
    return None


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text as whole words."""
    at = text.find(words)
    while at >= 0:
        if not _is_letter(text[at - 1 : at]) and not _is_letter(
            text[at + len(words) : at + len(words) + 1]
        ):
            return True
        at = text.find(words, at + 1)
    return False


def _is_letter(character: str) -> bool:
    """Whether a character, or none (""), is one of words."""
    return character.isalnum() or character == "_"


def _units(brain: Brain) -> tuple[Passage, ...]:
    """Return the smallest passages of a report: its sentences, those inside a quotation by
    themselves.
    """
    return tuple(sorted(set(brain.report.found.values()), key=lambda p: (len(p.text), p.start)))


def _found(brain: Brain, passage: Passage, words: str, lang: str, speaker: str | None) -> Answer:
    say = brain.languages[lang]
    wanted = same_words(words)
    quote = next((q for q in brain.report.file.quotes if wanted in same_words(q.text)), None)
    around = quote is None and any(same_words(q.text) in wanted for q in brain.report.file.quotes)
    names = {e.id: e.name[lang] for e in brain.report.file.entities}
    verdict: Verdict
    if around and speaker is None:
        told, verdict = say("verify_exact"), "answered"
    elif quote is None:
        told, verdict = say("verify_not_quote"), "not_in_report" if speaker else "answered"
    elif quote.speaker is None:
        told, verdict = say("verify_exact"), "answered"
    elif speaker not in {None, quote.speaker}:
        other = names.get(speaker or "", "")
        told, verdict = say("verify_other", name=names[quote.speaker], other=other), "not_in_report"
    else:
        name, occasion = names[quote.speaker], _occasion(brain, quote, lang)
        told, verdict = say("verify_exact_speaker", name=name, occasion=occasion), "answered"
    return Answer(
        verdict,
        lang,
        (Part(told, (passage,)),),
        "verify",
        facts=_facts(brain, passage),
        confidence=0.95,
        ground="speaker" if verdict == "not_in_report" else "",
    )


def _facts(brain: Brain, passage: Passage) -> tuple[str, ...]:
    return tuple(
        f.id for f in brain.report.facts.values() if passage in brain.report.passages_of([f])
    )[:1]


def _nearest(brain: Brain, words: str) -> tuple[Passage, float]:
    """Return the passage most like some words, and how like it is, from 0 to 1, by its part that is
    most like them; the shortest such part.
    """
    typed = keys(words)
    scored = [(*alike(keys(p.text), typed), -p.start, p) for p in _units(brain)]
    likeness, _, _, passage = max(scored, key=lambda s: s[:3])
    return passage, likeness


def _told(brain: Brain, lang: str, differences: list[Difference]) -> str:
    """Return what is told of some differences, of which there is one at least."""
    say = brain.languages[lang]
    kinds = {
        (True, True): "verify_altered",
        (False, True): "verify_added",
        (True, False): "verify_dropped",
    }
    told = (
        say(kinds[bool(d.original), bool(d.typed)], original=d.original, typed=d.typed)
        for d in differences
    )
    return say("verify_differs", differences=" ".join(told))
