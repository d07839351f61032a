"""Kinds of values in config.yaml: pydantic checks each, and `Must` says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    Strict,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from rapidfuzz import process

from bot import languages
from bot.config.folder import FOLDER, located

ALIKE = 60
_ZONE = "zone: Africa/Nairobi"


@dataclass(frozen=True)
class Must:
    """What a value must be, as the end of a sentence, and an example of one."""

    be: str
    example: str

    def __get_pydantic_core_schema__(
        self, kind: object, of: Callable[..., CoreSchema]
    ) -> CoreSchema:
        """Put one error with these words in the place of all that pydantic would tell."""
        wording = {
            "what": f"must be {self.be}.",
            "remedy": f"Write, for example, `{self.example}`.",
        }
        return core_schema.custom_error_schema(
            of(kind), "wrong", custom_error_message="{what}", custom_error_context=wording
        )


def wrong(what: str, remedy: str, **more: str) -> PydanticCustomError:
    """Return the same error where the words depend on the value."""
    return PydanticCustomError("wrong", "{what}", {"what": what, "remedy": remedy, **more})


def _folder(path: Path, info: ValidationInfo[Any]) -> Path:
    if path == Path():
        raise ValueError
    return located(info.context["folder"], path)


def _report(name: str, info: ValidationInfo[Any]) -> str:
    """Return a report's name as it is; a path is told by a slash or a folder that is there."""
    path = located(info.context["folder"], name)
    return str(path) if "/" in name or path.is_dir() else name


def _language(code: object) -> object:
    known = languages.codes()
    if code not in known:
        remedy = f"Write, for example, `language: {known[0]}`."
        raise wrong(f"must be one of {', '.join(known)}.", remedy)
    return code


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        near = process.extractOne(name, sorted(available_timezones()), score_cutoff=ALIKE)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Write, for example, `{_ZONE}`."
        raise wrong(f"names the time zone {name!r}, which does not exist.", remedy) from None


def _url(text: str) -> str:
    url = HttpUrl(text)
    if url.query or url.fragment or not url.port:
        raise ValueError
    return str(url).rstrip("/")


def _link(text: str) -> str:
    """Return the address of a page or feed, without the fragment, which is not sent."""
    try:
        url = HttpUrl(text)
    except ValidationError:
        example = "Write, for example, `https://www.example.org/feed.xml`."
        raise wrong("must be an address with https:// or http://.", example) from None
    if url.username or url.password:
        remedy = "Name the variable that holds them as `authorization_env`."
        raise wrong("holds a name or password.", remedy)
    return str(url).partition("#")[0]


# What ids of chats are like where they are like anything.
_CHATS = {"telegram": r"-?[0-9]+|@\w+", "matrix": r"!.+"}


def _chat(chat: tuple[str, str]) -> tuple[str, str]:
    if not re.fullmatch(_CHATS.get(chat[0], ".+"), chat[1]):
        raise ValueError
    return chat


def _apart(pattern: str) -> BeforeValidator:
    """Return what takes a text apart into the groups of a pattern, where it fits."""

    def groups(value: object) -> object:
        match = re.fullmatch(pattern, value) if isinstance(value, str) else None
        return tuple(g for g in match.groups() if g is not None) if match else value

    return BeforeValidator(groups)


Text = Annotated[str, Field(pattern=r"\S"), Must("text", '"12"')]
Folder = Annotated[Path, AfterValidator(_folder), Must(*FOLDER)]
Reports = Annotated[
    tuple[Annotated[str, Field(min_length=1), AfterValidator(_report)], ...],
    Must("a list of names and paths", "reports: [name, /path/of/a/folder]"),
]
Language = Annotated[str, BeforeValidator(_language)]
Zone = Annotated[str, Must("a time zone", _ZONE), AfterValidator(_zone)]
Count = Annotated[int, Strict(), Field(ge=0), Must("a whole number, 0 meaning no limit", "20")]
Switch = Annotated[bool, Strict(), Must("true or false", "true")]
Log = Annotated[Literal["text", "json"], Must("one of text, json", "text")]
Url = Annotated[
    str, AfterValidator(_url), Must("a URL with https:// or http://", "https://example.org")
]
Link = Annotated[str, Must("text", "https://www.example.org"), AfterValidator(_link)]
Name = Annotated[
    str,
    Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$"),
    Must("named by at most 40 small letters, digits and hyphens", "council-news:"),
]
Words = Annotated[
    tuple[Annotated[str, Field(pattern=r"\S")], ...], Must("a list of words", "[ministers, budget]")
]
Taken = Annotated[Literal["auto", "entry", "link"], Must("one of auto, entry, link", "text: auto")]
Pause = Annotated[
    float,
    Strict(),
    Field(gt=0, le=1440),
    Must("a number of minutes, more than 0 and at most 1440", "15"),
]
Address = Annotated[
    tuple[str, Annotated[int, Field(le=65535)]],
    _apart(r"\[?(.+?)\]?:([0-9]{1,5})"),
    Must("an address and a port", "listen: 127.0.0.1:9464"),
]
Chat = Annotated[
    tuple[Literal["console", "telegram", "matrix"], str],
    AfterValidator(_chat),
    _apart(r"\s*(\S+)\s+(\S+)\s*"),
    Must("a platform (console, telegram, matrix) and a chat's id on it", 'chat: "telegram 12345"'),
]
Editors = Annotated[
    tuple[
        Annotated[
            tuple[Literal["telegram", "matrix"], str],
            _apart(r"\s*(telegram)\s+([0-9]+)\s*|\s*(matrix)\s+(@\S+)\s*"),
        ],
        ...,
    ],
    Must(
        "a list of people, each a platform and a user's id on it",
        'editors: ["telegram 12345", "matrix @you:example.org"]',
    ),
]
Ids = Annotated[
    tuple[Annotated[str, Field(coerce_numbers_to_str=True, pattern="^-?[0-9]+$")], ...],
    Must("a list of ids, which are whole numbers", "[12345, -100678]"),
]
Prefix = Annotated[
    str,
    Field(pattern=r"^[^\p{Alphabetic}\p{N}\s]{1,3}$"),
    Must("one to three characters without letters, digits and spaces", 'prefix: "!"'),
]
Users = Annotated[
    tuple[Annotated[str, Field(pattern="^@.")], ...],
    Must("a list of names that begin with @", '["@you:example.org"]'),
]
Servers = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...], Must("a list of names", '["example.org"]')
]
Rooms = Annotated[
    tuple[Annotated[str, Field(pattern="^!.")], ...],
    Must("a list of names that begin with !", '["!room:example.org"]'),
]
