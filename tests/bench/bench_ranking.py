"""How fast a question to a plain text is answered: `python tests/bench/bench_ranking.py`.

Prints milliseconds to make a text ready and to answer a question from it, for a made-up passage of
5 sentences and a made-up article of 200.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.retrieval.index import index  # noqa: E402 - the checkout is put on the path above
from knowledge.retrieval.lexicon import lexicon  # noqa: E402
from knowledge.retrieval.model import rank  # noqa: E402
from knowledge.retrieval.question import read  # noqa: E402

_RUNS, _WORDS, _ASKED = 100, 22, 9


def sentence(words: list[str], chance: random.Random, length: int) -> str:
    """Return a sentence of words drawn at random, the common ones more often."""
    return " ".join(
        words[int(len(words) * chance.random() ** 3)] for _ in range(length)
    ).capitalize()


def main() -> None:
    """Print the time for each length of text, in both languages."""
    chance = random.Random(0)  # noqa: S311 - the same text each time
    for lang in ("fr", "en"):
        words = list(lexicon(lang).frequency)
        for count in (5, 200):
            made, asked = [], []
            for _ in range(_RUNS):
                text = "\n\n".join(
                    " ".join(f"{sentence(words, chance, _WORDS)}." for _ in range(5))
                    for _ in range(count // 5)
                )
                question = (
                    f"{'Qui' if lang == 'fr' else 'Who'}"
                    f" {sentence(words, chance, _ASKED).lower()} ?"
                )
                start = time.perf_counter()
                ready = index(text, lang)
                between = time.perf_counter()
                rank(ready, read(question, lang))
                made.append((between - start) * 1000)
                asked.append((time.perf_counter() - between) * 1000)
            print(  # noqa: T201
                f"{lang}, {count:3} sentences: made ready in {statistics.median(made):6.2f} ms, a"
                f" question {statistics.median(asked):6.2f} ms"
            )


if __name__ == "__main__":
    main()
