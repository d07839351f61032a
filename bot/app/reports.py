"""Reports: found by name or path, and opened, one or a library of several, to be answered from."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.models import store
from bot.config.folder import FILE, data_folder
from bot.dialogue.cache import cached
from bot.dialogue.source import OneReport, Source
from knowledge.language.languages import LANGUAGES
from knowledge.loading import embargo
from knowledge.loading.loader import ADDITIONS, ARCHIVE, ARRIVED, folders
from knowledge.loading.problems import Problem, ReportError

TOLD_OF = 30  # the newest reports, which briefings are drawn from
_MOST_NAMED = 8

if TYPE_CHECKING:
    from bot.dialogue.brain import Brain
    from bot.dialogue.library import Library


def open_brain(report: str | None = None, data: Path | None = None) -> Brain:
    """Return the brain of a report, compiled already or compiled now.

    `report` is the name of a built-in report or of one in the `data` folder, or the path of a
    report's folder; None means the first built-in one. Raises ReportError where there is none of
    that name, and where it has problems.
    """
    return cached(find(report, data))


def open_source(report: str | None, tell: Callable[[Problem], None], *, patient: bool) -> Source:
    """Return what to answer from: the report named, or all where some were added, or else the first
    built-in one.

    `tell` gets what is wrong with one of several. Who is `patient` waits until an encoder has read
    what it is asked about, where there is one. Raises ReportError where none can be read.
    """
    data = _configured_data()
    if report is None and data and (data / "reports").is_dir():
        # Who has the folder may read what is under embargo.
        return open_library([], data, tell, held=True, patient=patient)
    brain = open_brain(report, data)
    encoded = store(data, patient=patient)
    if encoded and not patient:
        encoded.fill_aside([brain.sentences])
    return OneReport(replace(brain, compare=encoded) if encoded else brain)


def open_told(
    report: str | None, path: Path | None, tell: Callable[[Problem], None]
) -> list[Brain]:
    """Return the brains from which briefings are drawn, the newest first: of the report named, or
    of those that the bot of a configuration would tell of; `path` None means config.yaml, `tell`
    gets what is wrong with one. Raises ConfigError and ReportError.
    """
    data = data_folder(path)
    if report or not (path or FILE.exists() or (data / "reports").is_dir()):
        return [open_brain(report, data)]
    from bot.config.reader import read_or_usual  # noqa: PLC0415 - as below

    config = read_or_usual(path, os.environ, ())
    return open_library(list(config.reports), config.data, tell).newest(TOLD_OF)


def _configured_data() -> Path | None:
    """Return the data folder, or None where the configuration has problems, which `briefing check`
    tells of.
    """
    try:
        return data_folder(None)
    except ReportError:
        return None


def open_library(
    names: list[str],
    data: Path | None,
    tell: Callable[[Problem], None],
    *,
    held: bool = False,
    patient: bool = False,
) -> Library:
    """Return the library of reports that names and paths stand for, as `known_folders` finds them;
    `tell` gets what is wrong with one, `patient` is as in `open_source`. Reports under embargo are
    in it only where they are `held` there, for editors.

    Raises ReportError where there is no report that can be read.
    """
    from bot.dialogue.cache import shelf_file, shelf_version  # noqa: PLC0415 - one report needs no shelf
    from bot.dialogue.library import Library  # noqa: PLC0415
    from knowledge.language.everyday import everyday  # noqa: PLC0415
    from knowledge.shelf.shelf import Shelf  # noqa: PLC0415

    def folders() -> list[Path]:
        known = known_folders(names, data)
        return known if held else embargo.told(known, dt.datetime.now(dt.UTC))

    months = {code: everyday(code).month_names for code in LANGUAGES}
    # Nobody finds on a shelf what was put on another.
    file = shelf_file(f"{data}\0{names}" + ("\0held" if held else ""))
    encoded = store(data, patient=patient)
    return Library(Shelf(file, shelf_version(), months), folders, tell, encoded=encoded)


def held_library(names: list[str], data: Path | None) -> Library | None:
    """Return the library of `open_library` with the reports under embargo, None where there are
    none.
    """
    known = known_folders(names, data)
    if len(embargo.told(known, dt.datetime.now(dt.UTC))) == len(known):
        return None
    return open_library(names, data, lambda _: None, held=True)


def known_folders(names: list[str], data: Path | None) -> list[Path]:
    """Return the folders that names and paths stand for, as `report_folders` finds them, and those
    of the reports that have come.
    """
    return [*report_folders(names, data), *(_arrived(data) if names and data else [])]


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


def report_folders(names: list[str], data: Path | None = None) -> list[Path]:
    """Return the folders that names and paths stand for, all built-in ones and those in the `data`
    folder when there are none.

    A folder of reports stands for each of them. Raises ReportError for the first name that stands
    for nothing.
    """
    found = [
        folder for name in names for folder in (folders(find(name, data)) or [find(name, data)])
    ]
    return list(dict.fromkeys(found)) if names else _shelved(data)


def _arrived(data: Path) -> list[Path]:
    """Return the folders of the reports in the data folder that have come from sources, which the
    bot knows whatever else is named.
    """
    return [
        folder
        for folder in folders(data / "reports", data / ARCHIVE)
        if (folder / ARRIVED).exists()
    ]


def _shelved(data: Path | None) -> list[Path]:
    """Return the folders of the built-in reports, with what the data folder adds to them, and of
    those in the data folder, archived too.
    """
    if not data:
        return folders()
    adding = ((data / ADDITIONS / folder.name, folder) for folder in folders())
    built_in = [more if more.is_dir() else folder for more, folder in adding]
    return [*built_in, *folders(data / "reports", data / ARCHIVE)]
