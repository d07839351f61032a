"""Time zones by name: IANA names, larger cities, countries that have one zone, usual
abbreviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from knowledge.language.grammar import grammar
from knowledge.language.languages import LANGUAGES, WORLD
from knowledge.language.words import fold, tokens

MOST = 3
_UTC = "Etc/UTC"
_LONGEST = 60


class Zones(NamedTuple):
    """Zones by name: `iana` by folded IANA name, `places` by folded words; a place whose
    name begins with one of `articles` is looked up without it too; `examples` is one to show by
    language.
    """

    iana: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]]
    articles: tuple[str, ...]
    examples: Mapping[str, str]

    def named(self, text: str) -> tuple[str, ...]:
        """Return the IANA zones that a name may stand for, the likeliest first and three at most;
        none for a name that is not known.
        """
        text = text.strip()[:_LONGEST]
        exact = self.iana.get(fold(text).replace(" ", "_"))
        key = " ".join(tokens(text))
        found = (
            (exact,)
            if exact
            else next(
                (
                    self.places[k]
                    for k in (key, *(f"{a} {key}" for a in self.articles))
                    if k in self.places
                ),
                (),
            )
        )
        return tuple(zone for zone in found if exists(zone))[:MOST]


@lru_cache(maxsize=1)
def load() -> Zones:
    """Read the zones, once."""
    import json  # noqa: PLC0415 - questions seldom come here

    from knowledge.loading import yamlfile  # noqa: PLC0415

    data = json.loads((WORLD / "cities.json").read_text("utf-8"))
    own = yamlfile.read(WORLD / "zones.yaml").data
    places = {name: tuple(zones) for name, zones in data["cities"].items()}
    places |= {str(name): tuple(zones) for name, zones in own["names"].items()}
    examples = {lang: grammar(lang).zone or _UTC for lang in LANGUAGES}
    return Zones({fold(z): z for z in data["zones"]}, places, tuple(own["articles"]), examples)


@lru_cache(maxsize=1024)
def exists(zone: str) -> bool:
    """Whether this system knows a zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    try:
        ZoneInfo(zone)
    # unknown, a folder of zones, a name that leads elsewhere
    except (KeyError, OSError, ValueError):
        return False
    return True
