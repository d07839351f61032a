"""Tests of the built-in report: its text, and what its data say of it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

import pytest

from knowledge.language.languages import LANGUAGES
from knowledge.language.words import tokens
from knowledge.loading.loader import folders, load
from knowledge.loading.text import sentences
from knowledge.model import Fact, Gap, Report, names_of

SHA256 = "2052dd388d7321d2c7f1cecc148cfe44df8ab954b4e33339577b3af70f4ef19b"
NAMED = {"person", "organisation", "country", "place"}
# What precedes a word that opens a sentence: the end of another one (not "M."), or an opening
# quotation mark.
OPENED = re.compile(r"(?:(?<!\bM)[.!?…]|:?\s*[«“])\s*$")


def claimed(report: Report) -> list[Fact | Gap]:
    """Return all that makes a claim: facts and gaps."""
    return [*report.facts.values(), *report.gaps.values()]


def spans(report: Report, words: str) -> list[tuple[int, int]]:
    """Return where words stand in the report's text, as words of their own."""
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", report.text)]


@pytest.mark.parametrize("folder", folders(), ids=lambda f: f.name)
def test_every_built_in_report_is_sound(folder: object) -> None:
    """Each built-in report loads without a problem and holds sentences, facts and quotes."""
    loaded = load(next(f for f in folders() if f == folder))
    assert loaded.passages
    assert loaded.facts
    assert loaded.file.quotes


def test_the_text_is_the_source_to_the_byte() -> None:
    """The text is byte for byte the one that was handed over.

    A quotation is verbatim only as far as this file is: an editor that turned an apostrophe, a
    no-break space or a line end would make every passage false, and every other check here would
    still pass.
    """
    assert hashlib.sha256((folders()[0] / "text.fr.txt").read_bytes()).hexdigest() == SHA256


def test_passages_stand_in_the_text_at_their_spans(report: Report) -> None:
    """Every passage, of a sentence or of a clause, is the text at its span, and holds the clause
    that it is for.
    """
    for passage in (*report.passages, *report.found.values()):
        assert report.text[passage.start : passage.end] == passage.text
    for clause, passage in report.found.items():
        assert clause in passage.text


def test_passages_are_within_a_sentence(report: Report) -> None:
    """A passage lies within one sentence, in the paragraph and sentence that it names."""
    known = {(s.paragraph, s.number): s for s in sentences(report.text, report.file.language)}
    for passage in report.found.values():
        sentence = known[passage.paragraph, passage.sentence]
        assert sentence.start <= passage.start < passage.end <= sentence.end


def test_every_word_of_the_text_is_told_by_a_fact(report: Report) -> None:
    """Each word and number of the text lies in the clause of some fact: the report says nothing
    that the bot cannot tell.
    """
    told: set[int] = set()
    for fact in report.facts.values():
        for clause in fact.clauses:
            told.update(range(report.text.index(clause), report.text.index(clause) + len(clause)))
    untold = [
        (m.start(), m.group())
        for m in re.finditer(r"\w+", report.text)
        if not told.issuperset(range(*m.span()))
    ]
    assert untold == []


def test_every_name_in_the_text_is_known(report: Report) -> None:
    """Each word with a capital that does not open a sentence lies in a name or alias of some
    entity.
    """
    covered = {
        i
        for e in report.file.entities
        for name in names_of(e)
        for span in spans(report, name)
        for i in range(*span)
    }
    starts = {s.start for s in sentences(report.text, report.file.language)}
    unknown = []
    for match in re.finditer(r"(?<!\w)[A-ZÀ-ÖØ-ÞŒ]\w*", report.text):
        quoted_opening = match.start() - 2 in starts or OPENED.search(report.text[: match.start()])
        if match.start() not in starts and not quoted_opening and match.start() not in covered:
            unknown.append((match.start(), match.group()))
    assert unknown == []


def test_every_entity_stands_in_the_text(report: Report) -> None:
    """Each person, organisation, country and place of the data is named in the text, by its name or
    an alias.
    """
    absent = [
        e.id
        for e in report.file.entities
        if e.type in NAMED and not any(spans(report, name) for name in names_of(e))
    ]
    assert absent == []
    assert {e.type for e in report.file.entities} >= NAMED


def test_every_quotation_of_the_text_is_a_quote(report: Report) -> None:
    """Whatever stands between quotation marks in the text is a quote of the data, and each quote
    stands between such marks.
    """
    marked = {m.strip() for m in re.findall(r"«([^»]*)»", report.text)}
    assert marked == {q.text for q in report.file.quotes}


def test_every_fact_and_gap_is_asked_for_in_both_languages(report: Report) -> None:
    """Each fact and gap has example questions in French and in English."""
    silent = [
        (key, lang)
        for key in (*report.facts, *report.gaps)
        for lang in LANGUAGES
        if not report.asks[lang].get(key)
    ]
    assert silent == []


def test_no_question_stands_under_two_ids(report: Report) -> None:
    """An example question, however spelt, leads to one fact or gap, in whichever language it
    stands.
    """
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for by_id in report.asks.values():
        for key, questions in by_id.items():
            for question in questions:
                owners[tuple(tokens(question))].add(key)
    assert {" ".join(words): ids for words, ids in owners.items() if len(ids) > 1} == {}
    assert () not in owners


def test_every_claim_is_made_in_both_languages(report: Report) -> None:
    """Each fact's and gap's claim stands in French and in English, as one sentence or more with its
    full stop, and the two differ.
    """
    for item in claimed(report):
        assert set(item.claim) == set(LANGUAGES)
        assert all(text.strip() == text and text.endswith(".") for text in item.claim.values()), (
            item.id
        )
        assert len(set(item.claim.values())) == len(LANGUAGES), item.id


def test_french_is_set_as_french(report: Report) -> None:
    """French claims, names and titles have typographic apostrophes, and no straight apostrophe or
    double quotes.
    """
    file = report.file
    texts = [item.claim["fr"] for item in claimed(report)]
    texts += [file.title["fr"], file.short["fr"], *(q.occasion["fr"] for q in file.quotes)]
    for named in (file.entities, file.topics, file.sessions):
        texts += [item.name["fr"] for item in named]
    assert [t for t in texts if "'" in t or '"' in t or "\u2018" in t] == []
    assert any("\u2019" in t for t in texts)


def test_english_renderings_are_never_set_as_quotations(report: Report) -> None:
    """Only the report's own words stand between quotation marks in a claim: what a claim quotes
    stands in the text, and in French only.
    """
    for item in claimed(report):
        assert not re.search('[«»“”"]', item.claim["en"]), item.id
        assert all(
            words.strip() in report.text for words in re.findall(r"«([^»]*)»", item.claim["fr"])
        ), item.id


def test_facts_of_a_session_are_on_its_day(report: Report) -> None:
    """A fact of a session has the session's day, and a quote the day of its fact."""
    assert [
        f.id for f in report.facts.values() if f.session and f.day != report.sessions[f.session].day
    ] == []
    assert [
        q.id
        for q in report.file.quotes
        if q.day != report.facts[q.fact].day or q.speaker != report.facts[q.fact].speaker
    ] == []
