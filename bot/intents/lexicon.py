"""The lexicon: which words carry no content, and which mean the same thing in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from knowledge.words import LANGUAGES, stem, tokens


@dataclass
class Lexicon:
    """Words by what they do: `stop` and `filler` carry no content, `shorthand` stands for other words, concepts share an id.

    `phrases` are sequences of stems with their concepts, or with none where they only fill.

    `zipf` gives how common a word is in a language at large (Zipf scale times 100, Speer's wordfreq); `opposites` are pairs of concepts,
    `weak` those that tell little.
    """

    stop: dict[str, frozenset[str]]
    filler: dict[str, frozenset[str]]
    shorthand: dict[str, dict[tuple[str, ...], tuple[str, ...]]]
    exact: dict[str, dict[str, tuple[str, ...]]]
    single: dict[str, dict[str, tuple[str, ...]]]
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    opposites: dict[str, frozenset[str]]
    weak: frozenset[str]
    zipf: dict[str, Mapping[str, int]]
    forms: frozenset[str] = field(default_factory=frozenset)

    def concepts(self, word: str, lang: str) -> tuple[str, ...]:
        """Return the concepts of a folded word: of itself or its stem in `lang` or, failing that, in the other language."""
        for each in (lang, _other(lang)):
            if each != lang and self.zipf[lang].get(word, 0) > self.zipf[each].get(word, 0):
                break
            known = self.exact[each]
            found = known.get(word) or (known.get(word[:-1]) if word.endswith("s") else None) or self.single[each].get(stem(word, each))
            if found:
                return found
        return ()

    def is_empty(self, word: str, lang: str) -> bool:
        """Whether a folded word carries no content in a language."""
        return word in self.stop[lang] or word in self.filler[lang]

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


def build(data: Mapping[str, Any], zipf: dict[str, Mapping[str, int]]) -> Lexicon:
    """Return the lexicon of lexicon.yaml's data and the word frequencies."""
    stop = {lang: frozenset(_folded(data["stop"][lang])) for lang in LANGUAGES}
    filler = {lang: frozenset(_folded(data["filler"][lang])) for lang in LANGUAGES}
    shorthand = {lang: {tuple(tokens(str(k))): tuple(tokens(str(v))) for k, v in data["shorthand"][lang].items()} for lang in LANGUAGES}
    single: dict[str, dict[str, tuple[str, ...]]] = {lang: {} for lang in LANGUAGES}
    exact: dict[str, dict[str, tuple[str, ...]]] = {lang: {} for lang in LANGUAGES}
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    forms: set[str] = set().union(*stop.values(), *filler.values())
    for lang in LANGUAGES:
        for phrase in data["filler"][lang]:
            parts = tokens(str(phrase))
            if len(parts) > 1:
                phrases[tuple(stem(p, lang) for p in parts)] = ()
    for concept, words in data["concepts"].items():
        for lang in LANGUAGES:
            for word in words[lang]:
                parts = tuple(tokens(str(word)))
                forms.update(parts)
                key = tuple(stem(p, lang) for p in parts)
                if len(key) == 1:
                    exact[lang][parts[0]] = tuple(dict.fromkeys((*exact[lang].get(parts[0], ()), f"c:{concept}")))
                    single[lang][key[0]] = tuple(dict.fromkeys((*single[lang].get(key[0], ()), f"c:{concept}")))
                elif key and (concept.startswith("q_") or any(p not in stop[lang] for p in parts)):
                    phrases[key] = tuple(dict.fromkeys((*phrases.get(key, ()), f"c:{concept}")))
    opposites: dict[str, frozenset[str]] = {}
    for one, other in data["opposites"]:
        for a, b in ((one, other), (other, one)):
            opposites[f"c:{a}"] = opposites.get(f"c:{a}", frozenset()) | {f"c:{b}"}
    return Lexicon(stop, filler, shorthand, exact, single, phrases, opposites, frozenset(f"c:{c}" for c in data["weak"]), zipf, frozenset(forms))


def _folded(words: Iterable[Any]) -> Iterable[str]:
    for word in words:
        yield from tokens(str(word)) if " " not in str(word) else ()
