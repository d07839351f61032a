"""Tests that imports run one way, as the design says, and that files stay small and say what they are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = sorted(p for part in ("bot", "knowledge") for p in (ROOT / part).rglob("*.py"))
EVERY = sorted([*PRODUCT, *(ROOT / "tests").rglob("*.py")])
LONGEST = 300

# What each part may import of the project, itself aside; parts that join others are not listed here. The longest name that fits counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "knowledge": (),
    "bot.messages": (),
    "bot.charset": (),
    "bot.languages": (),
    "bot.guides": (),
    "bot.subscriptions": ("bot.messages",),
    "bot.config": ("bot.languages", "knowledge.problems", "knowledge.yamlfile"),
    "bot.store": ("bot.messages", "bot.subscriptions"),
    "bot.scheduler": ("bot.adapters", "bot.messages", "bot.store", "bot.subscriptions", "bot.trouble"),
    "bot.watch": (),
    "bot.watching": ("bot.adapters", "bot.config.config", "bot.messages", "bot.status", "bot.serving", "bot.store", "bot.trouble", "bot.watch"),
    "bot.sole": ("bot.store", "bot.watch"),
    "bot.status": ("bot.scheduler", "bot.store"),
    "bot.serving": ("bot.trouble",),
    "bot.adapters.telegram": ("bot.adapters", "bot.messages", "bot.serving"),
    "bot.adapters": ("bot.charset", "bot.messages", "bot.trouble"),
    "bot.desk": ("bot.adapters", "bot.config.config", "bot.conversation", "bot.messages", "bot.store", "bot.subscriptions", "bot.throttle", "bot.trouble", "bot.workers"),
    "bot.workers": (),
    "bot.throttle": ("bot.messages",),
    "bot.intents": ("bot.languages", "bot.messages", "knowledge.words"),
    "bot.dialogue": ("bot.intents", "bot.languages", "bot.messages", "bot.subscriptions", "knowledge"),
    "bot.briefing": ("bot.dialogue", "bot.intents", "bot.languages", "bot.messages", "bot.store", "knowledge"),
}
# The only ones that know reports: those that speak of them and those that join the parts.
MAY_KNOW = (
    "knowledge", "bot.dialogue", "bot.briefing", "bot.app", "bot.asking", "bot.cli", "bot.cache", "bot.conversation", "bot.config", "bot.operating",
    "bot.adding", "bot.brains", "bot.library", "bot.linting", "bot.missing",
)  # fmt: skip
AT_THE_TOP = ("bot.adding", "bot.missing", "bot.app", "bot.cli", "bot.operating", "bot.running", "bot.__main__")


def module_of(path: Path) -> str:
    """Return the dotted name of a module by its path."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known_modules() -> set[str]:
    """Return every module of the product by name."""
    return {module_of(p) for p in PRODUCT}


def imports_of(source: str, module: str, *, is_package: bool = False) -> set[str]:
    """Return the project's modules that a module's source imports, anywhere in it, relative imports made absolute."""
    known, found = known_modules(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")
            up = parents[: len(parents) - node.level + is_package] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names}
    return {name for name in found if name.split(".")[0] in {"bot", "knowledge"} and name != "bot"}


def within(name: str, part: str) -> bool:
    """Whether a module is a part or lies in it."""
    return name == part or name.startswith(f"{part}.")


def breaches(module: str, imported: set[str]) -> list[str]:
    """Return the imports of a module that break the design."""
    part = max((p for p in MAY_IMPORT if within(module, p)), key=len, default=None)
    wrong = set()
    for name in imported:
        own = part is not None and within(name, part)
        if part is not None and not own and not any(within(name, allowed) for allowed in MAY_IMPORT[part]):
            wrong.add(name)
        if within(name, "knowledge") and name != "knowledge.words" and not any(within(module, p) for p in MAY_KNOW):
            wrong.add(name)
        if any(within(name, p) for p in AT_THE_TOP) and module not in AT_THE_TOP:
            wrong.add(name)
    return sorted(f"{module} imports {name}" for name in wrong)


def test_imports_run_one_way() -> None:
    """No module of the product imports what lies above it or beside it where the design draws a line."""
    found = [b for p in PRODUCT for b in breaches(module_of(p), imports_of(p.read_text("utf-8"), module_of(p), is_package=p.name == "__init__.py"))]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("knowledge.words", "from bot.languages import load"),
        ("knowledge.index", "def f():\n    import bot.messages"),
        ("bot.intents.names", "from knowledge.model import Entity"),
        ("bot.intents.names", "from knowledge import model"),
        ("bot.intents.names", "from bot.dialogue import brain"),
        ("bot.intents.names", "from ..dialogue.brain import Brain"),
        ("bot.languages", "from bot.messages import Message"),
        ("bot.messages", "import knowledge.words"),
        ("bot.adapters.console", "from bot.dialogue.dialogue import respond"),
        ("bot.adapters.console", "if True:\n    from knowledge.words import fold"),
        ("bot.dialogue.chat", "from bot.app import open_brain"),
        ("bot.dialogue.chat", "from bot.adapters import console"),
        ("bot.scheduler", "from knowledge.loader import load"),
        ("bot.scheduler.due", "from bot.dialogue import chat"),
        ("bot.store.ledger", "from bot.scheduler.due import WINDOW"),
        ("bot.config.reader", "from knowledge.loader import load"),
        ("bot.config.reader", "from bot.store.store import Store"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    """An import against the design is seen wherever it stands in a file and however it is written."""
    assert breaches(module, imports_of(source, module))


def test_every_file_says_what_it_is() -> None:
    """Each Python file begins with a docstring."""
    assert [str(p.relative_to(ROOT)) for p in EVERY if not ast.get_docstring(ast.parse(p.read_text("utf-8")))] == []


def test_every_test_states_its_law() -> None:
    """Each test function has a docstring."""
    silent = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
                silent += [f"{path.relative_to(ROOT)}: {node.name}"]
    assert silent == []


def test_files_are_short() -> None:
    """No Python file is longer than 300 lines."""
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in EVERY}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
    assert len(lengths) > len(PRODUCT)
