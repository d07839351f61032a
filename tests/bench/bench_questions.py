"""How fast questions are answered: `python tests/bench/bench_questions.py [set.jsonl …]`.

Prints milliseconds per question in one process with the report loaded, beside a plain rapidfuzz search of the report's
sentences, and how long `briefing ask` takes from a cold start, beside a Python that does nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from rapidfuzz import process  # noqa: E402 - the checkout is put on the path above

from bot.conversation import converse  # noqa: E402
from bot.dialogue.brain import build  # noqa: E402
from knowledge.loader import folders, load  # noqa: E402
from tests.questions.judge import read  # noqa: E402

_RUNS = 10


def timed(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Return how many milliseconds each call took."""
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def cold(*arguments: str, environment: dict[str, str]) -> list[float]:
    """Return how many milliseconds each of ten new Python processes took, after one that fills the caches."""
    command = [sys.executable, *arguments]

    def run() -> object:
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    run()
    return timed([run] * _RUNS)


def show(what: str, taken: list[float]) -> None:
    """Print the median and the slowest of some durations."""
    print(  # noqa: T201 - a benchmark tells what it measured
        f"{what:44} median {statistics.median(taken):8.2f} ms   slowest {max(taken):8.2f} ms   of {len(taken)}",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path, help="files of questions (default: those of tests/questions)")
    sets = parser.parse_args().sets or sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
    dialogues = [item["turns"] for path in sets for item in read(path)]
    report = load(folders()[0])
    brain = build(report)
    sentences = [p.text for p in report.passages]
    # Dialogues of several turns are timed whole and shared out among their turns.
    answered = timed(lambda turns=turns: converse(brain, turns, report.file.language) for turns in dialogues)  # type: ignore[misc]
    show("answer, report loaded, per question", [ms / len(turns) for ms, turns in zip(answered, dialogues, strict=True)])
    show("rapidfuzz extractOne over the sentences", timed(lambda turns=turns: process.extractOne(turns[-1], sentences) for turns in dialogues))  # type: ignore[misc]
    question = dialogues[0][0]
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        show("briefing ask, cold start", cold("-m", "bot", "ask", question, environment=environment))
        show("python -c pass", cold("-c", "pass", environment=environment))


if __name__ == "__main__":
    main()
