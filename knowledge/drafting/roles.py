"""Roles in a text: the nouns of offices, and the words of one that stand beside a name."""

from __future__ import annotations

import re
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.language.words import fold

_ROLE_AFTER, _LONGEST_ROLE = 90, 160
_ACRONYM = 4


@cache
def role_nouns(lang: str) -> str:
    """Return a pattern for the nouns of a role, plural s included."""
    return rf"(?:{one_of(cues(lang).gendered('roles'))})(?!\w)"


def gender_of(role: str, lang: str) -> str:
    """Return the gender that a role's noun has in a language, "" where it tells none."""
    match = re.search(role_nouns(lang), role, re.IGNORECASE)
    nouns = {fold(w): g for w, g in cues(lang).gendered("roles").items()}
    return (
        nouns.get(fold(match.group()), "")
        if match and cues(lang).holds("roles_tell_gender")
        else ""
    )


@cache
def phrase(lang: str) -> re.Pattern[str]:
    """Return the pattern of a role with its determiner and what belongs to it: `the French foreign
    minister`, `le secrétaire général de …`.
    """
    known = cues(lang)
    noun = role_nouns(lang)
    determiner = rf"(?<!\w){one_of(known.several('determiners'))}[\s\u00a0]*"
    before = rf"(?:(?:{one_of(known.several('before_role'))}|[A-Z][\w.’'-]*)[\s\u00a0]){{0,4}}"
    after = rf"(?:[\s\u00a0](?:{one_of(known.several('after_role'))})(?!\w))*"
    tail = (
        rf"(?:[\s\u00a0]{one_of(known.several('of'))}[\s\u00a0]?(?:la |le |les |l[’']|the"
        r" )?[\w’'-]+(?:[\s\u00a0](?:[A-ZÀ-Þ][\w’'-]*))*)?"
    )
    adjective = rf"(?:[\s\u00a0]{known.pattern('role_adjective')})?"
    return re.compile(
        rf"(?:{determiner}{before}|(?<!\w)(?:[A-Z][\w.’'-]*[\s\u00a0]){{0,3}}){noun}{after}{adjective}{tail}",
        re.IGNORECASE if known.holds("roles_in_capitals") else re.NOFLAG,
    )


def role_before(manuscript: Manuscript, position: int) -> str:
    """Return the role that stands right before the name at a position, with a comma or without:
    "the secretary of state, …", "President …".
    """
    sentence = manuscript.at(position)
    if sentence is None:
        return ""
    before = manuscript.text[max(sentence.start, position - _LONGEST_ROLE) : position]
    known = manuscript.cues
    noun, determiner = role_nouns(manuscript.lang), one_of(known.several("determiners"))
    verb = re.compile(
        rf"(?<!\w)(?:a|ont|est|sont|avait|was|is|has|have|were|{one_of(known.several('say'))})(?!\w)",
        re.IGNORECASE,
    )
    ahead = (
        rf"(?:(?:(?i:{one_of(known.several('before_role'))})|[A-ZÀ-Þ][\w.’'-]*)[\s\u00a0]){{0,4}}?"
    )
    opening = rf"(?:(?<![\w’']){determiner}[\s\u00a0]*|(?:^|(?<=[\s(«“]))(?=[A-ZÀ-Þ]))"
    closing = rf"(?:,[\s\u00a0])?[\s\u00a0]*(?:{one_of(known.gendered('titles'))}[\s\u00a0])?$"
    pattern = re.compile(
        rf"{opening}(?P<role>{ahead}(?i:{noun})(?P<rest>[^,;:.!?«»“”()]*?)){closing}"
    )
    matches = (pattern.match(before, start) for start in range(len(before)))
    best = next((m["role"].strip() for m in matches if m and not verb.search(m["role"])), "")
    if not best:  # "including councillor …": a noun right before the name needs no determiner
        match = re.search(
            rf"(?<![\w’'-])(?P<role>(?i:{noun}))[\s\u00a0]+(?:{one_of(known.gendered('titles'))}[\s\u00a0])?$",
            before,
        )
        best = match["role"] if match else ""
    best = re.sub(
        rf"^{one_of(known.several('determiners'))}(?:[\s\u00a0]+|(?<=[’']))",
        "",
        best,
        flags=re.IGNORECASE,
    )
    best = best.capitalize() if best.isupper() and len(best) > _ACRONYM else best
    return best if len(best) <= _LONGEST_ROLE and not re.search(r"\d{4}", best) else ""


def role_after(manuscript: Manuscript, position: int) -> str:
    """Return the role that stands after the name that ends at a position and a comma, up to the
    next comma: "…, secretary of state,".
    """
    sentence = manuscript.at(position)
    after = manuscript.text[
        position : min(sentence.end if sentence else position, position + _ROLE_AFTER + 80)
    ]
    noun = role_nouns(manuscript.lang)
    article = r"(?:(?:le|la|l[’']|un|une|the|a|an|its|their|son|sa)[\s\u00a0]?)?"
    match = re.match(
        rf",[\s\u00a0]{article}(?P<role>(?:[\w.’'-]+[\s\u00a0]){{0,4}}?{noun}[^,;:.!?«»“”()\n]*)",
        after,
        re.IGNORECASE,
    )
    held = rf"(?P<role>(?:[\w.’'-]+[\s\u00a0]){{0,3}}?{noun}[^,;:.!?«»“”()\n]*)"
    being = rf"[\s\u00a0](?:is|was|est|était|becomes|devient)[\s\u00a0]{article}{held}"
    match = match or re.match(being, after, re.IGNORECASE)
    if match is None:
        bracketed = re.match(
            rf"[\s\u00a0]\((?P<role>[^()\d]*?{noun}[^()]*)\)", after, re.IGNORECASE
        )
        return bracketed["role"].strip() if bracketed else ""
    role = match["role"].strip()
    verb = re.search(
        rf"(?<!\w)(?:a|ont|est|qui|who|was|is|has|{one_of(manuscript.cues.several('say'))})(?!\w)",
        role,
        re.IGNORECASE,
    )
    role = role[: verb.start()].strip() if verb else role
    return role if len(role) <= _ROLE_AFTER else ""
