"""A tiny encoder for tests, in the form of public exports: each word of a table has the vector of
what it means, and every other word one that is like no other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from knowledge.encoder.folder import MODEL, TOKENIZER

WIDTH = 64
# Words that mean the same to it, whatever the words of a language tell.
MEANINGS = (
    ("bridge", "pont", "lantern"),
    ("closed", "purple", "fermé"),
    ("children", "kids", "enfants"),
    ("hospital", "ward", "hôpital"),
)
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_ENDS = [("<s>", 0), ("</s>", 2)]


def made(folder: Path, inputs: tuple[str, ...] = ("input_ids", "attention_mask")) -> Path:
    """Make the encoder in a folder, its graph with some inputs, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [*_SPECIAL, *(word for group in MEANINGS for word in group)]
    parted = Tokenizer(
        models.WordLevel({word: n for n, word in enumerate(words)}, unk_token=_SPECIAL[-1])
    )
    parted.normalizer = normalizers.Lowercase()
    parted.pre_tokenizer = pre_tokenizers.Whitespace()
    parted.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=_ENDS)
    parted.save(str(folder / TOKENIZER))
    table = np.random.default_rng(0).standard_normal((len(words), WIDTH)).astype(np.float32)
    for group in MEANINGS:
        for word in group[1:]:
            table[words.index(word)] = table[words.index(group[0])]
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, WIDTH])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / MODEL)
    return folder
