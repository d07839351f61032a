"""What of a wish is a place, a theme, a language or days, where it could be another of these."""

from __future__ import annotations

import pytest

from tests.bot.dialogue.subscribing.person import Person


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("I'd like your daily briefing at 8 am, Perth, Australia", "Australia/Perth"),
        ("I'd like it at 8 am, Auckland, New Zealand, on defence investment", "Pacific/Auckland"),
        ("Le point chaque jour à 8 h, Sydney, Australie", "Australia/Sydney"),
    ],
)
def test_a_city_and_its_country_are_one_place_and_no_theme(
    person: Person, text: str, zone: str
) -> None:
    """A country beside one of its cities leaves no zone open, and is nothing to be told of first,
    though the report names it.
    """
    person.says(text)
    found = person.subscription
    assert found is not None
    assert found.zone == zone
    assert not {"australia", "new-zealand", "nouvelle-zelande"} & set(found.topics)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("change my days to Tuesday and Friday", {1, 4}),
        ("les jours : mercredi et dimanche", {2, 6}),
        ("change les jours, ce sera lundi et samedi", {0, 5}),
    ],
)
def test_days_beside_the_word_for_them_are_these(person: Person, text: str, days: set[int]) -> None:
    """Whoever names days beside the word "days" wishes these, not every day."""
    person.says("/subscribe 08:00 Europe/Paris", text)
    assert person.subscription is not None
    assert person.subscription.weekdays == days


def test_local_time_is_the_time_of_the_place_named_elsewhere(person: Person) -> None:
    """The word for local is no place: the one named in another sentence is meant."""
    person.says("Ici notre bureau à Dakar. Nous souhaiterions votre briefing à 8 h, heure locale.")
    assert person.subscription is not None
    assert person.subscription.zone == "Africa/Dakar"


def test_a_language_behind_a_zone_is_a_language(person: Person) -> None:
    """What stands behind the word "time" may be the language wished, and no place."""
    person.says("send the briefing daily at 8 am Abu Dhabi time and in french plz")
    found = person.subscription
    assert found is not None
    assert (found.zone, found.lang) == ("Asia/Dubai", "fr")


def test_every_few_hours_is_told_however_it_is_spelt(person: Person) -> None:
    """That it cannot be had is told, not taken for three o'clock."""
    assert "par jour" in person.says("envoi moi un point toute les trois heures stp")
    assert person.profile.subscription is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Subscribe me to football only, at 8 a.m. London time.", "football"),
        ("Abonnez-moi en espagnol, 8 h, heure de Madrid.", "en espagnol"),
        ("send it in German at 7, Berlin time", "in german"),
    ],
)
def test_what_cannot_be_had_begins_nothing(person: Person, text: str, told: str) -> None:
    """A subject that the report lacks, or a language that is not spoken, is named as that, and
    nobody is subscribed to something else instead.
    """
    reply = person.says(text)
    assert told in reply
    assert f"{told.split(maxsplit=1)[0]} {told}" not in reply  # "in in german"
    assert person.profile.subscription is None


@pytest.mark.parametrize(
    "text", ["The General wants it at 8 am.", "I'd love to wake up to this every day at six"]
)
def test_everyday_words_are_no_place(person: Person, text: str) -> None:
    """A word of everyday speech that also ends the name of a zone names none."""
    person.says(text)
    assert person.profile.subscription is None


def test_an_hour_in_three_numbers_and_all_days_but_one(person: Person) -> None:
    """ "7 20 am" is an hour, and "hormis" leaves a day out as "sauf" does."""
    person.says("/subscribe 08:00 Europe/Paris", "move it to 7 20am please")
    assert f"{person.subscription.hour:%H:%M}" == "07:20"
    person.says("tous les jours hormis le dimanche")
    assert set(person.subscription.weekdays) == set(range(6))


@pytest.mark.parametrize(
    "text",
    [
        "send me the weather in the hague every day at 7",
        "send me cricket scores at 8am mumbai pls",
        "envoie-moi les résultats de foot à 8h heure de Paris",
    ],
)
def test_what_is_no_briefing_begins_none(person: Person, text: str) -> None:
    """Whoever names something else to be sent, with hour and place, is not subscribed to the
    briefing.
    """
    person.says(text)
    assert person.profile.subscription is None


@pytest.mark.parametrize(
    "text",
    ["i want a rundown each morning at 8 london", "envoie-moi les nouveautés à 8h, heure de Paris"],
)
def test_a_briefing_goes_by_many_names(person: Person, text: str) -> None:
    """Whatever name a briefing is given, it comes."""
    person.says(text)
    assert person.subscription.active


def test_french_negation_is_no_and(person: Person) -> None:
    """What is left of "n’" beside a word that is short for a day names no days."""
    person.says("/subscribe 08:00 Europe/Paris", "le jeu n'en vaut pas la chandelle")
    assert set(person.subscription.weekdays) == set(range(7))


def test_a_usual_word_at_the_beginning_of_a_sentence_is_no_town(person: Person) -> None:
    """A verb with the capital of its sentence is no town of that name."""
    person.says(
        "/subscribe 08:00 Europe/Paris",
        "Je suis en poste à Washington. Gardez la même heure, mais heure de là-bas.",
    )
    assert person.subscription.zone == "America/New_York"


@pytest.mark.parametrize(
    ("text", "days", "hour"),
    [
        ("tous les jours ouvrés à 8h15", {0, 1, 2, 3, 4}, "08:15"),
        ("every working day at 9:15", {0, 1, 2, 3, 4}, "09:15"),
        ("not before 10", set(range(7)), "10:00"),
        ("pas avant 9 h", set(range(7)), "09:00"),
    ],
)
def test_working_days_and_the_earliest_hour_are_heard(
    person: Person, text: str, days: set[int], hour: str
) -> None:
    """Working days are not every day, and "not before ten" is an hour and no pause."""
    person.says("/subscribe 08:00 Europe/Paris", text)
    found = person.subscription
    assert (set(found.weekdays), f"{found.hour:%H:%M}") == (days, hour)
    assert found.paused_until is None


@pytest.mark.parametrize("text", ["send it now", "Envoie-moi le point tout de suite"])
def test_what_is_wanted_now_changes_nothing(person: Person, text: str) -> None:
    """Who wants the briefing at once gets the report in short; what is set stays."""
    person.says("/subscribe 08:00 Europe/Paris")
    before = person.profile
    assert "§" in person.says(text)
    assert person.profile == before
