"""A report's own questions: questions.yaml, by which anybody can say what the bot should answer,
and what it should not.

Each entry has `ask`, a question or the messages of a dialogue of which the last is judged; and
either `answer`, words of the text that the reply must show (one, or a list of which any will do),
or `answer: none` where the report does not say. `says` may name words that the reply must hold, in
any language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.loading import yamlfile
from knowledge.loading.problems import Problem, ReportError
from knowledge.loading.yamlfile import YamlFile

FILE = "questions.yaml"
_NONE = "none"
_KEYS = {"ask", "answer", "says"}


@dataclass(frozen=True)
class Question:
    """A dialogue whose last message is judged: the reply shows one of `answers` (none where the
    report does not say) and holds `says`.
    """

    turns: tuple[str, ...]
    answers: tuple[str, ...]
    says: tuple[str, ...]
    line: int


def questions(folder: Path, text: str) -> list[Question]:
    """Return the questions of a report's folder, none where it has no such file.

    `text` is the report's. Raises ReportError with every entry that cannot be used: answers that do
    not stand in the text, unknown keys, missing ones.
    """
    if not (folder / FILE).exists():
        return []
    file = yamlfile.read(folder / FILE)
    if not isinstance(file.data, list):
        remedy = "Write each as `- ask: question` and under it `answer: …` or `answer: none`."
        raise ReportError([file.problem((), "is not a list of questions.", remedy)])
    problems = [p for n, entry in enumerate(file.data) for p in _problems(file, n, entry, text)]
    if problems:
        raise ReportError(problems)
    return [
        Question(
            _several(e["ask"]),
            () if e["answer"] == _NONE else _several(e["answer"]),
            _several(e.get("says", ())),
            file.line((n,)),
        )
        for n, e in enumerate(file.data)
    ]


def _problems(file: YamlFile, n: int, entry: Any, text: str) -> Iterator[Problem]:  # noqa: ANN401 - YAML data
    if not isinstance(entry, dict) or not {"ask", "answer"} <= set(entry):
        remedy = "Write `answer: none` where the report does not say."
        yield file.problem((n,), "a question needs `ask` and `answer`.", remedy)
        return
    for key in set(entry) - _KEYS:
        remedy = f"Write one of {', '.join(sorted(_KEYS))}."
        yield file.problem((n, key), f"{key!r} is not a known key.", remedy)
    for key in _KEYS & set(entry):
        words = _several(entry[key])
        if not words or not all(isinstance(w, str) and w.strip() for w in words):
            what = f"{key!r} holds what is not text."
            yield file.problem((n, key), what, "Write it between quotation marks.")
    for words in _several(entry["answer"]):
        if isinstance(words, str) and words != _NONE and words not in text:
            what = f"«\u00a0{words[:60]}\u00a0» does not stand in the text."
            yield file.problem((n, "answer"), what, "Copy it from the text, letter by letter.")


def _several(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - YAML data
    return tuple(value) if isinstance(value, list | tuple) else (value,)
