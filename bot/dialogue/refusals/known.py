"""What is known of the facts of a report, by which it is judged whether one answers a question."""

from __future__ import annotations

from bot.intents.analyser import Analyser
from knowledge.kinds import KINDS
from knowledge.model import Report


def tellings(report: Report) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return who speaks in each fact, and the day (ISO) of each that has one."""
    facts = report.facts.values()
    return {f.id: f.speaker for f in facts}, {f.id: f.day.isoformat() for f in facts if f.day}


def places(report: Report, analyser: Analyser) -> dict[str, frozenset[str]]:
    """Return the name keys that may tell the place of what each fact tells of an event: those of
    the whole report, and those of its claim.
    """
    events = {f.id: f.claim for f in report.facts.values() if KINDS[f.kind].event}
    told = {
        key: {
            name
            for lang, text in claim.items()
            for name in analyser.analyse(text, lang, sure=True).located
        }
        for key, claim in events.items()
    }
    return {key: frozenset({*names, *report.file.frame}) for key, names in told.items()}


def deeds(report: Report) -> dict[str, str]:
    """Return the concept of what is done in each fact whose speaker tells what others did."""
    return {
        f.id: f"c:{f.kind}"
        for f in report.facts.values()
        if f.kind == "pledge" and f.speaker and f.entities[:1] != (f.speaker,)
    }


def orders(report: Report, analyser: Analyser) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the features of each fact's claim in their order, by language."""
    claims = (
        (f.id, lang, str(text)) for f in report.facts.values() for lang, text in f.claim.items()
    )
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for key, lang, text in claims:
        features = sorted(analyser.analyse(text, lang, sure=True).features, key=lambda f: f.at)
        found.setdefault(key, {})[lang] = tuple(f.key for f in features)
    return found
