"""What is handed on: wheel and sdist hold every notice, the example of a configuration and what
deploys the bot, and never what an earlier build left.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEPLOYED = {path.name for path in (ROOT / "bot" / "deploy").iterdir() if path.is_file()}
BUILD = (
    "import sys; from setuptools import build_meta as b;"
    " print(getattr(b, f'build_{sys.argv[1]}')(sys.argv[2]))"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of the checkout without what git ignores; it need be no repository."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    left_out = shutil.ignore_patterns(*(name.strip("/") for name in ignored), ".git", "tests")
    return Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=left_out))


def built(checkout: Path, kind: str) -> dict[str, bytes]:
    """Return the files of a "wheel" or "sdist" by name, built where a checkout lies."""
    out = checkout.parent / kind
    command = [sys.executable, "-W", "ignore", "-c", BUILD, kind, str(out)]
    out.mkdir(exist_ok=True)
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    path = out / done.stdout.splitlines()[-1]
    if kind == "wheel":
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    with tarfile.open(path) as tar:
        files = {m.name: tar.extractfile(m) for m in tar if m.isfile()}
        return {name.partition("/")[2]: file.read() for name, file in files.items() if file}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_what_is_packed(checkout: Path, kind: str) -> None:
    """Every notice, config.example.yaml, the pinned versions, the guides and the deploy files are
    packed, of one version; no test and no secret is.
    """
    files = built(checkout, kind)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    notices = {p.relative_to(ROOT) for g in project["license-files"] for p in ROOT.glob(g)}
    for path in notices | {Path("config.example.yaml"), Path(".ci/constraints.txt")}:
        own = path.name if path.suffix in {".yaml", ".txt"} else str(path)
        assert any(name.endswith(own) for name in files), own
    assert {f"bot/deploy/{name}" for name in DEPLOYED} <= {*files}
    assert "bot/guides/running.md" in files
    assert not [name for name in files if name.startswith(("tests/", "build/"))]
    [told] = [
        t
        for name, t in files.items()
        if name.count("/") < 2 and name.endswith(("METADATA", "PKG-INFO")) and "egg" not in name
    ]
    from bot import __version__

    assert f"Version: {__version__}".encode() in told


def test_nothing_is_installed_by_a_name_that_nobody_owns() -> None:
    """As the package is on no index, whoever registered its name there would be installed; so
    nothing that people read, and no message, installs it by that.
    """
    told = [ROOT / "README.md", ROOT / "config.example.yaml"]
    told += (path for path in (ROOT / "bot" / "deploy").iterdir() if path.is_file())
    told += [*(ROOT / "bot").rglob("*.md"), *(ROOT / "bot").rglob("*.py")]
    told += (ROOT / "knowledge").rglob("*.py")
    by_name = re.compile(r"pip install[^\n]*[\s'\"]briefing-bot(?!\S* @)(?=[\s'\"\[]|$)")
    assert [path for path in told if by_name.search(path.read_text("utf-8"))] == []


def test_what_an_earlier_build_left_is_not_packed(checkout: Path) -> None:
    """A file that is gone from the checkout is in no wheel, whatever lies in the build folder."""
    (checkout / "bot" / "stale.py").write_text('"""Gone tomorrow."""\n')
    (checkout / "bot" / "guides" / "stale.md").write_text("Gone tomorrow.\n")
    assert {"bot/stale.py", "bot/guides/stale.md"} <= {*built(checkout, "wheel")}
    (checkout / "bot" / "stale.py").unlink()
    (checkout / "bot" / "guides" / "stale.md").unlink()
    assert not [name for name in built(checkout, "wheel") if "stale" in name]
    assert not [name for name in built(checkout, "sdist") if "stale" in name]
