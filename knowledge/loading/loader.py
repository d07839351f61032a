"""Loading a report's folder: reading, checking, finding its clauses in its text."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, same_words
from knowledge.loading.problems import Problem, ReportError, refusal
from knowledge.loading.text import Sentence, blocks, found_in, passage_of, sentences
from knowledge.model import Passage, Report, ReportFile, own_words
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.loading.overlay import Merged
    from knowledge.loading.yamlfile import YamlFile

Asks = dict[str, dict[str, tuple[str, ...]]]
Result = TypeVar("Result")
_PUT = "Put the report's verbatim text there."
LEARNED = "learned.json"
BUILT_IN = Path(__file__).parent.parent / "reports"


# The folder beside that of a user's reports for those that are asked only when all are.
ARCHIVE = "archive"
# That for what is added to built-in ones.
ADDITIONS = "additions"
ARRIVED = (
    ".arrived"  # in the folder of a report that has come from a source: of which text, and when
)


def folders(*roots: Path) -> list[Path]:
    """Return the report folders under some roots, the package's own when none is given, in order of
    name.
    """
    found = [
        f
        for root in roots or (BUILT_IN,)
        if root.is_dir()
        for f in root.iterdir()
        if (f / "report.yaml").exists()
    ]
    return sorted(found, key=lambda f: f.name)


def own_folder(folder: Path) -> Path:
    """Return the folder of a report's own files: the built-in one of its name where a folder
    without report.yaml only adds to that, as `knowledge.loading.overlay` tells.
    """
    built_in = BUILT_IN / folder.name
    adds = not (folder / "report.yaml").exists() and folder.is_dir()
    return built_in if adds and (built_in / "report.yaml").exists() else folder


def came(folder: Path) -> dt.datetime | None:
    """Return the instant at which the report of a folder came from a source, or was free of its
    embargo; None where it did not come so.
    """
    try:
        *_, at = (folder / ARRIVED).read_text("utf-8").split("\n")
        return dt.datetime.fromisoformat(at)
    except (OSError, ValueError):
        return None


def fingerprint(folder: Path) -> str:
    """Return a digest of every file that a report is made of; it changes when one of them does."""
    digest = hashlib.sha256()
    parts = dict.fromkeys((own_folder(folder), folder))
    for path in [path for part in parts for path in sorted(part.glob("*"))]:
        if path.suffix in {".yaml", ".txt", ".json"} and path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load(folder: Path) -> Report:
    """Read and check a report's folder.

    Raises ReportError with every problem found: what is not verbatim, unknown names, claims without
    a language, aliases that two entities share, duplicate ids, questions under two ids, and
    files that cannot be read.
    """
    # A checked report is cached, so that questions seldom come here.
    from knowledge.loading import check, yamlfile  # noqa: PLC0415
    from knowledge.loading.questions import questions  # noqa: PLC0415

    if not folder.is_dir():
        remedy = "Name a folder that holds report.yaml and text.<language>.txt."
        raise refusal(folder, "is not a folder.", remedy)
    problems: list[Problem] = []
    adding, folder = folder, own_folder(folder)
    file = _tried(lambda: yamlfile.read(folder / "report.yaml"), problems)
    contents = _tried(lambda: check.read_file(file), problems) if file else None
    if contents and contents.drafted:
        contents = completed(contents)
    language = file.data.get("language") if file and isinstance(file.data, dict) else None
    text = (
        _tried(lambda: _text(folder / f"text.{language}.txt"), problems)
        if language in LANGUAGES
        else None
    )
    if file and contents and text is not None:
        problems += check.problems_of(file, contents, text)
    asks = _asks(folder, contents, problems)
    if text is not None and (folder / "questions.yaml").exists():
        _tried(lambda: questions(folder, text), problems)
    if problems or contents is None or text is None:
        raise ReportError(sorted(problems))
    if adding != folder:
        from knowledge.loading.overlay import merged  # noqa: PLC0415 - as above

        whole = merged(adding, contents, asks)
        contents, asks = whole.contents, whole.asks
    return replace(build(folder.name, text, contents, asks), learned=_learned(folder / LEARNED))


def added(folder: Path) -> Merged | None:
    """Return what a folder adds to the built-in report of its name, None where it is a report
    itself; raises ReportError where the report cannot be loaded.
    """
    own = own_folder(folder)
    if own == folder:
        return None
    from knowledge.loading.overlay import merged  # noqa: PLC0415 - as above

    report = load(own)
    return merged(folder, report.file, report.asks)


def _learned(path: Path) -> dict[str, Any] | None:
    """Return what was learned of a report, None where nothing was or its file is broken: the report
    is answered without it too.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _tried(step: Callable[[], Result], problems: list[Problem]) -> Result | None:
    """Return what a step returns, or None where it finds problems, which are kept so that all are
    told at once.
    """
    try:
        return step()
    except ReportError as error:
        problems += error.problems
        return None


def build(slug: str, text: str, contents: ReportFile, asks: Asks) -> Report:
    """Return the report made of checked parts, each of its clauses found in its text."""
    known = _sentences(text, contents)
    clauses = [c for f in contents.facts for c in f.clauses]
    clauses += [*(s.clause for s in contents.sessions), *(q.text for q in contents.quotes)]
    places = {c: (text.index(c), text.index(c) + len(c)) for c in clauses}
    found = {c: passage_of(slug, text, at, known, contents.language) for c, at in places.items()}
    return Report(slug, text, contents, tuple(_whole(slug, text, s) for s in known), found, asks)


def _sentences(text: str, contents: ReportFile) -> list[Sentence]:
    """Return the sentences of a report's text: those that its file lists, else those of a text that
    nobody has annotated, or of one that somebody has.
    """
    if contents.paragraphs:
        return found_in(text, contents.paragraphs)
    return (blocks if contents.drafted else sentences)(text, contents.language)


def completed(contents: ReportFile) -> ReportFile:
    """Return a drafted report's contents with what it need not give: its facts' own words as their
    claims.
    """
    own = contents.language
    facts = tuple(
        replace(f, claim=f.claim or Texts({own: own_words(f.clauses)})) for f in contents.facts
    )
    return replace(contents, facts=facts)


def _whole(slug: str, text: str, s: Sentence) -> Passage:
    return Passage(slug, s.paragraph, s.number, s.start, s.end, text[s.start : s.end])


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise refusal(path, f"cannot be read ({error.strerror}).", _PUT) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise refusal(path, "is not UTF-8.", "Save the text in UTF-8.", line) from None
    if not text.strip():
        raise refusal(path, "holds no words.", _PUT)
    return text


def _asks(folder: Path, contents: ReportFile | None, problems: list[Problem]) -> Asks:
    """Return the example questions by language and id; add what is wrong with them to
    `problems`.
    """
    from knowledge.loading import yamlfile  # noqa: PLC0415 - as above

    known = {f.id for f in contents.facts} | {g.id for g in contents.gaps} if contents else None
    asks: Asks = {}
    for lang in LANGUAGES:
        path = folder / f"asks.{lang}.yaml"
        file = _tried(partial(yamlfile.read, path), problems) if path.exists() else None
        if file is None or file.data is None:
            continue
        if not isinstance(file.data, dict):
            what = "is not a mapping from ids to lists of questions."
            problems.append(file.problem((), what, "Write `id:` and under it `- question`."))
            continue
        problems += _asks_problems(file, known)
        asks[lang] = {
            str(k): tuple(map(str, v)) for k, v in file.data.items() if isinstance(v, list)
        }
    return asks


def _asks_problems(file: YamlFile, known: set[str] | None) -> Iterator[Problem]:
    """Yield what is wrong with one file of example questions, whose ids are among `known` where
    that could be read.
    """
    owner: dict[str, str] = {}
    for key, questions in file.data.items():
        if known is not None and key not in known:
            what = f"{key!r} is no fact or gap of report.yaml."
            yield file.problem((key,), what, "Mend the id or remove its questions.")
        if not isinstance(questions, list) or not questions:
            what = f"{key!r} does not hold a list of questions."
            yield file.problem((key,), what, "Write each as `- question`.")
            continue
        for n, question in enumerate(questions):
            if not isinstance(question, str) or not question.strip():
                remedy = "Write it as `- question`, between quotation marks if it holds a colon."
                yield file.problem((key, n), f"{key!r} holds what is not a question.", remedy)
                continue
            other = owner.setdefault(same_words(fold(question)), key)
            if other != key:
                what = f"{question!r} stands under {other!r} too."
                yield file.problem((key, n), what, "Keep it under the one that answers it.")
