"""The languages that the bot speaks: what it says and what it understands, read from the YAML files
beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_VOWELS = frozenset("aeiouâàéèêëîïôû")
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language: its sentences, examples of its intents, the marks of its questions.

    `schedule` are the words by which people order briefings, `talk` what they say beside their
    questions.

    `commands` are what each command does, `here` what those do that exist in a terminal alone;
    `names` is what a command is called in this language where not by its own name, `aliases` these
    and other names of commands.
    """

    code: str
    say: Mapping[str, str]
    intents: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, Any]
    commands: Mapping[str, str]
    here: Mapping[str, str]
    names: Mapping[str, str]
    aliases: Mapping[str, str]
    schedule: Mapping[str, Any]
    talk: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with its placeholders filled in; raises KeyError for an unknown
        key.

        A preposition and the article of the name put behind it are contracted, or elided before a
        vowel, as the language does.
        """
        text = self.say[key]
        for name, value in values.items():
            for apart, joined in self.marks["contractions"].items():
                preposition, article = apart.split()
                if str(value).startswith(f"{article} "):
                    bare = str(value).removeprefix(f"{article} ")
                    escaped = bare.replace("{", "{{").replace("}", "}}")
                    text = text.replace(f" {preposition} {{{name}}}", f" {joined} {escaped}")
            for preposition in self.marks["elided"]:
                if str(value)[:1].lower() in _VOWELS:
                    text = text.replace(
                        f" {preposition} {{{name}}}", f" {preposition[:-1]}’{{{name}}}"
                    )
        return text.format(**values)


def load(code: str) -> Language:
    """Read one language ("fr" or "en") from its file."""
    data = _read(FOLDER / code / "language.yaml")
    intents = {k: tuple(map(str, v)) for k, v in data["intents"].items()}
    marks = {**data["marks"], "weekday_of": _weekdays(data["marks"])}
    aliases = {**data["aliases"], **{name: command for command, name in data["names"].items()}}
    talk = {k: tuple(map(str, v)) for k, v in _read(FOLDER / code / "talk.yaml").items()}
    wishes = {**data["schedule"], **_read(FOLDER / code / "wishes.yaml")}
    return Language(
        code,
        data["say"],
        intents,
        marks,
        data["commands"],
        data["here"],
        data["names"],
        aliases,
        wishes,
        talk,
    )


def _weekdays(marks: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of each weekday (Monday is 0) by its names in full, in the plural and in
    short.
    """
    full = {name: number for number, name in enumerate(marks["weekdays"])}
    return {
        **marks["weekday_short"],
        **{f"{name}s": number for name, number in full.items()},
        **full,
    }


def lexicon() -> dict[str, Any]:
    """Read the bilingual lexicon."""
    return dict(_read(FOLDER / "lexicon.yaml"))


def codes() -> list[str]:
    """Return the codes of the languages that are spoken: a folder each."""
    return sorted(path.parent.name for path in FOLDER.glob("*/language.yaml"))


def files() -> list[Path]:
    """Return the files that languages are made of."""
    return sorted(FOLDER.rglob("*.yaml"))


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML data
    import yaml  # noqa: PLC0415 - compiled languages are cached, so questions seldom come here

    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
