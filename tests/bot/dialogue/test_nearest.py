"""Tests of the nearest passages: shown word for word, neither affirmed nor denied, and known to all
that looks at a verdict.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.chat.messages import Message, plain
from bot.cli.jsonl import answer_lines
from bot.dialogue import parts, suggestions
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.deciding import best
from bot.dialogue.dialogue import respond
from bot.dialogue.drafted import passages
from bot.dialogue.drafted.passages import Reading
from bot.dialogue.followups import follow
from bot.dialogue.nearest import nearest
from bot.dialogue.source import OneReport
from bot.intents.utterance import Utterance
from knowledge.model import Passage

TEXT = (
    "Le conseil s’est réuni mardi.\n\nLa rénovation du pont coûtera 850 000 euros.\n\n"
    "« Ce pont est dangereux », a déclaré M. Renard."
)
NAMES = {"fr": "Ce que le texte a de plus proche\u00a0:", "en": "Nearest in the text:"}


def sentences(brain: Brain) -> list[Passage]:
    """Return a sentence of the report in which nobody is quoted from each of its paragraphs."""
    said = [quote.text for quote in brain.report.file.quotes]
    plain_ones = [p for p in brain.report.passages if not any(q in p.text for q in said)]
    return list({p.paragraph: p for p in plain_ones}.values())


def shown(message: Message) -> list[tuple[str, str, str]]:
    """Return the blocks of a message."""
    return [(block.kind, block.text, block.place) for block in message.blocks]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_first_is_shown_and_two_are_folded(brain: Brain, lang: str) -> None:
    """Of any number of passages the first stands at large with its place, the next two are folded
    below a line that names their paragraphs; nothing is asked back.
    """
    one, two, three, *_ = found = sentences(brain)
    answer = nearest(brain, lang, [one, one, *found[1:]], 0.4)
    message = compose(brain, answer)
    heading, quote, place, also, *folded = shown(message)
    assert (answer.verdict, answer.confidence, answer.ground) == ("nearest", 0.4, "")
    assert message.verdict == "nearest"
    assert (heading[1], quote[:2]) == (NAMES[lang], ("quote", one.text))
    assert place[0] == "source"
    assert place[1].startswith(f"§ {one.paragraph} ·")
    assert also[1].endswith(f"§ {two.paragraph}, § {three.paragraph}")
    assert [(kind, text) for kind, text, _ in folded] == [
        ("folded", two.text),
        ("folded", three.text),
    ]
    assert [p.partition(" ·")[0] for *_, p in folded] == [
        f"§ {two.paragraph}",
        f"§ {three.paragraph}",
    ]
    assert not answer.choices
    assert answer.passages == (one, two, three)


def test_one_passage_has_nothing_below_it(brain: Brain) -> None:
    """A single passage is shown without a word of others."""
    message = compose(brain, nearest(brain, "en", sentences(brain)[:1], 0.4))
    assert [kind for kind, *_ in shown(message)] == ["text", "quote", "source"]


def test_words_that_are_not_the_reports_are_never_sent(brain: Brain) -> None:
    """A passage of another text is not shown as this report's."""
    [foreign] = [Passage(brain.report.slug, 1, 1, 0, 3, "xyz")]
    with pytest.raises(AssertionError):
        compose(brain, nearest(brain, "en", [foreign], 0.4))


def test_who_is_quoted_is_told(brain: Brain) -> None:
    """Below a passage that quotes somebody stands who, and in another language our own rendering,
    outside any quotation marks; of a folded one, beside its paragraph.
    """
    quote = next(q for q in brain.report.file.quotes if q.gloss and q.speaker)
    quoting = next(p for p in brain.report.passages if quote.text in p.text)
    name = {lang: brain.report.entities[quote.speaker or ""].name[lang] for lang in ("fr", "en")}
    for lang, rendered in (("fr", False), ("en", True)):
        note = shown(compose(brain, nearest(brain, lang, [quoting], 0.4)))[-1]
        assert note[0] == "source"
        assert note[1].startswith(name[lang])
        assert (quote.gloss in note[1]) is rendered
        other = shown(compose(brain, nearest(brain, lang, [sentences(brain)[0], quoting], 0.4)))
        assert other[3][1].endswith(")")
        assert f"§ {quoting.paragraph} ({name[lang]}" in other[3][1]


@pytest.fixture
def text(brain: Brain, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Return a text of whose every question the decision is to show its sentences."""
    reading = Reading(TEXT)
    found = [reading.passage(line) for line in reading.index.lines]
    monkeypatch.setattr(passages, "judged", lambda *_: nearest(brain, "fr", found, 0.3))
    return reading


def test_of_a_text_too(brain: Brain, text: Reading) -> None:
    """From a text that nobody annotated they are shown in the same way, with nothing that a report
    knows.
    """
    reply = passages.respond(brain, text, "Qui paiera le pont ?", "fr")
    first, second, third = reply.answer.passages
    assert shown(reply.message) == [
        ("text", NAMES["fr"], ""),
        ("quote", first.text, ""),
        ("source", "§ 1", ""),
        ("text", "Et aussi\u00a0: § 2, § 3", ""),
        ("folded", second.text, "§ 2"),
        ("folded", third.text, "§ 3"),
    ]
    assert (reply.answer.facts, reply.answer.names) == ((), ())


def test_scripts_get_all_of_them(brain: Brain, text: Reading) -> None:
    """A script gets the verdict, every passage as a source, best first, and no ground."""
    line = json.dumps({"id": 1, "turns": ["Qui paiera le pont ?"], "text": text.words}).encode()
    [item] = [json.loads(found) for found in answer_lines(OneReport(brain), [line], "fr")]
    assert (item["verdict"], item["confidence"], item["ground"]) == ("nearest", 0.3, None)
    assert [source["paragraph"] for source in item["sources"]] == [1, 2, 3]
    assert item["text"].startswith(NAMES["fr"])


def test_a_follow_up_goes_on_from_the_question(brain: Brain) -> None:
    """What a chat asks on from the nearest passages goes on from its question, as it does from an
    answer.
    """
    asked = brain.analyser.analyse("Qui était là jeudi soir ?", "fr")
    before = (best(brain, asked, Context())[0], nearest(brain, "fr", sentences(brain), 0.4))
    for text, verdict in (("et vendredi, qui était là ?", "answered"), ("et vendredi matin ?", "")):
        told, shown = (
            respond(brain, text, follow.remember(Context(), asked, given, 0.0))[0]
            for given in before
        )
        assert told.parts == shown.parts
        assert told.verdict == (verdict or told.verdict) != "not_in_report"


def test_a_continuation_may_be_nearest(brain: Brain) -> None:
    """A message that surely goes on from the last is so understood where the nearest passages are
    all there is to it.
    """
    near = nearest(brain, "fr", sentences(brain), 0.4)
    alone = Answer("not_in_report", "fr", (Part("?"),), confidence=0.02)
    asked = brain.analyser.analyse("et lui ?", "fr")
    assert follow.prefers(asked, alone, near, sure=follow.CERTAIN)


def test_it_can_be_cited_and_asked_on(brain: Brain) -> None:
    """Questions lead on from the nearest passages, and /cite gives their source."""
    answer = nearest(brain, "en", sentences(brain), 0.4)
    told = suggestions.with_next(brain, answer, Context())
    assert told.next
    context = follow.remember(Context(), None, answer, 0.0)
    cited, _ = respond(brain, "/cite", context)
    assert sentences(brain)[0].text in plain(compose(brain, cited))


@pytest.mark.parametrize(
    ("verdict", "before", "fits", "outranks"),
    [
        ("answered", "nearest", False, True),
        ("nearest", "not_in_report", False, True),
        ("not_in_report", "nearest", True, False),
        ("nearest", "nearest", False, False),
        ("nearest", "nearest", True, True),
        ("not_in_report", "not_in_report", True, True),
        ("not_in_report", "not_understood", False, False),
    ],
)
def test_of_several_reports(verdict: Any, before: Any, *, fits: bool, outranks: bool) -> None:
    """Among several reports an answer goes before the nearest passages, these before that there is
    nothing, and of equals that of the report which the question fits best.
    """
    one, other = (Answer(v, "en", ()) for v in (verdict, before))
    assert one.outranks(other, fits=fits) is outranks


def test_beside_an_answer(brain: Brain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two questions in one message, what comes nearest to the one stands beside the answer to
    the other, as its best passage; not where that one is shown already.
    """
    message = "Combien de milliards pour l’Ukraine ? Où était la réunion ?"

    def told(found: list[Passage]) -> Answer:
        def decided(b: Brain, asked: Utterance, context: Context) -> tuple[Answer, Utterance]:
            if "q_where" in asked.asks:
                return nearest(b, "fr", found, 0.4), asked
            return best(b, asked, context)

        monkeypatch.setattr(parts, "best", decided)
        utterance = brain.analyser.analyse(message, "fr")
        answer, _ = parts.several(brain, message, utterance, Context()) or (None, None)
        assert answer
        return answer

    alone = best(
        brain, brain.analyser.analyse("Combien de milliards pour l’Ukraine ?", "fr"), Context()
    )[0]
    fresh = [p for p in sentences(brain) if p not in alone.passages]
    both = told(fresh)
    assert both.parts[-1] == Part(brain.languages["fr"]("shown_nearest"), (fresh[0],))
    assert both.passages == (*alone.passages, fresh[0])
    assert told(list(alone.passages)).parts == alone.parts
