"""Formats that need a library to be read: HTML, PDF, DOCX. A reader is imported when a file of its format comes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.problems import Problem, ReportError

if TYPE_CHECKING:
    from knowledge.drafting.source import Source

EXTRA = "pip install 'briefing-bot[documents]'"


def read(path: Path, kind: str, raw: bytes) -> Source:
    """Read bytes of a format ("html", "pdf", "docx"); raise ReportError where its reader is not installed or refuses them."""
    try:
        reader = import_module(f"knowledge.drafting.formats.{kind}")
    except ModuleNotFoundError as error:
        raise ReportError([Problem(path, 0, f"is {kind.upper()}, whose reader ({error.name}) is not installed.", f"Install it: {EXTRA}")]) from None
    found: Source = reader.read(path, raw)
    return found
