"""Tests that imports run one way, as the design says, and that files stay small and say what they
are.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = sorted(p for part in ("bot", "knowledge") for p in (ROOT / part).rglob("*.py"))
EVERY = sorted([*PRODUCT, *(ROOT / "tests").rglob("*.py")])
LONGEST = 300

# What each part may import of the project, itself aside; parts that join others are not listed
# here. The longest name that fits counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "knowledge": (),
    "bot.languages": (),
    "bot.guides": (),
    "bot.chat.messages": ("bot.chat.pictures",),
    "bot.chat.workers": (),
    "bot.chat.subscriptions": ("bot.chat.messages",),
    "bot.chat.platform": ("bot.chat.messages",),
    "bot.chat.throttle": ("bot.chat.messages",),
    "bot.chat.pace": (),
    "bot.chat.pictures": (),
    "bot.chat.reminders": (),
    "bot.chat.responder": ("bot.chat.messages", "bot.chat.subscriptions"),
    "bot.chat.profiles": ("bot.chat", "bot.store.changes"),
    "bot.chat": ("bot.config.config", "bot.monitoring.errors", "bot.store"),
    "bot.config": ("bot.languages",),
    "bot.store": ("bot.chat.messages", "bot.chat.subscriptions"),
    "bot.scheduler": ("bot.adapters.pace", "bot.chat", "bot.monitoring.errors", "bot.store"),
    "bot.monitoring.errors": (),
    "bot.monitoring.logs": ("bot.config.secret",),
    "bot.monitoring.serving": ("bot.monitoring.errors",),
    "bot.monitoring": (
        "bot.chat.messages",
        "bot.chat.platform",
        "bot.config.config",
        "bot.scheduler",
        "bot.store",
    ),
    "bot.pictures": ("bot.chat.messages", "bot.chat.pictures"),
    "bot.adapters": (
        "bot.chat.messages",
        "bot.chat.pace",
        "bot.chat.pictures",
        "bot.chat.platform",
        "bot.chat.reminders",
        "bot.monitoring.errors",
        "bot.monitoring.serving",
        "bot.pictures",
    ),
    "bot.web": ("bot.chat.messages", "bot.chat.workers"),
    "bot.sources": (
        "bot.config.config",
        "bot.monitoring.errors",
        "bot.store",
    ),
    "bot.editing": (
        "bot.chat.messages",
        "bot.chat.platform",
        "bot.chat.service",
        "bot.config.config",
        "bot.dialogue",
        "bot.languages",
        "bot.monitoring.errors",
        "bot.sources",
        "bot.store",
    ),
    "bot.intents": ("bot.languages", "bot.chat.messages"),
    "bot.dialogue": (
        "bot.chat.messages",
        "bot.chat.pictures",
        "bot.chat.responder",
        "bot.chat.subscriptions",
        "bot.intents",
        "bot.languages",
    ),
    "bot.briefing": (
        "bot.chat.messages",
        "bot.dialogue",
        "bot.intents",
        "bot.languages",
        "bot.store",
    ),
}
# The one place for words, and the reader of YAML with its problems, which all may use.
FOR_ALL = ("knowledge.language", "knowledge.loading.problems", "knowledge.loading.yamlfile")
# The only ones that know reports: those that speak of them and what joins the parts.
MAY_KNOW = ("knowledge", "bot.dialogue", "bot.briefing", "bot.sources", "bot.editing", "bot.app")
# What joins the others, and is imported by nothing but what comes after it here.
AT_THE_TOP = ("bot.app", "bot.cli", "bot.__main__")


def module_of(path: Path) -> str:
    """Return the dotted name of a module by its path."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known_modules() -> set[str]:
    """Return every module of the product by name."""
    return {module_of(p) for p in PRODUCT}


def imports_of(source: str, module: str, *, is_package: bool = False) -> set[str]:
    """Return the project's modules that a module's source imports, anywhere in it, relative imports
    made absolute.
    """
    known, found = known_modules(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")
            up = parents[: len(parents) - node.level + is_package] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            found |= {
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base
                for alias in node.names
            }
    return {name for name in found if name.split(".")[0] in {"bot", "knowledge"} and name != "bot"}


def within(name: str, part: str) -> bool:
    """Whether a module is a part or lies in it."""
    return name == part or name.startswith(f"{part}.")


def floor(name: str) -> int:
    """Return how high a module stands of those that join the others, -1 for one that does not."""
    return next((n for n, part in enumerate(AT_THE_TOP) if within(name, part)), -1)


def breaches(module: str, imported: set[str]) -> list[str]:
    """Return the imports of a module that break the design."""
    part = max((p for p in MAY_IMPORT if within(module, p)), key=len, default=None)
    wrong = set()
    for name in imported:
        own = part is not None and within(name, part)
        if any(within(name, p) for p in FOR_ALL):
            continue
        if within(name, "knowledge"):
            allowed = any(within(module, p) for p in MAY_KNOW)
        elif floor(name) >= 0:
            allowed = floor(module) >= floor(name)
        else:
            allowed = part is None or own or any(within(name, p) for p in MAY_IMPORT[part])
        if not allowed:
            wrong.add(name)
    return sorted(f"{module} imports {name}" for name in wrong)


def test_imports_run_one_way() -> None:
    """No module of the product imports what lies above it or beside it where the design draws a
    line.
    """
    found = [
        b
        for p in PRODUCT
        for b in breaches(
            module_of(p),
            imports_of(p.read_text("utf-8"), module_of(p), is_package=p.name == "__init__.py"),
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("knowledge.language.words", "from bot.languages import load"),
        ("knowledge.loading.loader", "def f():\n    import bot.chat.messages"),
        ("bot.intents.names", "from knowledge.model import Entity"),
        ("bot.intents.names", "from knowledge import model"),
        ("bot.intents.names", "from bot.dialogue import brain"),
        ("bot.intents.names", "from ..dialogue.brain import Brain"),
        ("bot.languages", "from bot.chat.messages import Message"),
        ("bot.chat.messages", "import knowledge.loading.text"),
        ("bot.adapters.console", "from bot.dialogue.dialogue import respond"),
        ("bot.adapters.console", "if True:\n    from knowledge.loading.text import own_words"),
        ("bot.dialogue.chat", "from bot.app.reports import open_brain"),
        ("bot.dialogue.chat", "from bot.adapters import console"),
        ("bot.chat.conversations", "from bot.dialogue.source import Source"),
        ("bot.chat.responder", "from bot.intents import budget"),
        ("bot.cli.check", "from knowledge.loading.loader import load"),
        ("bot.cli.add", "if TYPE_CHECKING:\n    from knowledge.model import Report"),
        ("bot.app.running", "from bot.cli.command import say"),
        ("bot.scheduler", "from knowledge.loading.loader import load"),
        ("bot.scheduler.due", "from bot.dialogue import chat"),
        ("bot.store.ledger", "from bot.scheduler.due import WINDOW"),
        ("bot.config.reader", "from knowledge.loading.loader import load"),
        ("bot.config.reader", "from bot.store.store import Store"),
        ("bot.sources.polling", "from bot.chat.messages import Message"),
        ("bot.sources.drafting", "from bot.dialogue.brain import Brain"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    """An import against the design is seen wherever it stands in a file and however it is
    written.
    """
    assert breaches(module, imports_of(source, module))


def test_every_file_says_what_it_is() -> None:
    """Each Python file begins with a docstring."""
    assert [
        str(p.relative_to(ROOT))
        for p in EVERY
        if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ] == []


def test_every_test_states_its_law() -> None:
    """Each test function has a docstring."""
    silent = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and node.name.startswith("test_")
                and not ast.get_docstring(node)
            ):
                silent += [f"{path.relative_to(ROOT)}: {node.name}"]
    assert silent == []


def test_files_are_short() -> None:
    """No Python file is longer than 300 lines."""
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in EVERY}
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}
    assert len(lengths) > len(PRODUCT)
