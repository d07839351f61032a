"""What a person is told when the store, or what is brought into it, cannot be used."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do, for a person."""

    @property
    def for_a_person(self) -> str:
        """What is told of it, of which a log needs no more either."""
        return str(self)


class HeldError(StoreError):
    """Another process holds a lock; the message says which."""


class ExchangeError(Exception):
    """What was to be imported cannot be; `problems` says why, all at once, each with the place in
    the file.
    """

    def __init__(self, problems: list[str]) -> None:
        """Keep the problems."""
        super().__init__("\n".join(problems))
        self.problems = problems
