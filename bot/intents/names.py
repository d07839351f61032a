"""Finding names in a message: the longest forms, word by word, over its content words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.intents.layers import Either, Layered
from bot.intents.tokens import Token, tokenise
from bot.intents.vocabulary import HARD, Name
from knowledge.language.grammar import everywhere
from knowledge.language.words import tokens

_ARTICLES = frozenset(t for w in everywhere(lambda g: g.articles + g.of) for t in tokens(w))
_LANDS = frozenset({"country", "place"})
# From how many letters a word may be a slip for one of a name.
_SHORTEST = 3


class Found(NamedTuple):
    """A name in a message: which, and the positions of its words among the tokens."""

    name: Name
    at: tuple[int, ...]


@lru_cache(maxsize=2048)
def singular(word: str) -> str:
    """Return a folded word without its plural s."""
    return word[:-1] if len(word) > 4 and word.endswith("s") else word  # noqa: PLR2004 - shorter words are seldom plurals


@dataclass
class NameFinder:
    """Names by the content words of their forms.

    `acronyms` are forms that are ordinary words in lower case: they count only where written in
    capitals. `cased` are such that need one capital only. `pairs` are, for the names of lands of
    two words that something here speaks of, the words that stand before (False) or after (True)
    each.
    """

    forms: Mapping[tuple[str, ...], list[Name]] = field(default_factory=lambda: defaultdict(list))
    acronyms: set[str] = field(default_factory=set)
    cased: set[str] = field(default_factory=set)
    longest: int = 1
    pairs: dict[tuple[str, bool], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, names: Iterable[Name], is_empty: Callable[[str], bool], is_word: Callable[[str], bool]
    ) -> NameFinder:
        """Return a finder for names; `is_empty` tells words without content, `is_word` words that
        mean something else too.
        """
        finder = cls()
        for full in names:
            name = full._replace(forms=(), cased=frozenset())
            for form in full.forms:
                parts = tokenise(form)
                words = [t.text for t in parts]
                finder.acronyms.update(t.text for t in parts if t.acronym and is_empty(t.text))
                key = tuple(
                    singular(t.text) for t in parts if not is_empty(t.text) or t.acronym
                ) or tuple(words)
                bare = len(key) == 1 < len(words)
                maimed = bare and any(w not in _ARTICLES for w in words if singular(w) != key[0])
                if (bare and name.kind == "outside" and (maimed or is_word(key[0]))) or (
                    maimed and is_word(key[0])
                ):
                    continue
                if len(words) > 1 and all(is_empty(w) for w in words):
                    continue
                if (
                    len(words) == 1
                    and form.isupper()
                    and len(form) < 5  # noqa: PLR2004
                    and (is_empty(words[0]) or is_word(words[0]))
                ):
                    finder.acronyms.add(words[0])
                finder.cased.update(key if " ".join(words) in full.cased else ())
                finder._add(key, name)
                if len(key) in {2, 3} and (name.kind in HARD or name.kind == "topic"):
                    finder._add(("".join(words),), name)
        return finder

    def joined(self, own: NameFinder) -> NameFinder:
        """Return a finder for these names and `own` ones, which go before names of the world
        outside that are spelt the same.
        """
        made = NameFinder(
            Layered(own.forms, self.forms),
            self.acronyms | own.acronyms,
            self.cased | own.cased,
            max(self.longest, own.longest),
            self.pairs | own.pairs,
        )
        # What is worked out of thousands of forms is put together from what both know already.
        heads = {word: max(length, self.heads.get(word, 0)) for word, length in own.heads.items()}
        made.__dict__.update(
            heads=Layered(heads, self.heads), vocabulary=Either(own.words, self.vocabulary)
        )
        return made

    def _add(self, key: tuple[str, ...], name: Name) -> None:
        known = self.forms[key]
        if name not in known and not (
            name.kind == "outside" and any(n.kind != "outside" for n in known)
        ):
            known[:] = [n for n in known if n.kind != "outside" or name.kind == "outside"]
            known.append(name)
            if len(key) == 2 and name.kind in _LANDS:  # noqa: PLR2004 - a pair
                for word, after, other in ((key[0], True, key[1]), (key[1], False, key[0])):
                    self.pairs[word, after] = self.pairs.get((word, after), frozenset()) | {other}
            self.longest = max(self.longest, len(key))

    @cached_property
    def heads(self) -> Mapping[str, int]:
        """How many words the longest form has that begins with a word, by that word."""
        longest: dict[str, int] = {}
        for key in self.forms:
            longest[key[0]] = max(len(key), longest.get(key[0], 0))
        return longest

    @cached_property
    def words(self) -> frozenset[str]:
        """Every single word that occurs in a name, without its plural s."""
        return frozenset(w for key in self.forms for w in key)

    @cached_property
    def vocabulary(self) -> Container[str]:
        """The same words, to be asked for one by one."""
        return self.words

    def completed(self, words: list[Token], is_empty: Callable[[str], bool]) -> list[Token]:
        """Return words with one slip mended in the name of a land of two words whose other word is
        right, be the slip a word too ("core du nord").
        """
        content = [i for i, t in enumerate(words) if not is_empty(t.text)]
        for first, second in pairwise(content):
            for right, after, at in ((first, True, second), (second, False, first)):
                word = words[at].text
                others = self.pairs.get((singular(words[right].text), after), frozenset())
                if others and singular(word) not in others and len(word) >= _SHORTEST:
                    near = min(
                        (
                            w
                            for w in others
                            if w[0] == word[0] and OSA.distance(w, word, score_cutoff=1) == 1
                        ),
                        default=None,
                    )
                    words[at] = words[at]._replace(text=near) if near else words[at]
        return words

    def find(
        self, words: Sequence[Token], is_empty: Callable[[str], bool], *, shouting: bool = False
    ) -> list[Found]:
        """Return the names in a message, the hard ones without overlap, the others wherever they
        occur.

        `shouting` tells that the message is all in capitals, so that capitals mark nothing.
        """
        content = [
            i
            for i, t in enumerate(words)
            if not is_empty(t.text) or (t.text in self.acronyms and t.acronym and not shouting)
        ]
        reach = [self.heads.get(singular(words[i].text), 0) for i in content]
        if not any(reach):
            return []
        hard = self._pass(words, content, reach, lambda n: n.kind in HARD, shouting=shouting)
        soft = self._pass(words, content, reach, lambda n: n.kind not in HARD, shouting=shouting)
        hard = [
            h
            for h in hard
            if h.name.kind != "outside" or not any(set(h.at) < set(s.at) for s in soft)
        ]
        soft = [s for s in soft if not any(set(s.at) < set(h.at) for h in hard)]
        return sorted(hard + soft, key=lambda f: f.at[0])

    def _pass(
        self,
        words: Sequence[Token],
        content: list[int],
        reach: list[int],
        wanted: Callable[[Name], bool],
        *,
        shouting: bool,
    ) -> list[Found]:
        """Return the names of a kind; `reach` tells of each content word how many words the longest
        form has that begins with it.
        """
        found, i = [], 0
        while i < len(content):
            for size in range(min(reach[i], len(content) - i), 0, -1):
                at = tuple(content[i : i + size])
                names = self._lookup(words, at, shouting=shouting)
                hits = [n for n in names if wanted(n)]
                if hits:
                    found += [Found(n, at) for n in hits]
                    i += size - 1
                    break
            i += 1
        return found

    def _lookup(self, words: Sequence[Token], at: tuple[int, ...], *, shouting: bool) -> list[Name]:
        if len(at) == 1 and words[at[0]].text in self.acronyms and not words[at[0]].acronym:
            return []
        key = tuple(singular(words[i].text) for i in at)
        names = self.forms.get(key, [])
        if (
            names
            and key[0] in self.cased
            and len(key) == 1
            and (shouting or not words[at[0]].raw[:1].isupper())
        ):
            return [n for n in names if n.kind != "outside"]
        return names
