"""Points of a draft: what each sentence says for sure, as facts of report.yaml, each resting on the
sentence itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.drafting.actions import owned
from knowledge.drafting.amounts import Amount
from knowledge.drafting.cues import one_of
from knowledge.drafting.dates import Dated
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.names import Names
from knowledge.drafting.quotations import Quotation
from knowledge.drafting.sections import Section, is_item, label_of, section_at, sections
from knowledge.drafting.speakers import Said
from knowledge.drafting.sure import Sure
from knowledge.drafting.tellings import sides, tellings
from knowledge.kinds import KINDS, FactKind
from knowledge.language.words import fold
from knowledge.loading.text import Sentence

_ITEM = re.compile(r"\s*(?:[-–*•]|\d{1,3}[.)])\s")
_LEAD = 2
_SHORTEST_LEAD = 40
_STOPS = (".", "!", "?", "…", "»", "”", '"')


@dataclass(frozen=True)
class Found:
    """What was found in a manuscript, in its order, for its sentences to be read by; `spoken` are
    the numbers of those that are turns of a conversation.
    """

    dates: list[Dated]
    amounts: list[Amount]
    quotations: list[Quotation]
    said: list[Said]
    reported: dict[int, tuple[str, float]]
    day: dt.date | None
    spoken: set[int] = field(default_factory=set)


def points(
    manuscript: Manuscript, names: Names, found: Found
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the facts and the quotes of a draft; a sentence that stands twice in the text gives
    none, as it cannot be told apart.
    """
    by_sentence, parts = _by_sentence(manuscript, found), sections(manuscript)
    facts: list[dict[str, Any]] = []
    quotes: list[dict[str, Any]] = []
    first, tasks = leads(manuscript), set(owned(manuscript, names))
    for n, sentence in enumerate(manuscript.sentences):
        words = manuscript.words(sentence)
        if manuscript.text.count(words) > 1:
            continue
        here = by_sentence[n]
        headed = _listed_under(manuscript, parts, sentence) or ("pledge" if n in tasks else "")
        if n > 0 and _heads_next(manuscript, manuscript.sentences[n - 1]) and _days(here):
            headed = "next"
        made = list(
            _of_sentence(
                manuscript,
                names,
                found,
                sentence,
                here,
                lead=n in first,
                headed=headed,
                spoken=n in found.spoken,
                reported=found.reported.get(n),
            )
        )
        quotes += _quotes(manuscript, names, sentence, (here, found.day), made)
        facts += made
    for number, quote in enumerate(quotes, 1):
        quote["id"] = f"q{number}"
    return facts, quotes


def _heads_next(manuscript: Manuscript, sentence: Sentence) -> bool:
    """Whether a sentence is a heading over what is to come ("Date of next meeting")."""
    return bool(label_of(manuscript, sentence)) and "next" in tellings(manuscript, sentence, [])


def _listed_under(manuscript: Manuscript, parts: list[Section], sentence: Sentence) -> str:
    """Return the kind of fact that an item of a list is by the heading over it ("Attendees"), ""
    for none.
    """
    part = section_at(parts, sentence.start)
    if part is None or not _ITEM.match(manuscript.words(sentence)):
        return ""
    kinds = manuscript.cues.words["headings"].items()
    label = fold(part.label)
    return next((kind for kind, words in kinds if label in map(fold, words)), "")


def _days(here: list[Dated | Amount | Said]) -> list[Dated]:
    return [d for d in here if isinstance(d, Dated)]


def _by_sentence(manuscript: Manuscript, found: Found) -> dict[int, list[Dated | Amount | Said]]:
    """Return what was found by the number of the sentence that it stands in."""
    index = {s.start: n for n, s in enumerate(manuscript.sentences)}
    held: dict[int, list[Dated | Amount | Said]] = defaultdict(list)
    items: list[Dated | Amount | Said] = [*found.dates, *found.amounts, *found.said]
    for item in items:
        sentence = manuscript.at(item.quotation.start if isinstance(item, Said) else item.start)
        if sentence:
            held[index[sentence.start]].append(item)
    return held


def leads(manuscript: Manuscript) -> set[int]:
    """Return the numbers of the first sentences that are more than a heading."""
    full = [
        n
        for n, s in enumerate(manuscript.sentences)
        if s.end - s.start >= _SHORTEST_LEAD
        and manuscript.words(s).rstrip('»”" )').endswith((".", "!", "?", "…"))
    ]
    return set(full[:_LEAD])


def _of_sentence(  # noqa: PLR0913 - what a sentence is read by
    manuscript: Manuscript,
    names: Names,
    found: Found,
    sentence: Sentence,
    here: list[Dated | Amount | Said],
    *,
    lead: bool,
    headed: str,
    spoken: bool,
    reported: tuple[str, float] | None,
) -> Iterator[dict[str, Any]]:
    """Yield the facts of one sentence, at most one of each kind."""
    days = _days(here)
    figures = [a.words for a in here if isinstance(a, Amount)]
    said = [s for s in here if isinstance(s, Said) and s.speaker]
    kinds, voters = _told(manuscript, sentence, found.quotations, headed=headed, spoken=spoken)
    speaker = None
    if said:
        speaker, kinds["statement"] = names.key(str(said[0].speaker)), max(s.sure for s in said)
    elif reported:
        speaker, kinds["statement"] = names.key(reported[0]), reported[1]
    if days:
        kinds["date"] = max(d.sure for d in days)
    if (lead or figures) and set(kinds) <= {"date"}:
        kinds["point"] = (
            Sure.TOLD_LEAD if lead else max(a.sure for a in here if isinstance(a, Amount))
        )
    entities = names.within(sentence.start, sentence.end)
    deputies = set(_deputies(manuscript, names, sentence)) if "absence" in kinds else set()
    for n, kind in enumerate(k for k in KINDS if k in kinds):
        fact: dict[str, Any] = {
            "id": f"p{sentence.paragraph}-{sentence.number}-{kind}",
            "kind": kind,
            "clauses": [manuscript.words(sentence)],
        }
        concerned = [e for e in entities if kind != "absence" or e not in deputies]
        if concerned:
            fact["entities"] = concerned
        if kind == "statement" and speaker:
            fact["speaker"] = speaker
            fact["entities"] = list(dict.fromkeys([speaker, *entities]))
        told = _told_on(kind, days, found.day)
        if told:
            fact["day"] = told
        if figures and n == 0:
            fact["figures"] = figures
        fact["gives"] = [*_gives(fact, names), *(voters if kind == "vote" else ())]
        fact["sure"] = round(kinds[kind], 2)
        yield fact


def _deputies(manuscript: Manuscript, names: Names, sentence: Sentence) -> Iterator[str]:
    """Yield who stands for somebody who is away ("(pouvoir à Mme X)"), and so was there."""
    pattern = re.compile(one_of(manuscript.cues.several("deputies")), re.IGNORECASE)
    for match in pattern.finditer(manuscript.text, sentence.start, sentence.end):
        yield from names.within(match.end(), sentence.end)[:1]


def _told(
    manuscript: Manuscript,
    sentence: Sentence,
    quotations: list[Quotation],
    *,
    headed: str,
    spoken: bool,
) -> tuple[dict[str, float], list[str]]:
    """Return what a sentence tells of by its cue words, with how sure that is, and the sides whose
    voters it names; a heading and a question tell of nothing.

    `headed` is what the heading over it says that it tells of, "" for nothing, `spoken` that
    somebody says it in a conversation, so that it is not decided there.
    """
    words = manuscript.words(sentence)
    title = sentence == manuscript.sentences[0] and not words.endswith(_STOPS)
    heading = label_of(manuscript, sentence) or (words if title else "")
    if words.rstrip('»”" )').endswith("?") or heading:
        told = tellings(manuscript, sentence, quotations) if is_item(manuscript, heading) else {}
        return {kind: sure for kind, sure in told.items() if kind == "postponed"}, []
    kinds, voters = tellings(manuscript, sentence, quotations), sides(manuscript, sentence)
    if spoken:
        kinds.pop("decision", None)
    if voters:
        kinds["vote"] = max(kinds.get("vote", 0.0), Sure.TOLD_SIDE)
    if headed:
        kinds[headed] = max(kinds.get(headed, 0.0), Sure.TOLD_BY_HEADING)
    return kinds, voters


def _told_on(kind: FactKind, days: list[Dated], day: dt.date | None) -> dt.date | None:
    """Return the day of a fact: the first that its sentence names.

    What has happened was not after the text's own day; what is put off has the last, its new day.
    In an undated text nobody knows which day is meant.
    """
    if day is None:
        return None
    if kind == "postponed" and days:
        return days[-1].day
    return next((d.day for d in days if KINDS[kind].ahead or d.day <= day), None)


def _gives(fact: dict[str, Any], names: Names) -> list[str]:
    """Return the kinds of answer that a fact holds."""
    types = {names.entries[e]["type"] for e in fact.get("entities", ()) if e in names.entries}
    dated, counted = "day" in fact, "figures" in fact
    held = {
        "who": "person" in types,
        "where": bool(types & {"place", "country"}),
        "when": dated,
        "date": dated,
        "howmuch": counted,
        "howmany": counted,
    }
    return [kind for kind, holds in held.items() if holds]


def _quotes(
    manuscript: Manuscript,
    names: Names,
    sentence: Sentence,
    held: tuple[list[Dated | Amount | Said], dt.date | None],
    made: list[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Yield the quotations of one sentence that stand once in the text; a fact for them is added to
    those made where there is none.
    """
    here, own = held
    day = _told_on("statement", [d for d in here if isinstance(d, Dated)], own)
    fact = next((f["id"] for f in made if f["kind"] == "statement"), None)
    for said in (s for s in here if isinstance(s, Said)):
        words = manuscript.text[said.quotation.start : said.quotation.end]
        if manuscript.text.count(words) == 1:
            if fact is None:
                point = {
                    "id": f"p{sentence.paragraph}-{sentence.number}-point",
                    "kind": "point",
                    "clauses": [manuscript.words(sentence)],
                    "sure": said.sure,
                }
                if not any(f["id"] == point["id"] for f in made):
                    made.append(point)
                fact = point["id"]
            quote: dict[str, Any] = {
                "id": "",
                "text": words,
                "speaker": names.key(said.speaker) if said.speaker else None,
                "fact": fact,
            }
            if day:
                quote["day"] = day
            quote["sure"] = round(said.sure, 2)
            yield quote
