"""Verification: who wants to compare emoji with the bot is told that nobody is there to, and need
not wait (Client-Server API, "Key verification framework"). Its device is signed by its identity.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from bot.adapters.matrix.calls import ask
from bot.adapters.matrix.content import transaction
from bot.adapters.matrix.notices import Notices
from bot.adapters.matrix.session import Session
from bot.chat.platform import NotDeliveredError

_REQUEST, _START, _CANCEL = (
    f"m.key.verification.{name}" for name in ("request", "start", "cancel")
)


class Verification:
    """Declines what one session is asked to verify."""

    def __init__(self, session: Session, notices: Notices) -> None:
        """Do nothing yet."""
        self._session = session
        self._notices = notices

    def asked(self, event: Mapping[str, Any], room: str) -> bool:
        """Whether an event of a room asks the bot to verify, and then decline that there."""
        content, user = event.get("content"), self._session.account.user
        wanted = (
            event.get("type") == "m.room.message"
            and isinstance(content, dict)
            and (content.get("msgtype"), content.get("to")) == (_REQUEST, user)
        )
        if wanted:
            self._notices.do(self._notices.insist(lambda: self._decline(room, event["event_id"])))
        return wanted

    def watch(self, events: Iterable[Any]) -> None:
        """Decline what devices ask for beside rooms."""
        for event in events:
            content = event.source.get("content")
            if event.source.get("type") in {_REQUEST, _START} and isinstance(content, dict):
                self._notices.do(self._cancel(str(event.source.get("sender")), content))

    async def _decline(self, room: str, request: str) -> None:
        """Cancel a request of a room, and say why."""
        reason, name = self._notices.menu.unverified, ("verification", request)
        content = {"m.relates_to": {"rel_type": "m.reference", "event_id": request}}
        cancel = {**content, "code": "m.user", "reason": reason}
        await self._session.post(room, cancel, transaction(*name, "cancel"), _CANCEL)
        await self._notices.tell(reason, room, None, request, name)

    async def _cancel(self, user: str, content: Mapping[str, Any]) -> None:
        """Cancel a request of a device, as far as it can be: the other gives up in the end."""
        name, device = str(content.get("transaction_id")), str(content.get("from_device"))
        cancel = {"transaction_id": name, "code": "m.user", "reason": self._notices.menu.unverified}
        path = f"/sendToDevice/{_CANCEL}/{transaction('verification', user, device, name)}"
        with contextlib.suppress(NotDeliveredError):
            await ask(self._session.client, "PUT", path, {"messages": {user: {device: cancel}}})
