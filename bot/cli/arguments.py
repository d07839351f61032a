"""The arguments of the command line: every command, what it takes and how that is read."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from bot import __version__

_Read = TypeVar("_Read")
_REPORT = "a report's name, or the path of a report's folder (default: {default})"
_SAYS = "Answers questions about a press report in its own words, in French and English."
_NAME_WIDTH = 10
# What people do with the program, and the commands for it, in the order of the help.
GROUPS = {
    "talk": ("chat", "ask", "preview"),
    "reports": ("add", "check", "misses"),
    "run": ("run", "status", "export", "import", "matrix"),
    "read": ("guide",),
}


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the command line: every command with its arguments."""
    parser = argparse.ArgumentParser(
        prog="briefing",
        usage="briefing COMMAND …",
        epilog="briefing COMMAND --help tells more of a command. Begin with: briefing chat",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="command", prog="briefing", help=argparse.SUPPRESS
    )
    chat = _command(commands, "chat", "talk to the bot in this terminal", "briefing chat --lang en")
    ask = _command(
        commands,
        "ask",
        "ask one question, or many from a script",
        'briefing ask "Qui était présent ?"',
    )
    for command in (chat, ask):
        command.add_argument(
            "--lang",
            choices=("fr", "en"),
            help="language of menus, and of replies where a question tells none",
        )
        command.add_argument(
            "--report", metavar="NAME|PATH", help=_REPORT.format(default="all reports")
        )
    chat.add_argument(
        "--now",
        type=_instant,
        metavar="WHEN",
        help=(
            "let the chat's clock stand at this moment, as 2025-04-04T07:00, to try briefings with"
            " /wait"
        ),
    )
    add = _command(
        commands,
        "add",
        "draft a report from a text, Markdown, HTML, PDF or DOCX file",
        "briefing add communique.txt",
    )
    add.add_argument("file", metavar="FILE", help='the file, or "-" for the input')
    add.add_argument(
        "--name", metavar="NAME", help="the report's name (default: from its title and date)"
    )
    add.add_argument("--title", help="its title (default: its heading, or its first words)")
    add.add_argument(
        "--date",
        type=_date,
        metavar="DAY",
        help="its date, as 2025-04-05 (default: the first that it gives; none: undated)",
    )
    add.add_argument("--lang", choices=("fr", "en"), help="its language (default: by its words)")
    add.add_argument(
        "--update",
        action="store_true",
        help="draft it again, keep what you changed, and show what changes",
    )
    preview = _command(
        commands,
        "preview",
        "show a day's briefing as each platform would",
        "briefing preview --lang en --had 1 --platform telegram",
    )
    preview.add_argument(
        "--date", type=_date, metavar="DAY", help="the day, as 2025-04-05 (default: today)"
    )
    preview.add_argument("--lang", choices=("fr", "en"), help="its language")
    preview.add_argument(
        "--platform",
        choices=("console", "telegram", "matrix"),
        default="console",
        help="plain text, Telegram's HTML or Matrix's (default: console)",
    )
    preview.add_argument(
        "--had",
        type=_count,
        default=0,
        metavar="N",
        help="how many briefings the chat has had (default: 0, so the first is shown)",
    )
    preview.add_argument(
        "--report", metavar="NAME|PATH", help=_REPORT.format(default="the first report")
    )
    ask.add_argument("question", nargs="*", help='the question, or "-" to read it from the input')
    ask.add_argument(
        "--text",
        metavar="FILE",
        help='answer from this text instead of a report; "-" reads it from the input',
    )
    ask.add_argument(
        "--ranked",
        action="store_true",
        help="with --json or --jsonl: add the five best passages of the text or report",
    )
    forms = ask.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="write the answer as a JSON object")
    forms.add_argument(
        "--jsonl",
        action="store_true",
        help='for each input line {"id": "1", "turns": ["question"]} write one JSON object',
    )
    check = _command(
        commands,
        "check",
        "print every problem of config.yaml and of reports",
        "briefing check my-reports/2025-04-04",
    )
    check.add_argument(
        "reports",
        nargs="*",
        metavar="REPORT",
        help=(
            "a built-in report's name, a report's folder, or a folder of such folders (default:"
            " those of config.yaml)"
        ),
    )
    run = _command(
        commands,
        "run",
        "run the bot on the platforms that config.yaml names",
        "briefing run --config config.yaml",
    )
    status = _command(
        commands,
        "status",
        "tell who is subscribed, what was sent and what comes next",
        "briefing status",
    )
    export = _command(
        commands,
        "export",
        "write all subscriptions to a file as JSON",
        "briefing export subscriptions.json",
    )
    import_ = _command(
        commands,
        "import",
        "read subscriptions that were exported",
        "briefing import subscriptions.json",
    )
    misses = _command(
        commands,
        "misses",
        "list questions that were not answered, and teach a report one",
        "briefing misses add 12 ministers-met",
    )
    misses.add_argument(
        "what",
        nargs="?",
        choices=("list", "add", "alias", "drop"),
        default="list",
        help="default: list",
    )
    misses.add_argument(
        "arguments",
        nargs="*",
        metavar="…",
        help="add NUMBER FACT; alias NUMBER ENTITY NAME; drop NUMBER…",
    )
    export.add_argument("file", metavar="FILE", help='the file, or "-" for the output')
    import_.add_argument("file", metavar="FILE", help='the file, or "-" for the input')
    matrix = _command(
        commands,
        "matrix",
        "log the bot's Matrix account in",
        "briefing matrix login --homeserver https://matrix.example.org --user"
        " @briefing:example.org",
    )
    matrix.add_argument(
        "action",
        choices=("login",),
        help="log in; asks for what is not given, where there is a terminal",
    )
    matrix.add_argument(
        "--homeserver",
        metavar="URL|NAME",
        help="the homeserver's address or server name (default: that of config.yaml)",
    )
    matrix.add_argument(
        "--user", metavar="ID", help="the bot's user id (default: that of config.yaml)"
    )
    matrix.add_argument(
        "--operator", metavar="ID", help="your own user id, whose invitations are accepted"
    )
    matrix.add_argument(
        "--password-file",
        metavar="FILE",
        help=(
            "a file with the password (default: the one that config.yaml names, or"
            " BRIEFING_MATRIX_PASSWORD)"
        ),
    )
    matrix.add_argument(
        "--token-file",
        metavar="FILE",
        help=(
            "a file with a single sign-on's login token, in place of the password (or"
            " BRIEFING_MATRIX_LOGIN_TOKEN)"
        ),
    )
    guide = _command(
        commands, "guide", "read a guide, or list all guides", "briefing guide running"
    )
    guide.add_argument("name", nargs="?", metavar="NAME", help="which guide (default: list them)")
    for command in (add, check, run, status, export, import_, matrix, misses):
        command.add_argument(
            "--config",
            metavar="FILE",
            type=Path,
            help="the configuration (default: config.yaml here)",
        )
    parser.description = _overview(commands.choices)
    return parser


def _overview(commands: Mapping[str, argparse.ArgumentParser]) -> str:
    """Return every command with what it does, a line each, grouped by what people do."""
    lines = [_SAYS]
    for group, names in GROUPS.items():
        lines += ["", f"{group}:"]
        for name in names:
            does = (commands[name].description or "").removesuffix(".")
            lines.append(f"  {name:{_NAME_WIDTH}}{does}")
    return "\n".join(lines)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    does: str,
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, description=f"{does[0].upper()}{does[1:]}.", epilog=f"Example: {example}"
    )
    command.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="show the log, with the cause of unexpected errors",
    )
    return command


def _instant(text: str) -> dt.datetime:
    """Return an instant, by this machine's clock where it names no offset from UTC."""
    return _parsed(
        text, lambda: dt.datetime.fromisoformat(text).astimezone(), "a moment, as 2025-04-04T07:00"
    )


def _date(text: str) -> dt.date:
    return _parsed(text, lambda: dt.date.fromisoformat(text), "a day, as 2025-04-05")


def _count(text: str) -> int:
    return _parsed(text, lambda: range(1000).index(int(text)), "a number from 0 to 999")


def _parsed(text: str, read: Callable[[], _Read], wanted: str) -> _Read:
    """Return what an argument stands for, or let argparse say what was wanted."""
    try:
        return read()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}") from None
