"""Tests of turns: what a message takes from the one before it, and what it does not."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("turns", "fact"),
    [
        (["How much did the Allies pledge?", "for whom?"], "pledge"),
        (["Combien les Alliés ont-ils promis ?", "and who welcomed that?"], "pledge"),
        (["Qu’est-ce que les Alliés ont promis ?", "M. Rutte s’en est-il félicité ?"], "pledge"),
        (
            ["Qui étaient les partenaires de l’Indo-Pacifique ?", "Quand les a-t-on rencontrés ?"],
            "ip-meeting",
        ),
        (
            ["What four topics were discussed with Kallas?", "Tell me more about the third one"],
            "friday-balkans",
        ),
        (["How long did the meeting last?", "where was it?"], "meeting-place"),
        (["Which countries were there from Asia?", "the second one?"], "ip-partners"),
        (["Qui est Kaja Kallas ?", "de quoi ont-ils parlé avec elle ?"], "friday-topics"),
        (["did Rubio promise 20 billion?", "who did?"], "pledge"),
        (["Kallas a réaffirmé le soutien à Kyïv ?", "c’est qui alors ?"], "kyiv-support"),
    ],
)
def test_what_points_back_is_understood(brain: Brain, turns: list[str], fact: str) -> None:
    """A question word alone, a pronoun, an ordinal or "who did" goes on from the last question."""
    answer, _ = converse(OneReport(brain), turns, "fr")
    (passage,) = brain.report.passages_of([brain.report.facts[fact]])
    assert answer.facts[:1] == (fact,) or answer.passages[0] == passage, answer


@pytest.mark.parametrize(
    ("turns", "intent"),
    [
        (["hello", "what was this about?"], "summary"),
        (["bonjour", "c’est quoi ce rapport ?"], "document"),
        (["Was there a press conference?", "which report is this?"], "document"),
        (["Qui est Kaja Kallas ?", "c’est quoi ce texte ?"], "document"),
        (["what happened"], "summary"),
        (["what was this about?", "who was there"], "attendance"),
        (["Where was the meeting?", "who was present?"], "attendance"),
        (["Qui est Kaja Kallas ?", "résume en trois lignes"], "summary"),
        (["Kallas a-t-elle dit que la Russie recule ?", "résume en trois lignes"], "summary"),
        (["Qui est Marco Rubio ?", "que s’est-il passé ?"], "summary"),
        (["Did Kallas speak?", "what is the report about?"], "agenda"),
        (["Who is Kaja Kallas?", "what did she do?"], "about"),
        (["Qui est Kaja Kallas ?", "qu’a-t-elle fait ?"], "about"),
    ],
)
def test_openers_and_whole_questions_stand_alone(
    brain: Brain, turns: list[str], intent: str
) -> None:
    """A newcomer who asks for nothing in particular gets the report in short, or what it covers;
    who took part is asked of all of it.
    """
    assert converse(OneReport(brain), turns, "fr")[0].intent == intent


@pytest.mark.parametrize(
    "turns",
    [
        ["Who did not attend the working lunch?"],
        ["Quels Alliés n’ont pas augmenté leurs dépenses ?"],
        ["Qui s’est opposé au partage des charges ?"],
        ["Who supports the Russian war machine?", "And since when?"],
        ["Selon Kaja Kallas, quelle aide l’UE va-t-elle apporter ?"],
        ["Rubio a parlé ?"],
        ["Tell me about the Hague summit", "who will be there?"],
        ["Who drove Rubio to the meeting?"],
    ],
)
def test_what_was_not_so_or_is_not_told_is_not_affirmed(brain: Brain, turns: list[str]) -> None:
    """Who did not, who opposed, since when, what somebody unquoted said and what nobody is told to
    have done are not answered with what is told.
    """
    assert converse(OneReport(brain), turns, "fr")[0].verdict in {"not_in_report", "nearest"}


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("Where was the meeting?", "Are you sure?"),
        ("Où était la réunion ?", "vraiment ?"),
        ("Où était la réunion ?", "Etes-vous sur ?"),
    ],
)
def test_a_doubt_is_met_with_the_passage_and_changes_nothing(
    brain: Brain, question: str, doubt: str
) -> None:
    """Whoever only doubts is shown the passage of the last answer again, and may go on from that as
    before.
    """
    first, _ = converse(OneReport(brain), [question], "fr")
    answer, _ = converse(OneReport(brain), [question, doubt], "fr")
    assert (answer.verdict, answer.passages, answer.facts) == ("chat", first.passages, first.facts)
    later, _ = converse(OneReport(brain), [question, doubt, "when was it?"], "fr")
    assert later.intent == converse(OneReport(brain), [question, "when was it?"], "fr")[0].intent


def test_a_doubt_of_nothing_says_how_to_go_on(brain: Brain) -> None:
    """A doubt with nothing before it gets no passage, and no refusal as if it were a question."""
    answer, _ = converse(OneReport(brain), ["vraiment ?"], "fr")
    assert (answer.verdict, answer.passages) == ("chat", ())


@pytest.mark.parametrize(
    "turns",
    [
        ["Trump a-t-il participé ?", "et qu’a-t-il promis à l’Ukraine ?"],
        ["et Baerbock ?", "qu’a-t-elle dit sur l’Ukraine ?"],
        ["Is Macron mentioned?", "what did he say about Kyiv?"],
        ["Qui est Kaja Kallas ?", "Macron était là ?", "a-t-il réaffirmé le soutien à Kyïv ?"],
    ],
)
def test_a_pronoun_stands_for_whom_the_report_does_not_mention(
    brain: Brain, turns: list[str]
) -> None:
    """Who was asked of last and is not in the report is not answered of as if nobody, or somebody
    else, were meant.
    """
    answer, _ = converse(OneReport(brain), turns, "fr")
    assert (answer.verdict, answer.intent) == ("not_in_report", "refusal")


def test_a_pronoun_beside_a_stranger_stands_for_whom_it_stood_for(brain: Brain) -> None:
    """A question whose own pronoun is somebody of the report leaves it standing for them."""
    answer, _ = converse(
        OneReport(brain),
        ["Qui est Kaja Kallas ?", "A-t-elle rencontré Trump ?", "Qu’a-t-elle dit ?"],
        "fr",
    )
    assert answer.names[:1] == ("kallas",)


@pytest.mark.parametrize(
    ("lang", "first"),
    [("fr", "Qui était présent ?"), ("en", "Who was present?"), ("fr", "Qui est Kaja Kallas ?")],
)
def test_suggested_questions_stand_alone(brain: Brain, lang: str, first: str) -> None:
    """A question that the bot itself suggests is answered the same after any other."""
    suggested = [start.question for start in brain.starters[lang]]
    source = OneReport(brain)
    alone, after = (
        [converse(source, [*before, each], lang)[0] for each in suggested]
        for before in ([], [first])
    )
    assert [a.facts for a in after] == [a.facts for a in alone]
    assert [a.verdict for a in after] == [a.verdict for a in alone]


@pytest.mark.parametrize(
    ("lang", "question", "stand_ins"),
    [
        ("fr", "Où la réunion s’est-elle tenue ?", ()),
        ("fr", "De quoi la guerre en Ukraine est-elle un exemple ?", ()),
        ("fr", "L’OTAN soutient-elle toujours Kyïv ?", ()),
        ("fr", "Combien les Alliés ont-ils promis ?", ()),
        ("fr", "Sur l’Ukraine, qu’a-t-elle dit ?", ("f",)),
        ("fr", "Quel pays a-t-elle cité ?", ("f",)),
        ("fr", "La réunion, il en dit quoi ?", ("m", "thing")),
        ("fr", "Selon Mme Kallas, que veut-elle ?", ("f",)),
        ("fr", "Que veut Mme Kallas ?", ()),
        ("fr", "Mme Kallas parle-t-elle du Canada ?", ()),
        ("fr", "Qui l’a dit ?", ("any",)),
        ("fr", "Quel était l’ordre du jour ?", ()),
        ("fr", "Y a-t-il eu des sanctions ?", ()),
        ("fr", "Qui y a participé ?", ("place",)),
        ("en", "Was there a press conference?", ()),
        ("en", "Who was there?", ("place",)),
    ],
)
def test_a_pronoun_that_repeats_its_subject_points_at_nothing(
    brain: Brain, lang: str, question: str, stand_ins: tuple[str, ...]
) -> None:
    """A pronoun stands for something said before, unless its sentence has named its subject or it
    stands for nothing at all.
    """
    assert brain.analyser.analyse(question, lang).pronouns == stand_ins


@pytest.mark.parametrize(("typed", "told"), [("0", "1 à 3"), ("4", "1 à 3"), ("99", "1 à 3")])
def test_a_number_that_no_question_has(brain: Brain, typed: str, told: str) -> None:
    """Beside suggested questions a number that none of them has is told with those that there are,
    and these stay open.
    """
    turns = ["Qui était présent ?"]
    suggested = converse(OneReport(brain), turns, "fr")[0].next
    assert len(suggested) == 3
    answer, _ = converse(OneReport(brain), [*turns, typed], "fr")
    assert (answer.verdict, told in answer.parts[0].claim) == ("chat", True)
    asked = converse(OneReport(brain), [*turns, suggested[0]], "fr")[0]
    assert converse(OneReport(brain), [*turns, typed, "1"], "fr")[0] == asked
