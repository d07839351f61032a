"""Tests of answers from drafted reports: intents that only half fit, names in the other language,
lists of one kind, short answers.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain, common, light
from bot.dialogue.drafted import passages
from bot.dialogue.source import OneReport, converse
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import load

PIER = """Harbour Trust opens new pier at Westhaven

WESTHAVEN, 9 June 2025 - The pier is 650 feet long and cost £4.75 million. The Trust said that \
60 jobs had been created.

The board decided to plant 500 trees. It adopted the accounts by 9 votes to 2. The Harbour Trust \
was founded in 1888 and employs 240 people.

The European Investment Bank lent EUR 15 million; Spain, Italy and Greece are the countries most \
affected by drought. The next meeting will be held on 16 May 2026 in Room 12.
"""
TRAIN = """Le train de nuit reviendra

Le 18 janvier 2025, Sofia Lindqvist, directrice de la compagnie Nordnatt, a répondu à nos questions.

Combien coûte un billet ?
Le prix moyen est de 89 euros. Nordnatt transporte chaque mois 6 500 passagers.

La ligne Bruxelles-Copenhague ouvrira le 1er juin 2025. Les travaux ont commencé à Bruxelles et \
à Copenhague.
"""


@pytest.fixture(scope="module")
def brains(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Brain]:
    """Return the brains of two drafted reports."""
    root, base = tmp_path_factory.mktemp("reports"), common()
    for name, text in (("pier", PIER), ("train", TRAIN)):
        source = read(Path(f"{name}.txt"), text.encode())
        folders.write(root / name, draft(source.text, dt.date(2026, 1, 2)), source)
    return {
        path.name: light(base, load(path))
        for path in root.iterdir()
        if not path.name.startswith(".")
    }


def ask(brain: Brain, *turns: str) -> Answer:
    """Return the answer to the last of some messages."""
    return converse(OneReport(brain), list(turns), "fr")[0]


@pytest.mark.parametrize(
    ("report", "question", "short"),
    [
        ("pier", "How long is the pier?", "650 feet"),
        ("pier", "Quelle est la longueur de la jetée ?", "650 feet"),
        ("pier", "How many jobs were created?", "60 jobs"),
        ("pier", "Combien a coûté la jetée ?", "£4.75 million"),
        ("pier", "Which countries are most affected by drought?", "Spain, Italy, Greece"),
        ("pier", "Where will the next meeting be held?", "Room 12"),
        ("train", "Combien coûte un billet ?", "89 euros"),
        ("train", "Combien de passagers Nordnatt transporte-t-elle ?", "6 500"),
        ("train", "When will the Brussels-Copenhagen line open?", "1er juin 2025"),
    ],
)
def test_short_answers_are_whole_and_of_the_kind_sought(
    brains: dict[str, Brain], report: str, question: str, short: str
) -> None:
    """A length, an amount, a date, a place or countries are set off whole, in either language, and
    no intent that half fits goes before them.
    """
    answer = ask(brains[report], question)
    assert answer.verdict == "answered"
    assert answer.parts[0].claim == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Quand le Harbour Trust a-t-il été fondé ?", "1888"),
        ("When was the Harbour Trust founded?", "1888"),
        ("How much did the EIB lend?", "EUR 15 million"),
    ],
)
def test_no_other_short_answer_is_told(brains: dict[str, Brain], question: str, short: str) -> None:
    """What is not sure enough to be told is shown first, and no other short answer told."""
    answer = ask(brains["pier"], question)
    assert answer.verdict != "answered" or answer.parts[0].claim == short


def test_who_somebody_is_has_no_other_name_for_a_short_answer(brains: dict[str, Brain]) -> None:
    """Where a question asks who a person is whom it names, no body's name is set off as the
    answer.
    """
    answer = ask(brains["train"], "Qui est Sofia Lindqvist ?")
    assert answer.verdict == "answered"
    assert "Nordnatt" not in {p.claim for p in answer.parts}


def test_no_second_intent_takes_the_place_of_one_that_half_fits(brains: dict[str, Brain]) -> None:
    """A question whose nearest intent fits it only by half is answered from the text, not by an
    intent further off.
    """
    assert ask(brains["train"], "What did Sofia Lindqvist answer?").verdict != "chat"


def test_what_was_decided_lists_decisions_and_votes(brains: dict[str, Brain]) -> None:
    """A question for what was decided, and for nothing else, gives every decision and vote, in the
    text's order.
    """
    answer = ask(brains["pier"], "What was decided?")
    assert [p.text for p in answer.passages] == [
        "The board decided to plant 500 trees.",
        "It adopted the accounts by 9 votes to 2.",
    ]


def test_what_a_text_is_about_gives_it_in_short(brains: dict[str, Brain]) -> None:
    """Asked what it is about, a drafted report without an agenda is told in short."""
    assert ask(brains["train"], "De quoi parle le texte ?").intent == "summary"


def test_a_follow_up_keeps_what_was_asked_about(brains: dict[str, Brain]) -> None:
    """A question without a subject goes on from the one before it."""
    answer = ask(brains["pier"], "How long is the pier?", "And how much did it cost?")
    assert answer.parts[0].claim == "£4.75 million"


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("How long is the pier?", "And how much did it cost?", "£4.75 million"),
        ("Quelle est la longueur de la jetée ?", "Et combien a-t-elle coûté ?", "£4.75 million"),
        (
            "When was the Harbour Trust founded?",
            "And how many people does it employ?",
            "240 people",
        ),
    ],
)
def test_a_follow_up_to_a_text_keeps_what_was_asked_about(
    brains: dict[str, Brain], before: str, question: str, told: str
) -> None:
    """A question to a text that goes on from the one before it is answered with what that was
    about.
    """
    reply = passages.respond(brains["pier"], passages.Reading(PIER), question, "en", [before])
    assert told in reply.answer.passages[0].text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Does China lend money to the Trust?", "China"),
        ("La Chine aide-t-elle le port ?", "la Chine"),
        ("What did Trump say of the pier?", "Trump"),
    ],
)
def test_whom_the_text_does_not_name_is_not_answered_about(
    brains: dict[str, Brain], question: str, named: str
) -> None:
    """A question about a country or person that the text names in no form is refused by that name,
    however well the rest of it fits.
    """
    answer = ask(brains["pier"], question)
    assert answer.verdict == "not_in_report"
    assert named in answer.parts[0].claim


RIVERS = """Les rivières à surveiller

L'Observatoire des Rivières a publié le rapport en janvier. Les autorités doivent fermer trois \
usines. Mme Léa Carton a posé les questions au préfet.
"""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Qui a posé les questions ?", "Léa Carton"),
        ("Que doivent faire les autorités ?", "fermer trois usines"),
        ("Qui a publié le rapport ?", "L'Observatoire des Rivières a publié"),
    ],
)
def test_what_the_text_tells_is_no_command(tmp_path: Path, question: str, words: str) -> None:
    """A question that only resembles one for help, for lists or for the text's own data gets the
    sentence that answers it; one of these as it is usually asked gets what it asks for.
    """
    source = read(Path("rivers.txt"), RIVERS.encode())
    folders.write(tmp_path / "rivers", draft(source.text, dt.date(2026, 1, 2)), source)
    brain = light(common(), load(tmp_path / "rivers"))
    assert words in ask(brain, question).passages[0].text
    assert ask(brain, "Que sais-tu faire ?").verdict == "chat"
    assert ask(brain, "Quelles personnes sont nommées ?").intent == "people"
    assert ask(brain, "Qui a écrit ce texte ?").verdict == "not_in_report"
