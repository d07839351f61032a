"""Reading a YAML file together with the line on which each value stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.loading.problems import Problem, ReportError, refusal

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_BYTES = 20_000_000
_DEEPEST = 50
_ASKS = "?"
Path_ = tuple[str | int, ...]


@dataclass
class YamlFile:
    """A parsed file: its data and the line (from 1) of every value, by the keys and positions that
    lead to it.
    """

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

    Raises ReportError where it is missing, not UTF-8, not YAML, over 20 MB, nested more than 50
    deep (libyaml's C code overflows its stack on such files), uses an alias (aliases are what YAML
    bombs are made of, and no data file here needs one), or, all at once, for every key that stands
    twice and every value that cannot be read.
    """
    try:
        raw = path.read_bytes()
        if len(raw) > _MOST_BYTES:
            raise refusal(path, "is over 20 MB.", "Split it or shorten it.")
        text = raw.decode("utf-8")
    except OSError as error:
        what = f"cannot be read ({error.strerror})."
        raise refusal(path, what, "Put the file there, or name another folder.") from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refusal(path, "is not UTF-8.", "Save the file in UTF-8.", line) from None
    return _parse(path, text)


def read_text(path: Path, text: str) -> Any:  # noqa: ANN401 - YAML data
    """Return what a text in YAML holds, as if it were a file at a path; raises ReportError as
    `read` does.
    """
    return _parse(path, text).data


def _parse(path: Path, text: str) -> YamlFile:
    _refuse_bombs(path, text)
    file = YamlFile(path, None)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            problems = list(_note(file, loader, node, ()))
            if problems:
                raise ReportError(problems)
            file.data = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise ReportError([_not_yaml(path, text, error)]) from None
    finally:
        loader.dispose()
    return file


def _not_yaml(path: Path, text: str, error: yaml.YAMLError) -> Problem:
    mark, at = getattr(error, "problem_mark", None), getattr(error, "position", None)
    line = mark.line + 1 if mark else text[: at or 0].count("\n") + 1
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be parsed"
    return Problem(
        path, line, f"is not YAML: {what}.", "Mend the indentation or the quotation marks."
    )


def _refuse_bombs(path: Path, text: str) -> None:
    """Raise ReportError where a file holds aliases or is nested too deep, before any of it is
    built.
    """
    depth = 0
    try:
        events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        for event in events:
            line = event.start_mark.line + 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                event, yaml.CollectionEndEvent
            )
            if isinstance(event, yaml.AliasEvent):
                raise refusal(path, "uses an alias (*).", "Write the value out.", line)
            if depth > _DEEPEST:
                raise refusal(path, f"is nested more than {_DEEPEST} deep.", "Flatten it.", line)
    except yaml.YAMLError as error:
        raise ReportError([_not_yaml(path, text, error)]) from None


def _note(
    file: YamlFile,
    loader: Any,  # noqa: ANN401 - PyYAML's are untyped
    node: Any,  # noqa: ANN401 - as above
    where: Path_,
    *,
    flow: bool = False,
) -> Iterator[Problem]:
    """Note the line of every value under a node, which may stand in a flow collection; yield keys
    that stand twice and values that cannot be read, or by libyaml alone.
    """
    file.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name, line = key.value, key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(
                    file.path, line, "has a list or mapping for a key.", "Give it a plain key."
                )
                continue
            if name in seen:
                yield Problem(file.path, line, f"has the key {name!r} twice.", "Keep one of them.")
            seen.add(name)
            yield from _note(
                file, loader, value, (*where, name), flow=flow or bool(node.flow_style)
            )
            file.lines[(*where, name)] = line
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from _note(file, loader, value, (*where, i), flow=flow or bool(node.flow_style))
    elif flow and not node.style and _ASKS in node.value:
        yield Problem(
            file.path,
            node.start_mark.line + 1,
            f"holds {node.value[:60]!r} within {{ }} or [ ], where not every reader of YAML takes a"
            " question mark.",
            "Put it between quotation marks.",
        )
    elif node.tag != "tag:yaml.org,2002:str":
        try:
            loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            yield Problem(
                file.path,
                node.start_mark.line + 1,
                f"holds {node.value[:60]!r}, which cannot be read.",
                "Mend it, or put it between quotation marks if it is text.",
            )
