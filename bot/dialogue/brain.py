"""The brain: one report, every language and the compiled recogniser, built once and then only
read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.dialogue.refusals import known as told
from bot.dialogue.refusals.judge import Judge
from bot.dialogue.subscribing.places import is_place
from bot.dialogue.vocabulary import days_of, figures_of, names_in, vocabulary_of
from bot.intents.analyser import Analyser
from bot.intents.layers import Either
from bot.intents.lexicon import build as build_lexicon
from bot.intents.matcher import Matcher
from bot.intents.names import NameFinder
from bot.intents.quantities import months_of
from bot.intents.recogniser import Recogniser
from bot.intents.recogniser import of as recogniser_of
from bot.intents.spelling import Speller
from bot.intents.tokens import folded
from bot.intents.utterance import Utterance
from bot.intents.wishes.wording import Wording
from bot.languages import Language, load
from knowledge.language import concepts
from knowledge.language import gazetteer as world
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, tokens
from knowledge.model import Passage, Report, ReportFile
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.retrieval.index import Index
    from knowledge.retrieval.model import Compare


@dataclass(frozen=True)
class Brain:
    """Everything that an answer is made from; the same for every chat.

    `subjects` are the people of whom each gap's claim speaks, `lands` the countries of the world
    outside that each country of the report is or each capital lies in, by the keys of both;
    `recogniser` is what was learned of the report, where anything was; `compare` asks an encoder,
    where there is one.
    """

    report: Report
    languages: Mapping[str, Language]
    outside: Mapping[str, Mapping[str, str]]
    analyser: Analyser
    matcher: Matcher
    judge: Judge
    starters: Mapping[str, tuple[Starter, ...]]
    wording: Wording
    subjects: Mapping[str, frozenset[str]]
    lands: Mapping[str, frozenset[str]]
    recogniser: Recogniser | None = None
    compare: Compare | None = None

    @cached_property
    def sentences(self) -> Index:
        """The report's text made ready for questions to its sentences."""
        from knowledge.retrieval.index import (  # noqa: PLC0415 - an annotated report needs no ranking
            index,
        )

        return index(self.report.text, self.report.file.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the report's text that have content, folded."""
        return frozenset(tokens(self.report.text)) - everyday(self.report.file.language).empty

    @cached_property
    def starting(self) -> Mapping[str, Mapping[str, list[int]]]:
        """The numbers of the starters that are about a name ("n:" and its key) or topic ("t:"), by
        language and that.
        """
        about: dict[str, dict[str, list[int]]] = {lang: {} for lang in self.starters}
        for lang, starters in self.starters.items():
            for number, start in enumerate(starters):
                for key in (
                    *(f"n:{name}" for name in start.names),
                    *(f"t:{topic}" for topic in start.topics),
                ):
                    about[lang].setdefault(key, []).append(number)
        return about


@dataclass(frozen=True)
class Starter:
    """A question to suggest: the fact that answers it, and what that fact is about."""

    fact: str
    question: str
    passages: frozenset[Passage]
    names: frozenset[str]
    topics: frozenset[str]


def people_of(utterance: Utterance) -> frozenset[str]:
    """Return the keys of the report's people that a message names."""
    return frozenset(n.key for n in utterance.names if n.kind == "person")


def _starters(report: Report, lang: str) -> tuple[Starter, ...]:
    """Return, for each fact in the report's order, the first of its example questions that is a
    full sentence.
    """
    found = []
    for fact in report.facts.values():
        question = next(
            (q for q in report.asks.get(lang, {}).get(fact.id, ()) if q.endswith("?")), None
        )
        if question:
            found.append(
                Starter(
                    fact.id,
                    question,
                    frozenset(report.passages_of([fact])),
                    frozenset(fact.entities),
                    frozenset(fact.topics),
                )
            )
    return tuple(found)


def _lands(report: Report, beyond: Iterable[world.Outside]) -> dict[str, frozenset[str]]:
    """Return the countries of the world outside that share a name with a country of a report, or
    have its place as their capital.
    """
    places = {
        e.id: {fold(name) for name in e.name.values()}
        for e in report.file.entities
        if e.type in {"country", "place"}
    }
    countries = {
        o.id: {fold(form) for form in o.forms} for o in beyond if o.id.startswith(world.COUNTRY)
    }
    return {
        key: frozenset(code for code, forms in countries.items() if names & forms)
        for key, names in places.items()
    }


def common() -> Brain:
    """Return the brain of no report: the languages, the world's names and the bot's own intents,
    which the brains of drafted reports share.
    """
    nothing = ReportFile(Texts(), Texts(), LANGUAGES[0], None, (), (), (), (), (), ())
    return build(Report("", "", nothing, (), {}, {}))


def light(base: Brain, report: Report) -> Brain:
    """Return the brain of a drafted report in a few milliseconds: `base`, as `common` makes it,
    with the report's own names, words, days and figures.

    Its facts are no targets of recognition: what is asked of it freely is answered from its
    sentences.
    """
    analyser = base.analyser
    stop = analyser.lexicon.stop
    names = list(names_in(report))
    own = NameFinder.of(
        names, lambda w: any(w in stop[x] for x in LANGUAGES), analyser.lexicon.knows
    )
    # Word by word, each once: texts share most of theirs.
    spelt = {
        t
        for w in {*report.text.split(), *(w for n in names for f in n.forms for w in f.split())}
        for t in folded(w)
    }
    speller = analyser.speller.with_preferred(spelt)
    made = Analyser(
        analyser.lexicon,
        analyser.names.joined(own),
        speller,
        analyser.marks,
        days_of(report),
        figures_of(report),
        Either(spelt | own.words, analyser.known),
    )
    kinds = {e.id: str(e.type) for e in report.file.entities}
    judge = Judge(base.matcher, analyser.lexicon, kinds, *told.tellings(report))
    return replace(
        base, report=report, analyser=made, judge=judge, starters=dict.fromkeys(LANGUAGES, ())
    )


def build(report: Report) -> Brain:
    """Compile a report, the languages and the world's names into a brain."""
    languages = {code: load(code) for code in LANGUAGES}
    beyond = world.load()
    words = build_lexicon(concepts.load(), {lang: world.frequencies(lang) for lang in LANGUAGES})
    vocabulary = vocabulary_of(report, beyond, languages)
    finder = NameFinder.of(
        vocabulary.names, lambda w: any(w in words.stop[x] for x in LANGUAGES), words.knows
    )
    own = {
        t
        for target in vocabulary.targets
        for qs in target.examples.values()
        for q in qs
        for t in tokens(q)
    }
    named = frozenset(
        t for n in vocabulary.names if n.kind != "outside" for f in n.forms for t in tokens(f)
    )
    own |= set(tokens(report.text)) | named
    marks = {code: language.marks for code, language in languages.items()}
    known = (
        own
        | finder.words
        | {
            w
            for m in marks.values()
            for key in ("months", "weekdays", "numbers", "pronouns")
            for w in m[key]
        }
    )
    common = {
        w: max(table.get(w, 0) for table in words.zipf.values())
        for table in words.zipf.values()
        for w in table
    }
    speller = Speller.of(
        own | known | words.forms, common, known - own - words.forms | words.foreign - own
    )
    analyser = Analyser(
        words, finder, speller, marks, days_of(report), figures_of(report), frozenset(known)
    )
    matcher = Matcher.of(vocabulary.targets, analyser)
    kinds = {e.id: str(e.type) for e in report.file.entities}
    judge = Judge(
        matcher,
        words,
        kinds,
        *told.tellings(report),
        told.places(report, analyser),
        told.deeds(report),
        told.orders(report, analyser),
    )
    subjects = {
        g.id: people_of(analyser.analyse(g.claim[report.file.language], report.file.language))
        for g in report.gaps.values()
    }
    wording = Wording.of(
        {code: language.schedule for code, language in languages.items()},
        months_of(marks),
        words.zipf,
        is_place,
        named,
    )
    starters = {code: _starters(report, code) for code in LANGUAGES}
    return Brain(
        replace(report, learned=None),
        languages,
        {o.id: o.names for o in beyond},
        analyser,
        matcher,
        judge,
        starters,
        wording,
        subjects,
        _lands(report, beyond),
        recogniser_of(report.learned, report.text),
    )
