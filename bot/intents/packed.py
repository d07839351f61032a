"""A value that few messages need: of a compiled brain it stays packed until it is first asked
for.
"""

from __future__ import annotations

import pickle
from functools import cached_property
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Packed(Generic[Value]):
    """A value, which is pickled apart from what holds it."""

    def __init__(self, value: Value) -> None:
        """Hold a value as it is."""
        self.value = value

    @cached_property
    def value(self) -> Value:
        """The value, unpacked now where it was not before."""
        value: Value = pickle.loads(self._packed)  # noqa: S301 - of the file that holds this, which was read as bot/dialogue/cache.py says
        return value

    def __getstate__(self) -> bytes:
        """Return the value packed."""
        return pickle.dumps(self.value, protocol=pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, packed: bytes) -> None:
        """Keep the value packed."""
        self._packed = packed
