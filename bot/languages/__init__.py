"""The languages that the bot speaks: what it says and what it understands, read from the YAML files
of each in its folder here, or in one that knowledge/language/languages.py finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.language.everyday import Everyday, everyday
from knowledge.language.grammar import Grammar, grammar
from knowledge.language.languages import DEFAULT, LANGUAGES, folders, hollow

FOLDER = Path(__file__).parent
_FILE, _DESK = "language.yaml", "desk.yaml"


@dataclass(frozen=True)
class Language:
    """One language: its sentences, examples of its intents, the marks of its questions.

    `schedule` are the words by which people order briefings, `talk` what they say beside their
    questions.

    `commands` are what each command does, `here` what those do that exist in a terminal alone,
    `editing` what those do that are the editors';
    `names` is what a command is called in this language where not by its own name, `aliases` these
    and other names of commands.
    """

    code: str
    say: Mapping[str, str]
    intents: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, Any]
    commands: Mapping[str, str]
    here: Mapping[str, str]
    editing: Mapping[str, str]
    names: Mapping[str, str]
    aliases: Mapping[str, str]
    schedule: Mapping[str, Any]
    talk: Mapping[str, tuple[str, ...]]
    grammar: Grammar

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with its placeholders filled in; raises KeyError for an unknown
        key.

        A preposition and the article of the name put behind it are contracted, or elided before a
        vowel, as the language does.
        """
        text = self.say[key]
        for name, value in values.items():
            shown = str(value)
            for apart, joined in self.grammar.contractions.items():
                preposition, article = apart.split()
                if shown.startswith(f"{article} "):
                    noun = shown.removeprefix(f"{article} ").replace("{", "{{").replace("}", "}}")
                    text = text.replace(f" {preposition} {{{name}}}", f" {joined} {noun}")
            for preposition in self.grammar.elided:
                if shown[:1].lower() in tuple(self.grammar.vowels):
                    text = text.replace(
                        f" {preposition} {{{name}}}", f" {preposition[:-1]}’{{{name}}}"
                    )
        return text.format(**values)


def load(code: str) -> Language:
    """Read one language, by its code, from its files.

    A sentence that it lacks is said in the default language; of words that it lacks, it knows none.
    """
    data, words = _read(code, _FILE), everyday(code)
    talk = {k: tuple(map(str, v)) for k, v in _read(code, "talk.yaml").items()}
    wishes = {**data["schedule"], **_read(code, "wishes.yaml")}
    numbered = {"days": words.weekday_of, "numbers": words.counts}
    return Language(
        code,
        {f"language_{each}": grammar(each).name(code) for each in LANGUAGES} | data["say"],
        {k: tuple(map(str, v)) for k, v in data["intents"].items()},
        {**data["marks"], **_marks(words)},
        data["commands"],
        data["here"],
        data["editing"],
        data["names"],
        {**data["aliases"], **{name: command for command, name in data["names"].items()}},
        {**wishes, **{key: {**known, **wishes[key]} for key, known in numbered.items()}},
        talk,
        grammar(code),
    )


def _marks(words: Everyday) -> dict[str, Any]:
    """Return the marks that are everyday words."""
    return {
        "months": words.month_of,
        "month_names": words.month_names,
        "weekdays": [day.lower() for day in words.weekday_names],
        "weekday_names": words.weekday_names,
        "weekday_of": words.weekday_of,
        "numbers": words.numbers,
    }


def desk_words(code: str) -> dict[str, str]:
    """Return what the desk's page says in a language, and in the default language where that lacks
    it.
    """
    return {key: str(text) for key, text in {**_file(DEFAULT, _DESK), **_file(code, _DESK)}.items()}


def codes() -> list[str]:
    """Return the codes of the languages that are spoken."""
    return sorted(LANGUAGES)


def files() -> Iterator[Path]:
    """Yield the files that the languages spoken are made of, in a stable order."""
    for folder in folders(FOLDER):
        for code in LANGUAGES:
            yield from sorted((folder / code).glob("*.yaml"))


def _read(code: str, name: str) -> dict[str, Any]:
    """Return what a file of a language holds, filled up with what it lacks."""
    own = _file(code, name)
    if code == DEFAULT:
        return own
    usual = _file(DEFAULT, name)
    filled = {**hollow(usual), **own}
    if name == _FILE:
        # What people read is in the default language where it is not in theirs.
        filled |= {
            part: {**usual[part], **own.get(part, {})}
            for part in ("say", "commands", "here", "editing")
        }
        filled["intents"] = {**dict.fromkeys(usual["intents"], ()), **own.get("intents", {})}
        for part in ("marks", "schedule"):
            filled[part] = {**hollow(usual[part]), **own.get(part, {})}
    return filled


def _file(code: str, name: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - compiled languages are cached, so questions seldom come here

    path = next((p for each in folders(FOLDER) if (p := each / code / name).exists()), None)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(path.read_text("utf-8"), Loader=loader)) if path else {}  # noqa: S506 - a safe loader
