"""Subscribing in words and by command: what is asked, what is changed, and what is told."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.messages import Incoming
from bot.chat.subscriptions import Profile
from bot.dialogue.brain import Brain
from tests.bot.dialogue.subscribing.person import CHAT, Person

WORKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "hour", "days", "zone"),
    [
        ("/subscribe 08:00 Europe/Paris mon-fri", dt.time(8), WORKDAYS, "Europe/Paris"),
        ("/subscribe 7h15 Dakar lun-mer", dt.time(7, 15), frozenset({0, 1, 2}), "Africa/Dakar"),
        ("every weekday at 6:45 please, Tokyo", dt.time(6, 45), WORKDAYS, "Asia/Tokyo"),
        (
            "je voudrais recevoir le bulletin chaque soir à 19 h à Montréal",
            dt.time(19),
            frozenset(range(7)),
            "America/Toronto",
        ),
        (
            "send me the digest on mondays and thursdays at 9 pm, Lagos",
            dt.time(21),
            frozenset({0, 3}),
            "Africa/Lagos",
        ),
        (
            "abonne-moi tous les jours sauf le dimanche à midi, heure de Genève",
            dt.time(12),
            frozenset(range(6)),
            "Europe/Zurich",
        ),
        (
            "I would like to be subscribed at 8:15 on weekdays, Paris",
            dt.time(8, 15),
            WORKDAYS,
            "Europe/Paris",
        ),
        (
            "je voudrais être abonnée à 8h15 en semaine, Lyon",
            dt.time(8, 15),
            WORKDAYS,
            "Europe/Paris",
        ),
        ("subscribe me at 7:30pm in London", dt.time(19, 30), frozenset(range(7)), "Europe/London"),
        ("half past eight on weekdays please, Paris", dt.time(8, 30), WORKDAYS, "Europe/Paris"),
        (
            "abonne-moi chaque jour, mais pas à 8 h : 20 h 30, heure de Lisbonne",
            dt.time(20, 30),
            frozenset(range(7)),
            "Europe/Lisbon",
        ),
        (
            "subscribe me every day but not at seven: 10:20, Oslo",
            dt.time(10, 20),
            frozenset(range(7)),
            "Europe/Oslo",
        ),
        (
            "Abonnez-moi à 6 h 40 en semaine, à La Réunion",
            dt.time(6, 40),
            WORKDAYS,
            "Indian/Reunion",
        ),
        (
            "huit heures moins le quart tous les jours, Lyon",
            dt.time(7, 45),
            frozenset(range(7)),
            "Europe/Paris",
        ),
        ("at 5 p.m. in Kingston, Jamaica", dt.time(17), frozenset(range(7)), "America/Jamaica"),
        (
            "at 7 every day, I'm in Melbourne Australia",
            dt.time(7),
            frozenset(range(7)),
            "Australia/Melbourne",
        ),
        ("tlj à 7 h s.v.p., je suis en Arménie", dt.time(7), frozenset(range(7)), "Asia/Yerevan"),
        ("every day at 6, ho chi minh city", dt.time(6), frozenset(range(7)), "Asia/Ho_Chi_Minh"),
        (
            "every day xcept sundays at 7, Inverness",
            dt.time(7),
            frozenset(range(6)),
            "Europe/London",
        ),
        ("the daily news at 0800, UTC", dt.time(8), frozenset(range(7)), "UTC"),
        ("/subscribe 8:00 mon wed Paris", dt.time(8), frozenset({0, 2}), "Europe/Paris"),
        ("/subscribe 8:00 mon Paris", dt.time(8), frozenset({0}), "Europe/Paris"),
        ("subscribe me weekly on Tuesday at 9, Paris", dt.time(9), frozenset({1}), "Europe/Paris"),
        ("une fois par semaine le lundi à 9h, Paris", dt.time(9), frozenset({0}), "Europe/Paris"),
        (
            "I open the office in Oslo around 5. Please subscribe me for 540am, tue/thu",
            dt.time(5, 40),
            frozenset({1, 3}),
            "Europe/Oslo",
        ),
    ],
)
def test_a_wish_with_hour_days_and_place(
    person: Person, text: str, hour: dt.time, days: frozenset[int], zone: str
) -> None:
    """A wish that names hour, days and place is kept as named, at once."""
    said = person.says(text)
    assert "/settings" in said or "/reglages" in said
    assert (person.subscription.hour, person.subscription.weekdays, person.subscription.zone) == (
        hour,
        days,
        zone,
    )


def test_the_zone_is_asked_for_once(person: Person) -> None:
    """Without a place the bot asks for one, offers choices, takes a city, and never asks again."""
    assert "Europe/" in person.says("send me the briefing every morning at 7")
    assert person.profile.subscription is None
    person.says("Wellington")
    assert (person.subscription.hour, person.subscription.zone) == (dt.time(7), "Pacific/Auckland")
    person.says("/unsubscribe")
    person.says("/subscribe 9:30")
    assert (person.subscription.hour, person.subscription.zone, person.subscription.active) == (
        dt.time(9, 30),
        "Pacific/Auckland",
        True,
    )


def test_a_place_that_nobody_knows_is_asked_for_again(person: Person) -> None:
    """An unknown place changes nothing; the wish is kept until a place is known, or something else
    is asked.
    """
    assert "Zzyzx" in person.says("/subscribe 08:00", "Zzyzx")
    person.says("Lima")
    assert person.subscription.zone == "America/Lima"


def test_a_question_is_a_question_although_a_zone_was_asked_for(brain: Brain) -> None:
    """Who asks about the report in place of telling a zone is answered about the report."""
    person = Person(brain, "fr")
    assert "§" in person.says("/subscribe 08:00", "qui était présent ?")


@pytest.mark.parametrize("text", ["/subscribe 25:00 Europe/Paris", "/subscribe 8:75 Paris"])
def test_a_bad_hour_gets_an_example(person: Person, text: str) -> None:
    """An hour that does not exist changes nothing and is answered with one that does."""
    reply = person.says(text)
    assert "/subscribe 08:00" in reply or "/abonner 08:00" in reply
    assert person.profile.subscription is None


def test_changes_keep_the_rest(person: Person) -> None:
    """What a later wish does not name stays as it was."""
    person.says("/subscribe 08:00 Europe/Paris mon-fri in French")
    person.says("at 7:30 instead")
    assert (
        person.subscription.hour,
        person.subscription.weekdays,
        person.subscription.zone,
        person.subscription.lang,
    ) == (dt.time(7, 30), WORKDAYS, "Europe/Paris", "fr")


@pytest.mark.parametrize(
    ("text", "hour", "days", "zone"),
    [
        ("mon fuseau est Asia/Tokyo", 8, WORKDAYS, "Asia/Tokyo"),
        ("mon fuseau horaire est Tokyo", 8, WORKDAYS, "Asia/Tokyo"),
        ("my time zone is Africa/Lagos", 8, WORKDAYS, "Africa/Lagos"),
        ("change my time zone to Dakar", 8, WORKDAYS, "Africa/Dakar"),
        ("mets mon abonnement à 9h", 9, WORKDAYS, "Europe/Paris"),
        ("mon wed 9:00 instead", 9, frozenset({0, 2}), "Europe/Paris"),
        ("plutôt à 9h le mar et le jeu", 9, frozenset({1, 3}), "Europe/Paris"),
        ("every mon at 9", 9, frozenset({0}), "Europe/Paris"),
        ("not on Fridays", 8, frozenset(range(4)), "Europe/Paris"),
        ("pas le lundi", 8, frozenset(range(1, 5)), "Europe/Paris"),
        ("no briefing on Mondays and Tuesdays please", 8, frozenset({2, 3, 4}), "Europe/Paris"),
        ("pas de point le vendredi", 8, frozenset(range(4)), "Europe/Paris"),
        ("stop the briefing on Fridays", 8, frozenset(range(4)), "Europe/Paris"),
        ("not on Sundays", 8, WORKDAYS, "Europe/Paris"),
        ("every day except Sunday at 7", 7, frozenset(range(6)), "Europe/Paris"),
        ("every week on Monday", 8, frozenset({0}), "Europe/Paris"),
        ("skip Fridays", 8, frozenset(range(4)), "Europe/Paris"),
        ("saute le vendredi", 8, frozenset(range(4)), "Europe/Paris"),
        ("mon/wed/fri at 9 please", 9, frozenset({0, 2, 4}), "Europe/Paris"),
        ("In English, and at 7:00 instead of 8", 7, WORKDAYS, "Europe/Paris"),
        ("not on weekends, Tuesday to Friday will do", 8, frozenset({1, 2, 3, 4}), "Europe/Paris"),
        ("merci, à 2main", 8, WORKDAYS, "Europe/Paris"),
    ],
)
def test_wishes_of_a_subscriber(
    person: Person, text: str, hour: int, days: frozenset[int], zone: str
) -> None:
    """A subscriber's wish changes what it names; a word that is the short form of a day too ("mon")
    is one only where it is meant so.
    """
    person.says("/subscribe 08:00 Europe/Paris mon-fri", text)
    assert (person.subscription.hour, person.subscription.weekdays, person.subscription.zone) == (
        dt.time(hour),
        days,
        zone,
    )


@pytest.mark.parametrize(
    "text", ["send me a haiku every day at 8", "envoie-moi la météo tous les matins à 8h"]
)
def test_a_wish_not_understood_gets_an_example(person: Person, text: str) -> None:
    """A wish for something each day at an hour that is not understood begins nothing and is
    answered with one that can be.
    """
    said = person.says(text)
    assert "/subscribe 08:00" in said or "/abonner 08:00" in said
    assert person.profile.subscription is None


@pytest.mark.parametrize(
    "text",
    [
        "plus de messages",
        "plus de détails",
        "send",
        "envoie",
        "mon avis sur la défense",
        "send the report",
    ],
)
def test_what_is_no_wish_changes_nothing(person: Person, text: str) -> None:
    """What may as well be asked of the report changes no subscription."""
    person.says("/subscribe 08:00 Europe/Paris mon-fri")
    before = person.profile
    person.says(text)
    assert person.profile == before


@pytest.mark.parametrize(
    "text",
    ["how do I subscribe?", "comment s’abonner ?", "am I subscribed?", "mon fuseau est Asia/Tokyo"],
)
def test_who_is_not_subscribed_is_told_how(person: Person, text: str) -> None:
    """A question how to subscribe is answered with an example, and begins nothing."""
    said = person.says(text)
    assert "/subscribe 08:00" in said or "/abonner 08:00" in said
    assert person.profile.subscription is None


def test_interests(person: Person, brain: Brain) -> None:
    """Topics and names of the report are kept as interests; what the report does not have is said,
    with what it has.
    """
    topic = brain.report.file.topics[0]
    person.says(f"/subscribe 08:00 UTC about {topic.name['en']}")
    assert (*person.subscription.topics,) == (topic.id,)
    assert topic.name["en"] in person.says("/settings")
    assert str(topic.name["en"]) in person.says("/subscribe 08:00 UTC about gardening")
    person.says("/subscribe 08:00 UTC about everything")
    assert not person.subscription.topics


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "à quelle heure était le déjeuner jeudi ?"),
        ("fr", "qu’est-ce que les ministres ont envoyé ?"),
        ("fr", "un résumé"),
        ("en", "what happened on Thursday morning?"),
        ("en", "when is the next summit?"),
        ("en", "what did they say every time about defence?"),
        ("en", "resume"),
        ("en", "how many countries subscribed to the statement?"),
        ("en", "what message did they send at 8?"),
        ("en", "what did they do every day at 8?"),
        ("en", "send me the list of countries"),
        ("fr", "quelle est la date limite d’inscription ?"),
        ("fr", "comment s’inscrire au sommet ?"),
        ("fr", "envoie la liste des pays"),
        ("fr", "les infos de chaque matin"),
        ("fr", "plus de messages"),
        ("fr", "la mer"),
    ],
)
def test_questions_about_the_report_begin_nothing(brain: Brain, lang: str, text: str) -> None:
    """A question that has an hour, a day or "send" in it is about the report."""
    person = Person(brain, lang)
    person.says(text)
    assert person.profile.subscription is None
    assert person.conversations.consider(Incoming(CHAT, "u", text, lang), Profile()).change is None
