"""Hearing: which events of a room are said to the bot, and what they say. From an event's JSON to
`Incoming`; knows no network.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.adapters.matrix.media import MEDIA, file_of, words
from bot.adapters.matrix.mentions import calls_anybody
from bot.adapters.matrix.naming import named
from bot.adapters.matrix.notes import Asked, Notes
from bot.adapters.matrix.quoting import parted
from bot.chat.messages import ChatRef, File, Incoming, Target
from bot.chat.platform import press

_TEXTS = frozenset({"m.text", "m.emote"})
_PILL = re.compile(r"\[([^\[\]]+)\]\(https://matrix\.to/#/[^)\[\s]*\)")
_COMMAND = re.compile(r"\A(\w{1,32})(?=[\s:]|\Z):?")
_KEYCAP = re.compile(r"([1-9])\ufe0f?\u20e3?")


@dataclass(frozen=True)
class Room:
    """A room as it stands: its id, whether it has more people than one beside the bot, and what the
    bot is called there.
    """

    id: str
    group: bool
    name: str


@dataclass(frozen=True)
class Relation:
    """How an event relates to others: its thread's root, what it answers, replaces or reacts to, by
    event id.
    """

    thread: str | None = None
    answers: str | None = None
    replaces: str | None = None
    reacts: str | None = None
    key: str = ""

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Relation:
        """Read it from an event's content; what is malformed relates to nothing."""
        found = content.get("m.relates_to")
        if not isinstance(found, dict):
            return cls()
        kind, event, within = (
            found.get("rel_type"),
            _text(found.get("event_id")),
            found.get("m.in_reply_to"),
        )
        answers = _text(within.get("event_id")) if isinstance(within, dict) else None
        if kind == "m.thread":
            return cls(
                thread=event, answers=None if found.get("is_falling_back") is True else answers
            )
        if kind == "m.replace":
            return cls(replaces=event)
        if kind == "m.annotation":
            return cls(reacts=event, key=str(found.get("key", "")))
        return cls(answers=answers)


def praise(event: Mapping[str, Any]) -> bool | None:
    """Whether an event praises what it reacts to (a thumb up) or blames it, None where it does
    neither.
    """
    content = event.get("content")
    if event.get("type") != "m.reaction" or not isinstance(content, dict):
        return None
    # Without the sign that asks for a coloured picture, or a colour of skin.
    return {"\U0001f44d": True, "\U0001f44e": False}.get(Relation.of(content).key[:1])


class Hearing:
    """What one account hears; notes of what was taken are kept in `notes`."""

    def __init__(
        self,
        user: str,
        prefix: str,
        commands: Collection[str],
        notes: Notes,
        editors: Collection[str] = (),
    ) -> None:
        """Listen as a user id; `commands` are typed after a slash, or after the prefix. Files are
        heard of `editors`, and in rooms that are among them.
        """
        self._editors = frozenset(editors)
        self._user = user
        self._prefix = prefix
        self._commands = frozenset(commands)
        self._notes = notes

    def hear(self, event: Mapping[str, Any], room: Room) -> Incoming | None:
        """Return what an event says to the bot, None where it says nothing to it."""
        content, sender = event.get("content"), event.get("sender")
        if not isinstance(content, dict) or not isinstance(sender, str) or sender == self._user:
            return None
        relation = Relation.of(content)
        if event.get("type") == "m.reaction":
            return self._picked(event, room, relation)
        if event.get("type") == "m.room.redaction":
            return self._taken_back(event, room)
        # What bots say are notices, so that none answers another for ever.
        if (
            event.get("type") != "m.room.message"
            or _text(content.get("msgtype")) not in _TEXTS | MEDIA
            or (not relation.replaces and words(content) is None and not self.file(event, room))
        ):
            return None
        return (
            self._edited(event, room, relation.replaces)
            if relation.replaces
            else self._said(event, room, relation)
        )

    def _said(self, event: Mapping[str, Any], room: Room, relation: Relation) -> Incoming | None:
        content = event["content"]
        text, called = self._called(content, room)
        addressed = (
            called
            or self._notes.is_own(relation.answers)
            or (
                not self._is_for_others(content, relation)
                and self._notes.speaks_in(room.id, relation.thread)
            )
        )
        if room.group and not addressed:
            return None
        target = self._target(event["content"], self._continued(event["sender"], relation))
        text = _bare(target) if called and not text else text
        asked = Asked(event["sender"], relation.thread, event["event_id"])
        taken = self._taken(event, room, text, asked)
        return replace(taken, target=target, file=self.file(event, room))

    def file(self, event: Mapping[str, Any], room: Room) -> File | None:
        """Return the file of an event where it is an editor's."""
        edits = not self._editors.isdisjoint((str(event.get("sender")), room.id))
        return file_of(event) if edits else None

    def _is_for_others(self, content: Mapping[str, Any], relation: Relation) -> bool:
        """Whether a message that does not call the bot calls somebody else, or replies to what was
        not said to the bot.
        """
        replies = relation.answers is not None and not self._notes.asked(relation.answers)
        return replies or calls_anybody(content, parted(_text(content.get("body")) or "")[1])

    def _continued(self, sender: str, relation: Relation) -> str | None:
        """Return what a message goes on from: what it replies to or, first of its sender's in a
        thread begun from a message of the bot's own, that one.
        """
        root = relation.thread
        begins = root and self._notes.is_own(root) and not self._notes.has_asked(sender, root)
        return relation.answers or (root if begins else None)

    def _target(self, content: Mapping[str, Any], answers: str | None) -> Target | None:
        """Return what a message replies to, and what of that it chose."""
        quote = parted(_text(content.get("body")) or "")[0]
        if not answers and not quote:
            return None
        return Target(answers or "", own=self._notes.is_own(answers), quote=quote)

    def _edited(self, event: Mapping[str, Any], room: Room, original: str) -> Incoming | None:
        """Return the new form of a message: of one that was taken, or of one that is said to the
        bot only now.
        """
        new = event["content"].get("m.new_content")
        if not isinstance(new, dict) or _text(new.get("msgtype")) not in _TEXTS | MEDIA:
            return None
        text, called = self._called(new, room)
        asked = self._notes.asked(original)
        if (asked and asked.sender != event["sender"]) or (not asked and room.group and not called):
            return None
        asked = asked or Asked(event["sender"], None, original)
        self._notes.keep_asked(original, asked, event["origin_server_ts"])
        text = _bare(None) if called and not text else text
        return self._taken(event, room, text, asked, edits=original)

    def _picked(self, event: Mapping[str, Any], room: Room, relation: Relation) -> Incoming | None:
        """Return the choice that a reaction to a message of the bot's own picks, each once for a
        person.
        """
        key, target = _KEYCAP.fullmatch(relation.key), relation.reacts or ""
        offered = self._notes.offered(target) if key else None
        if not key or offered is None or int(key[1]) > offered.choices:
            return None
        number, sender = int(key[1]), event["sender"]
        asked = Asked(sender, offered.thread, target)
        name = press(room.id, target, number, sender, offered.at)
        picked = self._taken({**event, "event_id": name}, room, "", asked)
        return replace(picked, target=Target(target, own=True, choice=number))

    def _taken_back(self, event: Mapping[str, Any], room: Room) -> Incoming | None:
        """Return the taking back of a message that was taken, as an edit that leaves nothing."""
        original = redacted(event)
        asked = self._notes.asked(original)
        return self._taken(event, room, "", asked, edits=original) if asked else None

    def _taken(
        self,
        event: Mapping[str, Any],
        room: Room,
        text: str,
        asked: Asked,
        edits: str | None = None,
    ) -> Incoming:
        at = event["origin_server_ts"]
        self._notes.keep_asked(event["event_id"], asked, at)
        said = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
        return Incoming(
            ChatRef("matrix", room.id, asked.thread),
            event["sender"],
            text,
            id=event["event_id"],
            at=said,
            group=room.group,
            edits=edits,
        )

    def _called(self, content: Mapping[str, Any], room: Room) -> tuple[str, bool]:
        """Return what a message says without the bot's name or command, and whether it calls the
        bot by one of them.
        """
        body = parted(words(content) or "")[1]
        text = _PILL.sub(r"\1", body).strip()
        for opening in (self._prefix, "/"):
            said = text.removeprefix(opening)
            command = _COMMAND.match(said)
            if command is None or not text.startswith(opening):
                continue
            word, rest = command[1].casefold(), said[command.end() :].strip()
            if word == "ask":
                return rest, True
            if word in self._commands:
                return f"/{word} {rest}".strip(), True
        return named(text, content, self._user, room.name)


def redacted(event: Mapping[str, Any]) -> str:
    """Return the id of the event that a redaction takes back, "" where there is none; from room
    version 11 on it stands in the content.
    """
    return _text(event.get("redacts")) or _text(event.get("content", {}).get("redacts")) or ""


def _bare(target: Target | None) -> str:
    """Return what is asked by naming the bot and no more: what the message replies to, or help."""
    return "/ask" if target else "/help"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
