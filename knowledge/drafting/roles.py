"""Roles in a text: the nouns of offices, and the words of one that stand beside a name."""

from __future__ import annotations

import re
from functools import cache

from knowledge.drafting.cues import Cues, cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.language.words import fold

_ROLE_AFTER, _LONGEST_ROLE = 90, 160
_ACRONYM = 4
_SPACE = r"[\s\u00a0]"


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


def role_before(manuscript: Manuscript, position: int, since: int = 0) -> str:
    """Return the role that stands right before the name at a position, with a comma or without:
    "the secretary of state, …", "President …", "Secretary: …".

    `since` is where the name before it ends, which no role reaches beyond.
    """
    sentence = manuscript.at(position)
    if sentence is None:
        return ""
    first = max(sentence.start, position - _LONGEST_ROLE, since)
    before, known = manuscript.text[first:position], manuscript.cues
    pattern = _before(manuscript.lang)
    matches = (pattern.match(before, start) for start in range(len(before)))
    best = next((m["role"].strip() for m in matches if m and not _acts(m["role"], known)), "")
    if not best:  # "including councillor …": a noun right before the name needs no determiner
        match = _bare(manuscript.lang).search(before)
        best = match["role"] if match else ""
    if not best and first == sentence.start:
        match = _label(manuscript.lang).match(before)
        best = match["role"] if match else ""
    best = re.sub(
        rf"^{one_of(known.several('determiners'))}(?:{_SPACE}+|(?<=[’']))",
        "",
        best,
        flags=re.IGNORECASE,
    )
    best = _spelt(best)
    return best if len(best) <= _LONGEST_ROLE and not re.search(r"\d{4}", best) else ""


@cache
def _before(lang: str) -> re.Pattern[str]:
    known = cues(lang)
    noun, determiner = role_nouns(lang), one_of(known.several("determiners"))
    ahead = (
        rf"(?:(?:(?i:{one_of(known.several('before_role'))})|[A-ZÀ-Þ][\w.’'-]*){_SPACE}){{0,4}}?"
    )
    opening = rf"(?:(?<![\w’'-]){determiner}{_SPACE}*|(?:^|(?<=[\s(«“]))(?=[A-ZÀ-Þ]))"
    closing = rf"(?:,{_SPACE})?{_SPACE}*(?:{one_of(known.gendered('titles'))}{_SPACE})?$"
    # a small word behind the noun is "of" or an adjective, or else a verb
    of = one_of((*known.several("of"), *known.several("after_role")))
    begun = (
        rf"(?={_SPACE}{of}(?:(?!\w)|(?<=[’']))|{_SPACE}[A-ZÀ-Þ]|[,\s]*$"
        rf"|{_SPACE}{known.pattern('role_adjective')}(?!\w)|{_SPACE}{known.pattern('role_rest')}(?!\w))"
    )
    return re.compile(
        rf"{opening}(?P<role>{ahead}(?i:{noun}){begun}(?P<rest>[^,;:.!?«»“”()]*?)){closing}"
    )


@cache
def _bare(lang: str) -> re.Pattern[str]:
    titles = one_of(cues(lang).gendered("titles"))
    return re.compile(
        rf"(?<![\w’'-])(?P<role>(?i:{role_nouns(lang)})){_SPACE}+(?:{titles}{_SPACE})?$"
    )


@cache
def _label(lang: str) -> re.Pattern[str]:
    titles = one_of(cues(lang).gendered("titles"))
    noun = rf"(?:[\w’'-]+{_SPACE}){{0,2}}?(?i:{role_nouns(lang)})[^:;,.\n]{{0,40}}?"
    return re.compile(
        rf"[\s*_#•-]*(?P<role>{noun})[*_\s\u00a0]*:[*_\s\u00a0]*(?:{titles}{_SPACE})?$"
    )


def role_after(manuscript: Manuscript, position: int, until: int | None = None) -> str:
    """Return the role that stands after the name that ends at a position and a comma, up to the
    next comma ("…, secretary of state,"), or tells what somebody directs ("…, who chairs the
    …").

    `until` is where the next name begins, which no role reaches beyond.
    """
    sentence, known = manuscript.at(position), manuscript.cues
    end = min(sentence.end if sentence else position, position + _ROLE_AFTER + 80)
    after = manuscript.text[position : end if until is None else min(end, max(until, position))]
    noun = role_nouns(manuscript.lang)
    article = r"(?:(?:le|la|un|une|the|an?|its|their|son|sa)[\s\u00a0]|l[’'])?"
    directs = (
        rf",[\s\u00a0](?P<role>{one_of(known.several('who'))}[\s\u00a0]"
        rf"{one_of(known.several('directs'))}[\s\u00a0][^,;:.!?«»“”()\n]+)"
    )
    match = re.match(directs, after)
    if match and len(match["role"]) <= _ROLE_AFTER:
        ties, who = one_of(known.several("ties")), one_of(known.several("who"))
        second = rf"{_SPACE}{ties}{_SPACE}{who}(?!\w).*"
        return _untied(re.sub(second, "", match["role"]), known)
    match = re.match(
        rf",[\s\u00a0]{article}(?P<role>(?:[\w.’'-]+[\s\u00a0]){{0,4}}?{noun}[^,;:.!?|«»“”()\n]*)",
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
    role = _trimmed(match["role"].strip(), known)
    return _spelt(role) if len(role) <= _ROLE_AFTER else ""


def _trimmed(role: str, known: Cues) -> str:
    """Return a role without the verb behind it, and without what leads on to another name."""
    verb = _acts(role, known)
    return _untied(role[: verb.start()] if verb else role, known)


def _untied(role: str, known: Cues) -> str:
    """Return a role without the words at its end that lead on to another name."""
    titles, ties = one_of(known.gendered("titles")), one_of(known.several("ties"))
    return re.sub(rf"(?:{_SPACE}+(?:{titles}|{ties}))+{_SPACE}*$", "", role.strip()).strip()


def _acts(role: str, known: Cues) -> re.Match[str] | None:
    """Return where words told of a role hold a verb, or None."""
    verbs = one_of((*known.several("say"), *known.several("acts")))
    return re.search(rf"(?<![\w’'-]){verbs}(?!\w)", role, re.IGNORECASE)


def _spelt(role: str) -> str:
    """Return a role that is printed in capitals in small letters."""
    return role.capitalize() if role.isupper() and len(role) > _ACRONYM else role
