"""A model's folder: the two files that public exports of an encoder have, and that they can be
used.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from knowledge.loading.problems import refusal

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
LIBRARIES = ("onnxruntime", "tokenizers")
_TRIED = "A bridge was closed. Un pont a été fermé."


def installed() -> bool:
    """Whether the libraries are there that read a model; loads none of them."""
    return all(find_spec(name) for name in LIBRARIES)


def tried(folder: Path) -> Path:
    """Return a model's folder after a sentence was read with it.

    Raises ReportError where it holds no model, or one that does not tell a vector for each token.
    """
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            remedy = f"Name a folder that holds {MODEL} and {TOKENIZER}, as exports to ONNX have."
            raise refusal(folder, f"holds no {name}.", remedy)
    from knowledge.encoder.encoder import Encoder  # noqa: PLC0415 - slow to load

    try:
        found = Encoder(folder).passage([_TRIED])
    except Exception as error:  # noqa: BLE001 - whatever a broken file raises in a library, it is no model
        what = f"is no model that can be read ({str(error).splitlines()[0]})."
        raise refusal(folder, what, "Fetch it anew: briefing model fetch") from None
    if len(found[0]) == 0:
        raise refusal(folder, "tells no vectors.", "Name a folder that holds an encoder.")
    return folder
