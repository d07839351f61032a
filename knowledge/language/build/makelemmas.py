"""Makes lemmas.txt of each language: dictionary forms of common words whose stem does not show
them.

    python -m knowledge.language.build.makelemmas

For developers: needs wordfreq and simplemma, which the program itself does without.
"""

from __future__ import annotations

from knowledge.language.languages import FOLDER, LANGUAGES
from knowledge.language.words import fold, stem
from knowledge.retrieval.lexicon import lexicon

COMMAND = "python -m knowledge.language.build.makelemmas"
WORDS = 60_000


def lemmas(lang: str) -> dict[str, str]:
    """Return the folded words of a language with their folded lemma, where the two have not the
    same stem.
    """
    from simplemma import lemmatize
    from wordfreq import top_n_list

    stop = lexicon(lang).stop
    found: dict[str, str] = {}
    for word in top_n_list(lang, WORDS):
        form = fold(word)
        if not word.isalpha() or form in found or form in stop:
            continue
        lemma = str(lemmatize(word, lang=lang))
        base = fold(lemma)
        if (
            not lemma[:1].isupper()
            and base.isalpha()
            and base not in stop
            and stem(base, lang) != stem(form, lang)
        ):
            found[form] = base
    return found


def main() -> None:
    """Make both files and print how many words each holds."""
    for lang in LANGUAGES:
        found = lemmas(lang)
        head = (
            f"# Word, tab, lemma: by simplemma (Adrien Barbaresi, MIT) for the {WORDS} most "
            f"frequent tokens ({lang}) of wordfreq; made by `{COMMAND}`"
        )
        path = FOLDER / lang / "lemmas.txt"
        path.write_text(
            "\n".join([head, *(f"{word}\t{lemma}" for word, lemma in found.items())]) + "\n",
            encoding="utf-8",
        )
        print(f"{path.name}: {len(found)} words")


if __name__ == "__main__":
    main()
