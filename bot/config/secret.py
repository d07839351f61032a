"""Secrets: values that are used and never shown. Knows nothing."""

from __future__ import annotations

from dataclasses import dataclass


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
