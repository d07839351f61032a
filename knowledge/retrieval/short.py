"""The short answer in a passage: the date, figure, amount, name or place that the question asks
for, where it can be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.language.grammar import everywhere
from knowledge.language.words import tokens
from knowledge.retrieval.clauses import is_of_another, is_of_sides
from knowledge.retrieval.index import Line
from knowledge.retrieval.lexicon import lexicon
from knowledge.retrieval.model import Ranking
from knowledge.retrieval.question import Question
from knowledge.retrieval.rivals import Rivals
from knowledge.retrieval.seeking import patterns, shown
from knowledge.retrieval.terms import TERM, Term

# The kinds of term that each kind of question seeks, the surest first; questions of other kinds
# have no short answer.
_SEEKS = {
    "who": ("name",),
    "when": ("date",),
    "where": ("place",),
    "howmany": ("number",),
    "howlong": ("span",),
    "howmuch": ("money", "percent", "number"),
    "number": ("percent", "number"),
}
_WIDEST = 8
_LENGTH = "length"
_WHOSE = frozenset(w for words in everywhere(lambda g: g.of) for w in tokens(words))
# What a date holds; "the end" and "early" tell none by themselves.
_DATES = frozenset({"months", "days", "moments"})
# What stands behind the number of a day ("1er", "2nd").
_ORDINALS = frozenset(everywhere(lambda g: g.ordinals))
_SIGNS = frozenset("%$€£")
# What stands between a number in words and what it counts ("2,4 millions d'euros").
_OF = frozenset(w for words in everywhere(lambda g: g.counted) for w in tokens(words))
# The first of several days of one month ("20 au 22 janvier").
_DAY = rf"\d{{1,2}}(?:{'|'.join(_ORDINALS)})?"
_ROW = re.compile(
    rf"(?<!\d){_DAY}(?:[ \u00a0](?:{'|'.join(everywhere(lambda g: g.between_days))}|-|–)["
    rf" \u00a0]|[-–])(?={_DAY}[ \u00a0])"
)
_HOUR = r"(?<![\w.,])\d{1,2}"
CLOCK = re.compile(
    rf"{_HOUR}[ \u00a0\u202f]?(?:h|heures?)(?:(?!\w)|(?=\d))(?:["
    rf" \u00a0\u202f]?\d{{2}}(?!\d))?|{_HOUR}:\d{{2}}(?!\d)|{_HOUR}(?:[.:]\d{{2}})?["
    r" \u00a0\u202f]?[ap]\.?m\.?(?!\w)"
)


def short(ranking: Ranking) -> tuple[int, int] | None:
    """Return the span in the text of the short answer in the first passage, or None where there is
    none or several could be it.

    It is the only thing of the kind sought that the question does not hold itself, or, but of
    names, that of the member of the sentence which is asked about.
    """
    line = ranking.lines[0]
    if ranking.matches.question.of_hour:
        clocks = list(CLOCK.finditer(ranking.matches.index.text, line.start, line.end))
        return clocks[0].span() if len(clocks) == 1 else None
    found = [_found(line, kind, ranking) for kind in _sought(ranking.matches.question)]
    every = _apart(found)
    groups = next(filter(None, found), [])
    if len(every) > 1 and ranking.matches.question.kind != "who":
        groups = _asked_of(line, every, ranking) or groups
        counting = [g for g in every if _is_of_head(line, g, ranking)]
        if ranking.matches.question.kind == "howmany" and counting and groups != counting:
            return None  # "28 votes to 7": which of them is asked for?
    value = ranking.matches.question.kind not in {"who", "where"}
    if len(groups) != 1 or (value and is_of_another(line, groups[0], ranking)):
        return None
    return None if is_of_sides(line, every, ranking) else _span(line, groups[0], ranking)


def _found(line: Line, kind: str, ranking: Ranking) -> list[list[int]]:
    """Return what a sentence shows of a kind that the question does not hold itself, each as the
    places of its terms.
    """
    links = ranking.matches.links
    shows = "number" if kind == _LENGTH else kind
    new = [
        at
        for at in line.kinds.get(shows, ())
        if line.terms[at].stem not in links and not _is_order(line.terms[at], ranking)
    ]
    groups = _groups(line, shows, new, ranking)
    if kind == _LENGTH:
        groups = [g for g in groups if any("lengths" in line.terms[at].kinds for at in g)]
    if kind == "name":
        groups = _named(line, groups, ranking)
    if kind == "number":  # a year counts nothing
        groups = [g for g in groups if len(g) > 1 or not _is_year(line.terms[g[0]], ranking)]
    if kind == "date":
        groups = [
            g
            for g in groups
            if any(line.terms[at].figure or line.terms[at].kinds & _DATES for at in g)
        ]
    return groups


def _is_order(term: Term, ranking: Ranking) -> bool:
    """Whether a word numbers a thing ("the second") and counts none."""
    return bool(shown(ranking.matches.index.lang, "ordinals", term.form)) and not term.figure


def _is_year(term: Term, ranking: Ranking) -> bool:
    """Whether a figure is a year."""
    return term.figure and bool(shown(ranking.matches.index.lang, "year", term.form))


def _named(line: Line, groups: list[list[int]], ranking: Ranking) -> list[list[int]]:
    """Return names with those told in a row as one ("Dray and Munk"), without single words
    that only say whose somebody is ("la capitainerie de Morlac").
    """
    text, lang = ranking.matches.index.text, ranking.matches.index.lang
    places = [m.span() for m in TERM.finditer(text, line.start, line.end)]
    joins = patterns(lang)["marks"].get("joins")
    found: list[list[int]] = []
    for group in groups:
        of, whose = (line.terms[max(0, group[0] - n)] for n in (1, 2))
        alone = len(group) == 1 < group[0]
        if alone and of.form in _WHOSE and not (whose.capital or whose.stop):
            continue
        between = text[places[found[-1][-1]][1] : places[group[0]][0]] if found else ""
        if joins and joins.fullmatch(between.strip()):
            found[-1] = [*range(found[-1][0], group[-1] + 1)]
        else:
            found.append(group)
    return found


def _apart(found: Sequence[list[list[int]]]) -> list[list[int]]:
    """Return the groups of all kinds in their order, of those that share a term the first."""
    every: list[list[int]] = []
    for group in (g for groups in found for g in groups):
        if not any(set(group) & set(other) for other in every):
            every.append(group)
    return sorted(every)


def _is_of_head(line: Line, group: list[int], ranking: Ranking) -> bool:
    """Whether a figure stands right before what a question asks how many of."""
    head, links = ranking.matches.question.head, ranking.matches.links
    at = group[-1] + 1
    return at < len(line.terms) and any(p == head for p, _ in links.get(line.terms[at].stem, ()))


def _asked_of(line: Line, groups: list[list[int]], ranking: Ranking) -> list[list[int]]:
    """Return the group in the member of the sentence that the question asks about, if there is
    one.
    """
    starts = [m.span() for m in TERM.finditer(ranking.matches.index.text, line.start, line.end)]
    said = [(starts[g[0]][0] - line.start, starts[g[-1]][1] - line.start) for g in groups]
    number = ranking.matches.index.lines.index(line)
    member = Rivals(ranking.matches).asked_of(number, said)
    return [
        g
        for g, (start, _) in zip(groups, said, strict=True)
        if member and member[0] <= start < member[1]
    ]


def _sought(question: Question) -> tuple[str, ...]:
    """Return the kinds of term that a question seeks; "how long" may ask for a length as well as
    for a time.
    """
    kinds = _SEEKS.get(question.kind, ())
    if question.kind not in {"howlong", "number"} or not any(
        "extents" in t.kinds for t in question.terms
    ):
        return kinds
    return (*kinds, _LENGTH) if question.kind == "howlong" else (_LENGTH, *kinds)


def _groups(line: Line, kind: str, places: Sequence[int], ranking: Ranking) -> list[list[int]]:
    """Return places that are one answer together: the words of a name, a day with its month and
    year, a figure with its unit.
    """
    text, lang = ranking.matches.index.text, ranking.matches.index.lang
    starts = [
        (line.start + m.start(), line.start + m.end())
        for m in TERM.finditer(text[line.start : line.end])
    ]
    groups: list[list[int]] = []
    for place in (p for p in places if kind == "date" or not _is_day(line.terms, p)):
        group = [place]
        while (
            _belongs(line.terms, kind, group[0] - 1, lang)
            and not _is_apart(line.terms, group[0] - 1, kind)
            and _touch(text, starts, group[0] - 1)
        ):
            group.insert(0, group[0] - 1)
        while _belongs(line.terms, kind, group[-1] + 1, lang) and _touch(text, starts, group[-1]):
            group.append(group[-1] + 1)
        if groups and group[0] <= groups[-1][-1]:
            groups[-1] = sorted({*groups[-1], *group})
        elif len(group) <= _WIDEST:
            groups.append(group)
    return groups


def _is_day(terms: Sequence[Term], at: int) -> bool:
    """Whether a figure is the day of a month ("1er octobre", "March 14")."""
    beside = [terms[n] for n in (at - 1, at + 1, at + 2) if 0 <= n < len(terms)]
    return terms[at].figure and any("months" in t.kinds or t.form in _ORDINALS for t in beside)


def _belongs(terms: Sequence[Term], kind: str, at: int, lang: str) -> bool:
    """Whether the term at a place may be part of an answer of a kind that stands beside it."""
    if not 0 <= at < len(terms):
        return False
    term = terms[at]
    if kind in {"name", "place"}:
        first = at > 0 or term.proper or "roles" in term.kinds
        return term.capital and first and term.form not in lexicon(lang).stop
    if term.stop and "units" in term.kinds:  # "pour" of "pour cent", and of "pour la route"
        return at + 1 < len(terms) and "numbers" in terms[at + 1].kinds
    figure = term.figure or "numbers" in term.kinds
    if kind == "date":
        of_month = at + 1 < len(terms) and "months" in terms[at + 1].kinds
        return (
            (figure and len(term.form) <= 4 and (term.figure or of_month))  # noqa: PLR2004 - a day or a year
            or bool(term.kinds & {"months", "days"})
            or term.form in _ORDINALS
        )
    return (
        figure
        or bool(term.kinds & {"spans", "units", "money", "percent"})
        or term.form in _SIGNS
        or _counts(terms, at)
    )


def _counts(terms: Sequence[Term], at: int) -> bool:
    """Whether the term at a place ties a number in words to the amount or unit that it counts."""
    if terms[at].form not in _OF or not 0 < at < len(terms) - 1:
        return False
    return "numbers" in terms[at - 1].kinds and bool(terms[at + 1].kinds & {"money", "units"})


def _is_apart(terms: Sequence[Term], at: int, kind: str) -> bool:
    """Whether a term before a figure is none of it: a unit stands behind its figure ("chaque mois 6
    500 patients"), a currency on either side, and a number in words before no other ("the second
    $8 million").
    """
    term, behind = terms[at], terms[at + 1]
    if kind in {"name", "place", "date"} or term.figure:
        return False
    if "numbers" in term.kinds:
        return behind.figure or behind.form in _SIGNS
    return bool(term.kinds & {"spans", "units"}) and "money" not in term.kinds


def _touch(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether nothing but a space, a hyphen or the dot of an initial stands between a term and the
    next.
    """
    between = text[spans[at][1] : spans[at + 1][0]]
    return between in {" ", " & ", "-", "", "\u00a0", "\u202f", ". ", "\n", "’", "'"} and (
        between != ". " or spans[at][1] - spans[at][0] <= 2  # noqa: PLR2004
    )


def _span(line: Line, group: Sequence[int], ranking: Ranking) -> tuple[int, int]:
    text = ranking.matches.index.text
    found = [
        (line.start + m.start(), line.start + m.end())
        for m in TERM.finditer(text[line.start : line.end])
    ]
    start, end = found[group[0]][0], found[group[-1]][1]
    row = (
        next((m for m in _ROW.finditer(text, line.start, end) if m.end() == start), None)
        if "months" in {k for at in group for k in line.terms[at].kinds}
        else None
    )
    return row.start() if row else start, end
