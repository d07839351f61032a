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
from bot.config.config import Config, Matrix
from bot.config.errors import ConfigError
from bot.config.folder import FILE, usual_data
from bot.config.reader import read_config
from knowledge.loading.loader import load
from knowledge.loading.problems import Problem, ReportError


@dataclass(frozen=True)
class Checked:
    """What was checked: the configuration's file, if any, so many reports, those of the `data`
    folder too; what is wrong; and what would be read of sources, as lines.
    """

    config: Path | None
    reports: int
    data: Path
    problems: list[Problem]
    read: list[str]

    @property
    def found_by(self) -> str:
        """By which of the two answers are found: words alone, or an encoder too."""
        return models.standing(self.data)


def checked(path: Path | None, named: Sequence[str]) -> Checked:
    """Check a configuration and reports.

    `path` is the configuration's file, None meaning config.yaml where there is one; `named` are
    names and paths of reports, none meaning those of the configuration.
    """
    path = path or (FILE if FILE.exists() else None)
    config, read = None, list[str]()
    problems: list[Problem] = []
    if path:
        try:
            config = read_config(path, os.environ)
            problems += _accounts(path, config)
            wrong, read = _sources(path, config)
            problems += wrong
        except ConfigError as error:
            problems += error.problems
    data = config.data if config else usual_data()
    count, more = _reports(named or (config.reports if config else ()), data)
    return Checked(path, count, data, problems + more, read)


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


def _sources(path: Path, config: Config) -> tuple[list[Problem], list[str]]:
    """Look at each source once; return what is wrong with them, and what would be read."""
    problems, lines = [], []
    for name, source in config.sources.items():
        from bot.app.sourcing import trial  # noqa: PLC0415 - as above
        from bot.sources.errors import SourceError  # noqa: PLC0415

        try:
            lines += trial(name, source)
        except SourceError as error:
            remedy = "Mend it there, or see whether it can be reached from here."
            problems.append(Problem(path, 0, f"sources.{name}: {error}.", remedy))
    return problems, lines


def _reports(named: Sequence[str], data: Path) -> tuple[int, list[Problem]]:
    """Return how many reports names and paths stand for, and the problems of all of them."""
    count, problems = 0, []
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
            except ReportError as error:
                problems += error.problems
    return count, problems
