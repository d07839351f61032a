"""Targets: what a message replies to, where the homeserver has to be asked: the words of somebody
else's, and for an edit what its original replied to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from nio import Event, MegolmEvent

from bot.adapters.matrix.calls import ask
from bot.adapters.matrix.hearing import Relation
from bot.adapters.matrix.media import words
from bot.adapters.matrix.notes import Asked
from bot.adapters.matrix.quoting import parted
from bot.adapters.matrix.session import Session
from bot.chat.messages import Incoming, Target
from bot.chat.platform import NotDeliveredError

Json = dict[str, Any]
_OK = 200


async def found(session: Session, incoming: Incoming) -> Incoming:
    """Return a message with all that can be had of what it replies to."""
    incoming = await _as_original(session, incoming)
    target = incoming.target
    if target is None or target.own or not target.id:
        return incoming
    room = incoming.chat.chat
    said = words(_latest(session, await _event(session, room, target.id), room))
    return replace(incoming, target=replace(target, text=parted(said or "")[1].strip()))


async def _as_original(session: Session, incoming: Incoming) -> Incoming:
    """Return an edit as a reply to what its original replied to, and in the thread where that
    stands: an edit cannot change either (Client-Server API, "Event replacements").
    """
    if not incoming.edits or not incoming.text:
        return incoming
    event = await _event(session, incoming.chat.chat, incoming.edits)
    relation, notes, target = Relation.of(event.get("content", {})), session.notes, incoming.target
    if relation.answers:
        chosen = target.quote if target else ""
        target = Target(relation.answers, own=notes.is_own(relation.answers), quote=chosen)
    if not relation.thread:
        return replace(incoming, target=target)
    asked = Asked(incoming.user, relation.thread, incoming.edits)
    notes.keep_asked(incoming.edits, asked, int(event["origin_server_ts"]))
    return replace(incoming, chat=incoming.chat._replace(thread=relation.thread), target=target)


async def _event(session: Session, room: str, event: str) -> Json:
    """Return an event as the homeserver has it, with its last edit bundled, empty where it cannot
    be had. nio would read an encrypted one, and leave out what is bundled.
    """
    path = f"/rooms/{quote(room, safe='')}/event/{quote(event, safe='')}"
    try:
        status, answer = await ask(session.client, "GET", path)
    except NotDeliveredError:
        return {}
    return answer if status == _OK else {}


def _latest(session: Session, event: Json, room: str) -> Json:
    """Return an event's content in the form that its sender gave it last, empty where it cannot be
    read.
    """
    edit = event.get("unsigned", {}).get("m.relations", {}).get("m.replace")
    new = _content(session, edit, room).get("m.new_content") if isinstance(edit, dict) else None
    return new if isinstance(new, dict) else _content(session, event, room)


def _content(session: Session, event: Json, room: str) -> Json:
    """Return what an event holds, decrypted, empty where its key is not there."""
    if event.get("type") == "m.room.encrypted":
        sealed = Event.parse_encrypted_event(event)
        clear = session.keys.read(sealed, room) if isinstance(sealed, MegolmEvent) else None
        event = clear.source if clear else {}
    content = event.get("content")
    return content if isinstance(content, dict) else {}
