"""Actions: what a text gives somebody to do, by its lists of tasks and, in minutes, by what it
tells that somebody will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.drafting.cues import one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.names import Names
from knowledge.drafting.sections import section_at, sections
from knowledge.language.words import fold

_HEAD = 6
# Behind an owner's name: a colon or a dash, and what is to be done.
_OWNS = re.compile(r"[*_]*(?:[ \u00a0]\([^()\n]*\))?[ \u00a0]?(?::|[ \u00a0][–—-])[*_ \u00a0]+\S")


def owned(manuscript: Manuscript, names: Names) -> Iterator[int]:
    """Yield the numbers of sentences that give somebody something to do: those that name a person
    below a heading or behind a label of actions, and in minutes what somebody will do.
    """
    known, parts = manuscript.cues, sections(manuscript)
    headings = {fold(w) for w in known.several("actions")}
    label = re.compile(
        rf"[\s*_>#•-]*(?:\[[ x]\][\s]*)?{one_of(known.several('actions'))}[*_]*[\s\u00a0]*:",
        re.IGNORECASE,
    )
    future = re.compile(known.pattern("undertakes"))
    kind = one_of(known.several("minutes"))
    minutes = any(
        re.search(rf"(?<!\w){kind}(?!\w)", manuscript.words(s), re.IGNORECASE)
        for s in manuscript.sentences[:_HEAD]
    )
    for n, sentence in enumerate(manuscript.sentences):
        people = [
            (a, b)
            for a, b, key in names.places
            if sentence.start <= a
            and b <= sentence.end
            and names.entries.get(names.key(key), {}).get("type") == "person"
        ]
        if not people:
            continue
        part = section_at(parts, sentence.start)
        below = part is not None and fold(part.label) in headings
        first = min(people)
        leads = len(re.findall(r"\w+", manuscript.text[sentence.start : first[0]])) <= 1
        does = leads and (minutes or below) and future.match(manuscript.text, first[1])
        listed = leads and below and _OWNS.match(manuscript.text, first[1])
        if does or listed or label.match(manuscript.text, sentence.start):
            yield n
