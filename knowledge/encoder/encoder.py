"""The encoder: from words to a vector for each token, as it stands among the others. Reads a
model's folder when it is first asked.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.encoder.folder import MODEL, TOKENIZER

Array = Any  # numpy's arrays; without numpy there is nothing to check them by
# What texts begin with to this family of models (E5, Wang et al. 2024).
_QUESTION, _PASSAGE = "query:", "passage:"
# Tokens that are read together at most, of the 512 that the model has places for.
_MOST = 480


class Encoder:
    """A model of BERT's kind in a folder; may be used from several threads."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._opening = threading.Lock()

    @property
    def mark(self) -> str:
        """What changes when the model does."""
        known = [(self._folder / name).stat() for name in (MODEL, TOKENIZER)]
        return f"{self._folder}|{[(k.st_size, k.st_mtime_ns) for k in known]}"

    def question(self, words: str) -> Array:
        """Return the vectors of a question's tokens, a row each, as numbers."""
        return self._read(_QUESTION, [self._ids(words)])[0]

    def passage(self, sentences: Sequence[str]) -> list[Array]:
        """Return for each sentence of a paragraph the vectors of its tokens, each read among the
        sentences around it; what is too long is read in parts.
        """
        parted = [self._ids(sentence) for sentence in sentences]
        found: list[Array] = []
        while len(found) < len(parted):
            begin = end = len(found)
            size = 0
            while end < len(parted) and (end == begin or size + len(parted[end]) <= _MOST):
                size += len(parted[end])
                end += 1
            found += self._read(_PASSAGE, parted[begin:end])
        return found

    def _ids(self, words: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(words, add_special_tokens=False).ids
        # What holds no word at all still has a place.
        return ids[:_MOST] or [self._ends[1]]

    def _read(self, kind: str, parts: Sequence[Sequence[int]]) -> list[Array]:
        """Return the vectors of the tokens of some parts that are read together."""
        first, size = 1 + len(self._ids(kind)), sum(map(len, parts))
        own = self._run(kind, parts)[first : first + size]
        return np.split(own, np.cumsum([len(part) for part in parts])[:-1])

    def _run(self, kind: str, parts: Sequence[Sequence[int]]) -> Array:
        """Return the vectors of all tokens that the model reads, its own too.

        Ends the thread where the process is ending: none may be in the model's library by then.
        """
        if not threading.main_thread().is_alive():
            raise SystemExit
        head, body = self._ids(kind), [token for part in parts for token in part]
        begin, end = self._ends
        ids = np.array([[begin, *head, *body, end]], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        names = [each.name for each in self._session.get_inputs()]
        # Some exports ask for the kind of each token too, of which there is one.
        feed = {name: given.get(name, np.zeros_like(ids)) for name in names}
        hidden: Array = self._session.run(["last_hidden_state"], feed)[0]
        return hidden[0]

    @cached_property
    def _ends(self) -> tuple[int, int]:
        first, *_, last = self._tokenizer.encode("").ids
        return first, last

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer.from_file(str(self._folder / TOKENIZER))

    @property
    def _session(self) -> onnxruntime.InferenceSession:
        with self._opening:
            return self._opened

    @cached_property
    def _opened(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # The other processors are for answers meanwhile.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._folder / MODEL), options)
