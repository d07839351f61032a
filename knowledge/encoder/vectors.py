"""The vectors of a text's tokens, in 8 bits, and the file that keeps them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.encoder.encoder import Array, Encoder
from knowledge.retrieval.index import Index

_LEVELS = 127


@dataclass(frozen=True)
class Vectors:
    """A row for each token of a text, each scaled by itself: only its direction tells; `starts` are
    the rows at which its sentences begin, and the end of the last.
    """

    rows: Array
    starts: Array

    @classmethod
    def made(cls, index: Index, encoder: Encoder) -> Vectors:
        """Read a text, paragraph by paragraph: about 2 ms a token."""
        found = [
            tokens
            for begin, end in index.paragraphs
            if end > begin
            for tokens in encoder.passage(
                [index.text[line.start : line.end] for line in index.lines[begin:end]]
            )
        ]
        whole = np.concatenate(found)
        rows = np.rint(whole * (_LEVELS / np.abs(whole).max(1, keepdims=True))).astype(np.int8)
        return cls(rows, np.cumsum([0, *map(len, found)]))

    @classmethod
    def read(cls, path: Path) -> Vectors | None:
        """Return what a file keeps, not yet read but mapped into memory; None where there is none,
        or not a whole one.
        """
        try:
            with path.open("rb") as file:
                starts = np.load(file, allow_pickle=False)
                width = int(np.load(file, allow_pickle=False))
                place = file.tell()
            shape = (int(starts[-1]), width)
            return cls(np.memmap(path, np.int8, "r", place, shape), starts)
        except (OSError, ValueError, EOFError):
            return None

    def write(self, path: Path) -> None:
        """Write them to a file, whole or not at all; raises OSError."""
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            with fresh.open("wb") as file:
                np.save(file, self.starts)
                np.save(file, self.rows.shape[1])
                file.write(self.rows.tobytes())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
