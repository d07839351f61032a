"""The documentation: README and the guides name what there is, and nothing else."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import guides
from bot.cli import arguments
from bot.config.reader import KEYS
from bot.languages import load

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {
    "README.md": README,
    **{n: (guides.FOLDER / f"{n}.md").read_text("utf-8") for n in guides.names()},
}
LONGEST = 150
# What each command takes, so that it is told once.
EVERYWHERE = {"--help", "--verbose", "-h", "-v"}
# What begins with a slash and is no command of the chat: BotFather's commands, and paths over HTTP.
NOT_OURS = {"newbot", "setprivacy", "setinline", "health", "metrics"}
# Files that lie with a user, not in the checkout.
OF_THE_USER = {"config.yaml", "report.yaml", "questions.yaml", "asks.fr.yaml", "asks.en.yaml"}


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command of the command line."""
    actions = arguments.command_line()._actions  # noqa: SLF001 - argparse has no other way
    found: dict[str, argparse.ArgumentParser] = {}
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            found |= action.choices
    return found


def options_of(command: argparse.ArgumentParser) -> set[str]:
    """Return the options of a command, less those that each has."""
    named = {o for a in command._actions for o in a.option_strings}  # noqa: SLF001 - as above
    return named - EVERYWHERE


def sections() -> dict[str, str]:
    """Return what the guide to commands says of each command."""
    parts = re.split(r"^### briefing (\w+)$|^## .*$", PAGES["commands"], flags=re.MULTILINE)
    return {name: text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name}


def spans(text: str) -> Iterator[str]:
    """Yield what stands between backticks, and each line of a block of code."""
    for block, span in re.findall(
        r"^```.*?\n(.*?)^```|`([^`\n]+(?:\n[^`\n]+)?)`", text, re.DOTALL | re.MULTILINE
    ):
        yield from block.splitlines() if block else [" ".join(span.split())]


def keys(known: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Yield the path of each key of the configuration that holds a value, with dots between."""
    for key, held in known.items():
        if isinstance(held, Mapping) and held:
            yield from keys(held, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def test_every_command_is_documented() -> None:
    """The guide to commands has a section for each command and none for another."""
    assert set(sections()) == set(parsers())


@pytest.mark.parametrize("command", parsers())
def test_every_option_is_documented(command: str) -> None:
    """The section of a command names its options, no others, and the words that it takes."""
    parser, text = parsers()[command], sections()[command]
    named = {
        option for span in spans(text) for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", span)
    }
    assert named == options_of(parser)
    words = {str(c) for a in parser._actions for c in a.choices or ()}  # noqa: SLF001 - as above
    assert {
        w for w in words - {"fr", "en"} if not re.search(rf"`[^`]*\b{w}\b[^`]*`", text)
    } == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_documented_command_exists(page: str) -> None:
    """A command that a page shows exists, with the options that it is shown with."""
    known = parsers()
    wrong = []
    for span in spans(PAGES[page]):
        shown = re.search(r"(?:^|/|&& )briefing ([a-z]+)(.*)", span)
        if shown is None:
            continue
        options = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", shown[2])) - EVERYWHERE
        if shown[1] not in known or options - options_of(known[shown[1]]):
            wrong.append(span)
    assert wrong == []


def test_every_command_of_the_chat_is_documented() -> None:
    """The guide to commands has a row for each command of the chat, with its French name."""
    rows = re.findall(r"^\| `/(\w+)[^|]*\| (?:`/(\w+)`)? *\|", PAGES["commands"], re.MULTILINE)
    french = load("fr")
    known = {c: french.names.get(c, c) for c in (*french.commands, *french.here, *french.editing)}
    assert {command: name or command for command, name in rows} == known
    assert set(load("en").commands) == set(french.commands)


@pytest.mark.parametrize("page", PAGES)
def test_every_documented_command_of_the_chat_exists(page: str) -> None:
    """A command of the chat that a page shows exists, in a language that the bot speaks."""
    known = set(NOT_OURS)
    for code in ("fr", "en"):
        known |= {*load(code).commands, *load(code).here, *load(code).editing, *load(code).aliases}
    named = {
        m[1] for span in spans(PAGES[page]) if (m := re.fullmatch(r"(?:› )?/(\w+)(?: .*)?", span))
    }
    assert named - known == set()


def test_every_key_is_documented() -> None:
    """The guide to the configuration has a row for each key that there is, and for no other."""
    parts = re.split(r"^## (?:Under `(.*)`|.*)$", PAGES["configuration"], flags=re.MULTILINE)[1:]
    named = []
    for mapping, table in zip(parts[::2], parts[1::2], strict=True):
        for row in re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE):
            named += [f"{mapping}.{k}" if mapping else k for k in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(keys(KEYS))


@pytest.mark.parametrize("page", PAGES)
def test_every_documented_key_exists(page: str) -> None:
    """A key that a page names by its path exists."""
    known = set(keys(KEYS))
    named = {span for span in spans(PAGES[page]) if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", span)}
    named = {name for name in named if name.split(".")[0] in KEYS}
    assert {n for n in named if not any(k == n or k.startswith(f"{n}.") for k in known)} == set()


def test_the_example_holds_every_key() -> None:
    """config.example.yaml shows each key in its place, and no other."""
    lines = (ROOT / "config.example.yaml").read_text("utf-8").splitlines()
    shown = [line.replace("# ", "", 1) for line in lines]
    settings = "\n".join(line for line in shown if re.match(r" *[a-z_]+:( |$)", line))
    assert sorted(keys(yaml.safe_load(settings))) == sorted(keys(KEYS))


def test_readme_is_short() -> None:
    """README can be read at one go."""
    assert len(README.splitlines()) < LONGEST


def test_readme_lists_every_guide() -> None:
    """README's table leads to each guide, and to no other; guides lead to guides that exist."""
    assert (
        sorted(re.findall(r"^\| \[(\w+)\]\(bot/guides/\1\.md\) \|", README, re.MULTILINE))
        == guides.names()
    )
    named = {name for text in PAGES.values() for name in re.findall(r"\(([a-z]+)\.md\)", text)}
    named |= {
        name for text in PAGES.values() for name in re.findall(r"briefing guide ([a-z]+)", text)
    }
    assert named - set(guides.names()) == set()


def test_the_two_commands_of_readme_are_run_before_a_change_goes_in() -> None:
    """README's two commands are run step by step by .ci/run, in this order and word for word."""
    commands = re.findall(r"^```sh\n(.*?)\n```", README, re.MULTILINE | re.DOTALL)
    assert [c.rpartition("/")[2] for c in commands] == ["briefing chat", "pytest"]
    steps = [step for command in commands for step in command.split(" && ")]
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    lines = iter(line.strip().removesuffix(" < /dev/null") for line in script)
    assert [step for step in steps if step not in lines] == []


def test_the_transcript_is_real(briefing: Briefing) -> None:
    """What README shows of a conversation is what the local chat says, word for word."""
    shown = re.findall(r"^```\n(› .*?)^```", README, re.MULTILINE | re.DOTALL)[0]
    turns = re.split(r"^› (.*)\n", shown, flags=re.MULTILINE)[1:]
    asked, told = turns[::2], turns[1::2]
    assert len(asked) > 1
    said = briefing(
        "chat", "--lang", "en", stdin="\n".join([*asked, "/quit"]).encode()
    ).stdout.decode()
    said = said.replace("\u00a0", " ").replace("\u202f", " ")
    at = 0
    for reply in told:
        at = said.find(reply.strip().replace("\u00a0", " "), at)
        assert at >= 0, reply


def test_the_folders_are_documented() -> None:
    """Each folder of the bot and of the knowledge is named in the guide for contributors."""
    parts = [p for part in ("bot", "knowledge") for p in (ROOT / part).iterdir()]
    folders = {p.name for p in parts if p.is_dir() and p.name != "__pycache__"}
    assert folders
    assert {name for name in folders if f"  {name}/ " not in PAGES["contributing"]} == set()


def missing(root: Path, text: str) -> list[str]:
    """Return the paths and modules of the checkout that a text names and that are not there.

    `<name>` in a path stands for any name, a slash at its end for a folder.
    """
    paths = re.findall(r"(?<![\w/.-])(?:bot|knowledge|tests|\.ci)/[\w.*/<>-]*[\w*>/]", text)
    paths += re.findall(r"`(LICENSE|[A-Z]+\.md|[a-z.]+\.(?:toml|yaml))`", text)
    patterns = {re.sub(r"<\w+>", "*", path) for path in paths} - OF_THE_USER
    modules = re.findall(r"-m ((?:bot|knowledge|tests)[\w.]+)", text)
    patterns |= {module.replace(".", "/") + ".py" for module in modules}
    found = {
        p: [*root.glob(p), *(() if "/" in p else root.glob(f"*/language*/*/{p}"))] for p in patterns
    }
    return sorted(p for p, files in found.items() if all(f.name == "__pycache__" for f in files))


def test_every_path_exists() -> None:
    """Each file, folder and module that README and the guides name is there."""
    assert {page: found for page, text in PAGES.items() if (found := missing(ROOT, text))} == {}


def test_a_missing_path_is_seen() -> None:
    """A path or a module that is not there is found, however it is written."""
    there = "`bot/guides/`, `bot/<any>/__init__.py`, `README.md`, `python -m bot.__main__`"
    gone = "`bot/nothing.py`, `bot/<none>/x.py`, `bot/guides/*/`, `NONE.md`, `python -m bot.none`"
    assert missing(ROOT, there) == []
    assert missing(ROOT, gone) == [
        "NONE.md",
        "bot/*/x.py",
        "bot/guides/*/",
        "bot/none.py",
        "bot/nothing.py",
    ]


def test_a_usual_change_touches_few_files() -> None:
    """Each usual change is listed with at most three places to open, languages counting as one, and
    what is named there stands in one of them.
    """
    table = PAGES["contributing"].partition("## The most usual changes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (an? .*|how .*|the .*) \| (.*) \|$", table, re.MULTILINE)
    places = {
        change: re.findall(r"`(?:bot|knowledge|pyproject)[\w./*<>-]*`", files)
        for change, files in rows
    }
    assert len(places) >= 10
    assert {change: named for change, named in places.items() if not 1 <= len(named) <= 3} == {}
    for change, files in rows:
        paths = [ROOT / name for name in re.findall(r"`((?:bot|knowledge)[\w./]*\.py)`", files)]
        held = "\n".join(path.read_text("utf-8") for path in paths)
        symbols = re.findall(r"`(_?[A-Z][A-Z_]+|_\w+|[A-Z][a-z]+)`", files)
        assert [s for s in symbols if paths and s not in held] == [], change


def test_the_pitfalls_of_matrix_have_tests() -> None:
    """Each of the pitfalls that are listed names a test, and each test that is named exists."""
    folder = ROOT / "tests" / "bot" / "adapters" / "matrix"
    rows = re.findall(
        r"^\| \d+ \|.*", (folder / "PITFALLS.md").read_text("utf-8"), flags=re.MULTILINE
    )
    named = [re.findall(r"`(\w+\.py)::(\w+)`", row) for row in rows]
    assert len(named) == 17
    assert all(named)
    assert [
        test
        for row in named
        for file, test in row
        if f"def {test}(" not in (folder / file).read_text("utf-8")
    ] == []


def test_what_points_to_a_guide_finds_it() -> None:
    """Each guide that the code sends somebody to is there."""
    code = [
        p.read_text("utf-8") for part in ("bot", "knowledge") for p in (ROOT / part).rglob("*.py")
    ]
    named = {name for text in code for name in re.findall(r"briefing guide ([a-z]+)`", text)}
    assert named
    assert [name for name in named if not (ROOT / "bot" / "guides" / f"{name}.md").exists()] == []


def test_no_docstring_points_to_a_page_that_is_not_there() -> None:
    """What the code says that a guide tells is in a guide of that name; none sends to README, which
    tells no more than where to begin.
    """
    sources = [p for folder in ("bot", "knowledge") for p in (ROOT / folder).rglob("*.py")]
    texts = {p: p.read_text("utf-8") for p in sources}
    named = {n for text in texts.values() for n in re.findall(r'the guide "(\w+)"', text)}
    assert named
    assert named <= set(guides.names())
    pointing = re.compile(r"README (?:gives|tells|says|names)|see README", re.IGNORECASE)
    assert [p for p, text in texts.items() if pointing.search(text)] == []
