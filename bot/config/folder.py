"""The data folder, for those who need no more of the configuration: loads no library but, where a
file is there, that of YAML.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

FILE = Path("config.yaml")  # the usual configuration, in the folder where the bot is started
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


def data_folder(path: Path | None) -> Path:
    """Return the data folder that a configuration file names; `path` None means config.yaml, and
    the usual folder where that is not there.

    Raises ReportError where the file is not there, or names none that can be read.
    """
    if path is None and not FILE.exists():
        return usual_data()
    # Not by the whole configuration's reader: a question waits, and pydantic is slow to load.
    from knowledge.loading.problems import ReportError  # noqa: PLC0415
    from knowledge.loading.yamlfile import read  # noqa: PLC0415

    path = path or FILE
    file = read(path)
    named = file.data.get("data") if isinstance(file.data, dict) else None
    if named and not isinstance(named, str):
        what, remedy = f"data must be {FOLDER[0]}.", f"Write, for example, `{FOLDER[1]}`."
        raise ReportError([file.problem(("data",), what, remedy)])
    return located(path.absolute().parent, named) if named else usual_data()
