"""The data folder, for those who need no more of the configuration: loads no other library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = ("the path of a folder", "data: /var/lib/briefing-bot")


def usual_data(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the usual data folder: briefing-bot under $XDG_DATA_HOME.

    Where that is not an absolute path it lies under ~/.local/share.
    """
    base = Path(environment.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local" / "share") / "briefing-bot"


def located(base: Path, name: str | Path) -> Path:
    """Return a path that somebody wrote; one that is not absolute begins at `base`."""
    return base / Path(name).expanduser()
