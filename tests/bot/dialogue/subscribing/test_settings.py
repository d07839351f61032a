"""Settings: choices that change a subscription, each a command of its own; and its sound."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.messages import Incoming, Message, plain
from bot.chat.subscriptions import Profile, Subscription
from bot.dialogue.brain import Brain
from bot.dialogue.subscribing import settings
from tests.bot.dialogue.subscribing.person import CHAT, NOW, Person

SUBSCRIBED = Subscription(CHAT, "en", dt.time(8), "UTC")
COMMANDS = (
    *("hour 07:40", "days 024", "zone Asia/Tokyo", "language fr", "pause 7", "resume on"),
    *("sound off", "sound on", "stop on"),
)


def shown(person: Person, text: str) -> Message:
    """Return the reply to a message, whole."""
    return person.conversations.reply(Incoming(CHAT, "u", text, person.lang))


def test_every_choice_says_a_command(person: Person) -> None:
    """From the settings on, each choice says something that the settings understand, one figure is
    enough to pick it, and a button can carry what it says.
    """
    person.says("/subscribe 08:00 UTC")
    seen: set[str] = set()
    open_ = [settings.COMMAND]
    while open_:
        message = shown(person, open_.pop())
        if not message.choices:
            person.says("/subscribe 08:00 UTC")  # it was ended
        assert len(message.says) == len(message.choices) < 10
        assert len(set(message.choices)) == len(message.choices)
        for said in {*message.says} - seen:
            assert settings.rest_of(said) is not None
            assert len(said.encode()) < 55
            seen.add(said)
            open_.append(said)
    assert {said.split(" ")[1] for said in seen if " " in said} == {
        *("hour", "days", "zone", "language", "subjects", "pause", "resume", "sound"),
        *("weekly", "stop"),
    }


@pytest.mark.parametrize("figure", ["0", "99", "99.", "999"])
def test_a_number_that_no_choice_has(person: Person, figure: str) -> None:
    """A number that no choice has is told with those that there are; it changes nothing, and a
    choice can still be picked by its own.
    """
    person.says("/subscribe 08:00 UTC")
    count = len(shown(person, settings.COMMAND).choices)
    before = person.subscription
    assert f"Possible numbers: 1 to {count}." in person.says(figure)
    assert person.subscription == before
    assert f"Possible numbers: 1 to {count}." in person.says(str(count + 1))
    person.says("1", "1")
    assert person.subscription.hour == dt.time(6)


@pytest.mark.parametrize("command", COMMANDS)
def test_said_again_it_changes_nothing_more(person: Person, command: str) -> None:
    """What a choice says sets something and never toggles: said three times it is as if said
    once.
    """
    person.says("/subscribe 08:00 UTC", f"/settings {command}")
    once = person.subscription
    person.says(f"/settings {command}", f"/settings {command}")
    assert person.subscription == once


@pytest.mark.parametrize(
    "rest",
    ["hour 25:00", "days 8", "zone Atlantis/City", "language xx", "subjects +nothing", "pause -1",
     "pause x", "resume", "sound", "sound loud", "weekly", "nothing", "hour"],
)  # fmt: skip
def test_what_is_not_known_changes_nothing(person: Person, rest: str) -> None:
    """A command that was made up, or is of another version, shows settings and changes none."""
    person.says("/subscribe 08:00 UTC")
    before = person.profile
    message = shown(person, f"/settings {rest}")
    assert message.in_place
    assert message.choices
    assert person.profile == before


@pytest.mark.parametrize("rest", ["", "hour", "hour 09:00", "sound off", "stop on"])
def test_who_has_no_subscription_changes_none(person: Person, rest: str) -> None:
    """A button of settings begins nothing where the subscription has ended, but says so."""
    person.says("/subscribe 08:00 UTC", "/unsubscribe")
    message = shown(person, f"/settings {rest}")
    assert "not subscribed" in plain(message)
    assert not message.in_place
    assert not person.subscription.active


def test_the_language_is_that_of_what_follows(person: Person) -> None:
    """Who chooses a language is shown the settings in it, then and from then on."""
    person.says("/subscribe 08:00 UTC", "/settings")
    assert "Le point vient" in person.says("/settings language fr", "/settings")
    assert person.subscription.lang == "fr"


@pytest.mark.parametrize(
    ("text", "hour", "zone"),
    [("Lima", 8, "America/Lima"), ("9:00 Lima", 9, "America/Lima"), ("3", 8, "Europe/Paris")],
)
def test_a_zone_alone_is_changed(person: Person, text: str, hour: int, zone: str) -> None:
    """Where the settings ask for a zone, a place or a number sets it, and leaves the rest."""
    person.says("/subscribe 08:00 Asia/Tokyo mon-fri", "/settings zone", text)
    found = person.subscription
    assert (found.hour, found.zone, found.weekdays) == (dt.time(hour), zone, frozenset(range(5)))


def test_what_was_refused_is_told(brain: Brain) -> None:
    """The settings tell that a briefing was refused as the bot may not write."""
    person = Person(brain)
    profile = Profile(SUBSCRIBED, now=NOW, muted=True)
    reply = person.conversations.consider(Incoming(CHAT, "u", "/settings", "en"), profile)
    assert "not allowed to write" in plain(reply.message)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("sans son", False),
        ("les points sans son, s’il te plaît", False),
        ("envoie-le en silencieux", False),
        ("silencieux", False),
        ("silently please", False),
        ("send it without sound from now on", False),
        ("no sound", False),
        ("turn off the sound", False),
        ("/silent", False),
        ("/silencieux", False),
        ("every day at 9 without a sound", False),
        ("tous les jours à 9 h sans son", False),
        ("je voudrais le point à 9 h sans notification sonore", False),
        ("every morning at 9, no notification sound", False),
        ("could you send it without a sound?", False),
        ("pas de bruit", False),
        ("with sound again", True),
        ("avec le son de nouveau", True),
        ("remets le son", True),
        ("/silent off", True),
        ("/silencieux non", True),
    ],
)
def test_sound_in_words(person: Person, text: str, *, sound: bool) -> None:
    """A wish for briefings without a sound, or with one again, is kept, and told in settings."""
    person.says("/subscribe 08:00 UTC", f"/settings sound {'off' if sound else 'on'}", text)
    assert person.subscription.sound is sound
    assert person.subscription.active
    told = person.says("/settings")
    assert any(words in told for words in ("Without a sound.", "Sans son.")) is not sound


@pytest.mark.parametrize(
    "text",
    [
        "what was said in silence?",
        "silence jusqu’à lundi",
        "J’ai passé mon téléphone en silencieux jusqu’à lundi.",
        "le ministre est venu avec son homologue",
        "who was silent?",
        "qui est resté muet ?",
        "mute until Friday",
    ],
)
def test_what_is_no_wish_about_sound(person: Person, text: str) -> None:
    """Words about silence that are about something else leave the sound as it is."""
    person.says("/subscribe 08:00 UTC", text)
    assert person.subscription.sound


@pytest.mark.parametrize(
    ("messages", "hour"),
    [
        (("every day at 9 without a sound", "Paris"), 9),
        (("tous les jours à 9 h sans son", "Paris"), 9),
        (("a silent briefing every day at 9, Paris time",), 9),
        (("send me the briefing every day without a sound", "at 9 please", "Paris"), 9),
        (("envoie-moi le point tous les jours à 9 h", "sans son", "Paris"), 9),
        (("envoie-moi le point tous les jours", "à 7 h, sans que ça sonne", "Paris"), 7),
        (("/abonner 9:00 Europe/Paris sans son",), 9),
    ],
)
def test_briefings_begin_without_a_sound(
    person: Person, messages: tuple[str, ...], hour: int
) -> None:
    """Who wishes briefings without a sound from the first has them so, at the hour named, whether
    that is said before or after a zone is asked for.
    """
    told = person.says(*messages)
    assert (person.subscription.sound, person.subscription.hour.hour) == (False, hour)
    assert any(words in told for words in ("Without a sound.", "Sans son."))
