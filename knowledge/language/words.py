"""Words: one spelling for what people type in many, tokens and stems.

Pure functions on strings; knows no report and no chat, so every layer may use it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

from knowledge.language.grammar import grammar

_TOKEN = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]",
)
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`\u2032", "'"))
# Letters of other scripts that look like Latin ones (Unicode TR 39, "confusables", the single
# letters in daily use): those of the very same shape, and those that only resemble one.
_SAME_SHAPE = dict(
    zip(
        "аеорсхуіјѕԁһԛԝАВЕЅІЈКМНОРСТУХονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcxyijsdhqwABESIJKMHOPCTYXovABEZHIKMNOPTYX",
        strict=True,
    )
)
_LIKE = str.maketrans(_SAME_SHAPE | dict(zip("кмтвнαερτυικχη", "kmtbhaeptuikxn", strict=True)))
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]")
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")  # Unicode's blocks of such Latin letters
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_QUOTES = re.compile('[«»“”„"]')
_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_ACCENTS = re.compile(
    "(?<=[a-z0-9])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_SHORT = 3
_LONG = 4096
_MOST_MARKS = 30
# No combining mark is a letter, a digit, a space or below U+0300.
_ROW = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")


def visible(text: str) -> str:
    """Return the text in NFKC without control, zero-width and direction characters; line breaks and
    tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _message(text) if len(text) <= _LONG else _visible(text)


def _visible(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _stream_safe(_INVISIBLE.sub("", text))))
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() or _is_seen(c) else " " for c in text)
    )


# One message is read in a dozen places; a whole document is not kept.
_message = lru_cache(maxsize=64)(_visible)


def _is_seen(c: str) -> bool:
    """Whether a character that Python calls unprintable is one of a text all the same (a space)."""
    return c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"}


def _stream_safe(text: str) -> str:
    """Return the text with at most 30 combining marks in a row, as in Unicode's Stream-Safe Text
    Format (UAX 15, section 13).

    Normalising takes time with the square of such a row, of which no writing has more than a few.
    """
    return _ROW.sub(lambda row: _few_marks(row.group()), text)


def _few_marks(text: str) -> str:
    kept, row = [], 0
    for c in text:
        row = row + 1 if unicodedata.combining(c) else 0
        if row <= _MOST_MARKS:
            kept.append(c)
    return "".join(kept)


def straight(text: str) -> str:
    """Return the text with every kind of apostrophe as a straight one."""
    return text.translate(_APOSTROPHES)


def unaccented(text: str) -> str:
    """Return the text, as long as it is, with each Latin letter that has a mark as the letter
    alone.
    """
    return _MARKED.sub(lambda m: unicodedata.normalize("NFD", m.group())[0], text)


def latin(text: str) -> str:
    """Return the text with letters of other scripts that pass for Latin ones replaced, where they
    do pass for them.

    In a word that holds Latin letters too, every look-alike is replaced. A word of nothing but
    look-alikes is replaced where the text around it is Latin, or where it has three letters or more
    of the very same shape and nothing in the text is plainly of another script. So a sentence in
    Cyrillic or Greek stays what it is. Length and case are kept.
    """
    if not _OTHER_SCRIPT.search(text):
        return text
    words = _LETTERS.findall(text)
    other = any(_is_other(w) for w in words)
    around = any(_LATIN.search(w) for w in words)
    return _LETTERS.sub(lambda m: _turned(m.group(), other=other, around=around), text)


def _is_other(word: str) -> bool:
    """Whether a word is plainly of another script: it holds one of its own letters and none of
    Latin.
    """
    return bool(_OTHER_SCRIPT.search(word.translate(_LIKE))) and not _LATIN.search(word)


def _turned(word: str, *, other: bool, around: bool) -> str:
    if word.isascii():
        return word
    turned = word.translate(_LIKE)
    if _LATIN.search(word):
        return turned
    alone = len(word) >= _SHORT and all(c in _SAME_SHAPE for c in word)
    return turned if turned.isascii() and not other and (around or alone) else word


def fold(text: str) -> str:
    """Return the text in lower case, without accents or look-alike letters, with straight
    apostrophes and plain digits.

    Only Latin letters lose their accents: those of other scripts are letters of their own (Cyrillic
    й is not и).
    """
    text = visible(straight(text))
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize(
        "NFD", latin(unicodedata.normalize("NFC", text)).casefold().translate(_LIGATURES)
    )
    text = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m.group())), _ACCENTS.sub("", text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class _Stemmers(threading.local):
    """The stemmers of a thread: each has state of its own, so that no two threads may share one."""

    def __init__(self) -> None:
        self.by_name: dict[str, Stemmer.Stemmer] = {}

    def named(self, name: str) -> Stemmer.Stemmer:
        """Return a stemmer by its name."""
        if name not in self.by_name:
            self.by_name[name] = Stemmer.Stemmer(name, 0)
        return self.by_name[name]


_STEMMERS = _Stemmers()


def tokens(text: str) -> list[str]:
    """Return the folded words and numbers of a text, elided articles and hyphens taken apart."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=8)
def _before_stemming(lang: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of what is put right before words of a language are stemmed."""
    return tuple(re.compile(pattern) for pattern, _ in grammar(lang).before_stemming)


@lru_cache(maxsize=8192)
def stem(word: str, lang: str) -> str:
    """Return the Snowball stem of a folded word in a language, by its code; without a stemmer, the
    word itself.

    What folding takes from the stemmer is put right before: the French one knows participles by
    their accents, so that "fondee" is read as "fonder".
    """
    known = grammar(lang)
    for pattern, (_, instead) in zip(_before_stemming(lang), known.before_stemming, strict=True):
        word = pattern.sub(instead, word)
    return str(_STEMMERS.named(known.stemmer).stemWord(word)) if known.stemmer else word


def same_words(text: str) -> str:
    """Return a text in one spelling for what differs only in spaces, apostrophes, quotation marks
    or case.
    """
    text = _QUOTES.sub(" ", visible(straight(text)))
    return _SPACES.sub(" ", text).strip().strip(".,;:! ").casefold()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of a text without the space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
