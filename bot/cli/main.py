"""The command line: its commands, their arguments, and what each prints.

What a command needs is imported when it runs: a question must be answered in a fraction of a
second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.charset import NEAREST
from bot.cli.arguments import command_line
from knowledge.language.languages import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from bot.dialogue.brain import Brain
    from bot.dialogue.drafted.passages import Reading
    from bot.dialogue.library import Library

_INTERRUPTED, _PIPE_CLOSED = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 problems, 2 wrong usage, 130 interrupted,
    141 output closed.
    """
    _usable_streams()
    parser = command_line()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    _log(verbose=options.verbose)
    try:
        code = _COMMANDS[options.command](options, parser)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return _PIPE_CLOSED
    except OSError as error:
        _discard_output()
        return _stop(f"briefing: {error.strerror or error}")
    return code


def _chat(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    source = _source(options.report)
    if source is None:
        return 1
    from bot.app.bootstrap import run_console

    run_console(source, options.lang or language_of(os.environ), options.now)
    return 0


def _ask(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if options.jsonl and options.question:
        parser.error("ask --jsonl reads its questions from the input; leave out the question")
    if not options.jsonl and not options.question:
        parser.error('ask needs a question, for example: briefing ask "Who was present?"')
    if options.ranked and not (options.json or options.jsonl):
        parser.error("ask --ranked goes with --json or --jsonl")
    source = _source(options.report)
    if source is None:
        return 1
    from bot.dialogue.brain import Brain as One

    brain = source if isinstance(source, One) else source.brain
    from bot.cli.ask import reading
    from knowledge.loading.problems import ReportError

    try:
        text = reading(options.text)
    except ReportError as error:
        return _stop(str(error))
    # Scripts get the same answer whatever the environment of the machine.
    hint = options.lang or (
        brain.report.file.language if options.json or options.jsonl else language_of(os.environ)
    )
    if options.jsonl:
        from bot.cli.jsonl import answer_lines

        answer_lines(source, sys.stdin.buffer, _write, hint, text, ranked=options.ranked)
        return 0
    return _one((source, brain), _question(options.question), hint, text, options)


def _one(
    source: tuple[Brain | Library, Brain],
    question: str,
    hint: str,
    text: Reading | None,
    options: argparse.Namespace,
) -> int:
    from bot.chat.messages import plain
    from bot.cli.ask import answered
    from bot.monitoring import errors

    try:
        answer, message, best = answered(source[0], question, hint, text, ranked=options.ranked)
    except Exception as error:  # noqa: BLE001 - a person is shown a sentence and a number, the log a traceback
        return _stop(source[1].languages[hint]("trouble", reference=errors.report(error)))
    if options.json:
        from bot.cli.jsonl import as_object, encode, with_best

        item = as_object(answer, message)
        _write(encode(with_best(item, best) if options.ranked else item))
        return 0
    print(plain(message, unfolded=True))
    for number, choice in enumerate(message.choices, 1):
        print(f"{number}. {choice}" if number > 1 else f"\n{number}. {choice}")
    return 0


def _operate(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from bot.cli.operate import operate

    return operate(options)


def _add(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from bot.cli.add import add

    return add(options)


def _misses(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from bot.cli.misses import missing

    return missing(options)


def _preview(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    brain = _brain(options.report)
    if brain is None:
        return 1
    from bot.app.preview import preview

    lang = options.lang or language_of(os.environ)
    print(
        preview(
            brain,
            options.date or dt.datetime.now().astimezone().date(),
            lang,
            options.platform,
            options.had,
        )
    )
    return 0


def _guide(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    del parser
    from bot.cli.guide import guide

    return guide(options.name)


_OPERATED = ("check", "run", "status", "export", "import", "matrix")
_COMMANDS = {
    "chat": _chat,
    "ask": _ask,
    "add": _add,
    "preview": _preview,
    "misses": _misses,
    "guide": _guide,
    **dict.fromkeys(_OPERATED, _operate),
}


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that LC_ALL, LC_MESSAGES or LANG asks for, the first that is set;
    the default language where that is none that is spoken.
    """
    wanted = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))),
        "",
    )
    return next((code for code in LANGUAGES if wanted.casefold().startswith(code)), DEFAULT)


def _source(report: str | None) -> Brain | Library | None:
    """Return what to answer from: the report named, or all where some were added, or else the first
    built-in one; None where there is a problem, printed.
    """
    data = _data() if report is None else None
    if data is None or not (data / "reports").is_dir():
        return _brain(report)
    from bot.app.bootstrap import open_library
    from knowledge.loading.problems import ReportError

    try:
        return open_library([], data, lambda problem: print(problem, file=sys.stderr))
    except ReportError as error:
        _stop(str(error))
        return None


def _brain(report: str | None) -> Brain | None:
    """Return a report's brain, or print its problems and return None."""
    # What is imported and loaded here stays to the end: looking for garbage in it, now or at exit,
    # is a fifth of a short run.
    gc.disable()
    try:
        from bot.app.bootstrap import open_brain
        from knowledge.loading.problems import ReportError

        try:
            return open_brain(report, _data() if report else None)
        except ReportError as error:
            _stop(str(error))
            return None
    finally:
        gc.freeze()
        gc.enable()


def _data() -> Path | None:
    """Return the data folder, or None where the configuration has problems, which `briefing check`
    tells of.
    """
    from bot.cli.operate import data_folder
    from knowledge.loading.problems import ReportError

    try:
        return data_folder(None)
    except ReportError:
        return None


def _question(words: list[str]) -> str:
    """Return the question on the command line, or of the input for "-"; bytes that are not UTF-8
    become question marks in a lozenge.
    """
    raw = (
        sys.stdin.buffer.read()
        if words == ["-"]
        else " ".join(words).encode("utf-8", "surrogateescape")
    )
    return raw.decode("utf-8", "replace")


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _stop(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _log(*, verbose: bool) -> None:
    """Show the log on the error output for `verbose`; keep it off the screen otherwise (it then
    goes nowhere: nothing else is set up).
    """
    if verbose:
        import logging

        logging.basicConfig(
            level=logging.INFO,
            stream=sys.stderr,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )


def _usable_streams() -> None:
    """Give closed streams something harmless, and let no character that a terminal lacks end an
    answer.
    """
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, NEAREST), (sys.stderr, NEAREST)):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors=errors)


def _discard_output() -> None:
    """Point the output nowhere, so that what is still in its buffer raises nothing when the program
    ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
