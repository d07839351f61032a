"""The local chat: a conversation in this terminal, or line by line where input or output is not one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from bot.adapters import Abilities, Desk, Menu
from bot.messages import ChatRef, Incoming, Message, plain

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

_WIDEST = 88
_BAR = "┃ "
_STYLES = {"text": "", "quote": "italic", "source": "dim"}
_HERE = ChatRef("console", "local")
_USER = "local"
# Control characters steer a terminal, and both a question that is repeated and a report's text come from outside.
_CONTROLS = {c: None for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)}


class Console:
    """The local chat; `menus` are by language, `lang` is the one to begin with."""

    platform = "console"
    abilities = Abilities()

    def __init__(self, menus: Mapping[str, Menu], lang: str, stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
        """Talk through the process's own input and output, or through others."""
        self._menus = menus
        self._lang = lang
        self._in = stdin or sys.stdin
        self._out = stdout or sys.stdout
        self._terminal = self._in.isatty() and self._out.isatty()

    @property
    def menu(self) -> Menu:
        """The menu in the language that is set now."""
        return self._menus[self._lang]

    async def run(self, desk: Desk) -> None:
        """Converse until the person leaves (/quit, Ctrl-D) or the input ends."""
        await (self._talk(desk) if self._terminal else self._read(desk))

    async def reply(self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Show a reply; what was shown before stays."""
        del before
        return await self.send(incoming.chat, message)

    async def may_change(self, incoming: Incoming) -> bool:
        """Whoever sits at the terminal may."""
        del incoming
        return True

    async def close(self) -> None:
        """Nothing is held."""

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Show a message; there is only one chat here."""
        del chat, key
        if self._terminal:
            await self._show_above(message)
        else:
            self._out.write(lines_of(message))
            self._out.flush()
        return ()

    async def _talk(self, desk: Desk) -> None:
        session = self._session()
        self._greet()
        # The prompt reads keys raw; so they stay while a reply is shown, or the terminal would swallow a Ctrl-D pressed then.
        with session.input.raw_mode():
            while True:
                try:
                    text = await session.prompt_async("› ")
                except KeyboardInterrupt:  # Ctrl-C clears the line
                    continue
                except EOFError:
                    return
                if self._command(text) == "quit":
                    return
                if text.strip():
                    await self._answer(desk, text)
                    self._out.write("\n")
                    self._out.flush()

    async def _read(self, desk: Desk) -> None:
        # asyncio's own handler waits for the next await, which a line that never comes keeps away.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        first = True
        for line in self._in:
            if self._command(line) == "quit":
                return
            if line.strip():
                self._out.write("" if first else "\n")
                await self._answer(desk, line.rstrip("\r\n"))
                first = False

    async def _answer(self, desk: Desk, text: str) -> None:
        message = await desk.answer(Incoming(_HERE, _USER, text, self._lang))
        if self._command(text) == "language" and message.lang in self._menus:
            self._lang = message.lang
        await self.send(_HERE, message)

    def _command(self, text: str) -> str:
        """Return the command that a line is, by its own name, "" where it is none."""
        word = text.split(maxsplit=1)[0].casefold() if text.startswith("/") else ""
        return self.menu.aliases.get(word[1:], word[1:])

    def _session(self) -> PromptSession[str]:
        from prompt_toolkit import PromptSession  # piped conversations do without
        from prompt_toolkit.completion import Completer, Completion
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.output import ColorDepth

        console = self

        class Commands(Completer):
            """Completes commands at the beginning of a line, each with what it does."""

            def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
                del complete_event
                typed = document.text_before_cursor
                if typed.startswith("/"):
                    for name in sorted(console.menu.known):
                        meaning = console.menu.commands.get(console.menu.aliases.get(name, name), "")
                        if f"/{name}".startswith(typed.casefold()):
                            yield Completion(f"/{name}", -len(typed), display_meta=meaning)

        depth = ColorDepth.DEPTH_1_BIT if _no_color() else None
        return PromptSession(completer=Commands(), complete_while_typing=True, history=InMemoryHistory(), color_depth=depth)

    def _greet(self) -> None:
        for line in self.menu.greeting:
            self._print(line)
        self._print(self.menu.leaving, "dim")
        self._out.write("\n")

    async def _show_above(self, message: Message) -> None:
        """Show a message, above the prompt and what is typed there already where the person is being asked."""
        from prompt_toolkit.application import get_app_or_none, run_in_terminal

        def shown() -> None:
            self._show(message)
            self._out.write("\n")
            self._out.flush()

        app = get_app_or_none()
        if app and app.is_running:
            await run_in_terminal(shown)
        else:
            self._show(message)

    def _show(self, message: Message) -> None:
        for i, block in enumerate(message.blocks):
            if i and block.kind != "source":
                self._out.write("\n")
            self._print(block.text, _STYLES[block.kind], _BAR if block.kind == "quote" else "")
        if message.choices:
            self._out.write("\n")
        for line in numbered(message):
            self._print(line)
        self._out.flush()

    def _print(self, text: str, style: str = "", bar: str = "") -> None:
        """Print a text within the width, each of its lines behind a bar where there is one."""
        from rich.console import Console as Terminal
        from rich.text import Text

        # With no colour system rich writes no styles at all; a window may have been resized since the last line.
        terminal = Terminal(file=self._out, highlight=False, color_system=None if _no_color() else "auto")
        width = max(1, min(_WIDEST, terminal.width) - len(bar))
        for line in clean(text).split("\n"):
            # Not rich's own wrapping, which breaks at the no-break spaces of French.
            for part in wrap(line, width, break_on_hyphens=False) or [""]:
                terminal.print(Text.assemble((bar, "dim"), (part, style)), soft_wrap=True)


def lines_of(message: Message) -> str:
    """Return a message as plain lines, its choices numbered below it."""
    shown = clean(plain(message)) + "\n"
    return shown + ("\n" + "\n".join(numbered(message)) + "\n" if message.choices else "")


def numbered(message: Message) -> list[str]:
    """Return a message's choices as numbered lines; typing the number picks one."""
    return [f"{n}. {clean(choice)}" for n, choice in enumerate(message.choices, 1)]


def clean(text: str) -> str:
    """Return a text without the control characters that steer a terminal."""
    return text.translate(_CONTROLS)


def _no_color() -> bool:
    """Whether the person asked for no colour (by the NO_COLOR convention: any value but an empty one)."""
    return bool(os.environ.get("NO_COLOR"))
