"""What nothing but tests uses: names of the code, keys of data, data files, libraries and their
extras.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

import pytest

from bot.languages import load
from knowledge.language.grammar import Grammar
from knowledge.language.languages import DEFAULT, FOLDER
from knowledge.language.sentences import Abbreviations
from knowledge.loading import yamlfile
from tests.test_layers import PRODUCT, ROOT, module_of

CODE = {module_of(p): p.read_text("utf-8") for p in PRODUCT}
# Names that are looked up by text, by the beginning of their modules' names.
LOOKED_UP = {
    "bot.cli.": {"COMMANDS"},  # by bot/cli/arguments.py
    "bot.deploy.packing": {"Build"},  # by setuptools, as pyproject.toml says
    "bot.store.migrations.": {"revision", "down_revision", "upgrade"},  # by alembic
    "knowledge.drafting.formats.": {"read"},  # by knowledge/drafting/source.py
}
# Libraries that are needed without an import, and what needs them.
UNIMPORTED = {"tzdata": "zoneinfo", "psycopg": "SQLAlchemy, by the database's URL"}


@dataclass
class Module:
    """What a module defines at its top, what its classes hold, and what it uses.

    `used` are its own names, `reached` attributes with the name before the point ("" for another
    expression), `imports` what a name that it imports stands for.
    """

    defined: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    reached: set[tuple[str, str]] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)


def targets(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        names = (n for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name))
        yield from (n.id for n in names if isinstance(n.ctx, ast.Store))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def read(source: str) -> Module:
    """Return what a module defines and uses; what only names itself does not use itself."""
    module, tree = Module(), ast.parse(source)
    for statement in tree.body:
        own = set(targets(statement))
        module.defined |= own
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                module.used |= {node.id} - own
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                before = node.value.id if isinstance(node.value, ast.Name) else ""
                module.reached.add((before, node.attr))
            elif isinstance(node, ast.ImportFrom):
                stand = {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
                module.imports |= stand
            elif isinstance(node, ast.Import):
                module.imports |= {a.asname or a.name: a.name for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not of_others(node, module):
            module.held |= {name for part in node.body for name in targets(part)}
    return module


def of_others(node: ast.ClassDef, module: Module) -> bool:
    """Whether a class is of a library's kind, which then calls its methods."""
    bases = [n.id for base in node.bases for n in ast.walk(base) if isinstance(n, ast.Name)]
    return any(
        module.imports.get(b, "bot.").split(".")[0] not in {"bot", "knowledge"} for b in bases
    )


def unused(sources: dict[str, str]) -> list[str]:
    """Return what some modules define and none of them uses, as "module.name"."""
    modules = {name: read(source) for name, source in sources.items()}
    wanted = {full for m in modules.values() for full in m.imports.values()}
    wanted |= {
        f"{m.imports[before]}.{name}"
        for m in modules.values()
        for before, name in m.reached
        if before in m.imports
    }
    spoken = {name for m in modules.values() for _, name in m.reached}
    found = []
    for place, module in modules.items():
        free = {n for head, names in LOOKED_UP.items() if place.startswith(head) for n in names}
        idle = {n for n in module.defined - module.used - free if f"{place}.{n}" not in wanted}
        idle |= module.held - spoken
        found += [f"{place}.{name}" for name in sorted(idle) if not name.startswith("__")]
    return found


def test_every_name_is_used() -> None:
    """Each function, class, constant, method and field of the product is used by the product."""
    assert unused(CODE) == []


@pytest.mark.parametrize(
    ("source", "idle"),
    [
        ("def f(): return f()", ["m.f"]),
        ("A, B = 1, 2\nprint(A)", ["m.B"]),
        ("class C:\n    x: int\n    def y(self): return self.x\nC()", ["m.y"]),
        ("import cmd\nclass C(cmd.Cmd):\n    def do_it(self): pass\nC()", []),
        ("def f(): pass\n'f'", ["m.f"]),
    ],
)
def test_what_is_idle_is_found(source: str, idle: list[str]) -> None:
    """The search finds what only names itself or is only named in text, and lets libraries' hooks
    be.
    """
    assert unused({"m": source}) == idle


def test_a_name_of_another_module_is_no_use() -> None:
    """A function is not used because another module has one of its name."""
    other = "from a import g\nimport a as b\ndef f(): return g(b.h)\nf()"
    assert unused({"a": "def f(): pass\ndef g(x): pass\ndef h(): pass", "c": other}) == ["a.f"]


def test_every_key_of_the_data_is_read() -> None:
    """Each key of the languages, their words and the cues of drafting is named in the code."""
    named = {word for text in CODE.values() for word in re.findall(r"[\"']([a-z_]+)[\"']", text)}
    named |= {f.name for kind in (Grammar, Abbreviations) for f in fields(kind)}
    language = load(DEFAULT)
    keys = {*language.marks, *language.schedule, *language.intents}
    for path in (FOLDER / "concepts.yaml", *(FOLDER / DEFAULT).glob("*")):
        if path.suffix in {".json", ".yaml"} and path.name != "countries.json":
            keys |= {*yamlfile.read(path).data}
    # What says of a file what it is.
    assert keys - named <= {"about"}


def test_every_data_file_is_read() -> None:
    """Each data file of the packages is named in the code."""
    code = "".join(CODE.values())
    files = [
        p.relative_to(ROOT)
        for part in ("bot", "knowledge")
        for p in (ROOT / part).rglob("*")
        if p.suffix in {".yaml", ".txt", ".json"} and not {"reports", "deploy"} & {*p.parts}
    ]
    assert files
    assert [str(p) for p in files if p.name not in code] == []
