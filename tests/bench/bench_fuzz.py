"""How much work one message makes: `python tests/bench/bench_fuzz.py [--number 2000] [--seed 1]
[--profile]`.

Puts seeded messages up to the platforms' length (long words, repeated marks, mixed scripts, digits,
markup, unknown names, commands with all of these) to the built-in report, to a drafted one and to a
library of several, and prints percentiles of the process's own time, the twenty slowest, and with
`--profile` by which functions these take it. Time is measured when nothing else runs on the
machine; what may not grow is held by tests/bot/test_budget.py, in steps.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import sys
import tempfile
import time
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=2000, help="messages in all (default 2000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--profile", action="store_true", help="tell by which functions the slowest take their time"
    )
    given = parser.parse_args()
    brain = tried(cached(folders()[0]))
    with tempfile.TemporaryDirectory() as held:
        sources: dict[str, Source] = {
            "built-in": OneReport(brain),
            "drafted": libraries.drafted(Path(held)),
            "several": libraries.several(Path(held)),
        }
        gc.freeze()  # as what `briefing run` makes ready is never searched for garbage
        taken: list[Taken] = []
        for place, source in enumerate(sources):
            for n, (platform, share) in enumerate((("telegram", 0.75), ("matrix", 0.25))):
                made = fuzz.cases(
                    round(given.number * share / len(sources)),
                    given.seed * 100 + place * 10 + n,
                    brain,
                    fuzz.LONGEST[platform],
                )
                asked(source, sources[source], fuzz.Case("", "Qui était présent ?"))
                taken += [asked(source, sources[source], case) for case in made]
        taken.sort(key=lambda t: -t.ms)
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
        if given.profile:
            profiled(sources, taken[:_SLOWEST])


if __name__ == "__main__":
    main()
