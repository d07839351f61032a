"""Downloads: the files of a known encoder, got by parts that are kept, and checked before they
count.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from bot import __version__
from bot.app.models import need, use
from knowledge.encoder.folder import MODEL, TOKENIZER
from knowledge.loading.problems import ReportError, refusal

_CHUNK = 1 << 20
_SECONDS = 60.0
_AGAIN = "Run the command again: it goes on from what is there."
_ELSEWHERE = (
    "Behind a proxy set https_proxy; where there is no network, fetch it on another machine and"
    " name its folder here: briefing model use FOLDER"
)


class Remote(NamedTuple):
    """A file on a hub: its path there, its name here, its size in bytes and its SHA-256."""

    path: str
    name: str
    size: int
    sha256: str


_HUB = "https://huggingface.co"
_NAME, _REVISION = "multilingual-e5-small", "614241f622f53c4eeff9890bdc4f31cfecc418b3"
# The export of Wang et al. (2024), MIT, by its authors. Sizes and SHA-256 are those that public
# listings of this revision agree on.
FILES = (
    Remote(
        f"intfloat/{_NAME}/resolve/{_REVISION}/onnx/model.onnx",
        MODEL,
        470_268_510,
        "ca456c06b3a9505ddfd9131408916dd79290368331e7d76bb621f1cba6bc8665",
    ),
    Remote(
        f"intfloat/{_NAME}/resolve/{_REVISION}/onnx/tokenizer.json",
        TOKENIZER,
        17_082_730,
        "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
    ),
)


def fetch(
    data: Path, tell: Callable[[str, int, int], None], files: Sequence[Remote] = FILES
) -> Path:
    """Fetch a model's files into the data folder, what is there already aside, and let it use them;
    return their folder.

    They come from the hub, or a mirror of it that HF_ENDPOINT names. `tell` gets a file's name, how
    many of its bytes are there, and how many there will be. Raises ReportError.
    """
    need()
    folder = data / "models" / f"{_NAME}-{_REVISION[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    hub = os.environ.get("HF_ENDPOINT", _HUB).rstrip("/")
    for remote in files:
        download(hub, remote, folder, tell)
    return use(data, folder)


def download(hub: str, remote: Remote, folder: Path, tell: Callable[[str, int, int], None]) -> None:
    """Get a file into a folder, where it is not there already.

    `hub` is the address that its path is below; `tell` gets its name, how many of its bytes are
    there and how many there will be. What was got before an interruption is not got again. Raises
    ReportError.
    """
    file, part = folder / remote.name, folder / f"{remote.name}.part"
    if file.exists() and file.stat().st_size == remote.size and _sum(file) == remote.sha256:
        return
    if not part.exists() or part.stat().st_size < remote.size:
        _get(f"{hub}/{remote.path}", remote, part, tell)
    size, found = part.stat().st_size, _sum(part)
    if size < remote.size:
        raise refusal(part, f"holds {size} of {remote.size} bytes: the connection ended.", _AGAIN)
    if found != remote.sha256:
        part.unlink()
        what = f"is not the file that it should be (SHA-256 {found}, not {remote.sha256})."
        raise refusal(file, what, "Nothing of it is kept. Try again, or ask who runs the mirror.")
    part.replace(file)


def _get(address: str, remote: Remote, part: Path, tell: Callable[[str, int, int], None]) -> None:
    """Get what is lacking of a file, as far as it comes."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": f"briefing-bot/{__version__}", "Range": f"bytes={have}-"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the hub, or the operator's own mirror
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as reply:  # noqa: S310 - as above
            have = have if reply.status == HTTPStatus.PARTIAL_CONTENT else 0
            with part.open("r+b" if have else "wb") as file:
                file.seek(have)
                while have <= remote.size and (chunk := reply.read(_CHUNK)):
                    file.write(chunk)
                    have += len(chunk)
                    tell(remote.name, have, remote.size)
    except (OSError, http.client.HTTPException) as error:
        raise _unreached(address, part, error) from None


def _unreached(address: str, part: Path, error: Exception) -> ReportError:
    """Return what to say of a download that failed."""
    if isinstance(error, urllib.error.HTTPError):
        what = f"cannot be fetched: {address} answers {error.code} {error.reason}."
        return refusal(part, what, _ELSEWHERE)
    if part.exists() and part.stat().st_size:
        return refusal(part, f"is not whole: the connection ended ({_why(error)}).", _AGAIN)
    what = f"cannot be fetched: {address} cannot be reached ({_why(error)})."
    return refusal(part, what, _ELSEWHERE)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or reason)


def _sum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
