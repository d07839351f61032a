"""The composition root: finds a report, opens its brain, and joins the dialogue to the adapters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.dialogue.cache import cached
from bot.dialogue.compose import compose, typeset
from bot.dialogue.guide import greeting
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.loading.problems import Problem, ReportError

_MOST_NAMED = 8

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from bot.chat.platform import Menu
    from bot.dialogue.brain import Brain
    from bot.dialogue.library import Library


def open_brain(report: str | None = None, data: Path | None = None) -> Brain:
    """Return the brain of a report, compiled already or compiled now.

    `report` is the name of a built-in report or of one in the `data` folder, or the path of a
    report's folder; None means the first built-in one. Raises ReportError where there is none of
    that name, and where it has problems.
    """
    return cached(find(report, data))


def open_library(names: list[str], data: Path | None, tell: Callable[[Problem], None]) -> Library:
    """Return the library of reports that names and paths stand for, as `reports` finds them; `tell`
    gets what is wrong with one.

    Raises ReportError where there is no report that can be read.
    """
    from bot.dialogue.cache import shelf_file, shelf_version  # noqa: PLC0415 - one report needs no shelf
    from bot.dialogue.library import Library  # noqa: PLC0415
    from knowledge.language.everyday import everyday  # noqa: PLC0415
    from knowledge.shelf.shelf import Shelf  # noqa: PLC0415

    months = {code: everyday(code).month_names for code in LANGUAGES}
    return Library(
        Shelf(shelf_file(f"{data}\0{names}"), shelf_version(), months),
        lambda: reports(names, data),
        tell,
    )


def find(report: str | None = None, data: Path | None = None) -> Path:
    """Return a report's folder by name or path, or raise ReportError; `data` is the data folder in
    whose reports/ added ones lie.
    """
    own = {folder.name: folder for folder in _shelved(data)}
    if report is None and own:
        return next(iter(own.values()))
    if report in own:
        return own[report]
    folder = Path(report or ".")
    if report is not None and (folder.is_dir() or "/" in report):
        return folder
    known = ", ".join([*list(own)[:_MOST_NAMED], *(["…"] if len(own) > _MOST_NAMED else [])])
    named = f"one of the reports here ({known}) or a folder" if own else "a folder"
    raise ReportError(
        [
            Problem(
                folder,
                0,
                "is neither a report here nor a folder.",
                f"Name {named} that holds report.yaml.",
            )
        ]
    )


def reports(names: list[str], data: Path | None = None) -> list[Path]:
    """Return the folders that names and paths stand for, all built-in ones and those in the `data`
    folder when there are none.

    A folder of reports stands for each of them. Raises ReportError for the first name that stands
    for nothing.
    """
    found = [
        folder for name in names for folder in (folders(find(name, data)) or [find(name, data)])
    ]
    return list(dict.fromkeys(found)) if names else _shelved(data)


def _shelved(data: Path | None) -> list[Path]:
    """Return the folders of the built-in reports and of those in the data folder."""
    return [*folders(), *(folders(data / "reports") if data else [])]


def menus(brain: Brain, *, rehearsing: bool = False) -> dict[str, Menu]:
    """Return what an adapter shows beside replies, by language: the greeting, how to leave, and the
    commands.

    `rehearsing` tells of the command that lets time pass.
    """
    from bot.chat.platform import Menu  # noqa: PLC0415 - a question on the command line needs no adapter

    found, aliases = (
        {},
        {
            name: command
            for words in brain.languages.values()
            for name, command in words.aliases.items()
        },
    )
    for code, words in brain.languages.items():
        hello = compose(brain, greeting(brain, code))
        tries = "\n".join(
            (*(block.text for block in hello.blocks), *(f"– {choice}" for choice in hello.choices))
        )
        ours = {
            key: typeset(words(key), code)
            for key in ("sub_invite", "wait_hint", "exit_hint", "calling", "unreadable", "unfolded")
        }
        found[code] = Menu(
            greeting=(tries, ours["sub_invite"]),
            leaving="\n".join((*([ours["wait_hint"]] if rehearsing else []), ours["exit_hint"])),
            commands=words.commands,
            calling=ours["calling"],
            unreadable=ours["unreadable"],
            aliases=aliases,
            names=words.names,
            here={name: what for name, what in words.here.items() if rehearsing or name != "wait"},
            folding=typeset(words.say["folding"], code),
            unfolded=ours["unfolded"],
            trouble=typeset(words.say["trouble"], code),
        )
    return found


def run_console(source: Brain | Library, lang: str, start: dt.datetime | None = None) -> None:
    """Hold a conversation in this terminal until the person leaves; `lang` is the language of the
    menus.

    `start` is the instant (aware) at which the chat's clock stands but for /wait; None means that
    it goes with the real one.
    """
    import asyncio  # noqa: PLC0415 - as above

    from bot.adapters.console import Console  # noqa: PLC0415
    from bot.app.rehearsal import Rehearsal  # noqa: PLC0415
    from bot.app.rehearsal_dispatcher import RehearsalDispatcher  # noqa: PLC0415
    from bot.dialogue.brain import Brain as BrainType  # noqa: PLC0415

    brain = source if isinstance(source, BrainType) else source.brain
    dispatcher = RehearsalDispatcher(source, Rehearsal(brain, start), lang)
    asyncio.run(Console(menus(brain, rehearsing=True), lang).run(dispatcher))
