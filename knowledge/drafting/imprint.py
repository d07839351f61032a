"""The imprint of a text: what its file's own data says of it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from knowledge.drafting.dates import absolute
from knowledge.language.languages import LANGUAGES


@dataclass(frozen=True)
class Imprint:
    """What is known of a text beside its words: title, language (a code that the program knows),
    day, who wrote it and who published it; what is not known is "" or None.
    """

    title: str = ""
    lang: str = ""
    date: dt.date | None = None
    author: str = ""
    publisher: str = ""


UNKNOWN = Imprint()


def day_of(given: object) -> dt.date | None:
    """Return the day of a date as data gives it: a date, "2022-05-17T08:30:00+02:00", or in the
    words of a language; None for none.
    """
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    words = str(given or "").strip()
    with suppress(ValueError):
        return dt.date.fromisoformat(words[:10])
    return next((d.day for lang in LANGUAGES for d in absolute(words, lang)), None)


def names_of(given: object) -> str:
    """Return the names that data gives of one or several people or bodies: a text, an object with a
    name, or a list of such.
    """
    if isinstance(given, list):
        return ", ".join(filter(None, map(names_of, given)))
    name = given.get("name") if isinstance(given, dict) else given
    return " ".join(name.split()) if isinstance(name, str) else ""


def code_of(given: object) -> str:
    """Return the code of a language as data gives it ("fr-CA"), "" for one that is not known."""
    code = str(given or "").strip()[:2].lower()
    return code if code in LANGUAGES else ""
