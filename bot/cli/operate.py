"""The operator's commands: check, run, status, export and import; what they print, in English as
logs are. Joins the parts.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.bootstrap import reports
from knowledge.loading.loader import load
from knowledge.loading.problems import Problem, ReportError

if TYPE_CHECKING:
    from bot.config.config import Config
    from bot.store.store import Store

CONFIG = Path("config.yaml")


def operate(options: argparse.Namespace) -> int:
    """Do what one of the operator's commands asks; return the exit code: 0 done, 1 problems."""
    commands: dict[str, Callable[[], int]] = {
        "check": lambda: check(options.reports, options.config),
        "run": lambda: run(options.config, verbose=options.verbose),
        "status": lambda: status(options.config),
        "export": lambda: export(options.file, options.config),
        "import": lambda: import_(options.file, options.config),
        "matrix": lambda: matrix(options),
    }
    return commands[options.command]()


def check(named: list[str], config: Path | None) -> int:
    """Print every problem of reports and of the configuration; return the exit code.

    Of reports that are named, and have no problems, it also prints what no question reaches and the
    score of their questions.yaml. `named` are names and paths of reports, none meaning those of the
    configuration; `config` is its file, None meaning config.yaml where there is one.
    """
    from bot.config.folder import usual_data

    path = config or (CONFIG if CONFIG.exists() else None)
    found, problems = _configured(path) if path else (None, [])
    data = found.data if found else usual_data()
    checked, more = _reports(named or (list(found.reports) if found else []), data)
    problems += _accounts(path, found) if path and found else []
    problems += more
    for problem in problems:
        print(problem)
    if named and not problems:
        _lint(named, data)
    count = f"{f'{path} and ' if path else ''}{checked} report{'s' * (checked != 1)}"
    print(
        f"{count}, {len(problems)} problem{'s' * (len(problems) != 1)}"
        if problems
        else f"{count}, no problems"
    )
    return 1 if problems else 0


def run(config: Path | None, *, verbose: bool = False) -> int:
    """Check the configuration, then run the bot until it is told to end; return the exit code.

    A report that cannot be read is named in the log and left out, unless none can be read. The log
    goes to the error output, unless people talk to the bot in this terminal and `verbose` does not
    ask for it.
    """
    from bot.app import running
    from bot.monitoring import logs
    from bot.store.store import StoreError

    found, problems = _configured(config or CONFIG)
    if found is None or problems:
        return _stop(map(str, problems))
    if "console" not in found.platforms and not verbose:
        logs.begin(sys.stderr, found.operator.log, found.secrets())
    try:
        return 0 if running.run(found, _say) else 1
    except (StoreError, ReportError) as error:
        return _stop([str(error)])


def status(config: Path | None) -> int:
    """Print who is subscribed, what was sent lately and what comes next; return the exit code."""
    from bot.app.running import now
    from bot.monitoring.status import lines

    def tell(store: Store) -> int:
        print("\n".join(lines(store, now())))
        return 0

    return _with_store(config, tell)


def export(file: str, config: Path | None) -> int:
    """Write all subscriptions as JSON to a file, "-" being the output; return the exit code."""
    from bot.store.exchange import exported

    def write(store: Store) -> int:
        text = exported(store)
        if file == "-":
            sys.stdout.write(text)
            return 0
        # Who is subscribed is nobody else's business.
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(text)
        return 0

    return _with_store(config, write)


def import_(file: str, config: Path | None) -> int:
    """Read subscriptions that were exported, from a file or the input ("-"); return the exit
    code.
    """
    from bot.app.running import now
    from bot.store.exchange import ExchangeError, imported

    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()

    def keep(store: Store) -> int:
        try:
            changed, same = imported(store, raw.decode("utf-8", "replace"), now())
        except ExchangeError as error:
            return _stop(f"{file}: {problem}" for problem in error.problems)
        print(f"{changed} subscription{'s' * (changed != 1)} imported, {same} there already")
        return 0

    return _with_store(config, keep, alone=True)


def matrix(options: argparse.Namespace) -> int:
    """Log the Matrix account in, and write what is missing into the configuration; return the exit
    code.
    """
    from bot.cli.matrix import sign_in
    from bot.config.config import Config
    from bot.config.folder import usual_data

    path = options.config or CONFIG
    found, problems = _configured(path) if path.exists() else (Config(usual_data()), [])
    if found is None:
        return _stop(map(str, problems))
    return sign_in(options, found, path)


def _with_store(config: Path | None, work: Callable[[Store], int], *, alone: bool = False) -> int:
    """Do something with the store that the configuration names, to read it, or `alone` to write."""
    from bot.store.store import StoreError, look_into, open_store

    found, problems = configured_or_usual(config)
    if found is None:
        return _stop(map(str, problems))
    url = found.database.url.reveal() if found.database else None
    try:
        store = open_store(found.data, url) if alone else look_into(found.data, url)
        try:
            return work(store)
        finally:
            store.close()
    except StoreError as error:
        return _stop([str(error)])


def data_folder(config: Path | None) -> Path:
    """Return the data folder that the configuration names, or the usual one where there is none.

    Raises ReportError where the file is not there, or names none that can be read.
    """
    from bot.config.folder import FOLDER, located, usual_data

    path = config or CONFIG
    if config is None and not path.exists():
        return usual_data()
    from knowledge.loading.yamlfile import read

    # Not by the whole configuration's reader: a question waits, and pydantic is slow to load.
    file = read(path)
    named = file.data.get("data") if isinstance(file.data, dict) else None
    if named and not isinstance(named, str):
        what, remedy = f"data must be {FOLDER[0]}.", f"Write, for example, `{FOLDER[1]}`."
        raise ReportError([file.problem(("data",), what, remedy)])
    return located(path.absolute().parent, named) if named else usual_data()


def configured_or_usual(config: Path | None) -> tuple[Config | None, list[Problem]]:
    """Return the configuration in a file, or its problems; in config.yaml where none is named, and
    the usual one where that is not there.
    """
    from bot.config.config import Config
    from bot.config.folder import usual_data

    return (
        _configured(config or CONFIG) if config or CONFIG.exists() else (Config(usual_data()), [])
    )


def _configured(path: Path) -> tuple[Config | None, list[Problem]]:
    """Return the configuration in a file, or its problems."""
    from bot.config.reader import ConfigError, read_config

    if not path.exists():
        return None, [
            Problem(
                path,
                0,
                "does not exist.",
                "Copy config.example.yaml to config.yaml, or name another file with --config.",
            )
        ]
    try:
        return read_config(path, os.environ), []
    except ConfigError as error:
        return None, error.problems


def _accounts(path: Path, config: Config) -> list[Problem]:
    """Return what is wrong with the accounts that a configuration names, as far as this can be seen
    without the network.
    """
    from bot.app.running import matrix_settings
    from bot.config.config import Matrix

    for given in (p for p in config.platforms.values() if isinstance(p, Matrix)):
        from bot.adapters.matrix.adapter import trouble

        if found := trouble(matrix_settings(config, given)):
            what, _, remedy = found.partition(". ")
            return [Problem(path, 0, f"platforms.matrix: {what}.", remedy)]
    return []


def _reports(named: list[str], data: Path) -> tuple[int, list[Problem]]:
    """Return how many reports names and paths stand for, and the problems of all of them."""
    checked, problems = 0, []
    for chosen in [[name] for name in named] or [[]]:
        try:
            found = reports(chosen, data)
        except ReportError as error:
            problems += error.problems
            continue
        for folder in found:
            checked += 1
            try:
                load(folder)
            except ReportError as error:
                problems += error.problems
    return checked, problems


def _lint(named: list[str], data: Path) -> None:
    """Print what an editor may want to know of reports that have no problems."""
    from bot.app.bootstrap import open_brain
    from bot.app.lint import notes

    for folder in [f for name in named for f in reports([name], data)]:
        for note in notes(open_brain(str(folder)), folder):
            print(note)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _stop(why: Iterable[str]) -> int:
    for line in why:
        _say(line)
    return 1
