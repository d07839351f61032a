"""Which words of a message are pronouns that stand for something said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.intents.marks import Marks
from bot.intents.tokens import Token
from bot.intents.utterance import QUESTION, Feature


def pronouns(
    words: Sequence[Token], features: Sequence[Feature], names: Collection[int], marks: Marks
) -> tuple[str, ...]:
    """Return what the pronouns of a message may stand for, each as the language's marks tell it
    ("m", "plural", "place"); `names` are the places of words of names.
    """
    return tuple(
        marks["pronouns"][token.text]
        for i, token in enumerate(words)
        if token.text in marks["pronouns"] and _is_pronoun(words, i, features, names, marks)
    )


def _is_pronoun(
    words: Sequence[Token],
    at: int,
    features: Sequence[Feature],
    names: Collection[int],
    marks: Marks,
) -> bool:
    """Whether a word that may be a pronoun is one.

    A word that is an article or a preposition elsewhere is one only by a verb: before certain ones
    ("les a-t-on vus"), behind a clitic ("qui en parle"), or before one with its own pronoun behind
    it ("en dit-il plus"). Before a name an elided word is its article; and one may only repeat the
    subject before its verb, as in the French "la réunion s'est-elle tenue".
    """
    after = {t.text for t in words[at + 1 : at + 2]}
    if words[at].text in marks["article_or_pronoun"] and not after & set(marks["auxiliaries"]):
        return False
    if words[at].text in marks["preposition_or_pronoun"] and not _by_verb(words, at, marks):
        return False
    article = len(words[at].text) == 1 and at + 1 in names
    stands = not article and not _is_impersonal(words, at, marks)
    return stands and not _repeats(words, at, features, names, marks)


def _is_impersonal(words: Sequence[Token], at: int, marks: Marks) -> bool:
    """Whether a word stands for nothing, as in "is there any" or the French "il faut"."""
    flat = [t.text for t in words]
    phrases = [p.split() for p in marks["impersonal"] if words[at].text in p.split()]
    return any(
        flat[i : i + len(p)] == p and i <= at < i + len(p)
        for p in phrases
        for i in range(max(0, at - len(p) + 1), at + 1)
    )


def _by_verb(words: Sequence[Token], at: int, marks: Marks) -> bool:
    """Whether a word stands where a pronoun stands: behind a clitic, or before a verb that is an
    auxiliary or has its own pronoun behind it.
    """
    before, after, second = (
        {t.text for t in words[max(0, i) : i + 1]} for i in (at - 1, at + 1, at + 2)
    )
    behind = {*marks["before_clitic"], *marks["that"]}
    return bool(
        before & behind or after & set(marks["auxiliaries"]) or second & set(marks["behind_verb"])
    )


def _repeats(
    words: Sequence[Token],
    at: int,
    features: Sequence[Feature],
    names: Collection[int],
    marks: Marks,
) -> bool:
    """Whether a pronoun behind its verb repeats a subject that stands before it in its sentence: a
    name or a noun behind a determiner that agrees with it, and no preposition before.
    """
    if words[at].text not in marks["behind_verb"]:
        return False
    start = max(i for i in range(at + 1) if words[i].opens or not i)
    verb = at - 1 - (words[at - 1].text in marks["behind_verb"])
    asked = {f.at for f in features if f.key.startswith(QUESTION)}
    nouns = {f.at for f in features} - asked
    articles = {*marks["determiners"], *marks["articles"]}
    kind = marks["pronouns"][words[at].text]

    def is_subject(i: int) -> bool:
        before = words[i - 1].text if i > start else ""
        if before in marks["prepositions"]:
            return False
        if i in names:
            return i - 1 not in names and before not in articles
        gender = marks["determiners"].get(words[i].text)
        agrees = gender in {kind, "any"} or (kind == "plural" and gender is not None)
        return agrees and bool(nouns & {i + 1, i + 2} & set(range(verb)))

    return any(is_subject(i) for i in range(start, verb))
