"""Models: which encoder a data folder uses. Loads nothing that takes time, as questions wait."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.encoder.folder import MODEL, installed, tried
from knowledge.loading.problems import refusal

if TYPE_CHECKING:
    from knowledge.encoder.store import Store

EXTRA = "pip install '.[semantic]'"
_USED = "model.txt"  # in the data folder: the path of the folder of the model that is used


def used(data: Path) -> Path | None:
    """Return the folder of the model that a data folder uses, None for none."""
    try:
        written = (data / _USED).read_text("utf-8").strip()
    except OSError:
        return None
    return Path(written) if written else None


def use(data: Path, folder: Path) -> Path:
    """Let a data folder use the model in a folder, tried first; return its whole path.

    Raises ReportError where it is no model, or the libraries are not installed.
    """
    need()
    whole = tried(folder.expanduser().absolute())
    data.mkdir(parents=True, exist_ok=True)
    (data / _USED).write_text(f"{whole}\n", "utf-8")
    return whole


def unuse(data: Path) -> None:
    """Let a data folder use no model; what was fetched stays."""
    (data / _USED).unlink(missing_ok=True)


def store(data: Path | None, *, patient: bool) -> Store | None:
    """Return the vectors by which answers are found in other words, None where a data folder uses
    no model, or the libraries are not installed; loads nothing of them. `patient` is as in `Store`.
    """
    model = used(data) if data else None
    if model is None or not installed() or not (model / MODEL).exists():
        return None
    from bot.dialogue.cache import directory  # noqa: PLC0415 - most go by words alone
    from knowledge.encoder.store import Store  # noqa: PLC0415 - as above

    return Store(model, directory() / "vectors", patient=patient)


def standing(data: Path) -> str:
    """Return by which of the two answers are found, as a line for the operator."""
    model = used(data)
    if model is None:
        return "Answers are found by words alone; `briefing model fetch` gets an encoder."
    if not installed():
        return f"Answers are found by words alone: {model} is used, but not {EXTRA}."
    if not (model / MODEL).exists():
        return f"Answers are found by words alone: {model} is not there any more."
    return f"Answers are found by words, and by the encoder in {model}."


def need() -> None:
    """Raise ReportError where the libraries that read a model are not installed."""
    if not installed():
        what = "needs the extra `semantic`."
        raise refusal(Path("briefing model"), what, f"Install it in the checkout: {EXTRA}")
