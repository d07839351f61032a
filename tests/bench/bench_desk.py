"""How fast the desk is, and how light: `python tests/bench/bench_desk.py`.

Starts `briefing desk` three times with nothing in its cache and opens it in a real Chromium, which
asks as soon as the page can be used. Prints the seconds from the command to the address, and from
the page's first paint to the first lit answer; the milliseconds of an answer over loopback, each
question another one; and the weight of all that the page loads. Beside each stands what it must
reach; ends with 1 where one does not.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from selenium.webdriver import Chrome

from knowledge.loading.loader import folders, load
from tests import browser as browsers

_STARTS = 3
_LIT = """
const [asked, done] = arguments, field = document.getElementById("question");
const tried = () => {
  if (!("ready" in document.body.dataset)) return setTimeout(tried, 1);
  new MutationObserver(() => {
    if (!document.querySelector("#text .rests")) return;
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    done(performance.now() - paint.startTime);
  }).observe(document.getElementById("text"), { subtree: true, attributes: true });
  field.value = asked;
  field.form.requestSubmit();
};
tried();
"""
_ANSWERS = """
const [all, done] = arguments, taken = [], headers = { "Content-Type": "application/json" };
const next = async () => {
  if (taken.length === all.length) return done(taken);
  const body = JSON.stringify({ tab: "bench", lang: "en", text: all[taken.length] });
  const begun = performance.now();
  await (await fetch("/call/ask", { method: "POST", headers, body })).json();
  taken.push(performance.now() - begun);
  next();
};
next();
"""
_WEIGHT = """
return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, each) => sum + each.transferSize, 0);
"""


@dataclass(frozen=True)
class Start:
    """A start of the desk: seconds to its address, and from the first paint to the first light;
    milliseconds of each answer; bytes that the page loaded until it was lit.
    """

    address: float
    lit: float
    answers: list[float]
    weight: int


def started(browser: Chrome, asked: list[str]) -> Start:
    """Return what a desk with nothing in its cache takes."""
    with tempfile.TemporaryDirectory() as folder:
        own = {f"XDG_{kind}_HOME": str(Path(folder, kind)) for kind in ("CACHE", "DATA")}
        begun = time.perf_counter()
        with browsers.desk({**os.environ, **own}, Path(folder), "--lang", "en") as address:
            ready = time.perf_counter() - begun
            browser.switch_to.new_window("tab")
            browser.get(address)
            lit = browser.execute_async_script(_LIT, asked[0]) / 1000
            weight = browser.execute_script(_WEIGHT)
            answers = browser.execute_async_script(_ANSWERS, asked[1:])
        return Start(ready, lit, answers, weight)


def main() -> int:
    """Print what is measured, and return 1 where something is beyond what it must reach."""
    asks = load(folders()[0]).asks
    asked = [question for group in zip(*asks["fr"].values(), strict=False) for question in group]
    with tempfile.TemporaryDirectory() as profile, browsers.chromium(Path(profile)) as browser:
        browser.set_script_timeout(60)
        starts = [started(browser, asked) for _ in range(_STARTS)]
    answers = sorted(taken for start in starts for taken in start.answers)
    lit, weight = max(s.lit for s in starts), max(s.weight for s in starts) / 1000
    middle, late = statistics.median(answers), answers[int(len(answers) * 0.95)]
    print(f"to the address           {max(s.address for s in starts):8.2f} s, the slowest")
    print(f"first paint to light     {lit:8.2f} s, the slowest (under 2)")
    print(f"an answer, in the middle {middle:8.1f} ms of {len(answers)} (under 50)")
    print(f"19 of 20 within          {late:8.1f} ms")
    print(f"the page with all        {weight:8.1f} kB (under 150)")
    return int(lit >= 2 or middle >= 50 or weight >= 150)


if __name__ == "__main__":
    sys.exit(main())
