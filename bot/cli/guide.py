"""`briefing guide`: which guides there are, and one of them to be read."""

from __future__ import annotations

import argparse
import os
import sys

from bot import guides
from bot.cli.command import Command, stop

_WIDEST = 100  # columns; longer lines are hard to follow
_ALIKE = 60


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="which guide (default: list them)")


def _run(options: argparse.Namespace) -> int:
    """Print a guide, or the list of guides where none is named.

    A terminal shows it set out within its width,
    page by page where it is longer than the screen; elsewhere it is Markdown.
    """
    name, known = options.name, guides.names()
    if name is None:
        print("\n".join(_listed(known)))
        return 0
    if name not in known:
        return stop(_unknown(name, known))
    if sys.stdout.isatty():
        _show(guides.read(name))
    else:
        sys.stdout.write(guides.read(name))
    return 0


def _listed(known: list[str]) -> list[str]:
    width = max(map(len, known))
    return [f"{name:{width}}  {guides.subject(name)}" for name in known]


def _unknown(name: str, known: list[str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, known, score_cutoff=_ALIKE)
    hint = f"Did you mean {near[0]!r}?" if near else f"Name one of {', '.join(known)}."
    return f"briefing: there is no guide {name!r}. {hint}"


def _show(text: str) -> None:
    """Set Markdown out in the terminal, through the pager where it is longer than the screen."""
    import pydoc

    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    # Links show their address, as not every terminal can follow them.
    page = Markdown(text, code_theme="ansi_dark", hyperlinks=False)
    with console.capture() as shown:
        console.print(page, width=min(console.width, _WIDEST))
    if shown.get().count("\n") < console.height:
        sys.stdout.write(shown.get())
        return
    # As git does: colours pass, and what was read stays on the screen.
    os.environ.setdefault("LESS", "FRX")
    pydoc.pager(shown.get())


COMMANDS = (
    Command(
        "guide", "read a guide, or list all guides", "briefing guide running", _arguments, _run
    ),
)
