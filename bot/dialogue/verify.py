"""Proof of verbatim: whether pasted words stand in the report, to the letter, and by whom.

Spaces, apostrophes, quotation marks, case and closing punctuation make no difference. What differs otherwise is found word
by word: the alignment with the fewest insertions, deletions and replacements (Levenshtein), words of the report before
and after the pasted ones not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.intents.marks import SAYING
from bot.intents.utterance import Utterance
from knowledge.model import Passage, Quote
from knowledge.words import same_words, straight, visible

_COMMAND = re.compile(r"^/verify(?:@\w+)?\s+(.+)$", re.DOTALL)
_QUOTED = re.compile(r"«\s*(.+)\s*»|“(.+)”|\"(.+)\"", re.DOTALL)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:-[^\W_]+)*’?")
_LEAST = 4
_LIKE = 0.5
_MOST = 600
_READ = 2000
_SHOWN = 80
_CHECKING = SAYING | {"c:verify", "c:sentence", "c:affirm", "c:false_lie"}


@dataclass(frozen=True)
class Difference:
    """Where pasted words part from the report's: the report's words and the pasted ones, either of which may be empty."""

    original: str
    typed: str


def asked(brain: Brain, text: str, lang: str) -> Answer | None:
    """Return the check of a pasted sentence, or None where the message asks for none."""
    text = visible(text[:_READ])
    command = _COMMAND.match(text)
    quoted = _QUOTED.search(text)
    if command:
        inner = _QUOTED.fullmatch(command[1].strip())
        words = next(g for g in inner.groups() if g) if inner else command[1]
        return check(brain, words[:_MOST], lang, None)
    named = None if quoted else _named_words(brain, text)
    found = quoted or named
    words = next(g for g in found.groups() if g) if found else ""
    if found is None or len(_WORD.findall(words)) < _LEAST:
        return None
    around = brain.analyser.analyse(text.replace(words, " "), lang)
    if around.asks or (quoted and not around.has(*_CHECKING)):
        return None
    return check(brain, words[:_MOST], around.lang, _named(around))


def _named_words(brain: Brain, text: str) -> re.Match[str] | None:
    """Return the words that a message names as a sentence to be checked, without quotation marks, or None."""
    patterns = (re.compile(pattern, re.IGNORECASE | re.DOTALL) for language in brain.languages.values() for pattern in language.marks["checks"])
    return next((found for pattern in patterns if (found := pattern.search(text))), None)


def _named(utterance: Utterance) -> str | None:
    return next((n.key for n in utterance.names if n.kind == "person"), None)


def check(brain: Brain, words: str, lang: str, speaker: str | None) -> Answer:
    """Compare pasted words with the report; `speaker` is the key of the person to whom the question gives them, if any."""
    exact = _exact(brain, words)
    if exact:
        return _found(brain, exact, lang, speaker)
    near, likeness = _nearest(brain, words)
    say = brain.languages[lang]
    if likeness < _LIKE:
        return Answer("not_in_report", lang, (Part(say("verify_none"), (near,)),), "verify", confidence=0.05)
    told = " ".join(_told(brain, lang, d) for d in differences(near.text, words)[:3]) or say("verify_none")
    return Answer("not_in_report", lang, (Part(told, (near,)),), "verify", facts=_facts(brain, near), confidence=0.1)


def _exact(brain: Brain, words: str) -> Passage | None:
    """Return the passage in which words stand to the letter, or None."""
    wanted = same_words(words)
    for passage in (*_units(brain), *brain.report.passages):
        if wanted and wanted in same_words(passage.text) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", same_words(passage.text)):
            return passage
    return None


def _units(brain: Brain) -> tuple[Passage, ...]:
    """Return the smallest passages of a report: its sentences, those inside a quotation by themselves."""
    return tuple(sorted(set(brain.report.found.values()), key=lambda p: (len(p.text), p.start)))


def _found(brain: Brain, passage: Passage, lang: str, speaker: str | None) -> Answer:
    say = brain.languages[lang]
    quote = _quote_of(brain, passage)
    names = {e.id: str(e.name[lang]) for e in brain.report.file.entities}  # type: ignore[index]
    if quote is None:
        told, verdict = say("verify_not_quote"), "not_in_report" if speaker else "answered"
    elif quote.speaker is None:
        told, verdict = say("verify_exact"), "answered"
    elif speaker not in {None, quote.speaker}:
        told, verdict = say("verify_other", name=names[quote.speaker], other=names.get(speaker or "", "")), "not_in_report"
    else:
        told, verdict = say("verify_exact_speaker", name=names[quote.speaker], occasion=quote.occasion.get(lang) or brain.report.file.short[lang]), "answered"  # type: ignore[call-overload, index]
    return Answer(verdict, lang, (Part(told, (passage,)),), "verify", facts=_facts(brain, passage), confidence=0.95)  # type: ignore[arg-type]


def _quote_of(brain: Brain, passage: Passage) -> Quote | None:
    for quote in brain.report.file.quotes:
        start = brain.report.text.index(quote.text)
        if passage.start <= start + len(quote.text) and start <= passage.end and (start <= passage.start or same_words(quote.text) in same_words(passage.text)):
            return quote
    return None


def _facts(brain: Brain, passage: Passage) -> tuple[str, ...]:
    return tuple(f.id for f in brain.report.facts.values() if passage in brain.report.passages_of([f]))[:1]


def _nearest(brain: Brain, words: str) -> tuple[Passage, float]:
    """Return the passage most like some words, and how like it is, from 0 to 1, by its part that is most like them."""
    typed = _split(words)
    scored = [(_alike(_split(p.text), typed), -p.start, p) for p in _units(brain)]
    likeness, _, passage = max(scored, key=lambda s: s[:2])
    return passage, likeness


def _alike(original: list[str], typed: list[str]) -> float:
    kept = sum(o.src_end - o.src_start for o in Levenshtein.opcodes(_keys(original), _keys(typed)) if o.tag == "equal")
    return kept / max(1, len(typed))


def _split(text: str) -> list[str]:
    return _WORD.findall(straight(text).replace("'", "’"))


def _keys(words: list[str]) -> list[str]:
    return [w.casefold() for w in words]


def differences(original: str, typed: str) -> list[Difference]:
    """Return where typed words part from original ones, those before and after them left out of account."""
    ours, theirs = _split(original), _split(typed)
    spans: list[tuple[int, int, int, int]] = []
    for code in Levenshtein.opcodes(_keys(ours), _keys(theirs)):
        span = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        outer = code.tag == "delete" and code.dest_start in {0, len(theirs)}
        if code.tag == "equal" or outer:
            continue
        if spans and spans[-1][1] == span[0] and spans[-1][3] == span[2]:
            span = (spans[-1][0], span[1], spans.pop()[2], span[3])
        spans.append(span)
    return [Difference(_joined(ours[a:b]), _joined(theirs[c:d])) for a, b, c, d in spans]


def _joined(words: list[str]) -> str:
    return " ".join(words).replace("’ ", "’")[:_SHOWN]


def _told(brain: Brain, lang: str, difference: Difference) -> str:
    say = brain.languages[lang]
    original = f"«\u00a0{difference.original}\u00a0»"
    if not difference.typed:
        return say("verify_dropped", original=original)
    if not difference.original:
        return say("verify_added", typed=difference.typed)
    return say("verify_altered", original=original, typed=difference.typed)
