"""The store: vectors of texts, each made once, kept in files and compared with questions."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.retrieval.index import Index
from knowledge.retrieval.linear import Row

if TYPE_CHECKING:
    from knowledge.encoder.encoder import Encoder
    from knowledge.encoder.vectors import Vectors

_OPEN = 32  # texts whose vectors stay mapped
_LONGEST = 100_000  # characters of a text that is read at all: to read these takes a minute
_FORGOTTEN = 30 * 24 * 3600.0
_LAYOUT = "1"  # of the files
_log = logging.getLogger(__name__)


class Store:
    """The vectors of texts by a model, in a folder (None: in memory alone); may be used from
    several threads.

    Where it is `patient`, who asks waits until a text's vectors are made; otherwise there are none
    until `fill` has made them.
    """

    def __init__(self, model: Path, folder: Path | None, *, patient: bool) -> None:
        """Load and make nothing yet."""
        self._model, self._folder, self._patient = model, folder, patient
        self._held: OrderedDict[str, Vectors] = OrderedDict()
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._filling = threading.Lock()
        self._encoder: Encoder | None = None
        self._broken = False

    def __call__(self, index: Index, question: str) -> list[Row] | None:
        """Return how alike a question and each sentence of a text are, None where that cannot be
        told (yet).
        """
        if self._broken or not _is_fit(index):
            return None
        from knowledge.encoder.likeness import likeness  # noqa: PLC0415 - slow to load

        try:
            found = self._vectors(index, make=self._patient)
            return likeness(found, self._opened().question(question)) if found else None
        except Exception:  # noqa: BLE001 - whatever a broken model raises, answers go on by words alone
            self._give_up()
            return None

    def fill(self, texts: Iterable[Index]) -> bool:
        """Make the vectors of texts that have none yet, and remove files that nobody has used for
        30 days; return whether any were made.
        """
        made = False
        if self._broken:
            return made
        try:
            for index in texts:
                if _is_fit(index) and self._vectors(index, make=False) is None:
                    made = self._vectors(index, make=True) is not None
            if made:
                self._tidy()
        except Exception:  # noqa: BLE001 - whatever a broken model raises, answers go on by words alone
            self._give_up()
        return made

    def fill_aside(self, texts: Iterable[Index], ready: Callable[[], None] = lambda: None) -> None:
        """Do what `fill` does in a thread, after what was begun before; `ready` is called when
        anything was made.
        """

        def work() -> None:
            with self._filling:
                if self.fill(texts):
                    ready()

        # The end of the process waits for the paragraph that is being read (see the encoder).
        threading.Thread(target=work, name="encoder").start()

    def _give_up(self) -> None:
        """Go on without the model, once what is wrong with it is in the log."""
        self._broken = True
        _log.exception("The model in %s cannot be used; answers go by words alone.", self._model)

    def _opened(self) -> Encoder:
        from knowledge.encoder.encoder import Encoder  # noqa: PLC0415 - as above

        with self._lock:
            self._encoder = self._encoder or Encoder(self._model)
            return self._encoder

    def _vectors(self, index: Index, *, make: bool) -> Vectors | None:
        """Return a text's vectors, read or made; None where there are none and none are to be
        made.
        """
        from knowledge.encoder.vectors import Vectors  # noqa: PLC0415 - as above

        name = _name(index, self._opened().mark)
        with self._lock:
            held = self._held.get(name)
        if held:
            return held
        path = self._folder / name if self._folder else None
        found = Vectors.read(path) if path else None
        if found is None or len(found.starts) != len(index.lines) + 1:
            if not make:
                return None
            with self._making:
                found = Vectors.made(index, self._opened())
            if path:
                _write(found, path)
        elif path:
            _touch(path)
        with self._lock:
            self._held[name] = found
            while len(self._held) > _OPEN:
                self._held.popitem(last=False)
        return found

    def _tidy(self) -> None:
        for path in self._folder.glob("*.vectors") if self._folder else ():
            if time.time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink(missing_ok=True)


def _is_fit(index: Index) -> bool:
    return bool(index.lines) and len(index.text) <= _LONGEST


def _name(index: Index, mark: str) -> str:
    """Return the name of the file of a text's vectors: another where its sentences or the model
    are others.
    """
    digest = hashlib.sha256(f"{_LAYOUT}\0{mark}\0{index.text}".encode("utf-8", "surrogatepass"))
    places: Sequence[int] = [place for line in index.lines for place in (line.start, line.end)]
    digest.update(repr(places).encode())
    return f"{digest.hexdigest()[:32]}.vectors"


def _write(found: Vectors, path: Path) -> None:
    """Write vectors to a file; where that cannot be, they are kept in memory alone."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found.write(path)
    except OSError as error:
        _log.warning("%s cannot be written (%s).", path, error.strerror or error)


def _touch(path: Path) -> None:
    """Mark a file as used."""
    try:
        path.touch()
    except OSError:
        return
