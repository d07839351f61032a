"""Tests of reading YAML with the line of each value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafting.folder import as_yaml
from knowledge.loading import yamlfile
from knowledge.loading.problems import Problem, ReportError
from tests.conftest import ROOT

DATA = sorted(
    p.relative_to(ROOT)
    for p in (
        ROOT / "config.example.yaml",
        *ROOT.glob("bot/**/*.yaml"),
        *ROOT.glob("knowledge/**/*.yaml"),
    )
)


def read(folder: Path, content: str | bytes) -> yamlfile.YamlFile:
    """Write a file and read it back."""
    path = folder / "a.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return yamlfile.read(path)


def problems(folder: Path, content: str | bytes) -> list[Problem]:
    """Return the problems for which a file is refused."""
    with pytest.raises(ReportError) as refused:
        read(folder, content)
    assert all(p.file == folder / "a.yaml" and p.remedy for p in refused.value.problems)
    return refused.value.problems


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    """Lines count from 1; a value within a value has its own, and an unknown one that of what is
    around it.
    """
    file = read(tmp_path, "# note\na: 1\nb:\n  - x\n  - y: 2\n    z: [3,\n      4]\n")
    assert file.data == {"a": 1, "b": ["x", {"y": 2, "z": [3, 4]}]}
    places: list[tuple[tuple[str | int, ...], int]] = [
        (("a",), 2),
        (("b",), 3),
        (("b", 0), 4),
        (("b", 1, "z"), 6),
        (("b", 1, "z", 1), 7),
        (("b", 1, "q"), 5),
        (("c",), 2),
    ]
    assert [(where, file.line(where)) for where, _ in places] == places
    assert file.problem(("b", 0), "is wrong.", "Mend it.") == Problem(
        tmp_path / "a.yaml", 4, "is wrong.", "Mend it."
    )


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    """A file that begins with a byte order mark reads as one without."""
    assert read(tmp_path, "\ufeffa: 1\n").data == {"a": 1}


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    """A file of comments only has no data and no problem."""
    assert read(tmp_path, "# nothing\n").data is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: 1\nb: 2\na: 3\nb: 4\n", [(3, "key 'a' twice"), (4, "key 'b' twice")]),
        ("a:\n  b: 1\n  b: 2\n", [(3, "key 'b' twice")]),
        ("a: &x [1]\nb: *x\n", [(2, "alias")]),
        ("x: 1\na: 2025-04-31\nb: 2025-13-01\n", [(2, "'2025-04-31'"), (3, "'2025-13-01'")]),
        ("a: 1\n? [b]\n: c\n", [(2, "list or mapping for a key")]),
        ("a: 1\nb: [1, 2\nc: 3\n", [(3, "not YAML")]),
        ("a:\n\t- b\n", [(2, "not YAML")]),
        ("a: 1\nb: \x07\n", [(2, "not YAML")]),
        ("a: 1\n---\nb: 2\n", [(2, "not YAML")]),
        ("a: 1\nb: !!python/object/apply:os.getcwd []\n", [(2, "not YAML")]),
        (b"a: 1\nb: caf\xe9\n", [(2, "not UTF-8")]),
        ("a: 1\nb: {ask: Who?, says: x}\nc: [When?]\n", [(2, "'Who?'"), (3, "'When?'")]),
        ("[" * 200_000, [(1, "nested")]),
        ("- " * 20_000, [(1, "nested")]),
        (f"a: {'9' * 5000}\n", [(1, "cannot be read")]),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, expected: list[tuple[int, str]]
) -> None:
    """Keys that stand twice, aliases, broken dates and broken YAML are refused, each with its line,
    all at once where they can be.
    """
    found = problems(tmp_path, content)
    assert [p.line for p in found] == [line for line, _ in expected]
    assert all(piece in p.what for p, (_, piece) in zip(found, expected, strict=True))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is a problem of that file as a whole."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ReportError) as refused:
            yamlfile.read(path)
        assert [(p.file, p.line) for p in refused.value.problems] == [(path, 0)]
        assert str(refused.value).startswith(f"{path}: cannot be read")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file over 20 MB is refused before it is parsed."""
    assert [(p.line, p.what) for p in problems(tmp_path, b"a: 1\n" + b"#" * 20_000_001)] == [
        (0, "is over 20 MB.")
    ]


@pytest.mark.parametrize("path", DATA, ids=str)
def test_data_files_need_no_c_library(path: Path) -> None:
    """Each data file of the program reads the same by PyYAML's own loader as by libyaml's."""
    text = (ROOT / path).read_text("utf-8")
    assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader)


def test_examples_of_the_guides_need_no_c_library(tmp_path: Path) -> None:
    """What the guides show as YAML is read by PyYAML's own loader as by libyaml's."""
    pages = [guide.read_text("utf-8") for guide in (ROOT / "bot" / "guides").glob("*.md")]
    examples = [e for page in pages for e in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    assert examples
    for example in examples:
        assert read(tmp_path, example).data == yaml.load(example, yaml.SafeLoader)


@given(st.lists(st.text("ab1 ?!:,-#&*[]{}|>'\"%@`«»’\u00a0\n", max_size=12), min_size=1))
def test_drafts_need_no_c_library(words: list[str]) -> None:
    """What a draft is written as reads the same by both loaders, whatever the text holds."""
    page = as_yaml({"title": words[0], "days": words, "facts": [{"clauses": words}]}, words[0])
    known = yaml.load(page, yaml.SafeLoader)
    assert known == yaml.load(page, yaml.CSafeLoader)
    assert known["facts"] == [{"clauses": words}]
