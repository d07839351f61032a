"""The local chat: a conversation in this terminal, or line by line where there is none."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TextIO

from bot.adapters.charset import fitting, no_color
from bot.adapters.screen import Page, Row, folded, lines_of, unfolded
from bot.chat.messages import Block, ChatRef, File, Incoming, Message
from bot.chat.platform import Abilities, Dispatcher, Menu, NotDeliveredError
from bot.monitoring import errors

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

    from bot.chat.pictures import Picture

_WIDEST = 88
_MARGINS = 8  # columns around a command and its meaning in the list of completions
_HERE = ChatRef("console", "local")
_USER = "local"


class Console:
    """The local chat; `menus` are by language, `lang` is the one to begin with."""

    platform = "console"
    abilities = Abilities()

    def __init__(
        self,
        menus: Mapping[str, Menu],
        lang: str,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
    ) -> None:
        """Talk through the process's own input and output, or through others."""
        self._menus = menus
        self._lang = lang
        self._in = stdin or sys.stdin
        self._out = stdout or sys.stdout
        self._terminal = self._in.isatty() and self._out.isatty()
        self._encoding = getattr(self._out, "encoding", None) or "utf-8"
        self._folded: tuple[Block, ...] = ()

    @property
    def menu(self) -> Menu:
        """The menu in the language that is set now."""
        return self._menus[self._lang]

    async def run(self, dispatcher: Dispatcher) -> None:
        """Converse until the person leaves (/quit, Ctrl-D) or the input ends."""
        await (self._talk(dispatcher) if self._terminal else self._read(dispatcher))

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Show a reply; what was shown before stays."""
        del before
        return await self.send(incoming.chat, message)

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Whoever sits at the terminal may."""
        del incoming, once
        return True

    async def fetch(self, file: File) -> bytes:
        """Raise NotDeliveredError: nobody sends files here."""
        raise NotDeliveredError(f"{file.name} was not sent here")

    async def title(self, chat: ChatRef) -> str:
        """Return what it is known by: nobody else is there."""
        return chat.chat

    async def close(self) -> None:
        """Nothing is held."""

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Show a message; there is only one chat here."""
        del chat, key
        shown = self._laid_out(message)
        if message.picture:
            shown += await asyncio.to_thread(self._pictured, message.picture)
        if self._terminal:
            await self._write_above(shown)
        else:
            self._write(shown)
        return ()

    async def _talk(self, dispatcher: Dispatcher) -> None:
        session = self._session()
        asyncio.get_running_loop().set_exception_handler(_noted)
        # The prompt reads keys raw; so they stay while a reply is shown, or the terminal would
        # swallow a Ctrl-D pressed then.
        with session.input.raw_mode():
            await self._answer(dispatcher, "/start")
            self._write("\n" + self._printed(self._page().lines(self.menu.leaving, "dim")) + "\n")
            mark = fitting("› ", self._encoding)
            while True:
                try:
                    text = _heard(await session.prompt_async(mark, set_exception_handler=False))
                except KeyboardInterrupt:  # Ctrl-C clears the line
                    continue
                except EOFError:
                    return
                if self._command(text) == "quit":
                    return
                if text.strip():
                    await self._answer(dispatcher, text)
                    self._write("\n")

    async def _read(self, dispatcher: Dispatcher) -> None:
        # asyncio's own handler waits for the next await, which a line that never comes keeps away.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        first = True
        for line in self._in:
            if self._command(line) == "quit":
                return
            if line.strip():
                self._write("" if first else "\n")
                await self._answer(dispatcher, line.rstrip("\r\n"))
                first = False

    async def _answer(self, dispatcher: Dispatcher, text: str) -> None:
        """Show the reply to a message; what goes wrong in working it out costs this reply alone."""
        try:
            message = (
                self._unfolded()
                if self._command(text) == "passages"
                else await dispatcher.answer(Incoming(_HERE, _USER, text, self._lang))
            )
        except Exception as error:  # noqa: BLE001 - a chat is never shown a traceback
            message = self._sorry(error)
        if self._command(text) == "language" and message.lang in self._menus:
            self._lang = message.lang
        self._folded = folded(message) or (
            self._folded if self._command(text) == "passages" else ()
        )
        await self.send(_HERE, message)

    def _unfolded(self) -> Message:
        """Return the passages that the last reply folded away."""
        shown = unfolded(self._folded)
        return Message(self._lang, shown or (Block("text", self.menu.unfolded),), verdict="chat")

    def _sorry(self, error: Exception) -> Message:
        """Write an error to the log and return the calm sentence that gives its reference."""
        return Message(
            self._lang,
            (Block("text", self.menu.trouble.format(reference=errors.report(error))),),
            verdict="chat",
        )

    def _command(self, text: str) -> str:
        """Return the command that a line is, by its own name, "" where it is none."""
        word = text.split(maxsplit=1)[0].casefold() if text.startswith("/") else ""
        return self.menu.aliases.get(word[1:], word[1:])

    def _session(self) -> PromptSession[str]:
        from prompt_toolkit import PromptSession  # piped conversations do without
        from prompt_toolkit.completion import Completer
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.output import ColorDepth

        console = self

        class Commands(Completer):
            """Completes commands at the beginning of a line, each with what it does."""

            def get_completions(
                self, document: Document, complete_event: CompleteEvent
            ) -> Iterable[Completion]:
                del complete_event
                yield from console._completions(document.text_before_cursor)

        depth = ColorDepth.DEPTH_1_BIT if no_color() else None
        # Room for the commands is taken from the screen only where they are shown, so that no
        # answer is pushed off it for nothing.
        commanding = Condition(lambda: session.default_buffer.text.startswith("/"))
        session: PromptSession[str] = PromptSession(
            completer=Commands(),
            complete_while_typing=commanding,
            history=InMemoryHistory(),
            color_depth=depth,
        )
        return session

    def _completions(self, typed: str) -> Iterator[Completion]:
        """Yield the commands that begin as typed, each with what it does.

        Those of this language are offered, or of any where none of these begins so.
        """
        from prompt_toolkit.completion import Completion

        menu = self.menu
        meanings = {**menu.commands, **menu.here}
        ours = {menu.names.get(command, command): command for command in meanings}
        every = (
            ours
            if any(_begins(name, typed) for name in ours)
            else {name: menu.aliases.get(name, name) for name in menu.known}
        )
        named = {
            name: meanings.get(command, "")
            for name, command in sorted(every.items())
            if _begins(name, typed)
        }
        room = max(1, self._page().width - max(map(len, named), default=0) - _MARGINS)
        for name, meaning in named.items():
            # Cut between words here; the list of completions would cut within one.
            described = fitting(shorten(meaning, room, placeholder="…"), self._encoding)
            yield Completion(f"/{name}", -len(typed), display_meta=described)

    async def _write_above(self, shown: str) -> None:
        """Write above the prompt, and what is typed there already, where there is one."""
        from prompt_toolkit.application import get_app_or_none, run_in_terminal

        app = get_app_or_none()
        if app and app.is_running:
            await run_in_terminal(lambda: self._write(shown + "\n"))
        else:
            self._write(shown)

    def _laid_out(self, message: Message) -> str:
        """Return a message as it is written; one that cannot be is told as trouble."""
        try:
            return (
                self._printed(self._page().rows(message, self._folding(message)))
                if self._terminal
                else lines_of(message)
            )
        except Exception as error:  # noqa: BLE001 - as in _answer
            return lines_of(self._sorry(error))

    def _pictured(self, picture: Picture) -> str:
        """Write a picture into files, and return the lines that tell where, or how to have one."""
        from bot.pictures.pictures import saved

        try:
            lines = [self.menu.picture.format(path=path) for path in saved(picture)]
        except OSError as error:
            lines = [str(error)]
        # Not cut to the width, so that a path can be copied whole.
        return self._printed(Row(line, "dim") for line in lines or [self.menu.no_picture])

    def _folding(self, message: Message) -> str:
        menu = self._menus.get(message.lang, self.menu)
        return menu.folding.format(count=len(folded(message)))

    def _page(self) -> Page:
        from rich.console import Console as Terminal

        # A window may have been resized since the last reply.
        return Page(min(_WIDEST, Terminal(file=self._out).width), self._encoding)

    def _printed(self, shown: Iterable[Row]) -> str:
        from rich.console import Console as Terminal
        from rich.text import Text

        # With no colour system rich writes no styles at all.
        terminal = Terminal(
            file=self._out, highlight=False, color_system=None if no_color() else "auto"
        )
        with terminal.capture() as captured:
            for row in shown:
                terminal.print(
                    Text.assemble((row.bar, "dim"), (row.text, row.style)), soft_wrap=True
                )
        return captured.get()

    def _write(self, shown: str) -> None:
        self._out.write(shown)
        self._out.flush()


def _heard(text: str) -> str:
    """Return what was typed, read as UTF-8 where it is not in the terminal's character set."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _begins(name: str, typed: str) -> bool:
    return typed.startswith("/") and f"/{name}".startswith(typed.casefold())


def _noted(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Write to the log what went wrong beside the conversation, as in completing a command."""
    del loop
    errors.report(context.get("exception") or RuntimeError(context["message"]))
