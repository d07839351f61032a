"""The configuration: what is read, what is refused and with which words, and that secrets stay
secret.
"""

from __future__ import annotations

import logging
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.config.config import Config, Console, Database, Limits, Matrix, Source, Telegram
from bot.config.errors import ConfigError
from bot.config.folder import usual_data
from bot.config.reader import KEYS, read_config
from bot.config.secret import Secret

EXAMPLE = Path(__file__).resolve().parents[3] / "config.example.yaml"
HOME = {"XDG_DATA_HOME": "/somewhere"}
FULL = """
reports: [built-in, ./mine, theirs]
data: here
language: fr
zone: Europe/Paris
database: {url_file: url.txt}
platforms:
  console:
  telegram: {token_env: TOKEN}
  matrix: {homeserver: "https://example.org", user: "@b:example.org", password_file: password.txt}
limits: {catch_up_hours: 1.5, inbox_hours: 2}
"""


def config(folder: Path, text: str, environment: Mapping[str, str] = HOME) -> Config:
    """Return what a configuration of this text says."""
    (folder / "config.yaml").write_text(text, "utf-8")
    return read_config(folder / "config.yaml", environment)


def problems(folder: Path, text: str) -> list[str]:
    """Return the problems of a configuration of this text, each without its file."""
    with pytest.raises(ConfigError) as error:
        config(folder, text)
    return [
        str(problem).removeprefix(f"{folder / 'config.yaml'}:") for problem in error.value.problems
    ]


def test_everything(tmp_path: Path) -> None:
    """Each key is read as its type; relative paths begin at the file; secrets come from the
    environment or a file.
    """
    (tmp_path / "url.txt").write_text("sqlite:///x\n")
    (tmp_path / "password.txt").write_text("hunter2\n")
    (tmp_path / "theirs").mkdir()
    assert config(tmp_path, FULL, {"TOKEN": "12:ab"}) == Config(
        tmp_path / "here",
        ("built-in", str(tmp_path / "mine"), str(tmp_path / "theirs")),
        "fr",
        "Europe/Paris",
        Database(Secret("sqlite:///x")),
        {
            "console": Console(),
            "telegram": Telegram(Secret("12:ab")),
            "matrix": Matrix("https://example.org", "@b:example.org", Secret("hunter2")),
        },
        Limits(1.5, 2.0),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "reports:\nlimits:\n"])
def test_defaults(tmp_path: Path, text: str) -> None:
    """What is not given has its default."""
    assert config(tmp_path, text) == Config(Path("/somewhere/briefing-bot"))
    assert usual_data({}) == Path.home() / ".local" / "share" / "briefing-bot"


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every problem is told, in the order of lines, each with what to do; an unknown key with the
    nearest known one.
    """
    text = (
        "raports: []\nlanguage: de\nzone: Europe/Pari\nplatforms:\n  telgram: {}\nlimits:\n "
        " catch_up_hours: 100\n  inbox_hours: soon\nreports: x\n"
    )
    assert problems(tmp_path, text) == [
        "1: raports is not a known key. Did you mean 'reports'?",
        "2: language must be one of en, fr. Write, for example, `language: en`.",
        (
            "3: zone names the time zone 'Europe/Pari', which does not exist. Did you mean"
            " 'Europe/Paris'?"
        ),
        "5: platforms.telgram is not a known key. Did you mean 'telegram'?",
        (
            "7: limits.catch_up_hours must be a number of hours, more than 0 and at most 12. Write,"
            " for example, `3`."
        ),
        (
            "8: limits.inbox_hours must be a number of hours, more than 0 and at most 24. Write,"
            " for example, `3`."
        ),
        (
            "9: reports must be a list of names and paths. Write, for example, `reports: [name,"
            " /path/of/a/folder]`."
        ),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "1: the file must hold keys."),
        ("a: [\n", "is not YAML"),
        ("data: x\ndata: y\n", "2: has the key 'data' twice."),
        ("data: 3\n", "1: data must be the path of a folder."),
        ("language: 3\n", "1: language must be one of"),
        ("zone: ../etc/passwd\n", "1: zone names the time zone"),
        ("zone: 3\n", "1: zone must be a time zone."),
        ("reports: [1]\n", "1: reports must be a list"),
        ("limits: {catch_up_hours: .nan}\n", "1: limits.catch_up_hours must be"),
        ("limits: {catch_up_hours: true}\n", "1: limits.catch_up_hours must be"),
        ("limits: [1]\n", "1: limits must hold keys. Write `catch_up_hours:`"),
        ("platforms: console\n", "1: platforms must hold keys."),
        (
            "platforms: {console: {color: 1}}\n",
            "1: platforms.console.color is not a known key. Remove it; nothing stands here.",
        ),
        (
            "platforms:\n  telegram:\n",
            "2: platforms.telegram needs one of token_env and token_file.",
        ),
        (
            "platforms:\n  telegram: {token_env: A, token_file: b}\n",
            "2: platforms.telegram needs one of",
        ),
        (
            "platforms:\n  telegram: {token_env: NOT_SET}\n",
            "2: platforms.telegram.token_env names the variable NOT_SET",
        ),
        ("platforms:\n  telegram: {token_file: not-there}\n", "cannot be read (No such file"),
        (
            "platforms:\n  telegram: {token: 12345}\n",
            "platforms.telegram.token is not a known key. Did you mean 'token_env'?",
        ),
        (
            "platforms:\n  matrix: {password_env: X}\n",
            "2: platforms.matrix needs text under 'homeserver'.",
        ),
        ("database: {}\n", "1: database needs one of url_env and url_file."),
        ("database: postgresql://user:hunter2@host/x\n", "1: database must hold keys."),
    ],
)
def test_each_refusal(tmp_path: Path, text: str, said: str) -> None:
    """What does not fit is refused with its line and key, and never with a secret that stands in
    the wrong place.
    """
    found = problems(tmp_path, text)
    assert any(said in problem for problem in found), found
    assert not any("hunter2" in problem or "12345" in problem for problem in found)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is a problem like any other."""
    with pytest.raises(ConfigError, match=r"config\.yaml: does not exist"):
        read_config(tmp_path / "config.yaml", {})


def test_a_token_that_can_be_none(tmp_path: Path) -> None:
    """A token with a space in it, as from copying too much, is a problem with its line; the token
    is not shown.
    """
    with pytest.raises(
        ConfigError, match=r":2: platforms\.telegram has a token .*BotFather"
    ) as error:
        config(tmp_path, "platforms:\n  telegram: {token_env: A}\n", {"A": "token: 12:hunter2"})
    assert "hunter2" not in str(error.value)


def test_secrets_are_not_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """However a secret or what holds it is printed or logged, its value does not appear; nor does
    it reach a pickle.
    """
    (tmp_path / "url.txt").write_text("hunter2")
    (tmp_path / "password.txt").write_text("hunter2")
    found = config(tmp_path, FULL, {"TOKEN": "hunter2"})
    assert found.database is not None
    logging.getLogger("test").warning("%s %r %s", found, found, found.database.url)
    shown = [str(found), repr(found), f"{found.database.url} {found.database.url!r}", caplog.text]
    assert not any("hunter2" in text for text in shown)
    assert found.database.url.reveal() == "hunter2"
    with pytest.raises(TypeError):
        pickle.dumps(found.database.url)


def known(keys: Mapping[str, Any], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return every key by the way that leads to it."""
    return {(*above, key) for key in keys} | {
        way for key, below in keys.items() if below for way in known(below, (*above, key))
    }


def documented(text: str) -> set[tuple[str, ...]]:
    """Return every key of the example, those commented out too, by indentation."""
    found, way = set(), list[tuple[int, str]]()
    for line in text.splitlines():
        match = re.fullmatch(r"( *)(?:# )?( *)([a-z_]+):(?: .*)?", line)
        if match:
            depth = len(match[1]) + len(match[2])
            way = [*[(d, k) for d, k in way if d < depth], (depth, match[3])]
            found.add(tuple(k for _, k in way))
    return found


def test_every_key_is_documented() -> None:
    """The example holds every key that is known and no other."""
    assert documented(EXAMPLE.read_text("utf-8")) == known(KEYS)


def test_the_example_says_the_defaults(tmp_path: Path) -> None:
    """The example is read without a problem, and says nothing else than the defaults, also with its
    simple keys uncommented.
    """
    text = EXAMPLE.read_text("utf-8")
    usual = Config(Path("/somewhere/briefing-bot"), platforms={"console": Console()})
    assert read_config(EXAMPLE, HOME) == usual
    simple = re.sub(
        r"(?m)^( {0,2})# ((?:reports|language|zone|limits|catch_up_hours|inbox_hours):)",
        r"\1\2",
        text,
    )
    assert simple.count("# ") == text.count("# ") - 6
    assert config(tmp_path, simple) == usual


def test_sources(tmp_path: Path) -> None:
    """A source is one of three kinds, under a name of the operator's; a secret stands elsewhere."""
    text = (
        "sources:\n  council: {feed: 'https://example.org/f?a=1#top', authorization_env: KEY}\n"
        "  drop: {folder: drop, first: 0, include: [oss]}\n"
    )
    assert config(tmp_path, text, {**HOME, "KEY": "Bearer x"}).sources == {
        "council": Source(feed="https://example.org/f?a=1", authorization=Secret("Bearer x")),
        "drop": Source(folder=tmp_path / "drop", first=0, include=("oss",)),
    }
    assert config(tmp_path, text, {**HOME, "KEY": "Bearer x"}).secrets() == ["Bearer x"]


def test_sources_that_cannot_be(tmp_path: Path) -> None:
    """What is wrong with a source is told at its line, under its name, with what to write."""
    text = """sources:
  A town: {feed: "https://example.org"}
  a: {feed: "ftp://example.org"}
  b: {feed: "https://you:me@example.org"}
  c: {feed: "https://example.org", folder: drop}
  d: {}
  e: {feeds: "https://example.org"}
  f: {page: "https://example.org", minutes: 0, text: all, first: -1}
  g: {page: "https://example.org", authorization: Bearer}
"""
    found = problems(tmp_path, text)
    assert [line.partition(" ")[0] for line in found] == [
        f"{n}:" for n in (2, 3, 4, 5, 6, 7, 8, 8, 8, 9)
    ]
    for said in (
        "sources.A town must be named by at most 40 small letters",
        "sources.a.feed must be an address with https:// or http://.",
        "sources.b.feed holds a name or password.",
        "sources.c needs exactly one of folder, feed and page.",
        "sources.e.feeds is not a known key. Did you mean 'feed'?",
        "sources.f.minutes must be a number of minutes",
        "sources.g.authorization is not a known key. Did you mean 'authorization_env'?",
    ):
        assert any(said in line for line in found), said
    assert "you:me" not in "".join(found)
