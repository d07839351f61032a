"""Zones by name: IANA names, cities in both languages, places that have several."""

from __future__ import annotations

import pytest

from knowledge.language.zones import load


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Africa/Nairobi", "Africa/Nairobi"),
        ("africa/nairobi", "Africa/Nairobi"),
        ("Genève", "Europe/Zurich"),
        ("geneva", "Europe/Zurich"),
        ("Le Caire", "Africa/Cairo"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_place_has_its_zone(typed: str, zone: str) -> None:
    """A zone is found by its own name in any letters, and by its larger cities in French and
    English.
    """
    assert load().named(typed)[0] == zone


def test_what_is_no_place_has_none() -> None:
    """Words that name no place, however long, have no zone."""
    assert load().named("nowhere at all") == ()
    assert load().named("x" * 10_000) == ()
    assert load().named("../../etc/passwd") == ()
