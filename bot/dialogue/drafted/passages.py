"""Answers from a text that nobody annotated: its own sentences, or that it does not say, with the
evidence.

Knows the ranking of passages and the bot's sentences; the text is whatever a person handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.chat.messages import Block, Message
from bot.dialogue import chat
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.nearest import nearest
from bot.intents import budget
from bot.intents.utterance import QUESTION, Utterance
from bot.languages import Language
from knowledge.language.identification import language_of
from knowledge.language.languages import DEFAULT
from knowledge.model import Passage
from knowledge.retrieval.grounds import Lack
from knowledge.retrieval.index import Index, Line, index
from knowledge.retrieval.model import Ranking, rank
from knowledge.retrieval.question import Question, read
from knowledge.retrieval.short import short

SHOWN = 5
_TEXT = "text"
_TALK = {"hello": "text_hello", "help": "text_help"}


Best: TypeAlias = tuple[Passage, ...]  # the passages likeliest to answer, best first


@dataclass(frozen=True)
class Reading:
    """A text to answer from, made ready once; `words` are its own words, exactly."""

    words: str

    @cached_property
    def index(self) -> Index:
        """The text's sentences, made ready for questions in the text's own language."""
        return index(self.words, language_of(self.words, DEFAULT))

    def passage(self, line: Line) -> Passage:
        """Return a sentence as a passage."""
        return Passage(
            _TEXT,
            line.paragraph + 1,
            line.place + 1,
            line.start,
            line.end,
            self.words[line.start : line.end],
        )


@dataclass(frozen=True)
class Reply:
    """An answer from a text, as it is and as a message, with the five best passages, best first;
    those of a refusal too.
    """

    answer: Answer
    message: Message
    best: Best


def respond(
    brain: Brain, text: Reading, question: str, hint: str, before: Sequence[str] = ()
) -> Reply:
    """Answer a question from a text; `hint` is the language of the reply where the
    question tells none, `before` what was said ahead of it.
    """
    asked = budget.fitted(question)
    fits = asked == question
    lang = language_of(asked, hint)
    talk = _talk(brain, asked, lang)
    if talk:
        return Reply(talk, _message(brain, text, talk), ())
    if before:
        asked = _continued(brain, [*before, asked], hint)
    ranking = rank(text.index, read(asked, lang), brain.compare)
    first = shown(text, ranking)
    answer = judged(brain, text, ranking, first, lang)
    answer = answer if fits else chat.shortened(brain, answer)
    return Reply(answer, _message(brain, text, answer), first)


def _continued(brain: Brain, turns: Sequence[str], hint: str) -> str:
    """Return the last of some messages with the words of those that it goes on from."""
    asked, last = "", None
    for turn in turns:
        turn = budget.fitted(turn)  # noqa: PLW2901 - what is read of it
        utterance = brain.analyser.analyse(turn, hint)
        asked = whole(turn, utterance, last)
        last = brain.analyser.analyse(asked, utterance.lang, sure=True)
    return asked


def whole(text: str, utterance: Utterance, last: Utterance | None) -> str:
    """Return a message with the words of the last question, where it only goes on from that: what
    it asks takes the place of what that asked.
    """
    if last is None or not (utterance.elliptic or utterance.pronouns):
        return text
    if not utterance.asks:
        return f"{' '.join(t.raw for t in last.words)} {text}"
    told = {f.at for f in last.features if not f.key.startswith(QUESTION)}
    return f"{text} {' '.join(t.raw for at, t in enumerate(last.words) if at in told)}"


def best(brain: Brain, text: Reading, question: str, hint: str) -> Best:
    """Return the five passages of a text likeliest to answer a question, best first."""
    asked = read(budget.fitted(question), language_of(question, hint))
    return shown(text, rank(text.index, asked, brain.compare))


def shown(text: Reading, ranking: Ranking) -> Best:
    """Return the five sentences that a ranking puts first."""
    return tuple(text.passage(line) for line in ranking.lines[:SHOWN])


def _message(brain: Brain, text: Reading, answer: Answer) -> Message:
    """Return an answer from a text as a message: claims, passages as quotes and where they stand;
    raises AssertionError for words not the text's own.
    """
    say = brain.languages[answer.lang]
    blocks: list[Block] = []
    for part in answer.parts:
        if part.claim:
            blocks.append(Block("text", typeset(part.claim, answer.lang)))
        for passage in part.passages:
            if text.words[passage.start : passage.end] != passage.text:
                raise AssertionError(f"a passage at {passage.start} is not verbatim")
            place = say("text_place", paragraph=passage.paragraph)
            if part.folded:
                blocks.append(Block("folded", passage.text, place))
            else:
                blocks += [Block("quote", passage.text), Block("source", place)]
        if part.note:
            blocks.append(Block("source", typeset(part.note, answer.lang)))
    return Message(answer.lang, tuple(blocks), answer.choices, answer.verdict)


def _reason(say: Language, lack: Lack) -> str:
    """Return why a text does not answer: what it lacks of a question."""
    if lack.ground == "attribute":
        return say(f"text_no_{lack.words}")
    if not lack.words:
        return say("text_no_words" if lack.ground == "speaker" else "text_not_said")
    key = "text_not_quoted" if lack.ground == "speaker" else "text_not_mentioned"
    return say(key, name=lack.words)


def _talk(brain: Brain, asked: str, lang: str) -> Answer | None:
    """Return the reply to a greeting or a call for help, or None for a question."""
    talk = chat.small_talk(brain, asked, lang)
    if talk and talk.intent == "mark":
        return None
    intent = "help" if asked.strip().startswith("/") else talk.intent if talk else ""
    if not intent:
        return None
    say = brain.languages[talk.lang if talk else lang]
    return Answer("chat", say.code, (Part(say(_TALK.get(intent, intent))),), intent)


def _is_about_somebody(question: Question) -> bool:
    """Whether a question asks who somebody is whom it names, so that no other name answers it."""
    return (
        question.kind == "who"
        and bool(question.names)
        and all(n in question.names for n in range(len(question.content)))
    )


def judged(brain: Brain, text: Reading, ranking: Ranking, ranked: Best, lang: str) -> Answer:
    """Return what is decided on a question: the best passage as the answer, what the text lacks of
    it with the nearest that it says, or the nearest passages alone.
    """
    say, question = brain.languages[lang], ranking.matches.question
    if not (question.content and ranked) or not (question.readable or ranking.matches.held):
        return Answer("not_understood", lang, (Part(say("text_not_understood")),), "not_understood")
    if ranking.asserts:
        span = None if _is_about_somebody(question) else short(ranking)
        claim = text.words[slice(*span)] if span else ""
        part = Part(claim.replace("\n", " "), ranked[:1])
        return Answer("answered", lang, (part,), "passage", confidence=ranking.first)
    if not ranking.denies or ranking.lack is None:
        return nearest(brain, lang, ranked, ranking.first)
    parts = [Part(_reason(say, ranking.lack))]
    if ranking.matches.held:
        parts.append(Part(say("text_nearest"), ranked[:1]))
    return Answer(
        "not_in_report",
        lang,
        tuple(parts),
        "refusal",
        confidence=ranking.first,
        ground=ranking.lack.ground,
    )
