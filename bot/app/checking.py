"""Checking: the problems of a configuration, of the accounts that it names, and of reports."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app import models
from bot.app.lint import notes as notes_on
from bot.app.platforms import matrix_settings
from bot.app.reports import open_brain, report_folders
from bot.app.trying import tried
from bot.config.config import Config, Matrix
from bot.config.errors import ConfigError
from bot.config.folder import FILE, data_folder, usual_data
from bot.config.reader import read_config
from knowledge.loading import yamlfile
from knowledge.loading.loader import added, load
from knowledge.loading.problems import Problem, ReportError


@dataclass(frozen=True)
class Checked:
    """What was checked: the configuration's file, if any, and so many reports; what is wrong; the
    `data` folder; and what was tried, as lines.
    """

    config: Path | None
    reports: int
    problems: list[Problem]
    data: Path
    read: list[str]

    @property
    def found_by(self) -> str:
        """By which of the two answers are found: words alone, or an encoder too."""
        return models.standing(self.data)


def checked(path: Path | None, named: Sequence[str]) -> Checked:
    """Check reports by their names and paths, or else a configuration and those that it names.

    `path` is the configuration's file, None meaning config.yaml where there is one. Raises
    ReportError where reports are named and the file names no data folder that can be read.
    """
    if named:
        data = data_folder(path)
        count, problems, read = _reports(named, data)
        return Checked(None, count, problems, data, read)
    path = path or (FILE if FILE.exists() else None)
    config, read, problems = None, list[str](), list[Problem]()
    if path:
        try:
            config = read_config(path, os.environ)
            for found in (*tried(yamlfile.read(path), config), *_sources(path, config)):
                if isinstance(found, str):
                    read.append(found)
                else:
                    problems.append(found)
            problems += _accounts(path, config)
        except ConfigError as error:
            problems += error.problems
    data = config.data if config else usual_data()
    count, more, lines = _reports(config.reports if config else (), data)
    return Checked(path, count, problems + more, data, read + lines)


def notes(named: Sequence[str], data: Path) -> Iterator[str]:
    """Yield what an editor may want to know of reports that have no problems."""
    for folder in [f for name in named for f in report_folders([name], data)]:
        yield from notes_on(open_brain(str(folder)), folder)


def _accounts(path: Path, config: Config) -> list[Problem]:
    """Return what is wrong with the accounts that a configuration names, also as the homeserver
    sees them where it answers soon.
    """
    for given in (p for p in config.platforms.values() if isinstance(p, Matrix)):
        from bot.adapters.matrix import opening  # noqa: PLC0415 - slow to load, and seldom needed

        settings = matrix_settings(config, given)
        if why := opening.unusable(settings) or asyncio.run(opening.distrusted(settings)):
            what, _, remedy = why.partition(". ")
            return [Problem(path, 0, f"platforms.matrix: {what}.", remedy)]
    return []


def _sources(path: Path, config: Config) -> Iterator[Problem | str]:
    """Look at each source once; yield what is wrong with them, and what would be read."""
    for name, source in config.sources.items():
        from bot.app.sourcing import trial  # noqa: PLC0415 - as above
        from bot.sources.errors import SourceError  # noqa: PLC0415

        try:
            yield from trial(name, source)
        except SourceError as error:
            remedy = "Mend it there, or see whether it can be reached from here."
            yield Problem(path, 0, f"sources.{name}: {error}.", remedy)


def _reports(named: Sequence[str], data: Path) -> tuple[int, list[Problem], list[str]]:
    """Return how many reports names and paths stand for, the problems of all of them, and what is
    added to built-in ones, as lines. What does not fit there any more keeps no bot from running.
    """
    count, problems, lines = 0, list[Problem](), list[str]()
    for chosen in [[name] for name in named] or [[]]:
        try:
            found = report_folders(chosen, data)
        except ReportError as error:
            problems += error.problems
            continue
        for folder in found:
            count += 1
            try:
                load(folder)
                more = added(folder)
            except ReportError as error:
                problems += error.problems
                continue
            if more:
                lines.append(f"{folder}: adds {more.questions} questions and {more.names} names")
                lines += map(str, more.problems)
    return count, problems, lines
