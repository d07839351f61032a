"""Wishes of who has briefings: what stays, what is waited for, and what cannot be had."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.subscriptions import Change, Profile, Subscription
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.subscribing import changing, subscribing
from bot.dialogue.subscribing.here import Here
from tests.bot.dialogue.subscribing.person import CHAT, NOW, Person

WORKDAYS = frozenset(range(5))


def test_a_wish_keeps_a_pause(person: Person) -> None:
    """A wish while briefings rest changes what it names, not the pause, which the reply tells."""
    person.says("/subscribe 08:00 Europe/Paris", "/pause 10 days")
    for wish in ("at 9 please", "/subscribe 09:00 mon-fri", "in French please"):
        assert "12 April" in person.says(wish).replace("12 avril", "12 April")
        assert person.subscription.paused_until == dt.date(2025, 4, 12)
    assert (person.subscription.hour, person.subscription.weekdays, person.subscription.lang) == (
        dt.time(9),
        WORKDAYS,
        "fr",
    )


@pytest.mark.parametrize(
    "between",
    [
        "thanks",
        "who was present?",
        "what did Rutte say?",
        "/help",
        "ok",
        "Que s’est-il passé à Bruxelles ?",
    ],
)
def test_a_zone_is_waited_for_through_other_talk(person: Person, between: str) -> None:
    """A zone that was asked for is taken after other messages, none of which is taken for one."""
    person.says("send me the briefing every morning at 7", between)
    assert person.profile.subscription is None
    person.says("Wellington")
    assert (person.subscription.hour, person.subscription.zone) == (dt.time(7), "Pacific/Auckland")


def test_a_wish_that_waits_can_be_taken_back(person: Person) -> None:
    """Who gives up while a zone is waited for is not subscribed by a place named later."""
    person.says("send me the briefing every morning at 7", "never mind")
    person.says("Wellington")
    assert person.profile.subscription is None


@pytest.mark.parametrize(
    ("answer", "until"), [("Monday", 7), ("until the 14th", 14), ("a week", 9)]
)
def test_the_end_of_a_pause_is_asked_for(person: Person, answer: str, until: int) -> None:
    """Who pauses without an end is asked for it, and the next message may be nothing but that."""
    person.says("/subscribe 08:00 UTC", "pause it please", answer)
    assert person.subscription.paused_until == dt.date(2025, 4, until)


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("UTC+3", "Etc/GMT-3", "UTC+3"),
        ("GMT-2", "Etc/GMT+2", "UTC-2"),
        ("my time zone is utc + 14", "Etc/GMT-14", "UTC+14"),
        ("UTC+0", "Etc/UTC", "Etc/UTC"),
        ("gmt+5:30", "Asia/Kolkata", "Asia/Kolkata"),
        ("UTC+15", "UTC", "UTC"),
    ],
)
def test_offsets_are_zones(person: Person, text: str, zone: str, told: str) -> None:
    """A distance from UTC is a zone, shown as people write it; one of no place changes nothing."""
    person.says("/subscribe 08:00 UTC", text)
    assert person.subscription.zone in {zone, f"Etc/{zone}"}
    assert f"({told})" in person.says("/settings").replace("(Etc/UTC)", f"({told})")


@pytest.mark.parametrize(
    "text",
    [
        "every two hours",
        "on the first of the month",
        "by e-mail",
        "toutes les deux heures",
        "le premier du mois",
        "par e-mail",
        "in Spanish please",
        "as a PDF",
        "at 8 on Mondays and 10 the other days",
        "9h le lundi et 11h le reste de la semaine",
    ],
)
def test_a_wish_that_cannot_be_met_says_what_can(person: Person, text: str) -> None:
    """What cannot be had changes nothing, and the reply says what can."""
    person.says("/subscribe 08:00 UTC")
    before = person.profile
    said = person.says(text)
    assert person.profile == before
    assert any(word in said for word in ("/subscribe", "/abonner", "English or French"))


def test_who_would_keep_it_keeps_it(person: Person) -> None:
    """The contrary of an end is none, whatever words it shares with one."""
    person.says(
        "/subscribe 08:00 UTC",
        "please don’t stop sending me this",
        "n’arrête pas de m’envoyer le point",
        "ne me désabonne pas",
    )
    assert person.subscription.active


def test_examples_can_be_typed(person: Person) -> None:
    """An example that is shown for a zone told by its offset is one that can be typed as it
    stands.
    """
    person.says("/subscribe 08:00 UTC+3", "/unsubscribe")
    example = person.says("/settings").partition("/subscribe ")[2].strip()
    assert "UTC+3" in example
    person.says(f"/subscribe {example}")
    assert (person.subscription.zone, person.subscription.active) == ("Etc/GMT-3", True)


def test_a_day_of_another_year_is_told_with_it(person: Person) -> None:
    """What comes in another year is told with that year, in the reply and in the settings."""
    person.says("/subscribe 08:00 UTC")
    assert "2025" not in person.says("/pause 10 days").partition("Paused")[2]
    assert "May 2026" in person.says("/pause 400 days")
    assert person.says("/settings").count("2026") == 2


def test_no_part_of_a_number_is_a_number(person: Person) -> None:
    """A pause of a length that cannot be read is not taken for one of some of its digits."""
    person.says("/subscribe 08:00 UTC", "/pause 99999999d")
    assert person.subscription.paused_until is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("who was present? And please unsubscribe me.", "en"),
        ("Merci, très clair. Désabonnez-moi maintenant.", "fr"),
        ("thanks! one more thing: stop the daily messages", "en"),
    ],
)
def test_a_wish_beside_a_question_is_heard(brain: Brain, text: str, lang: str) -> None:
    """A wish that stands beside a question or thanks is heard."""
    person = Person(brain, lang)
    person.says("/subscribe 08:00 UTC", text)
    assert not person.subscription.active


@pytest.mark.parametrize(
    ("lang", "choice", "agrees"), [("en", "/unsubscribe", "yes"), ("fr", "/desabonner", "oui")]
)
def test_who_may_want_to_end_is_asked(brain: Brain, lang: str, choice: str, agrees: str) -> None:
    """Where it is not sure that an end is meant nothing changes before the chat says yes."""
    here = Here(
        brain, lang, Profile(Subscription(CHAT, lang, dt.time(8), "UTC"), now=NOW), Context()
    )
    reply = changing.ended(here, sure=False)
    assert (reply.change, reply.choices) == (None, (choice,))
    context = Context(pending=reply.pending)
    told = subscribing.asked(brain, agrees, lang, here.profile, context)
    assert told is not None
    assert told.change == Change(subscribe=False)
    assert subscribing.asked(brain, "who was present?", lang, here.profile, context) is None


@pytest.mark.parametrize("figure", ["9", "9.", "3?", "12", "21"])
def test_a_figure_alone_sets_no_hour(person: Person, figure: str) -> None:
    """A figure that answers nothing that was asked changes nothing, whatever was just spoken of."""
    person.says("/subscribe 08:00 Europe/Paris", "/settings", figure)
    assert person.subscription.hour == dt.time(8)


@pytest.mark.parametrize(
    "text",
    ["also send it on Sundays", "add a briefing on Sunday", "envoie-le aussi le dimanche"],
)
def test_days_are_added_to_those_there_are(person: Person, text: str) -> None:
    """Who wishes briefings on another day too keeps the days that were set."""
    person.says("/subscribe 08:00 Europe/Paris mon-fri", text)
    assert person.subscription.weekdays == WORKDAYS | {6}


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("vers midi et demi", dt.time(12, 30)),
        ("plutôt à midi et quart", dt.time(12, 15)),
        ("envoie-le à minuit moins le quart", dt.time(23, 45)),
        ("send it at half past noon", dt.time(12, 30)),
        ("send it at quarter to midnight", dt.time(23, 45)),
    ],
)
def test_minutes_stand_around_noon_and_midnight(person: Person, text: str, hour: dt.time) -> None:
    """An hour that has a name may have minutes as any other."""
    person.says("/subscribe 08:00 Europe/Paris", text)
    assert person.subscription.hour == hour


@pytest.mark.parametrize(
    ("text", "hour", "zone"),
    [
        ("7am, lagos", dt.time(7), "Africa/Lagos"),
        ("Lagos", dt.time(8), "Africa/Lagos"),
        ("im in lagos", dt.time(8), "Africa/Lagos"),
        ("at 9 Indian time please", dt.time(9), "Asia/Kolkata"),
        ("8:15 Paris", dt.time(8, 15), "Europe/Paris"),
        ("Londres 7h", dt.time(7), "Europe/London"),
        ("at 8:15 in Berlin", dt.time(8, 15), "Europe/Berlin"),
        ("9am Tokyo", dt.time(9), "Asia/Tokyo"),
    ],
)
def test_who_tells_a_zone_may_tell_more(
    person: Person, text: str, hour: dt.time, zone: str
) -> None:
    """An answer to the question for a zone may tell the hour too."""
    person.says("subscribe me", text)
    assert (person.subscription.hour, person.subscription.zone) == (hour, zone)


def test_topics_are_added_and_all_come_back(person: Person) -> None:
    """A topic is added to those there are; all of them come back, and no place is taken for one."""
    person.says("/subscribe 08:00 Europe/Paris", "only about Ukraine", "add China to my topics")
    assert len(person.subscription.topics) == 2
    person.says("everything again, not just China")
    assert not person.subscription.topics
    assert person.subscription.zone == "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "lang", "narrowed"),
    [
        ("Could I have the briefing at 7:10, Rome time, in French?", "fr", False),
        ("Subscribe me at 7:10, Rome time. Only the news on Ukraine, if you would.", "en", True),
    ],
)
def test_what_a_wish_to_begin_names_beside_it(
    person: Person, text: str, lang: str, *, narrowed: bool
) -> None:
    """A wish to begin has its language though it is put as a question, and its subjects though they
    stand in a sentence of their own.
    """
    person.says(text)
    kept = person.subscription
    assert (kept.zone, kept.lang, bool(kept.topics)) == ("Europe/Rome", lang, narrowed)


@pytest.mark.parametrize(
    "text", ["Subscribe me, but only for Ukraine.", "Abonnez-moi, mais juste pour l’Ukraine."]
)
def test_a_country_that_is_a_subject_is_no_place(person: Person, text: str) -> None:
    """Who names a country as the subject of the briefing is still asked for a zone."""
    person.says(text)
    assert person.profile.subscription is None
