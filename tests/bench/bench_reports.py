"""Measures many reports: how long the shelf takes to be made, the first answer of a fresh process,
and questions one by one.

    .venv/bin/python tests/bench/bench_reports.py [10 100 1000 10000]

Each report has 40 sentences about a town, people and a subject of its own. Questions ask at random
reports, mostly not the ones asked before, by a name, a figure, a date or the subject. Everything
lies in a temporary folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.app.reports import open_library
from bot.dialogue.context import Context
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import Source

ASKED, SEED, LANG = 300, 7, "en"
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeio"]
HEAD = "Meeting of the Xtown board\n\nXtown, 3 March 2024\n\n"
PARAGRAPHS = [
    (
        "Chair Anna Xname opened the meeting of the Xtown board on the Xthing. She said: “The"
        " Xthing will open next spring.” The board approved a budget of $4.5 million for the"
        " Xthing."
    ),
    (
        "The engineer, Paul Xother, said the Xthing needs 320 tonnes of steel. He added that work"
        " would begin on 4 June 2024. The old Xthing was closed last year. Residents of Xtown had"
        " asked for a new one."
    ),
    (
        "The board pledged to publish its costs each month. The vote on the parking was postponed"
        " to 21 March. The next meeting will be held on 9 April 2024."
    ),
]
FILLING = "The board heard report number {n} on roads, water and schools of the district. "
QUESTIONS = [
    "What did Anna {name} say?",
    "How much is the budget for the {thing}?",
    "When will work on the {thing} begin?",
    "Who is Paul {other}?",
    "How many tonnes of steel does the {thing} need?",
    "Where is the board of {town}?",
]


def word(rng: random.Random) -> str:
    """Return a made-up word."""
    return "".join(rng.choice(SYLLABLES) for _ in range(4))


def pattern(root: Path) -> dict[str, str]:
    """Return the files of a drafted report, in which names are still placeholders."""
    filling = " ".join(FILLING.format(n=n).strip() for n in range(1, 28))
    text = HEAD + "\n\n".join([*PARAGRAPHS, filling]) + "\n"
    made = draft(text, dt.date(2024, 3, 3), Imprint(lang=LANG))
    folders.write(root / "pattern", made, Source(Path("a.txt"), "plain", text.encode(), text))
    return {
        p.name: p.read_text("utf-8")
        for p in (root / "pattern").iterdir()
        if not p.name.startswith(".")
    }


def fill(reports: Path, files: dict[str, str], number: int) -> list[dict[str, str]]:
    """Write many reports, each with words of its own; return these words."""
    rng, known = random.Random(SEED), []  # noqa: S311 - the same words every time
    for n in range(number):
        words = {
            "town": word(rng).capitalize(),
            "name": word(rng).capitalize(),
            "other": word(rng).capitalize(),
            "thing": word(rng),
        }
        day = dt.date(2024, 3, 3) + dt.timedelta(days=n % 700)
        (reports / f"r{n:05}").mkdir(parents=True)
        for name, page in files.items():
            for key, value in words.items():
                page = page.replace(f"X{key}", value).replace(f"x{key}", value.lower())  # noqa: PLW2901 - filled step by step
            (reports / f"r{n:05}" / name).write_text(
                page.replace("date: 2024-03-03", f"date: {day}"), "utf-8"
            )
        known.append(words)
    return known


def measured(number: int) -> str:
    """Return a row of the table for a number of reports."""
    with tempfile.TemporaryDirectory() as held:
        root = Path(held)
        os.environ |= {"XDG_DATA_HOME": str(root / "data"), "XDG_CACHE_HOME": str(root / "cache")}
        data = root / "data" / "briefing-bot"
        known = fill(data / "reports", pattern(root), number)
        start = time.perf_counter()
        library = open_library([], data, print)
        made = time.perf_counter() - start
        library.reply("hello", Context(), 0.0, LANG)
        rng, taken, right = random.Random(SEED + 1), [], 0  # noqa: S311 - as above
        for _ in range(ASKED):
            n = rng.randrange(number)
            question = rng.choice(QUESTIONS).format(**known[n])
            start = time.perf_counter()
            told = library.reply(question, Context(), 0.0, LANG)
            taken.append((time.perf_counter() - start) * 1000)
            right += f"r{n:05}" in {p.report for p in told.answer.passages}
        ask = [sys.executable, "-m", "bot", "ask", QUESTIONS[0].format(**known[0])]
        firsts = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run(
                ask, check=True, capture_output=True, cwd=Path(__file__).resolve().parents[2]
            )
            firsts.append(time.perf_counter() - start)
        shutil.rmtree(root / "data")
    return (
        f"| {number:,} | {made:.1f} s | {min(firsts):.2f} s | {statistics.median(taken):.1f} ms |"
        f" {statistics.quantiles(taken, n=20)[18]:.1f} ms | {100 * right / ASKED:.0f} % |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "reports",
        nargs="*",
        type=int,
        help="how many reports, one table row each (default 10 100 1000 10000)",
    )
    numbers = parser.parse_args().reports
    head = [
        "reports",
        "shelf made anew",
        "first answer of a process",
        "median question",
        "95th percentile",
        "answered from the right report",
    ]
    sys.stdout.write(f"| {' | '.join(head)} |\n|{' --- |' * len(head)}\n")
    for count in numbers or [10, 100, 1000, 10000]:
        sys.stdout.write(f"{measured(count)}\n")
        sys.stdout.flush()
