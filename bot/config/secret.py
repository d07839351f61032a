"""Secrets: values that are used and never shown. Knows nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What looks like a token of Telegram's, of Matrix's, a password in a URL, or the secret of a header
# or a query, wherever it stands; what tells so before it stays.
_ALIKE = re.compile(
    r"(?<!\d)\d{6,}:[\w-]{30,}"
    r"|\b(?:syt|mat|mct)_[\w-]{10,}"
    r"|(://[^\s/:@]*:)[^\s/@\"'\\]+(?=@)"
    r"|(?i:(\b(?:bearer|basic)\s+)[^\s\"'\\]+)"
    r"|(?i:([?&](?:access_)?(?:token|password|key)=)[^\s&\"'\\]+)"
)


@dataclass(frozen=True, repr=False)
class Secret:
    """A token, password or URL that holds one; however it is shown, it is three asterisks."""

    _value: str

    def reveal(self) -> str:
        """Return the value itself, where it is used."""
        return self._value

    def __repr__(self) -> str:
        """Show nothing of the value."""
        return "***"

    def __reduce__(self) -> str:
        """Refuse to be pickled: a copy on a disk is no secret."""
        raise TypeError("a secret is not pickled")


def hidden(text: str) -> str:
    """Return a text with three asterisks for whatever in it looks like a secret."""
    return _ALIKE.sub(lambda found: "".join((*filter(None, found.groups()), "***")), text)
