"""Loading a report's folder: reading, checking, finding its clauses in its text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.model import Passage, Report, ReportFile
from knowledge.problems import Problem, ReportError
from knowledge.text import Sentence, passage_of, sentences
from knowledge.words import LANGUAGES

BUILT_IN = Path(__file__).parent / "reports"


def folders(*roots: Path) -> list[Path]:
    """Return the report folders under some roots, the package's own when none is given, in order of name."""
    found = [f for root in roots or (BUILT_IN,) if root.is_dir() for f in root.iterdir() if (f / "report.yaml").exists()]
    return sorted(found, key=lambda f: f.name)


def fingerprint(folder: Path) -> str:
    """Return a digest of every file that a report is made of; it changes when one of them does."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        if path.suffix in {".yaml", ".txt"} and path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load(folder: Path) -> Report:
    """Read and check a report's folder.

    Raises ReportError with every problem found: what is not verbatim, unknown names, claims without both languages,
    aliases that two entities share, duplicate ids, and files that cannot be read.
    """
    from knowledge import check, yamlfile  # noqa: PLC0415 - a checked report is cached, so questions seldom come here

    if not folder.is_dir():
        raise ReportError([Problem(folder, 0, "is not a folder.", "Name a folder that holds report.yaml and text.<language>.txt.")])
    file = yamlfile.read(folder / "report.yaml")
    contents = check.read_file(file)
    text = _text(folder / f"text.{contents.language}.txt")
    problems = check.problems_of(file, contents, text)
    asks, more = _asks(folder, contents)
    if problems or more:
        raise ReportError(problems + more)
    return build(folder.name, text, contents, asks)


def build(slug: str, text: str, contents: ReportFile, asks: dict[str, dict[str, tuple[str, ...]]]) -> Report:
    """Return the report made of checked parts, each of its clauses found in its text."""
    known = sentences(text)
    clauses = [c for f in contents.facts for c in f.clauses] + [s.clause for s in contents.sessions] + [q.text for q in contents.quotes]
    found = {c: passage_of(slug, text, (text.index(c), text.index(c) + len(c)), known) for c in clauses}
    return Report(slug, text, contents, tuple(_whole(slug, text, s) for s in known), found, asks)


def _whole(slug: str, text: str, s: Sentence) -> Passage:
    return Passage(slug, s.paragraph, s.number, s.start, s.end, text[s.start : s.end])


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ReportError([Problem(path, 0, f"cannot be read ({error.strerror}).", "Put the report's verbatim text there.")]) from None
    except UnicodeDecodeError:
        raise ReportError([Problem(path, 0, "is not UTF-8.", "Save the text in UTF-8.")]) from None


def _asks(folder: Path, contents: ReportFile) -> tuple[dict[str, dict[str, tuple[str, ...]]], list[Problem]]:
    """Return the example questions by language and id, and what is wrong with them."""
    from knowledge import yamlfile  # noqa: PLC0415 - as above

    known = {f.id for f in contents.facts} | {g.id for g in contents.gaps}
    asks: dict[str, dict[str, tuple[str, ...]]] = {}
    problems = []
    for lang in LANGUAGES:
        path = folder / f"asks.{lang}.yaml"
        if not path.exists():
            continue
        file = yamlfile.read(path)
        data = file.data if isinstance(file.data, dict) else {}
        if file.data is not None and not data:
            problems.append(file.problem((), "is not a mapping from ids to lists of questions.", "Write `id:` and under it `- question`."))
        for key, questions in data.items():
            if key not in known:
                problems.append(file.problem((key,), f"{key!r} is no fact or gap of report.yaml.", "Mend the id or remove its questions."))
            elif not isinstance(questions, list) or not all(isinstance(q, str) and q.strip() for q in questions):
                problems.append(file.problem((key,), f"{key!r} does not hold a list of questions.", "Write each as `- question`, between quotation marks if it holds a colon."))
        asks[lang] = {str(k): tuple(map(str, v)) for k, v in data.items() if isinstance(v, list)}
    return asks, problems
