"""Tests of the bot on the questions of tests/questions: what happens to whoever asks them, and that
no reply holds a false quote.

What `seen` holds was looked at, or learned from; the floors stand on `unseen` alone.
"""

from __future__ import annotations

from collections import Counter

from knowledge.evaluation.score import figures
from knowledge.model import Report
from tests.questions.judge import HERE, Asked, false_quotes, read, sentences

SETS = sorted(HERE.glob("*/*.jsonl"))
# Of the unseen questions: the least usefulness, and the most that may be denied or misled of those
# that the report answers, and told an answer of the others; in percent.
USEFULNESS, MOST = 88.5, {"denied": 5.0, "misled": 2.0, "false": 3.0}


def test_unseen_questions_are_answered_usefully(asked: list[Asked]) -> None:
    """Of the questions held apart, the replies are as useful as ever, and no more of
    them mislead or deny what the report says.
    """
    found = figures([j for j in asked if j.part == "unseen"])
    assert (found["usefulness"] or 0) >= USEFULNESS, found
    assert {kind: found[kind] for kind, most in MOST.items() if (found[kind] or 0) > most} == {}


def test_no_reply_holds_a_false_quote(asked: list[Asked]) -> None:
    """Whatever a reply cites or sets between quotation marks stands in the report, or was typed by
    the person.
    """
    wrong = {
        j.item["id"]: found
        for j in asked
        if (
            found := false_quotes(
                j.reply["text"],
                [s["text"] for s in j.reply["sources"]],
                " ".join(j.item["turns"]),
            )
        )
    }
    assert wrong == {}


def test_the_sets_are_whole() -> None:
    """Ids are unique, both languages and both kinds of question occur in each set, and gold names
    sentences.
    """
    known = set(sentences())
    for path in SETS:
        items = read(path)
        assert len({i["id"] for i in items}) == len(items)
        assert set(Counter((i["lang"], i["answerable"]) for i in items)) == {
            (lang, b) for lang in ("fr", "en") for b in (True, False)
        }
        assert all(
            set(i["gold"]) <= known and i["turns"] and (i["gold"] or not i["answerable"])
            for i in items
        )


def test_the_numbered_sentences_are_the_report(report: Report) -> None:
    """The sentences by which replies are judged are the report's own text, whole and in order."""
    assert " ".join(sentences().values()).split() == report.text.split()


def test_a_false_quote_is_found() -> None:
    """A source that the report does not hold counts, and so do four words or more between quotation
    marks, unless the person typed them.
    """
    text = "Il a dit « nous irons tous sur la lune » et « la lune »."
    assert len(false_quotes(text, ["Les ministres des Martiens"], "")) == 2
    assert false_quotes(text, [], "Nous irons tous sur la lune ?") == []
    held = "« plus forte augmentation depuis la fin de la Guerre froide »"
    assert false_quotes(held, [], "") == []
