"""Speakers: who says the words between quotation marks, as the text around them tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from knowledge.drafting.cues import one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.quotations import Quotation
from knowledge.drafting.roles import phrase
from knowledge.drafting.speech import speech
from knowledge.language.words import fold
from knowledge.loading.text import Sentence

_TAGGED, _BEFORE, _PRONOUN, _CARRIED, _ROLE, _NEAR = 0.95, 0.9, 0.75, 0.65, 0.85, 0.5
_SHORT, _NEGATED, _FEW = 3, 12, 2
# A word between a verb and its subject behind it; none that begins a clause.
_BETWEEN = re.compile(
    r"[\s\u00a0]+(?!que?(?!\w)|qu[’']|that|how|why|if|si(?!\w))[a-zà-ÿ]+(?=[\s\u00a0])"
)


# a speaker's key, how sure that is, and the role of one whom no name is known of
Reported: TypeAlias = tuple[str, float, str]


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak, where the text names them; `key` of a role that nobody bears is its
    words, and `role` is set.
    """

    start: int
    end: int
    key: str
    gender: str = ""
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
    """Attributes a manuscript's quotations one after the other, remembering who spoke last.

    `actors` are the people, bodies and countries that the text names, in its order; `bearers`
    persons' keys by the folded words of their role.
    """

    manuscript: Manuscript
    actors: Sequence[Actor]
    bearers: dict[str, str]
    genders: dict[str, str] = field(default_factory=dict)
    _heard: list[tuple[int, str, str]] = field(default_factory=list)

    def attribute(self, quotations: Sequence[Quotation]) -> tuple[list[Said], dict[int, Reported]]:
        """Return the quotations that are somebody's words, with their speakers, titles and single
        terms left out; and by number whose words a sentence without any tells.

        Both are read together from the beginning of the text on, as a pronoun stands for who spoke
        last before it.
        """
        found: list[Said] = []
        reported: dict[int, Reported] = {}
        quoted = {s.start for q in quotations if (s := self.manuscript.at(q.start))}
        steps = [
            (s.start, number)
            for number, s in enumerate(self.manuscript.sentences)
            if s.start not in quoted
        ]
        steps += [(q.opening, -1 - n) for n, q in enumerate(quotations)]
        for _, step in sorted(steps):
            if step >= 0:
                speaker = self._reported(self.manuscript.sentences[step])
                if speaker:
                    reported[step] = speaker
                continue
            said = self._one(
                quotations[-1 - step], quotations, found[-1] if found else None, -1 - step
            )
            if said:
                found.append(said)
                if said.speaker:
                    self._heard.append((said.quotation.closing, said.speaker, said.role))
        return found, reported

    def _reported(self, sentence: Sentence) -> Reported | None:
        """Return who is said to have said what a sentence without quotation marks tells ("X a
        précisé que …"), or None.
        """
        end = sentence.end
        found = self._ahead(Quotation(end, end, end, end), (sentence.start, end), (end, end), ())
        if found is None or found[1] <= _NEAR:
            return None
        self._heard.append((end, found[0], found[2]))
        return found

    def _last(self, position: int) -> tuple[int, str, str] | None:
        """Return who spoke last before a position: up to where, by key, and the role where nobody
        bears it.
        """
        at = bisect_right(self._heard, (position, "\uffff", ""))
        return self._heard[at - 1] if at else None

    def _one(
        self, quotation: Quotation, all_: Sequence[Quotation], before: Said | None, n: int
    ) -> Said | None:
        """Return a quotation with its speaker, or None for what is not said by anybody."""
        text, patterns = self.manuscript.text, speech(self.manuscript.lang)
        sentence = self.manuscript.at(quotation.start)
        if sentence is None:
            return None
        last = self.manuscript.at(quotation.end - 1) or sentence
        start, end = sentence.start, last.end
        tail = self._tail(quotation, end)
        head = text[start : quotation.opening] if start < quotation.opening else ""
        others = [q for q in all_ if q is not quotation and start <= q.start < tail[1]]
        for reader in (self._after, self._inside, self._according, self._ahead):
            speaker = reader(quotation, (start, quotation.opening), tail, others)
            if speaker:
                return Said(quotation, *speaker)
        words = text[quotation.start : quotation.end]
        heard = self._last(quotation.opening)
        words = text[quotation.start : quotation.end]
        if patterns.continuing.search(head) and heard:
            return Said(quotation, heard[1], _PRONOUN, heard[2])
        alone = not re.search(r"\w", head) and not re.search(r"\w", text[quotation.closing : end])
        if (
            alone
            and before
            and before.speaker
            and (
                text[before.quotation.closing : quotation.opening].count("\n") <= 2  # noqa: PLR2004 - one paragraph on
                or before.quotation.open_ended
            )
        ):
            return Said(quotation, before.speaker, _CARRIED, before.role)
        same = (
            before is not None and self.manuscript.at(before.quotation.start) == sentence and n > 0
        )
        if same and before is not None and before.speaker:
            return Said(quotation, before.speaker, _CARRIED, before.role)
        spoken = (
            patterns.verb.search(head) or words.rstrip().endswith((".", "!", "?", "…")) or alone
        )
        return Said(quotation, None, 0.3) if spoken and len(words.split()) > _SHORT else None

    def _tail(self, quotation: Quotation, end: int) -> tuple[int, int]:
        """Return the span after a quotation that can tell its speaker: to the end of the sentence,
        or of the next one where it begins with a verb.
        """
        text = self.manuscript.text
        if quotation.closing >= end:
            following = self.manuscript.at(quotation.closing + 1) or self.manuscript.at(
                quotation.closing
            )
            if following and re.match(
                r"[\s\u00a0]?[a-zà-ÿ]", text[quotation.closing : quotation.closing + 2]
            ):
                return quotation.closing, following.end
        return quotation.closing, max(end, quotation.closing)

    def _after(
        self,
        quotation: Quotation,
        head: tuple[int, int],
        tail: tuple[int, int],
        others: Iterable[Quotation],
    ) -> Reported | None:
        """Return the speaker named right after the quotation: « … », a dit X; "…," she said."""
        del head
        stop = min([tail[1], *(q.opening for q in others if q.opening >= tail[0])])
        return self._tag(tail[0], stop, quotation)

    def _inside(
        self,
        quotation: Quotation,
        head: tuple[int, int],
        tail: tuple[int, int],
        others: Iterable[Quotation],
    ) -> Reported | None:
        """Return the speaker named in the midst of the quotation, between commas: « Nous devons,
        a-t-il dit, … ».
        """
        del head, tail, others
        text = self.manuscript.text
        for match in re.finditer(
            r",[\s\u00a0]([^,«»“”\"]{4,80}),", text[quotation.start : quotation.end]
        ):
            start, end = quotation.start + match.start(1), quotation.start + match.end(1)
            if speech(self.manuscript.lang).verb.match(
                text, start, end
            ) and self.manuscript.cues.holds("speaker_amid_quotation"):
                return self._tag(start, end, quotation)
        return None

    def _according(
        self,
        quotation: Quotation,
        head: tuple[int, int],
        tail: tuple[int, int],
        others: Iterable[Quotation],
    ) -> Reported | None:
        """Return the speaker named by "according to X" in the same sentence."""
        del others
        patterns, text = speech(self.manuscript.lang), self.manuscript.text
        for start, end in (head, tail):
            for match in patterns.according.finditer(text, start, end):
                if match["who"]:
                    gender = "f" if match["who"].lower() in {"elle", "her"} else "m"
                    return self._by_pronoun(gender, quotation.opening)
                actor = self._actor_at(match.end(), end)
                if actor:
                    return self._as_speaker(actor, _BEFORE)
        return None

    def _ahead(
        self,
        quotation: Quotation,
        head: tuple[int, int],
        tail: tuple[int, int],
        others: Iterable[Quotation],
    ) -> Reported | None:
        """Return the speaker who is the subject of a verb of speech before the quotation: X a
        déclaré : « … ».
        """
        del tail, others
        text = self.manuscript.text
        verbs = list(speech(self.manuscript.lang).verb.finditer(text, *head))
        if not verbs:
            first = self._actor_at(*head)
            return (
                self._as_speaker(first, _CARRIED)
                if first and text[head[0] : head[1]].rstrip().endswith(":")
                else None
            )
        return self._of_verb(verbs[-1] if quotation.start < quotation.end else verbs[0], head)

    def _of_verb(self, verb: re.Match[str], head: tuple[int, int]) -> Reported | None:
        """Return whom a verb of speech has as its subject, None where it is negated."""
        patterns, text = speech(self.manuscript.lang), self.manuscript.text
        inverted = patterns.inverted.search(verb.group())
        if inverted:
            return self._by_pronoun("f" if inverted[1] == "elle" else "m", verb.start())
        if re.search(
            r"(?<!\w)(?:pas|jamais|guère|not|never)(?!\w)|n[’']t(?!\w)",
            text[max(head[0], verb.start() - _NEGATED) : verb.end()],
        ):
            return None
        subjects = [
            a
            for a in self._actors(head[0], verb.start())
            if not patterns.preposition.search(text[max(head[0], a.start - 16) : a.start])
        ]
        pronouns = list(patterns.pronoun.finditer(text, head[0], verb.start()))
        if pronouns and (not subjects or pronouns[-1].start() > subjects[-1].start):
            word = pronouns[-1].group().lower()
            return self._by_pronoun(
                str(self.manuscript.cues.words["pronouns"].get(word, "")), pronouns[-1].start()
            )
        behind = (
            self._behind(verb, head)
            if text[head[0] : verb.start()].rstrip().endswith(",")
            else None
        )
        if subjects and not behind:
            return self._as_speaker(_subject(text, subjects, verb.start()), _BEFORE)
        following = behind or self._actor_at(verb.end(), head[1])
        return self._as_speaker(following, _ROLE if behind else _NEAR) if following else None

    def _behind(self, verb: re.Match[str], head: tuple[int, int]) -> Actor | None:
        """Return who is named behind a verb that stands behind a comma, a word or two of time
        between them: "…, a annoncé lundi X"; a verb that is said of somebody tells none.
        """
        if verb["verb"].lower() in self.manuscript.cues.several("of_somebody"):
            return None
        places, at = [verb.end()], verb.end()
        while len(places) <= _FEW and (word := _BETWEEN.match(self.manuscript.text, at)):
            at = word.end()
            places.append(at)
        return next((actor for at in places if (actor := self._actor_at(at, head[1]))), None)

    def _tag(self, start: int, end: int, quotation: Quotation) -> Reported | None:
        """Return the speaker that a tag names: verb and subject, or subject and verb, at the
        beginning of a span.
        """
        patterns, text = speech(self.manuscript.lang), self.manuscript.text
        verb = patterns.verb.search(text, start, min(end, start + 220))
        if verb is None:
            return None
        between = text[start : verb.start()]
        inverted = patterns.inverted.search(verb.group())
        if inverted and len(between.strip(" ,\u00a0")) == 0:
            return self._by_pronoun("f" if inverted[1] == "elle" else "m", quotation.opening)
        actor = self._actor_at(verb.end(), end)
        if actor and not re.search(r"\w", between):
            return self._as_speaker(actor, _TAGGED)
        ahead = self._actors(start, verb.start())
        if ahead and patterns.article.match(text[start : ahead[0].start]):
            return self._as_speaker(ahead[0], _TAGGED)
        pronoun = patterns.pronoun.search(text, start, verb.end() + 12)
        follows = (
            pronoun is not None
            and pronoun.start() - verb.end() == 1
            and not re.search(r"\w", between)
        )
        if pronoun and (follows or patterns.article.match(text[start : pronoun.start()])):
            word = pronoun.group().lower()
            return self._by_pronoun(
                str(self.manuscript.cues.words["pronouns"].get(word, "")), quotation.opening
            )
        return None

    def _actor_at(self, position: int, end: int) -> Actor | None:
        """Return who is named at a position, an article before them left out of account."""
        text, article = self.manuscript.text, speech(self.manuscript.lang).article
        return next(
            (a for a in self._actors(position, end) if article.match(text[position : a.start])),
            None,
        )

    def _actors(self, start: int, end: int) -> list[Actor]:
        """Return who is named within a span: names, and roles that stand for a person; "la
        directrice de l’ONG" does not name what she directs.
        """
        named = [a for a in self.actors if start <= a.start and a.end <= end]
        for match in phrase(self.manuscript.lang).finditer(self.manuscript.text, start, end):
            named = [
                a
                for a in named
                if a.key in self.genders or not match.start() < a.start < a.end <= match.end()
            ]
            if not any(a.start < match.end() and match.start() < a.end for a in named):
                beside = next((a for a in named if 0 <= a.start - match.end() <= _SHORT), None)
                if beside is None:
                    named.append(self._by_role(match))
                else:  # "sa directrice, X" names X from its role on
                    named[named.index(beside)] = replace(beside, start=match.start())
        return sorted(named, key=lambda a: a.start)

    def _by_role(self, match: re.Match[str]) -> Actor:
        words = re.sub(
            rf"^{one_of(self.manuscript.cues.several('determiners'))}(?:[\s\u00a0]+|(?<=[’']))",
            "",
            match.group(),
            flags=re.IGNORECASE,
        )
        folded = fold(words)
        bearer = next(
            (
                key
                for role, key in self.bearers.items()
                if role.startswith(folded) or folded.startswith(role)
            ),
            None,
        )
        return Actor(
            match.start(),
            match.end(),
            bearer or folded,
            self.genders.get(bearer or "", ""),
            "" if bearer else words,
        )

    def _as_speaker(self, actor: Actor, sure: float) -> Reported:
        return actor.key, min(sure, _ROLE) if actor.role else sure, actor.role

    def _by_pronoun(self, gender: str, position: int) -> Reported | None:
        """Return whom a pronoun stands for: who spoke last where the gender fits, or else the last
        one named of that gender.
        """
        last = self._last(position)
        if last and not (
            gender and self.genders.get(last[1], "") and self.genders[last[1]] != gender
        ):
            between = [
                a
                for a in self.actors
                if last[0] <= a.start < position
                and self.genders.get(a.key, "") == gender
                and gender
            ]
            if not between or between[-1].key == last[1]:
                return last[1], _PRONOUN, last[2]
        near = [a for a in self.actors if a.start < position and a.key in self.genders]
        fitting = [a for a in near if not gender or self.genders[a.key] in {gender, ""}]
        return (fitting[-1].key, _PRONOUN, "") if fitting else None


def _subject(text: str, actors: Sequence[Actor], verb: int) -> Actor:
    """Return which of the actors before a verb is its subject: the last one, but for those in
    brackets or in an aside between commas behind another.
    """
    free = [
        a
        for a in actors
        if text.count("(", actors[0].end, a.start) == text.count(")", actors[0].end, a.start)
    ]
    aside = text[:verb].rstrip().endswith(",") or re.search(
        r",[\s\u00a0](?:also|then|a|ont|has|have)[\s\u00a0]*$", text[:verb]
    )
    first = free[0]
    return (
        first
        if aside and re.match(r"(?:[\s\u00a0]\([^()]*\))?,", text[first.end : verb])
        else free[-1]
    )
