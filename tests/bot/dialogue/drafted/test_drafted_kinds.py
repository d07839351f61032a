"""Tests of answers from drafts by kind of text, and of what a sentence cannot answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain, common, light
from bot.dialogue.source import OneReport, converse
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import load
from tests.bot.dialogue.drafted.texts import LOOTING, TEXTS


@pytest.fixture(scope="module")
def brains(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Brain]:
    """Return the brains of the drafts."""
    root, base = tmp_path_factory.mktemp("reports"), common()
    for name, text in TEXTS.items():
        source = read(Path(f"{name}.txt"), text.encode())
        folders.write(root / name, draft(source.text, dt.date(2026, 1, 2)), source)
    return {
        path.name: light(base, load(path))
        for path in root.iterdir()
        if not path.name.startswith(".")
    }


def ask(brain: Brain, question: str) -> Answer:
    """Return the answer to a question."""
    return converse(OneReport(brain), [question], "fr")[0]


@pytest.mark.parametrize(
    ("report", "question", "words"),
    [
        ("minutes", "Who sent apologies?", "Apologies: Cllr C. Hart (illness)"),
        ("minutes", "Qui était absent ?", "Apologies: Cllr C. Hart (illness)"),
        ("minutes", "Was Cllr Hart present?", "Apologies: Cllr C. Hart (illness)"),
        (
            "minutes",
            "Who voted against the rent?",
            "The rent of £42 was adopted by 2 votes to 1, Cllr Reid voting against.",
        ),
        (
            "minutes",
            "Qui a voté contre ?",
            "The rent of £42 was adopted by 2 votes to 1, Cllr Reid voting against.",
        ),
        (
            "minutes",
            "How did Cllr Reid vote?",
            "The rent of £42 was adopted by 2 votes to 1, Cllr Reid voting against.",
        ),
        ("minutes", "Who chaired the meeting?", "Present: Cllr A. Moss (Chair), Cllr B. Reid"),
        (
            "minutes",
            "Where was the meeting held?",
            "Minutes of the meeting held on Tuesday 6 May 2025 in Leeds",
        ),
        ("minutes", "When is the next meeting?", "Tuesday 3 June 2025 at 7 p.m."),
        (
            "minutes",
            "When will the footbridge reopen?",
            "The Clerk replied that it would reopen on 30 June.",
        ),
        ("entretien", "Que dit Paule Vidal de la concurrence ?", "R : Je la souhaite."),
        (
            "séance",
            "À quelle heure la séance a-t-elle commencé ?",
            "La séance est ouverte à 19 h 05.",
        ),
        (
            "séance",
            "Qu’a dit M. Sahli ?",
            "M. Sahli s’oppose au tarif, estimant que « la taxe est injuste ».",
        ),
        ("séance", "Qui a dit « Ce sera fait » ?", "« Ce sera fait », ajoute-t-elle."),
        ("statement", "Where did the looting take place?", LOOTING),
        ("statement", "When was the looting?", LOOTING),
        (
            "wire",
            "What did Susan Tate say?",
            'A lawmaker, Susan Tate, accused him of "watching from the pier".',
        ),
        ("wire", "When do the talks begin?", "She said talks would begin in April."),
        (
            "wire",
            "Qu’a dit la secrétaire générale ?",
            '"It is fair," said Moira Kendrick, the union’s general secretary.',
        ),
        ("séance", "Qu’a dit la maire ?", "« Ce sera fait », ajoute-t-elle."),
        ("séance", "What did the mayor say?", "« Ce sera fait », ajoute-t-elle."),
        (
            "colloque",
            "Où a lieu le colloque ?",
            "Université de Corvane, salle Roussel – 9 et 10 octobre 2025",
        ),
        (
            "colloque",
            "When is the conference?",
            "Université de Corvane, salle Roussel – 9 et 10 octobre 2025",
        ),
        (
            "colloque",
            "Quand se réunira le comité ?",
            "La prochaine réunion du comité est prévue en mars 2026.",
        ),
        ("summit", "Where did the ministers meet?", "Syracuse, Italy, 26-28 September 2024"),
        ("summit", "When did they meet?", "Syracuse, Italy, 26-28 September 2024"),
        (
            "summit",
            "Who chaired the meeting?",
            "1. The meeting was chaired by Minister Franco Rossi.",
        ),
        ("summit", "Did Kenya take part?", "Representatives of Kenya joined the session on trade."),
        (
            "ngo",
            "Que dit la directrice générale ?",
            (
                "« Il sera trop tard », prévient la directrice générale de l’ONG Secours, Anouk"
                " Lambert."
            ),
        ),
        ("point", "When is the next briefing?", "The next briefing is on 20 November at 11 a.m."),
        (
            "point",
            "Quand aura lieu le prochain point de presse ?",
            "The next briefing is on 20 November at 11 a.m.",
        ),
        ("table", "Qui est chef de file pour la santé ?", "Santé | 2 780 | UNICEF"),
        (
            "table",
            "Combien de personnes ont été aidées dans le secteur Abris ?",
            "Abris | 4 150 | OIM",
        ),
    ],
)
def test_each_kind_of_text_answers_from_what_tells_it(
    brains: dict[str, Brain], report: str, question: str, words: str
) -> None:
    """The line of a label, the voters of a side, what a question led to, a statement on its subject
    and a row of a table are found, in either language, and told or shown.
    """
    answer = ask(brains[report], question)
    assert answer.verdict in {"answered", "nearest"}, answer
    assert words in [p.text for p in answer.passages]


@pytest.mark.parametrize(
    ("report", "question", "words"),
    [
        ("entretien", "Pourquoi la ligne de Gênes a-t-elle été repoussée ?", "Les grues"),
        ("colloque", "À quelle heure parle Paul Iversen ?", "Paul Iversen"),
        ("summit", "What did the ministers say about Russia?", "Russia’s war"),
    ],
)
def test_what_is_not_sure_is_told_of_nothing_else(
    brains: dict[str, Brain], report: str, question: str, words: str
) -> None:
    """What answers but is not sure enough to be told is never answered by another sentence."""
    answer = ask(brains[report], question)
    assert answer.verdict != "answered" or words in answer.passages[0].text


def test_the_cell_under_the_head_asked_for_is_set_off(brains: dict[str, Brain]) -> None:
    """A row is quoted as it stands, and the cell that the question asks for stands before it."""
    assert ask(brains["table"], "Qui est chef de file pour la santé ?").parts[0].claim == "UNICEF"


@pytest.mark.parametrize(
    ("report", "question"),
    [
        ("minutes", "Who voted against the grant to the choir?"),
        ("minutes", "How much will the camera cost?"),
        ("minutes", "Why was the camera postponed?"),
        ("table", "Qui est chef de file pour l’éducation ?"),
        ("table", "Who was absent?"),
        ("entretien", "Que dit Paule Vidal des douanes ?"),
        ("entretien", "Combien coûte un billet pour Gênes ?"),
        ("point", "Le Japon a-t-il promis de l’argent ?"),
        ("point", "What did the minister say?"),
        ("wire", "What did the minister say?"),
        ("summit", "Did Ukraine take part?"),
        ("ngo", "Que dit le gouvernement du Mali ?"),
        ("wire", "What did the finance minister say?"),
        ("wire", "How many members voted?"),
        ("séance", "Qu’a dit le maire de Lyon ?"),
        ("minutes", "When will the Southgate footbridge reopen?"),
    ],
)
def test_what_no_sentence_holds_is_not_told(
    brains: dict[str, Brain], report: str, question: str
) -> None:
    """Another vote's voters, a heading without a figure, no ground, a missing row, another subject,
    place or a shared name alone are no answers, nor what holds nobody's words.

    Another office is another person, and an amount of money tells no number of people.
    """
    assert ask(brains[report], question).verdict in {"not_in_report", "nearest"}


@pytest.mark.parametrize(
    ("report", "question", "claim"),
    [
        ("séance", "À quelle heure la séance a-t-elle commencé ?", "19 h 05"),
        ("séance", "À quelle heure est levée la séance ?", "21 h 40"),
        ("séance", "Quand le marché ouvrira-t-il ?", ""),
        ("statement", "When was the looting?", "9 March"),
        ("colloque", "Quand a eu lieu la visite en Norvège ?", "20 au 22 janvier 2025"),
        ("colloque", "How much is the registration?", ""),
        ("séance", "Qui est le maire ?", "Rose Colin"),
        ("séance", "Who is the mayor?", "Rose Colin"),
        ("wire", "Who is the general secretary?", "Moira Kendrick"),
    ],
)
def test_the_short_answer_is_of_the_kind_asked_for(
    brains: dict[str, Brain], report: str, question: str, claim: str
) -> None:
    """ "At what time" is answered by an hour, several days by all of them, an office by its holder;
    "may" is no month, "the end" no time, "1er" no amount.
    """
    answer = ask(brains[report], question)
    assert answer.verdict != "answered" or answer.parts[0].claim == claim


def test_a_sentence_is_listed_once(brains: dict[str, Brain]) -> None:
    """What a draft tells of something is each sentence once, whatever kinds of fact rest on it."""
    passages = [
        p
        for part in ask(brains["statement"], "What does it say about Senegal?").parts
        for p in part.passages
    ]
    assert len(passages) == len(set(passages)) > 0
