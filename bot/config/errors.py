"""What a person is told when the configuration cannot be used."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.loading.problems import Problem


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says why, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of their lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
