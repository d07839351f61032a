"""Time zones by name: IANA names, larger cities in French and English, countries that have one
zone, usual abbreviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.language.words import fold, tokens

FOLDER = Path(__file__).parent / "data"
MOST = 3
_LONGEST = 60
# a city whose name begins with one is looked up without it too
_ARTICLES = ("la", "le", "the", "los", "las", "el")


@dataclass(frozen=True)
class Zones:
    """Zones by name: `iana` by folded IANA name, `places` by folded words; `examples` is one to
    show by language.
    """

    iana: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]]
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
                    for k in (key, *(f"{a} {key}" for a in _ARTICLES))
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

    data = json.loads((FOLDER / "cities.json").read_text("utf-8"))
    own = yamlfile.read(FOLDER / "zones.yaml").data
    places = {name: tuple(zones) for name, zones in data["cities"].items()}
    places |= {str(name): tuple(zones) for name, zones in own["names"].items()}
    return Zones({fold(z): z for z in data["zones"]}, places, own["examples"])


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
