"""How fast questions are answered: `python tests/bench/bench_questions.py [set.jsonl …]`.

Prints milliseconds per question in one process with the report loaded, beside a plain rapidfuzz
search of the report's sentences, the same with 1,000 synthetic facts added to the report, and how
long `briefing ask` takes from a cold start, beside a Python that does nothing. Durations of answers
are given twice: by the clock on the wall, and of the process's own time, which other work on the
machine disturbs less.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from rapidfuzz import process  # noqa: E402 - the checkout is put on the path above

from bot.dialogue.brain import Brain, build  # noqa: E402
from bot.dialogue.source import OneReport, converse  # noqa: E402
from knowledge.language import gazetteer  # noqa: E402
from knowledge.language.languages import LANGUAGES  # noqa: E402
from knowledge.loading.loader import build as build_report  # noqa: E402
from knowledge.loading.loader import folders, load  # noqa: E402
from knowledge.model import Fact, Report  # noqa: E402
from knowledge.texts import Texts  # noqa: E402
from tests.questions.judge import read  # noqa: E402

_RUNS = 10
_FACTS, _ASKS = 1000, 6


def timed(
    calls: Iterable[Callable[[], object]], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Return how many milliseconds each call took."""
    taken = []
    for call in calls:
        start = clock()
        call()
        taken.append((clock() - start) * 1000)
    return taken


def grown(report: Report) -> Report:
    """Return a report with 1,000 facts more, of random words of each language, each with six
    example questions in either.
    """
    rng = random.Random(3)  # noqa: S311 - a seed for a sample, no secret
    words = {
        lang: sorted(w for w, n in gazetteer.frequencies(lang).items() if n < 500 and len(w) > 3)
        for lang in LANGUAGES
    }

    def sentence(lang: str, number: int) -> str:
        return " ".join(rng.sample(words[lang], number)).capitalize()

    facts, asks = list(report.file.facts), {lang: dict(of) for lang, of in report.asks.items()}
    text = report.text.rstrip()
    for number in range(_FACTS):
        said = sentence(report.file.language, 12) + "."
        text += f"\n\n{said}"
        facts.append(
            Fact(
                f"fact-{number}",
                "agenda",
                claim=Texts({lang: sentence(lang, 9) for lang in LANGUAGES}),
                clauses=(said,),
                gives=("what",),
            )
        )
        for lang, of in asks.items():
            of[f"fact-{number}"] = tuple(sentence(lang, 5) + " ?" for _ in range(_ASKS))
    return build_report(report.slug, text + "\n", replace(report.file, facts=tuple(facts)), asks)


def cold(*arguments: str, environment: dict[str, str]) -> list[float]:
    """Return how many milliseconds each of ten new Python processes took, after one that fills the
    caches.
    """
    command = [sys.executable, *arguments]

    def run() -> object:
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    run()
    return timed([run] * _RUNS)


def show(what: str, taken: list[float]) -> None:
    """Print the median and the slowest of some durations."""
    print(  # noqa: T201 - a benchmark tells what it measured
        f"{what:44} median {statistics.median(taken):8.2f} ms   slowest {max(taken):8.2f} ms   of"
        f" {len(taken)}",
    )


def show_answers(what: str, brain: Brain, dialogues: list[list[str]]) -> None:
    """Measure and print how long questions take; dialogues of several turns are timed whole and
    shared out among their turns.
    """
    language = brain.report.file.language
    source = OneReport(brain)
    converse(source, dialogues[0], language)
    for name, clock in (("wall", time.perf_counter), ("own time", time.process_time)):
        taken = timed((partial(converse, source, turns, language) for turns in dialogues), clock)
        show(
            f"{what}, per question, {name}",
            [ms / len(turns) for ms, turns in zip(taken, dialogues, strict=True)],
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sets", nargs="*", type=Path, help="files of questions (default: those of tests/questions)"
    )
    sets = parser.parse_args().sets or sorted(
        (ROOT / "tests" / "questions" / "seen").glob("*.jsonl")
    )
    dialogues = [item["turns"] for path in sets for item in read(path)]
    report = load(folders()[0])
    brain = build(report)
    sentences = [p.text for p in report.passages]
    show_answers("answer, report loaded", brain, dialogues)
    show_answers(f"answer, {_FACTS} facts more", build(grown(report)), dialogues)
    show(
        "rapidfuzz extractOne over the sentences",
        timed(partial(process.extractOne, turns[-1], sentences) for turns in dialogues),
    )
    question = dialogues[0][0]
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # installed code is compiled
        show(
            "briefing ask, cold start", cold("-m", "bot", "ask", question, environment=environment)
        )
        show("python -c pass", cold("-c", "pass", environment=environment))


if __name__ == "__main__":
    main()
