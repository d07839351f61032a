"""Mentions: whom a message calls, by the platform's own mark, by a link in its HTML or by user
id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

# Whom HTML links to, and as what; what older clients put before a reply is not its sender's, nor is
# what they quote.
_LINK = re.compile(
    r"""<a\s[^<>]{0,200}?href=["'](?:https://matrix\.to/#/(?:@|%40)|matrix:u/)([^<>"'?]{1,300})"""
    r"""[^<>]{0,200}>(?:<\w{1,10}>){0,3}([^<]*)<"""
)
_OTHERS = ("mx-reply", "blockquote")
_USER = re.compile(r"(?<![\w/])@[^\s:@<>]+:[\w.:-]*\w")


def marked(content: Mapping[str, Any]) -> list[str]:
    """Return the user ids that a content's `m.mentions` names."""
    mentions = content.get("m.mentions")
    users = mentions.get("user_ids") if isinstance(mentions, dict) else None
    return [user for user in users if isinstance(user, str)] if isinstance(users, list) else []


def linked(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what a content's HTML calls the users to whom it links, by their ids."""
    html = content.get("formatted_body")
    found = _LINK.findall(_own(html)) if isinstance(html, str) else ()
    return {f"@{unquote(user)}": unescape(name) for user, name in found}


def _own(html: str) -> str:
    """Return HTML without what is quoted in it."""
    for tag in _OTHERS:
        first, *rest = html.split(f"<{tag}>")
        html = "".join((first, *(part.partition(f"</{tag}>")[2] for part in rest)))
    return html


def calls_anybody(content: Mapping[str, Any], text: str) -> bool:
    """Whether a content calls somebody, in its text too."""
    return bool(marked(content) or linked(content) or _USER.search(text))
