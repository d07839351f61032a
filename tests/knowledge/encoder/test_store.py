"""Tests of the store: vectors are made once, kept, made again where text or model are others, and
compared with questions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.encoder import Encoder
from knowledge.encoder.likeness import likeness
from knowledge.encoder.store import Store
from knowledge.encoder.vectors import Vectors
from knowledge.retrieval.index import index
from tests.conftest import ROOT
from tests.encoders import made

TEXT = index("The weather was fine. The bridge was closed.\n\nTwo children came to hospital.", "en")
OTHER = index(TEXT.text.replace("Two", "Three"), "en")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return the folder of a tiny encoder."""
    return made(tmp_path / "model")


def kept(folder: Path) -> dict[str, int]:
    """Return the files of a store and when each was written."""
    return {p.name: p.stat().st_ino for p in folder.glob("*")}


def test_vectors_are_kept_as_they_are(tmp_path: Path, model: Path) -> None:
    """In 8 bits each vector has its direction still, the file is mapped, and what is no whole file
    is no vectors.
    """
    encoder, path = Encoder(model), tmp_path / "text"
    found = Vectors.made(TEXT, encoder)
    found.write(path)
    again = Vectors.read(path)
    assert again is not None
    assert isinstance(again.rows, np.memmap)
    assert np.array_equal(again.rows, found.rows)
    assert np.array_equal(again.starts, found.starts)
    exact = np.concatenate(encoder.passage(["The bridge was closed."]))
    told = found.rows[found.starts[1] : found.starts[2]].astype(float)
    cosines = (exact * told).sum(1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(told, axis=1)
    assert cosines.min() > 0.999
    path.write_bytes(path.read_bytes()[:-10])
    assert Vectors.read(path) is None
    assert Vectors.read(tmp_path / "none") is None


def test_the_nearest_sentence_is_found_in_other_words(model: Path) -> None:
    """The sentence whose words mean what those of the question mean is the nearest, in another
    language too.
    """
    encoder = Encoder(model)
    for question, number in (("lantern purple", 1), ("kids ward", 2), ("pont fermé", 1)):
        rows = likeness(Vectors.made(TEXT, encoder), encoder.question(question))
        for name in rows[0]:
            assert max(range(3), key=lambda n: rows[n][name]) == number, (question, name)


def test_a_text_is_read_once(tmp_path: Path, model: Path) -> None:
    """Another process finds the vectors that one has made, and makes only those that lack."""
    folder = tmp_path / "kept"
    assert Store(model, folder, patient=True)(TEXT, "kids")
    first = kept(folder)
    assert len(first) == 1
    again = Store(model, folder, patient=False)
    assert again(TEXT, "kids")
    assert not again.fill([TEXT])
    assert again(OTHER, "kids") is None
    assert again.fill([TEXT, OTHER])
    assert again(OTHER, "kids")
    assert kept(folder).items() > first.items()


def test_another_model_reads_anew(tmp_path: Path, model: Path) -> None:
    """Vectors of one model are no use to another, in the same folder too."""
    folder = tmp_path / "kept"
    Store(model, folder, patient=True)(TEXT, "kids")
    os.utime(model / "model.onnx", (0, 0))
    assert Store(model, folder, patient=False)(TEXT, "kids") is None


def test_who_is_not_patient_goes_on_meanwhile(tmp_path: Path, model: Path) -> None:
    """Until vectors are made aside there are none; whoever wants to hears that there are."""
    store, ready = Store(model, tmp_path / "kept", patient=False), threading.Event()
    assert store(TEXT, "kids") is None
    store.fill_aside([TEXT], ready.set)
    assert ready.wait(30)
    assert store(TEXT, "kids")


def test_what_nobody_uses_is_removed(tmp_path: Path, model: Path) -> None:
    """Vectors that nobody has used for 30 days go when others are made."""
    folder = tmp_path / "kept"
    Store(model, folder, patient=True)(TEXT, "kids")
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    assert Store(model, folder, patient=False).fill([OTHER])
    assert len(kept(folder)) == 1
    assert not old.exists()


def test_a_broken_model_costs_no_answer(
    tmp_path: Path, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the model cannot be read, there are no figures, and the log says so once."""
    (model / "model.onnx").write_bytes(b"broken")
    store = Store(model, tmp_path / "kept", patient=True)
    assert store(TEXT, "kids") is None
    assert store(TEXT, "kids") is None
    assert not store.fill([OTHER])
    assert [r.message for r in caplog.records] == [
        f"The model in {model} cannot be used; answers go by words alone."
    ]


def test_a_book_is_not_read(tmp_path: Path, model: Path) -> None:
    """A text that would take minutes goes by its words, and nobody waits."""
    book = index("The bridge was closed. " * 5000, "en")
    store = Store(model, tmp_path / "kept", patient=True)
    assert store(book, "kids") is None
    assert not store.fill([book])


def test_the_end_of_a_process_waits_for_no_more_than_a_paragraph(model: Path) -> None:
    """A process that ends while texts are read aside ends in order, however many are left."""
    code = (
        "import itertools, sys; from pathlib import Path;"
        " from knowledge.encoder.store import Store;"
        " from knowledge.retrieval.index import index;"
        " texts = (index(f'The bridge was closed {n} times.', 'en') for n in itertools.count());"
        " Store(Path(sys.argv[1]), None, patient=False).fill_aside(texts)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(model)], cwd=ROOT, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
