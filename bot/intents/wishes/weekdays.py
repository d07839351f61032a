"""Days of the week in a folded text, and how often: each function takes what it understands out of
the text and leaves a bar in its place.
"""

from __future__ import annotations

import re

from bot.intents.wishes.phrases import GONE, START, Words, either, holds, search, taken

# What may follow the short form of a day.
_BESIDE = (
    "a|at|by|vers|et|and|ou|or|in|en|on|le|please|s|thanks|merci|only|seulement|uniquement|too"
    "|aussi"
)
_BETWEEN = 4  # words between one like "also" and the days at most
_MOST_A_DAY = 6  # briefings that somebody may wish for
_SHORT = 4  # letters of a short form at most
EVERY_DAY = frozenset(range(7))
_WORKING, _WEEKEND = frozenset(range(5)), frozenset({5, 6})


def days_in(
    text: str, words: Words, *, plain: bool = False
) -> tuple[frozenset[int] | None, int | None, str]:
    """Return the weekdays on which something is to come again and again, or None where the text
    names none.

    The second value is the hour of the part of the day named ("every morning"), or None; the third
    the text without all of that. `plain` tells that the text holds nothing but hours, days and
    places, so that short forms of days are days.
    """
    text, found, hour = _every(text, words)
    text, spans = _spans(text, words)
    if spans:
        found = spans | (found if found and found != EVERY_DAY else frozenset())
    text, single = _singles(text, words, plain=plain)
    if single and not (found and found != EVERY_DAY and not spans):
        found = single | (found if found and found != EVERY_DAY else frozenset())
    return found, hour, text


def rate_in(text: str, words: Words) -> tuple[str, str]:
    """Return how often something is to come where a text tells that otherwise than by days:
    "weekly" or "otherwise", else ""; and the text without.
    """
    number = rf"(?:\d{{1,3}}|{either(n for n, v in words['numbers'].items() if v > 1)})"
    unit = either([*words["units"], *words["hours"], *words["minutes"]], touching=True)
    few = rf"(?:[2-6]|{either(n for n, v in words['numbers'].items() if 1 < v <= _MOST_A_DAY)})"
    times = (
        rf"(?:{number} *{either(words['times'], touching=True)}"
        rf"|{few}(?: *{either(words['nouns'])})?)"
    )
    often = (
        rf"{either(words['every_few'])} +{number} *{unit}"
        rf"|(?<![\d:./-]){times} +(?:par|a|per) +{either(words['day'])}"
    )
    if any(holds(words[key], text) for key in ("every_few", "day")) and re.search(often, text):
        return "otherwise", re.sub(often, GONE, text)
    for rate, phrases in (
        ("otherwise", [*words["otherwise"], *words["month"]]),
        ("weekly", words["weekly"]),
    ):
        if search(phrases, text):
            return rate, taken([*words["otherwise"], *words["month"], *words["weekly"]], text)
    return "", text


def said_of_many(text: str, words: Words) -> bool:
    """Whether a text names a day as one of every week: "Fridays", "le vendredi"."""
    days = [day for day in words["days"] if holds([day], text)]
    many = [
        day
        for day in days
        if len(day) > _SHORT + 1 and day.endswith("s") and day[:-1] in words["days"]
    ]
    return bool(
        many or (days and re.search(rf"{START}(?:le|les|every|each) +{either(days)}", text))
    )


def weekday_at(text: str, words: Words) -> re.Match[str] | None:
    """Return the day of the week with which a text begins, or None; a short form ("mon", which is
    "my" in French) only where no other word follows.
    """
    found = re.match(either(words["days"]), text)
    if found is None or len(found.group()) > _SHORT:
        return found
    return None if re.match(_other_word(words), text[found.end() :]) else found


def _other_word(words: Words) -> str:
    """Return the pattern of a word that does not follow the short form of a day."""
    days = either(words["days"])
    return rf" +(?!(?:{_BESIDE})(?!\w)|{days}|{either(words['both'])} +{days})[a-z]"


def _every(text: str, words: Words) -> tuple[str, frozenset[int] | None, int | None]:
    found: frozenset[int] | None = None
    hour: int | None = None
    each = either(words["each"])
    match = holds(words["each"], text) and re.search(
        rf"{each} +(?P<part>{either(words['parts'])})", text
    )
    if match:
        found, hour = EVERY_DAY, int(words["parts"][match["part"]])
        text = text[: match.start()] + GONE + text[match.end() :]
    for phrases, days in (
        (words["weekdays"], _WORKING),
        (words["weekend"], _WEEKEND),
        (words["every"], EVERY_DAY),
    ):
        if not holds(phrases, text):
            continue
        pattern = (
            rf"(?:{START}(?:on|en|le|les|the) +)?(?:{each} +)?(?:{START}(?:les|le)"
            rf" +)?{either(phrases)}"
        )
        if re.search(pattern, text):
            found = (
                days
                if found is None or found == EVERY_DAY
                else found
                if days == EVERY_DAY
                else found | days
            )
            text = re.sub(pattern, GONE, text)
    return text, found, hour


def excepted(text: str, words: Words) -> tuple[str, frozenset[int]]:
    """Take out the days that a text sets aside ("except Sundays")."""
    if not holds([*words["except"], *words["set_aside"]], text):
        return text, frozenset()
    # Nor does a run that goes on ("to Friday").
    every = either([*words["days"], *words["weekend"]])
    runs = rf" *(?:-|{either(words['to'])}) *{either(words['days'])}"
    short = either(d for d in words["days"] if len(d) <= _SHORT)
    # "But Mondays only" sets no day aside, nor does "mon" before another word.
    no_day = rf"{runs}| +{either(words['only'])}"
    names = rf"(?!{short}{_other_word(words)}){every}(?!{no_day})"
    but = either(words["except"])
    pattern = (
        rf"{but} +(?:(?:le|les|on|the|at) +)?(?P<days>{names}(?:(?: *\| *(?:{but} +)?|"
        rf" +(?:et|and|le|ou|or|ni|nor)(?: +(?:le|on))? +)+{names})*)"
    )
    behind = rf"(?P<days>{every}) *\|? *{either(words['set_aside'])}"
    match = re.search(pattern, text) or re.search(behind, text)
    if not match:
        return text, frozenset()
    days = {words["days"][d] for d in re.findall(either(words["days"]), match["days"])}
    if re.search(either(words["weekend"]), match["days"]):
        days |= _WEEKEND
    return text[: match.start()] + GONE + text[match.end() :], frozenset(days)


def added_in(text: str, words: Words) -> tuple[frozenset[int], str]:
    """Return the days that are to be added to others ("Saturdays too", "also on Saturdays"),
    and the text without them.
    """
    if not search(words["more"], text):
        return frozenset(), text
    names = either([*words["days"], *words["weekend"]])
    joint = rf"(?:{either(words['both'])}|le|\|)"
    row = rf"(?:{START}(?:on|le|les|the) +)?{names}(?:(?: +{joint})* +{names})*"
    more = either(words["more"])
    opening = either(set(words["more"]) - set(words["closing"]))
    match = re.search(
        rf"{more} +(?P<after>{row})|(?P<before>{row}) +(?:in +)?{more}"
        rf"|{opening}(?P<between>(?: +\S+){{1,{_BETWEEN}}}?) +(?P<far>{row})",
        text,
    )
    if match is None:
        return frozenset(), text
    said = match["after"] or match["before"] or match["far"]
    days = {words["days"][d] for d in re.findall(either(words["days"]), said)} | (
        _WEEKEND if search(words["weekend"], said) else set()
    )
    rest = f"{GONE}{match['between'] or ''}{GONE}".join(
        (text[: match.start()], text[match.end() :])
    )
    return frozenset(days), rest


def _spans(text: str, words: Words) -> tuple[str, frozenset[int]]:
    """Take out runs of days ("mon-fri", "du lundi au vendredi")."""
    if not holds(words["days"], text):
        return text, frozenset()
    names, found = either(words["days"]), set()
    pattern = (
        rf"(?:{either(words['from'])} +)?(?P<first>{names}) *(?:-|–|{either(words['to'])})"
        rf" *(?P<last>{names})"
    )
    for match in re.finditer(pattern, text):
        first, last = words["days"][match["first"]], words["days"][match["last"]]
        found |= {(first + i) % 7 for i in range((last - first) % 7 + 1)}
    return re.sub(pattern, GONE, text), frozenset(found)


def _singles(text: str, words: Words, *, plain: bool) -> tuple[str, frozenset[int]]:
    """Take out days and rows of days; unless `plain`, short forms only where a row of them cannot
    be other words (in French, "mon" is "my").

    It cannot behind "every" or "on", nor where no other word follows.
    """
    if not holds(words["days"], text):
        return text, frozenset()
    each, names = either(words["each"]), either(words["days"])
    short = either(d for d in words["days"] if len(d) <= _SHORT)
    no_word = "" if plain else rf"(?!{_other_word(words)})"
    first = (
        rf"(?:(?:{each}|{START}on) +{names}|(?:{START}(?:on|le|les|the) +)?(?:{each}"
        rf" +)?(?:(?!{short}){names}|{short}{no_word}))"
    )
    row = rf"{first}(?:(?: *\|)* +(?:{either(words['both'])} +)?{names})*"
    found = frozenset(
        words["days"][day]
        for run in re.finditer(row, text)
        for day in re.findall(names, run.group())
    )
    return re.sub(row, GONE, text), found
