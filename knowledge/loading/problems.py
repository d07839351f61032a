"""Problems found in data files: each names the file, the line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing to mend; `line` counts from 1, and 0 means the file as a whole."""

    file: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return the problem as one line for a person."""
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.what} {self.remedy}"


class ReportError(Exception):
    """A report cannot be loaded; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems, which may not be empty."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refusal(path: Path, what: str, remedy: str, line: int = 0) -> ReportError:
    """Return the error of one problem: a file, what is wrong with it and what to do."""
    return ReportError([Problem(path, line, what, remedy)])
