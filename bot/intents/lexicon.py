"""The lexicon: which words carry no content, and which mean the same thing in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from knowledge.language.words import LANGUAGES, stem, tokens

_LONGEST_PHRASE = 5
# By how much more common a word must be in one language than in the other to belong to it wholly
# (Zipf scale times 100).
_SPREAD = 250
_REMEMBERED, _PAIRS = 2048, 512  # words, and pairs of them, of which new ones never end
# Concepts whose phrases may consist of function words alone, beside those that ask.
_OF_STOP_WORDS = frozenset({"c:most", "c:side_meeting", "c:attend"})


@dataclass(eq=False)
class Lexicon:
    """Words by what they do: `stop` and `filler` carry no content, `shorthand` stands for other
    words, concepts share an id.

    `phrases` are sequences of stems with their concepts, or with none where they only fill; `heads`
    gives by the first two stems how many the longest of them has.

    `zipf` gives how common a word is in a language at large (Zipf scale times 100, Speer's
    wordfreq); `opposites` are pairs of concepts that contradict, `contrasts` such that only tell
    apart, `weak` those that tell little, `directed` what one does to another, `elsewhere` those of
    which no report speaks.
    """

    stop: dict[str, frozenset[str]]
    filler: dict[str, frozenset[str]]
    shorthand: dict[str, dict[tuple[str, ...], tuple[str, ...]]]
    exact: dict[str, dict[str, tuple[str, ...]]]
    single: dict[str, dict[str, tuple[str, ...]]]
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    opposites: dict[str, frozenset[str]]
    contrasts: dict[str, frozenset[str]]
    weak: frozenset[str]
    directed: frozenset[str]
    elsewhere: frozenset[str]
    zipf: Mapping[str, Mapping[str, int]]
    forms: frozenset[str] = field(default_factory=frozenset)
    heads: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @cached_property
    def abbreviated(self) -> dict[str, frozenset[str]]:
        """The words with which what stands for other words begins, by language."""
        return {lang: frozenset(key[0] for key in known) for lang, known in self.shorthand.items()}

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - a process has one lexicon or two, for good
    def concepts(self, word: str, lang: str) -> tuple[str, ...]:
        """Return the concepts of a folded word: of itself or its stem in `lang` or, failing that,
        in the other language.
        """
        for each in (lang, _other(lang)):
            if each != lang and self.zipf[lang].get(word, 0) > self.zipf[each].get(word, 0):
                break
            known = self.exact[each]
            found = (
                known.get(word)
                or (known.get(word[:-1]) if word.endswith("s") else None)
                or self.single[each].get(stem(word, each))
            )
            if found:
                return found
        return ()

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - as above
    def belongs(self, word: str, lang: str) -> float:
        """Return how strongly a folded word speaks for a language, from 0 to 1."""
        other = _other(lang)
        if word in self.stop[lang] or (word,) in self.shorthand[lang]:
            return (1.0 if len(word) > 1 else 0.5) if word not in self.stop[other] else 0.3
        mine, theirs = self.zipf[lang].get(word, 0), self.zipf[other].get(word, 0)
        if mine == theirs == 0:
            return 0.35 if stem(word, lang) in self.single[lang] else 0.0
        return max(0.0, min(1.0, (mine - theirs) / _SPREAD))

    @lru_cache(maxsize=_PAIRS)  # noqa: B019 - as above
    def reach(self, first: str, second: str) -> int:
        """Return how many words the longest phrase has that begins with two folded words, in either
        language; 1 where none does.
        """
        return max(self.heads.get((stem(first, lang), stem(second, lang)), 1) for lang in LANGUAGES)

    @property
    def foreign(self) -> frozenset[str]:
        """The words of which no report speaks."""
        found = {
            word: concepts for table in self.exact.values() for word, concepts in table.items()
        }
        return frozenset(
            word for word, concepts in found.items() if self.elsewhere.issuperset(concepts)
        )

    def is_empty(self, word: str, lang: str) -> bool:
        """Whether a folded word carries no content in a language."""
        return word in self.stop[lang] or word in self.filler[lang]

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - as above
    def knows(self, word: str) -> bool:
        """Whether a folded word is a word of either language, as far as the lexicon can tell."""
        return word in self.forms or any(word in self.zipf[lang] for lang in LANGUAGES)

    def rarity(self, word: str) -> float:
        """Return how telling a word is, from 0.3 (very common) to 1 (unknown)."""
        common = max(self.zipf[lang].get(word, 0) for lang in LANGUAGES)
        return 1.0 if not common else max(0.3, min(1.0, (820 - common) / 420))


@lru_cache(maxsize=2)
def _other(lang: str) -> str:
    return "en" if lang == "fr" else "fr"


def build(data: Mapping[str, Any], zipf: Mapping[str, Mapping[str, int]]) -> Lexicon:
    """Return the lexicon of lexicon.yaml's data and the word frequencies."""
    stop = {lang: frozenset(_folded(data["stop"][lang])) for lang in LANGUAGES}
    filler = {lang: frozenset(_folded(data["filler"][lang])) for lang in LANGUAGES}
    shorthand = {
        lang: {
            tuple(tokens(str(k))): tuple(tokens(str(v))) for k, v in data["shorthand"][lang].items()
        }
        for lang in LANGUAGES
    }
    weak, directed, elsewhere = (
        frozenset(f"c:{c}" for c in data[key]) for key in ("weak", "directed", "elsewhere")
    )
    opposites, contrasts = _opposites(data["opposites"]), _opposites(data["contrasts"])
    lexicon = Lexicon(
        stop,
        filler,
        shorthand,
        {x: {} for x in LANGUAGES},
        {x: {} for x in LANGUAGES},
        {},
        opposites,
        contrasts,
        weak,
        directed,
        elsewhere,
        zipf,
    )
    for lang in LANGUAGES:
        for phrase in data["filler"][lang]:
            parts = tokens(str(phrase))
            if len(parts) > 1:
                lexicon.phrases[tuple(stem(p, lang) for p in parts)] = ()
        for concept, words in data["concepts"].items():
            for word in words[lang]:
                _enter(lexicon, f"c:{concept}", tuple(tokens(str(word))), lang)
    entered = {word for lang in LANGUAGES for word in lexicon.exact[lang]}
    spoken = {
        w
        for concept in data["concepts"].values()
        for lang in LANGUAGES
        for phrase in concept[lang]
        for w in tokens(str(phrase))
    }
    forms = frozenset().union(entered, spoken, *stop.values(), *filler.values())
    heads: dict[tuple[str, ...], int] = {}
    for key in lexicon.phrases:
        heads[key[:2]] = max(heads.get(key[:2], 0), min(len(key), _LONGEST_PHRASE))
    return replace(lexicon, forms=forms, heads=heads)


def _enter(lexicon: Lexicon, concept: str, parts: tuple[str, ...], lang: str) -> None:
    """Enter a word or phrase of a concept; a phrase of function words only counts where it asks."""
    key = tuple(stem(p, lang) for p in parts)
    if len(key) == 1:
        for table, word in ((lexicon.exact[lang], parts[0]), (lexicon.single[lang], key[0])):
            table[word] = tuple(dict.fromkeys((*table.get(word, ()), concept)))
    elif key and (
        concept in _OF_STOP_WORDS
        or concept.startswith("c:q_")
        or any(p not in lexicon.stop[lang] for p in parts)
    ):
        lexicon.phrases[key] = tuple(dict.fromkeys((*lexicon.phrases.get(key, ()), concept)))


def _opposites(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            found[f"c:{a}"] = found.get(f"c:{a}", frozenset()) | {f"c:{b}"}
    return found


def _folded(words: Iterable[Any]) -> Iterable[str]:
    for word in words:
        yield from tokens(str(word)) if " " not in str(word) else ()
