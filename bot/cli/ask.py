"""`briefing ask`: one question and its answer, or many questions from a script."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bot.cli.command import (
    Command,
    UsageError,
    opened,
    spoken,
    stop,
    takes_language,
    takes_report,
)

if TYPE_CHECKING:
    from bot.dialogue.drafted.passages import Reading
    from bot.dialogue.source import Source


def _arguments(parser: argparse.ArgumentParser) -> None:
    takes_language(parser, "language of menus, and of replies where a question tells none")
    takes_report(parser)
    parser.add_argument(
        "question", nargs="*", help='the question, or "-" to read it from the input'
    )
    parser.add_argument(
        "--text",
        metavar="FILE",
        help='answer from this text instead of a report; "-" reads it from the input',
    )
    parser.add_argument(
        "--ranked",
        action="store_true",
        help="with --json or --jsonl: add the five best passages of the text or report",
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="write the answer as a JSON object")
    forms.add_argument(
        "--jsonl",
        action="store_true",
        help='for each input line {"id": "1", "turns": ["question"]} write one JSON object',
    )


def _run(options: argparse.Namespace) -> int:
    if options.jsonl and options.question:
        raise UsageError("ask --jsonl reads its questions from the input; leave out the question")
    if not options.jsonl and not options.question:
        raise UsageError('ask needs a question, for example: briefing ask "Who was present?"')
    if options.ranked and not (options.json or options.jsonl):
        raise UsageError("ask --ranked goes with --json or --jsonl")
    source = opened(options.report, patient=True)
    from bot.app.answers import reading

    text = reading(options.text, sys.stdin.buffer) if options.text else None
    # Scripts get the same answer whatever the environment of the machine.
    scripted = options.lang or source.brain.report.file.language
    if options.jsonl:
        from bot.cli.jsonl import answer_lines

        for line in answer_lines(source, sys.stdin.buffer, scripted, text, ranked=options.ranked):
            _write(line)
        return 0
    return _one(options, source, scripted if options.json else spoken(options), text)


def _one(options: argparse.Namespace, source: Source, hint: str, text: Reading | None) -> int:
    """Answer one question."""
    from bot.app.answers import answered
    from bot.chat.messages import plain
    from bot.monitoring import errors

    try:
        reply = answered(source, [_question(options.question)], hint, text, ranked=options.ranked)
    except Exception as error:  # noqa: BLE001 - a person is shown a sentence and a number, the log a traceback
        return stop(source.languages[hint]("trouble", reference=errors.report(error)))
    if options.json:
        from bot.cli.jsonl import as_object, encode

        _write(encode(as_object(reply)))
        return 0
    print(plain(reply.message, unfolded=True))
    for number, choice in enumerate(reply.message.choices, 1):
        print(f"{number}. {choice}" if number > 1 else f"\n{number}. {choice}")
    return 0


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


COMMANDS = (
    Command(
        "ask",
        "ask one question, or many from a script",
        'briefing ask "Qui était présent ?"',
        _arguments,
        _run,
    ),
)
