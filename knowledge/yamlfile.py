"""Reading a YAML file together with the line on which each value stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.problems import Problem, ReportError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_BYTES = 20_000_000
Path_ = tuple[str | int, ...]


@dataclass
class YamlFile:
    """A parsed file: its data and the line (from 1) of every value, by the keys and positions that lead to it."""

    path: Path
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, where: Path_) -> int:
        """Return the line of a value, or of the nearest one around it that is known."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(self, where: Path_, what: str, remedy: str) -> Problem:
        """Return a problem at the line of a value."""
        return Problem(self.path, self.line(where), what, remedy)


def read(path: Path) -> YamlFile:
    """Read a YAML file.

    Raises ReportError where it is missing, not UTF-8, not YAML, over 20 MB, or uses a key twice or an alias
    (aliases are what YAML bombs are made of, and no data file here needs one).
    """
    try:
        raw = path.read_bytes()
        if len(raw) > _MOST_BYTES:
            raise ReportError([Problem(path, 0, "is over 20 MB.", "Split it or shorten it.")])
        text = raw.decode("utf-8")
    except OSError as error:
        raise ReportError([Problem(path, 0, f"cannot be read ({error.strerror}).", "Put the file there, or name another folder.")]) from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ReportError([Problem(path, line, "is not UTF-8.", "Save the file in UTF-8.")]) from None
    return _parse(path, text)


def _parse(path: Path, text: str) -> YamlFile:
    loader = _LOADER(text)
    try:
        node = loader.get_single_node() if "&" not in text else _without_aliases(path, text)
        file = YamlFile(path, None)
        if node is not None:
            _note(file, node, ())
            file.data = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "cannot be parsed"
        raise ReportError([Problem(path, mark.line + 1 if mark else 0, f"is not YAML: {what}.", "Mend the indentation or the quotation marks.")]) from None
    except (ValueError, RecursionError) as error:
        raise ReportError([Problem(path, 0, f"holds a value that cannot be read ({error}).", "Mend it.")]) from None
    finally:
        loader.dispose()
    return file


def _without_aliases(path: Path, text: str) -> Any:  # noqa: ANN401 - PyYAML's nodes are untyped
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise ReportError([Problem(path, event.start_mark.line + 1, "uses an alias (*).", "Write the value out.")])
    return yaml.compose(text, Loader=_LOADER)


def _note(file: YamlFile, node: Any, where: Path_) -> None:  # noqa: ANN401 - PyYAML's nodes are untyped
    file.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = key.value
            if name in seen:
                raise ReportError([Problem(file.path, key.start_mark.line + 1, f"has the key {name!r} twice.", "Keep one of them.")])
            seen.add(name)
            _note(file, value, (*where, name))
            file.lines[(*where, name)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            _note(file, value, (*where, i))
