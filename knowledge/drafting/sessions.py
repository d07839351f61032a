"""Sessions of a programme or record: its numbered parts, with the day and the part of the day that
the lines around them tell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from knowledge.drafting.cues import one_of
from knowledge.drafting.dates import Dated
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_SPACE = r"[ \u00a0\u202f]"
_DAY_WORDS = 5
# From which hour on a part of the day is meant.
_PARTS = ((18, "evening"), (14, "afternoon"), (12, "midday"), (0, "morning"))
_NOON = 12
_CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}}){_SPACE}?(?:[h:.]{_SPACE}?\d{{0,2}})?{_SPACE}?(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def sessions(
    manuscript: Manuscript, days: Sequence[Dated], day: dt.date | None
) -> list[dict[str, Any]]:
    """Return the sessions of a manuscript as entries of report.yaml, in its order; one whose day
    nobody tells is none. `day` is the text's own.
    """
    words = one_of(manuscript.cues.several("sessions"))
    line = re.compile(
        rf"[\s*_#>•-]*(?P<time>\d{{1,2}}{_SPACE}?[h:.][^–—\n]{{0,20}}?{_SPACE}*[–—:-]?{_SPACE}*)?"
        rf"(?P<label>(?i:{words}){_SPACE}(?:n[°o]\.?{_SPACE}?)?(?:\d{{1,2}}|[IVX]{{1,4}})(?!\w)"
        rf"[^\n]{{0,100}})"
    )
    found: dict[str, dict[str, Any]] = {}
    for sentence in manuscript.sentences:
        own = manuscript.words(sentence)
        told = [d.day for d in days if sentence.start <= d.start < sentence.end]
        if told and len(own.split()) <= _DAY_WORDS:
            day = told[-1]
        match = line.match(own)
        if match and day and manuscript.text.count(own) == 1:
            label = match["label"].strip(" *_.:")
            key = "-".join(re.findall(r"[a-z0-9]+", fold(label)))[:40].strip("-")
            entry = {
                "id": key,
                "name": dict.fromkeys(LANGUAGES, label),
                "day": day,
                "part": _part(match["time"] or ""),
                "clause": own,
            }
            found.setdefault(key, entry)
    return list(found.values())


def _part(time: str) -> str:
    """Return the part of the day of a time as it is written, "day" for none."""
    match = _CLOCK.match(time.strip())
    if match is None:
        return "day"
    half, hour = (match["half"] or "").lower(), int(match["hour"])
    hour += _NOON if half.startswith("p") and hour < _NOON else 0
    return next(part for start, part in _PARTS if hour >= start)


def told(
    manuscript: Manuscript, held: Sequence[dict[str, Any]], facts: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return a fact for each session, and mark those of `facts` that stand below one with it."""
    starts = [(manuscript.text.find(s["clause"]), s["id"]) for s in held]
    for fact in facts:
        at = manuscript.text.find(fact["clauses"][0])
        below = next((key for start, key in reversed(starts) if start <= at), None)
        session = next((s for s in held if s["id"] == below), None)
        if session and fact.get("day", session["day"]) == session["day"]:
            fact["session"] = below
    return [
        {
            "id": f"session-{s['id']}",
            "kind": "session",
            "clauses": [s["clause"]],
            "session": s["id"],
            "day": s["day"],
            "gives": ["what", "when"],
            "sure": Sure.TOLD_BY_HEADING,
        }
        for s in held
    ]
