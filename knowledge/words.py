"""Words: one spelling for what people type in many, tokens and stems.

Pure functions on strings; knows no report and no chat, so every layer may use it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

LANGUAGES = ("fr", "en")
_STEMMERS = {"fr": Stemmer.Stemmer("french", 0), "en": Stemmer.Stemmer("english", 0)}
_TOKEN = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACED_OUT = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'"}
# Letters of other scripts that look like Latin ones (Unicode TR 39, "confusables", the single letters in daily use).
_LOOKALIKES = str.maketrans("аеорсхуіјѕԁһкмтвнгαοερτυικνχ", "aeopcxyijsdhkmtbhraoeptuiknx")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def visible(text: str) -> str:
    """Return the text in NFKC without control, zero-width and direction characters; line breaks stay."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} else " " for c in text)


def straight(text: str) -> str:
    """Return the text with every kind of apostrophe as a straight one."""
    for curly, plain in _SPACED_OUT.items():
        text = text.replace(curly, plain)
    return text


def fold(text: str) -> str:
    """Return the text in lower case, without accents or look-alike letters, with straight apostrophes.

    The letters of another script that look Latin are replaced only in words that hold Latin letters too, or hold
    nothing but look-alikes, so that a sentence in Russian or Greek stays what it is.
    """
    text = straight(visible(text)).casefold().translate(_LIGATURES)
    text = " ".join(_latin(word) for word in text.split(" "))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _latin(word: str) -> str:
    if word.isascii():
        return word
    turned = word.translate(_LOOKALIKES)
    mixed = re.search(r"[a-z]", word) and turned != word
    return turned if mixed or (len(word) > 1 and turned.isascii()) else word


def tokens(text: str) -> list[str]:
    """Return the folded words and numbers of a text, elided articles and hyphens taken apart."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=32768)
def stem(word: str, lang: str) -> str:
    """Return the Snowball stem of a folded word in a language ("fr" or "en")."""
    return str(_STEMMERS[lang].stemWord(word))


def same_words(text: str) -> str:
    """Return a text in one spelling for what differs only in spaces, apostrophes, quotation marks or case."""
    text = re.sub(r"[«»“”„\"]", " ", straight(visible(text)))
    return re.sub(r"\s+", " ", text).strip().strip(".,;:! ").casefold()
