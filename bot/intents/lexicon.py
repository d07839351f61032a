"""The lexicon: which words carry no content, and which mean the same thing in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from knowledge.language.concepts import Concepts
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import stem, tokens

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
        in another language.
        """
        for each in (lang, *_others(lang)):
            if each != lang and self.zipf[lang].get(word, 0) > self.zipf[each].get(word, 0):
                continue
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
        others = _others(lang)
        if word in self.stop[lang] or (word,) in self.shorthand[lang]:
            shared = any(word in self.stop[other] for other in others)
            return 0.3 if shared else 1.0 if len(word) > 1 else 0.5
        mine = self.zipf[lang].get(word, 0)
        theirs = max((self.zipf[other].get(word, 0) for other in others), default=0)
        if mine == theirs == 0:
            return 0.35 if stem(word, lang) in self.single[lang] else 0.0
        return max(0.0, min(1.0, (mine - theirs) / _SPREAD))

    @lru_cache(maxsize=_PAIRS)  # noqa: B019 - as above
    def reach(self, first: str, second: str) -> int:
        """Return how many words the longest phrase has that begins with two folded words, in any
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
        """Whether a folded word is a word of some language, as far as the lexicon can tell."""
        return word in self.forms or any(word in self.zipf[lang] for lang in LANGUAGES)

    def rarity(self, word: str) -> float:
        """Return how telling a word is, from 0.3 (very common) to 1 (unknown)."""
        common = max(self.zipf[lang].get(word, 0) for lang in LANGUAGES)
        return 1.0 if not common else max(0.3, min(1.0, (820 - common) / 420))


@lru_cache
def _others(lang: str) -> tuple[str, ...]:
    return tuple(each for each in LANGUAGES if each != lang)


def build(data: Concepts, zipf: Mapping[str, Mapping[str, int]]) -> Lexicon:
    """Return the lexicon of the concepts' words and the word frequencies."""
    stop = {lang: everyday(lang).stop for lang in LANGUAGES}
    filler = {lang: frozenset(_folded(data.filler[lang])) for lang in LANGUAGES}
    shorthand = {
        lang: {tuple(tokens(k)): tuple(tokens(v)) for k, v in data.shorthand[lang].items()}
        for lang in LANGUAGES
    }
    known = data.relations
    weak, directed, elsewhere = (
        frozenset(f"c:{c}" for c in known[key]) for key in ("weak", "directed", "elsewhere")
    )
    opposites, contrasts = _opposites(known["opposites"]), _opposites(known["contrasts"])
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
        for phrase in data.filler[lang]:
            parts = tokens(phrase)
            if len(parts) > 1:
                lexicon.phrases[tuple(stem(p, lang) for p in parts)] = ()
    ids = dict.fromkeys(id_ for words in data.words.values() for id_ in words)
    spelt = [
        (id_, tuple(tokens(word)), lang)
        for lang in LANGUAGES
        for id_ in ids
        for word in data.words[lang].get(id_, ())
    ]
    for id_, words, lang in spelt:
        _enter(lexicon, f"c:{id_}", words, lang)
    entered = {word for lang in LANGUAGES for word in lexicon.exact[lang]}
    spoken = {word for _, parts, _ in spelt for word in parts}
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


def _folded(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield from tokens(word) if " " not in word else ()
