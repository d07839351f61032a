"""How much work one message makes: `python tests/bench/bench_fuzz.py [--number 2000] [--seed 1]
[--runs 3] [--profile]`.

Puts seeded messages up to the platforms' length (long words, repeated marks, mixed scripts, digits,
markup, unknown names, commands with all of these) to the built-in report, to a drafted one and to a
library of several, and prints percentiles of the process's own time, the twenty slowest, and with
`--profile` by which functions these take it. Each run is a process of its own, which asks each
message once; a message's time is the least that a run had, as what else the machine does is only
ever added. What may not grow is held by tests/bot/intents/test_budget.py, in steps.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.chat.conversations import Conversations  # noqa: E402
from bot.chat.messages import ChatRef, Incoming  # noqa: E402
from bot.chat.subscriptions import Profile  # noqa: E402
from bot.dialogue.brains import tried  # noqa: E402
from bot.dialogue.cache import cached  # noqa: E402 - the checkout is put on the path above
from bot.dialogue.source import OneReport, Source  # noqa: E402
from bot.intents import budget  # noqa: E402
from knowledge.loading.loader import folders  # noqa: E402
from tests import fuzz, libraries  # noqa: E402

_SLOWEST, _FUNCTIONS = 20, 25
_LIMIT = 100.0
_PROFILE = Profile()


class Taken(NamedTuple):
    """How many milliseconds of the process's own time a message took, in how many steps, what was
    asked, and which message it was.
    """

    ms: float
    work: budget.Work
    source: str
    case: fuzz.Case


def asked(name: str, source: Source, case: fuzz.Case) -> Taken:
    """Return what a message takes in a chat of its own."""
    talk = Conversations(source)
    chat = ChatRef("bench", "1")
    if case.before:
        talk.consider(Incoming(chat, "a", case.before), _PROFILE)
    start = time.process_time()
    with budget.counted() as work:
        talk.consider(Incoming(chat, "a", case.text), _PROFILE)
    return Taken((time.process_time() - start) * 1000, work, name, case)


def profiled(sources: dict[str, Source], slowest: list[Taken]) -> None:
    """Print by which functions the slowest messages take their time."""
    profile = cProfile.Profile()
    for each in slowest:
        profile.enable()
        asked(each.source, sources[each.source], each.case)
        profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(_FUNCTIONS)


def sources(held: Path) -> dict[str, Source]:
    """Return what is asked, made ready as for `briefing run`; drafted reports go below a folder."""
    made: dict[str, Source] = {
        "built-in": OneReport(tried(cached(folders()[0]))),
        "drafted": libraries.drafted(held),
        "several": libraries.several(held),
    }
    gc.freeze()  # as what is ready is never searched for garbage
    return made


def measured(number: int, seed: int) -> list[Taken]:
    """Return what each of a number of messages takes, asked for the first time in this process."""
    with tempfile.TemporaryDirectory() as held:
        made, taken = sources(Path(held)), list[Taken]()
        brain = made["built-in"].brain
        for place, (name, source) in enumerate(made.items()):
            asked(name, source, fuzz.Case("", "Qui était présent ?"))
            for n, (platform, share) in enumerate((("telegram", 0.75), ("matrix", 0.25))):
                cases = fuzz.cases(
                    round(number * share / len(made)),
                    seed * 100 + place * 10 + n,
                    brain,
                    fuzz.LONGEST[platform],
                )
                taken += [asked(name, source, case) for case in cases]
    return taken


def told(taken: list[Taken]) -> None:
    """Print percentiles, the steps, and the slowest of messages, the slowest of which is first."""
    milliseconds = [t.ms for t in taken]
    out = sys.stdout.write
    for share in (0.5, 0.9, 0.95, 0.99, 0.999):
        out(
            f"{share:6.1%} of {len(taken)} messages take at most"
            f" {milliseconds[int((1 - share) * len(taken))]:8.1f} ms\n"
        )
    out(f"{sum(ms > _LIMIT for ms in milliseconds)} take more than {_LIMIT:.0f} ms\n")
    steps = [(t.work.words, len(t.work.unknown), t.work.comparisons) for t in taken]
    out(
        "most words, unknown words and comparisons of one message: {}, {}, {}\n".format(
            *map(max, zip(*steps, strict=True))
        )
    )
    for each in taken[:_SLOWEST]:
        out(
            f"{each.ms:8.1f} ms  {each.source:9} {each.case.kind:10} {len(each.case.text):6}"
            f" {each.case.text[:60]!a}\n"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=2000, help="messages in all (default 2000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3, help="processes that measure (default 3)")
    parser.add_argument(
        "--profile", action="store_true", help="tell by which functions the slowest take their time"
    )
    given = parser.parse_args()
    runs: list[list[Taken]] = []
    for _ in range(given.runs):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            runs.append(pool.submit(measured, given.number, given.seed).result())
    taken = [min(each, key=lambda t: t.ms) for each in zip(*runs, strict=True)]
    taken.sort(key=lambda t: -t.ms)
    told(taken)
    over = [sum(t.ms > _LIMIT for t in run) for run in runs]
    sys.stdout.write(f"in each run over {_LIMIT:.0f} ms: {', '.join(map(str, over))}\n")
    if given.profile:
        with tempfile.TemporaryDirectory() as held:
            profiled(sources(Path(held)), taken[:_SLOWEST])


if __name__ == "__main__":
    main()
