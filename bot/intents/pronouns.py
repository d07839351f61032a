"""Which words of a message are pronouns that stand for something said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.intents.marks import Marks
from bot.intents.tokens import Token
from bot.intents.utterance import QUESTION, Feature


def pronouns(
    words: Sequence[Token], features: Sequence[Feature], names: Collection[int], marks: Marks
) -> tuple[str, ...]:
    """Return what the pronouns of a message may stand for, each as the language's marks tell it
    ("m", "plural", "place"); `names` are the places of words of names.
    """
    message = _Message(words, features, names, marks)
    stands = marks["pronouns"]
    return tuple(
        stands[token.text]
        for at, token in enumerate(words)
        if token.text in stands and message.is_pronoun(at)
    )


class _Message(NamedTuple):
    """A message as its pronouns are looked for."""

    words: Sequence[Token]
    features: Sequence[Feature]
    names: Collection[int]
    marks: Marks

    def is_pronoun(self, at: int) -> bool:
        """Whether a word that may be a pronoun is one.

        A word that is an article or a preposition elsewhere is one only by a verb: before certain
        ones ("les a-t-on vus"), behind a clitic ("qui en parle"), or before one with its own
        pronoun behind it ("en dit-il plus"). Before a name an elided word is its article; and one
        may only repeat the subject before its verb, as in the French "la réunion s'est-elle tenue".
        """
        word, marks = self.words[at].text, self.marks
        if word in marks["article_or_pronoun"] and not self._is_before_auxiliary(at):
            return False
        if word in marks["preposition_or_pronoun"] and not self._is_by_verb(at):
            return False
        article = len(word) == 1 and at + 1 in self.names
        return not article and not self._is_impersonal(at) and not self._repeats(at)

    def _text(self, at: int) -> str:
        """Return the word at a place, "" where there is none."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def _is_before_auxiliary(self, at: int) -> bool:
        return self._text(at + 1) in self.marks["auxiliaries"]

    def _is_by_verb(self, at: int) -> bool:
        """Whether a word stands where a pronoun stands: behind a clitic, or before a verb that is
        an auxiliary or has its own pronoun behind it.
        """
        behind = {*self.marks["before_clitic"], *self.marks["that"]}
        inverted = self._text(at + 2) in self.marks["behind_verb"]
        return self._text(at - 1) in behind or self._is_before_auxiliary(at) or inverted

    def _is_impersonal(self, at: int) -> bool:
        """Whether a word stands for nothing, as in "is there any" or the French "il faut"."""
        flat = [token.text for token in self.words]
        phrases = [p.split() for p in self.marks["impersonal"] if flat[at] in p.split()]
        return any(
            flat[i : i + len(phrase)] == phrase
            for phrase in phrases
            for i in range(max(0, at - len(phrase) + 1), at + 1)
        )

    def _repeats(self, at: int) -> bool:
        """Whether a pronoun behind its verb repeats a subject that stands before that in its
        sentence.
        """
        behind_verb = self.marks["behind_verb"]
        if self.words[at].text not in behind_verb:
            return False
        start = max(i for i in range(at + 1) if self.words[i].opens or not i)
        verb = at - 1 - (self._text(at - 1) in behind_verb)
        return any(self._is_subject(i, start, verb, at) for i in range(start, verb))

    def _is_subject(self, i: int, start: int, verb: int, at: int) -> bool:
        """Whether a name, or a noun behind a determiner that agrees with the pronoun, begins at a
        place and no preposition stands before it.
        """
        determiners = self.marks["determiners"]
        before = self._text(i - 1) if i > start else ""
        if before in self.marks["prepositions"]:
            return False
        if i in self.names:
            return i - 1 not in self.names and before not in {*determiners, *self.marks["articles"]}
        gender, kind = determiners.get(self._text(i)), self.marks["pronouns"][self._text(at)]
        agrees = gender in {kind, "any"} or (kind == "plural" and gender is not None)
        nouns = {f.at for f in self.features if not f.key.startswith(QUESTION)}
        return agrees and bool(nouns & {i + 1, i + 2} & set(range(verb)))
