"""Secrets: values that are used and never shown. Knows nothing."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secret:
    """A token, password or URL that holds one; printed, logged or formatted, it is three asterisks. `reveal` it where it is used."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value

    def __str__(self) -> str:
        """Show nothing of the value."""
        return "***"

    def __repr__(self) -> str:
        """Show nothing of the value."""
        return "Secret(***)"

    def __reduce__(self) -> str:
        """Refuse to be pickled: a copy on a disk is no secret."""
        raise TypeError("a secret is not pickled")
