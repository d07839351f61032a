"""Tests of what stays packed in a compiled brain until it is asked for."""

from __future__ import annotations

import pickle

from bot.intents.packed import Packed
from bot.intents.spelling import Speller


class Value:
    """A value that tells when it is unpacked."""

    unpacked = 0

    def __setstate__(self, state: object) -> None:
        """Count this."""
        type(self).unpacked += 1

    def __getstate__(self) -> str:
        """Return something, so that this is unpacked by `__setstate__`."""
        return "state"


def test_a_value_is_unpacked_once_and_when_it_is_asked_for() -> None:
    """What is read of a pickle is unpacked at the first look at it, not before, and not again;
    packed again it is the same.
    """
    Value.unpacked = 0
    read: Packed[Value] = pickle.loads(pickle.dumps(Packed(Value())))  # noqa: S301 - our own
    assert Value.unpacked == 0
    assert read.value is read.value
    assert Value.unpacked == 1
    again: Packed[Value] = pickle.loads(pickle.dumps(read))  # noqa: S301 - our own
    assert isinstance(again.value, Value)


def test_a_packed_speller_corrects_as_before() -> None:
    """A speller of a pickle mends what the one that was pickled does, and knows the words that were
    added to it.
    """
    speller = Speller.of(["minister", "summit"], {"winter": 400}, [])
    read: Speller = pickle.loads(pickle.dumps(speller.with_preferred(["harbour"])))  # noqa: S301 - our own
    for typed, meant in (("minster", "minister"), ("sumit", "summit"), ("harbuor", "harbour")):
        assert read.correct(typed) == meant
    assert speller.correct("harbuor") is None
