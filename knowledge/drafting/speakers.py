"""Speakers: who says the words between quotation marks, as the text around them tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.drafting.cast import Actor, Cast
from knowledge.drafting.quotations import Quotation
from knowledge.drafting.speech import speech
from knowledge.drafting.sure import Sure
from knowledge.loading.text import Sentence

_SHORT, _NEGATED, _FEW = 3, 12, 2
_FAR, _CLOSE = 220, 16
_PARAGRAPH_ON = 2  # line ends
_CLOSES = '»”“"'
_OPENS = re.compile(r"[\s\u00a0*_>]*[«“„\"]")
_NEGATION = re.compile(r"(?<!\w)(?:pas|jamais|guère|not|never)(?!\w)|n[’']t(?!\w)")
# A word between a verb and its subject behind it; none that begins a clause.
_BETWEEN = re.compile(
    r"[\s\u00a0]+(?!que?(?!\w)|qu[’']|that|how|why|if|si(?!\w))[a-zà-ÿ]+(?=[\s\u00a0])"
)
_ASIDE = re.compile(r",[\s\u00a0]([^,«»“”\"]{4,80}),")
Span = tuple[int, int]


class Speaker(NamedTuple):
    """A speaker's key, how sure that is, and the role of one whom no name is known of."""

    key: str
    sure: float
    role: str = ""


@dataclass(frozen=True)
class Said:
    """A quotation with its speaker's key (None where the text does not tell), and how sure that
    is.
    """

    quotation: Quotation
    speaker: str | None
    sure: float
    role: str = ""


@dataclass
class Attribution:
    """Attributes the quotations of a text one after the other, remembering who spoke last."""

    cast: Cast
    _heard: list[tuple[int, Speaker]] = field(default_factory=list)

    def attribute(self, quotations: Sequence[Quotation]) -> tuple[list[Said], dict[int, Speaker]]:
        """Return the quotations that are somebody's words, with their speakers, titles and single
        terms left out; and by number whose words a sentence without any tells.

        Both are read together from the beginning of the text on, as a pronoun stands for who spoke
        last before it.
        """
        found: list[Said] = []
        reported: dict[int, Speaker] = {}
        manuscript = self.cast.manuscript
        quoted = {s.start for q in quotations if (s := manuscript.at(q.start))}
        steps = [(s.start, n) for n, s in enumerate(manuscript.sentences) if s.start not in quoted]
        steps += [(q.opening, -1 - n) for n, q in enumerate(quotations)]
        for _, step in sorted(steps):
            if step >= 0:
                speaker = self._reported(manuscript.sentences[step])
                if speaker:
                    reported[step] = speaker
                continue
            said = self._one(-1 - step, quotations)
            if said:
                found.append(said)
                if said.speaker:
                    speaker = Speaker(said.speaker, said.sure, said.role)
                    self._heard.append((said.quotation.closing, speaker))
        return _backwards(manuscript.text, found), reported

    def _reported(self, sentence: Sentence) -> Speaker | None:
        """Return who is said to have said what a sentence without quotation marks tells ("X a
        précisé que …"), or None.
        """
        found = self._ahead((sentence.start, sentence.end), last=False)
        if found is None or found.sure <= Sure.SAID_NEAR:
            return None
        self._heard.append((sentence.end, found))
        text = self.cast.manuscript.text
        leads = text[sentence.start : sentence.end].endswith(":")
        return None if leads and _OPENS.match(text, sentence.end) else found

    def _last(self, position: int) -> tuple[int, Speaker] | None:
        """Return who spoke last before a position, and up to where."""
        at = bisect_right(self._heard, position, key=lambda heard: heard[0])
        return self._heard[at - 1] if at else None

    def _one(self, number: int, all_: Sequence[Quotation]) -> Said | None:
        """Return a quotation with its speaker, or None for what is not said by anybody."""
        quotation, manuscript = all_[number], self.cast.manuscript
        sentence = manuscript.at(quotation.start)
        if sentence is None:
            return None
        tail = (quotation.closing, max(sentence.end, quotation.closing))
        ahead = (sentence.start, quotation.opening)
        stop = min([tail[1], *(q.opening for q in all_ if q.opening >= tail[0])])
        speaker = (
            self._tag((tail[0], stop), quotation.opening)
            or self._inside(quotation)
            or self._according((ahead, tail), quotation.opening)
            or self._ahead(ahead, last=True)
        )
        if speaker:
            return Said(quotation, *speaker)
        return self._carried(quotation, sentence)

    def _carried(self, quotation: Quotation, sentence: Sentence) -> Said | None:
        """Return a quotation as the words of who spoke before it, or of nobody; None for a title or
        a single term.
        """
        text, patterns = self.cast.manuscript.text, speech(self.cast.manuscript.lang)
        head, words = (
            text[sentence.start : quotation.opening],
            text[quotation.start : quotation.end],
        )
        heard = self._last(quotation.opening)
        if heard and patterns.continuing.search(head):
            return Said(quotation, heard[1].key, Sure.SAID_PRONOUN, heard[1].role)
        alone = not re.search(r"\w", head + text[quotation.closing : sentence.end])
        if alone and heard:
            between = text[heard[0] : quotation.opening]
            led = text[heard[0] - 1] == ":" and not re.search(r"\w", between)
            quoted = text[heard[0] - 1] in _CLOSES or not re.search(r"\w", between)
            if (led or quoted) and between.count("\n") <= _PARAGRAPH_ON:
                sure = heard[1].sure if led else min(heard[1].sure, Sure.SAID_CARRIED)
                return Said(quotation, heard[1].key, sure, heard[1].role)
        ends = words.rstrip().endswith((".", "!", "?", "…"))
        spoken = patterns.verb.search(head) or ends or alone
        many = len(words.split()) > _SHORT
        return Said(quotation, None, Sure.SAID_BY_NOBODY) if spoken and many else None

    def _inside(self, quotation: Quotation) -> Speaker | None:
        """Return the speaker named in the midst of the quotation, between commas: « Nous devons,
        a-t-il dit, … ».
        """
        manuscript = self.cast.manuscript
        if not manuscript.cues.holds("speaker_amid_quotation"):
            return None
        for match in _ASIDE.finditer(manuscript.text, quotation.start, quotation.end):
            if speech(manuscript.lang).verb.match(manuscript.text, *match.span(1)):
                return self._tag(match.span(1), quotation.opening)
        return None

    def _according(self, spans: Sequence[Span], opening: int) -> Speaker | None:
        """Return the speaker named by "according to X" in the same sentence."""
        patterns, text = speech(self.cast.manuscript.lang), self.cast.manuscript.text
        for start, end in spans:
            for match in patterns.according.finditer(text, start, end):
                if match["who"]:
                    gender = "f" if match["who"].lower() in {"elle", "her"} else "m"
                    return self._by_pronoun(gender, opening)
                actor = self.cast.at(match.end(), end)
                if actor:
                    return _as_speaker(actor, Sure.SAID_SUBJECT)
        return None

    def _ahead(self, head: Span, *, last: bool) -> Speaker | None:
        """Return the speaker who is the subject of a verb of speech in a span (the last or the
        first one): X a déclaré : « … ».
        """
        text = self.cast.manuscript.text
        verbs = list(speech(self.cast.manuscript.lang).verb.finditer(text, *head))
        if verbs:
            return self._of_verb(verbs[-1 if last else 0], head)
        first = self.cast.at(*head)
        leads = first and text[slice(*head)].rstrip().endswith(":")
        return _as_speaker(first, Sure.SAID_CARRIED) if first and leads else None

    def _of_verb(self, verb: re.Match[str], head: Span) -> Speaker | None:
        """Return whom a verb of speech has as its subject, None where it is negated."""
        patterns, text = speech(self.cast.manuscript.lang), self.cast.manuscript.text
        inverted = patterns.inverted.search(verb.group())
        if inverted:
            return self._by_pronoun("f" if inverted[1] == "elle" else "m", verb.start())
        if _NEGATION.search(text[max(head[0], verb.start() - _NEGATED) : verb.end()]):
            return None
        subjects = [
            a
            for a in self.cast.within(head[0], verb.start())
            if not patterns.preposition.search(text[max(head[0], a.start - _CLOSE) : a.start])
        ]
        pronouns = list(patterns.pronoun.finditer(text, head[0], verb.start()))
        if pronouns and (not subjects or pronouns[-1].start() > subjects[-1].start):
            return self._by_pronoun(self._gender(pronouns[-1]), pronouns[-1].start())
        behind = text[head[0] : verb.start()].rstrip().endswith(",") and self._behind(verb, head)
        if behind:
            return _as_speaker(behind, Sure.SAID_ROLE)
        if subjects:
            return _as_speaker(_subject(text, subjects, verb.start()), Sure.SAID_SUBJECT)
        following = self.cast.at(verb.end(), head[1])
        return _as_speaker(following, Sure.SAID_NEAR) if following else None

    def _behind(self, verb: re.Match[str], head: Span) -> Actor | None:
        """Return who is named behind a verb that stands behind a comma, a word or two of time
        between them: "…, a annoncé lundi X"; a verb that is said of somebody tells none.
        """
        manuscript = self.cast.manuscript
        if verb["verb"].lower() in manuscript.cues.several("of_somebody"):
            return None
        places, at = [verb.end()], verb.end()
        while len(places) <= _FEW and (word := _BETWEEN.match(manuscript.text, at)):
            at = word.end()
            places.append(at)
        return next((actor for at in places if (actor := self.cast.at(at, head[1]))), None)

    def _tag(self, span: Span, opening: int) -> Speaker | None:
        """Return the speaker that a tag names: verb and subject, or subject and verb, at the
        beginning of a span.
        """
        patterns, text = speech(self.cast.manuscript.lang), self.cast.manuscript.text
        start, end = span
        verb = patterns.verb.search(text, start, min(end, start + _FAR))
        if verb is None:
            return None
        between = text[start : verb.start()]
        inverted = patterns.inverted.search(verb.group())
        if inverted and not between.strip(" ,\u00a0"):
            return self._by_pronoun("f" if inverted[1] == "elle" else "m", opening)
        first = not re.search(r"\w", between)
        actor = self.cast.at(verb.end(), end) if first else None
        if actor is None:
            ahead = self.cast.within(start, verb.start())
            leads = ahead and patterns.article.match(text[start : ahead[0].start])
            actor = ahead[0] if leads else None
        if actor:
            return _as_speaker(actor, Sure.SAID_TAG)
        pronoun = patterns.pronoun.search(text, start, verb.end() + 12)
        if pronoun is None:
            return None
        follows = first and pronoun.start() - verb.end() == 1
        leads = patterns.article.match(text[start : pronoun.start()])
        return self._by_pronoun(self._gender(pronoun), opening) if follows or leads else None

    def _gender(self, pronoun: re.Match[str]) -> str:
        known = self.cast.manuscript.cues.words["pronouns"]
        return str(known.get(pronoun.group().lower(), ""))

    def _by_pronoun(self, gender: str, position: int) -> Speaker | None:
        """Return whom a pronoun stands for: who spoke last where the gender fits, or else the last
        one named of that gender.
        """
        genders = self.cast.genders
        ahead = [a for a in self.cast.actors if a.start < position]
        last = self._last(position)
        if last and not (gender and genders.get(last[1].key) not in {None, "", gender}):
            since = [a for a in ahead if last[0] <= a.start and genders.get(a.key, "") == gender]
            if not gender or not since or since[-1].key == last[1].key:
                return Speaker(last[1].key, Sure.SAID_PRONOUN, last[1].role)
        near = [a for a in ahead if a.key in genders]
        fitting = [a for a in near if not gender or genders[a.key] in {gender, ""}]
        return Speaker(fitting[-1].key, Sure.SAID_PRONOUN) if fitting else None


def _backwards(text: str, found: Sequence[Said]) -> list[Said]:
    """Return what was said, a quotation that its paragraph leaves open being whose the next is."""
    told: list[Said] = []
    for said in reversed(found):
        quotation, after = said.quotation, told[-1] if told else None
        goes_on = after and not re.search(r"\w", text[quotation.closing : after.quotation.opening])
        if after and goes_on and not said.speaker and text[quotation.closing - 1] not in '»”“"':
            said = Said(quotation, after.speaker, after.sure, after.role)  # noqa: PLW2901
        told.append(said)
    return told[::-1]


def _as_speaker(actor: Actor, sure: float) -> Speaker:
    return Speaker(actor.key, min(sure, Sure.SAID_ROLE) if actor.role else sure, actor.role)


def _subject(text: str, actors: Sequence[Actor], verb: int) -> Actor:
    """Return which of the actors before a verb is its subject: the last one, but for those in
    brackets or in an aside between commas behind another.
    """
    first = actors[0]
    last = next(
        a
        for a in reversed(actors)
        if text.count("(", first.end, a.start) == text.count(")", first.end, a.start)
    )
    aside = text[:verb].rstrip().endswith(",") or re.search(
        r",[\s\u00a0](?:also|then|a|ont|has|have)[\s\u00a0]*$", text[:verb]
    )
    behind = re.match(r"(?:[\s\u00a0]\([^()]*\))?,", text[first.end : verb])
    return first if aside and behind else last
