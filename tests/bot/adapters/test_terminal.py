"""The local chat as people have it: the real program in a terminal, and what they type as keys."""

from __future__ import annotations

import re
import signal
import sys
import termios

import pytest

from bot.app.menus import menus
from bot.dialogue.brain import Brain
from tests.chatting import Beside, Start, shown_words
from tests.terminal import PROMPT, terminal

STYLE = re.compile(r"\x1b\[[0-9;]*[1-9][0-9;]*m")
PASTED_FROM, PASTED_TO = "\x1b[200~", "\x1b[201~"
# Every kind of answer, in both languages: one sentence, lists with and without folded passages,
# quotations, citations, denials and corrections, choices, follow-ups, small talk, wishes, and
# what is not understood.
TALK = (
    "qui était présent ?", "raconte jeudi", "tout sur l’Ukraine", "1", "2", "et vendredi ?",
    "pourquoi ?", "Citer cette réponse", "combien de milliards ?", "Qu’a dit Kaja Kallas ?",
    "quand est le sommet ?", "rutte", "1", "résume en une phrase", "quel temps fera-t-il ?",
    "asdf lkj", "merci", "bonjour", "3", "les pays nommés", "les citations", "?", "...", "🙂",
    "rappelle-moi chaque matin à 8 h", "Europe/Paris", "fais une pause jusqu’à lundi",
    "arrête les envois", "¿qué pasó?", "who took part?", "what happened on Thursday?",
    "everything about Ukraine", "and on Friday?", "why?", "cite that", "how many billions?",
    "what did Germany pledge?", "when is the summit?", "what did Kallas say?",
    "list the quotes", "which countries are mentioned?", "sum it up", "the second one",
    "what is this about?", "are you sure?", "thanks", "x" * 30, "did Rubio promise 20 billion?",
    "is it a loan or a gift?", "who are you?", "help", "日本語", "<b>bold</b>",
)  # fmt: skip


def commands(brain: Brain) -> list[str]:
    """Return every command by all its names, but for those that leave or unfold."""
    known = {name for menu in menus(brain, rehearsing=True).values() for name in menu.known}
    leaving = {
        name for name in known if menus(brain)["en"].aliases.get(name, name) in {"quit", "passages"}
    }
    return [f"/{name}" for name in sorted(known - leaving)]


def questions(brain: Brain, lang: str) -> list[str]:
    """Return forty questions that each fit into a line of 40 columns."""
    short = [
        q
        for asked in zip(
            *(a[:3] for a in brain.report.asks[lang].values() if len(a) > 2), strict=True
        )
        for q in asked
        if len(q) < 37
    ]
    return short[:40]


def said(brain: Brain, lines: list[str]) -> list[str]:
    """Return the lines of a reply that are words, without those that name its picture's file."""
    begin = tuple(
        clean(words.say["picture"].partition("{")[0]) for words in brain.languages.values()
    )
    at = next((n for n, line in enumerate(lines) if clean(line).startswith(begin)), len(lines))
    return lines[:at]


def clean(text: str) -> str:
    """Return a text with spaces that break a line in place of those that do not."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("size", "lang", "colour"),
    [
        ((80, 24), "fr", True),
        ((40, 24), "en", True),
        ((40, 24), "fr", False),
        ((80, 24), "en", False),
    ],
)
def test_all_that_can_be_typed(
    chat: Start, brain: Brain, size: tuple[int, int], lang: str, *, colour: bool
) -> None:
    """What answers any command or question is whole, no word cut, "§" beside its number."""
    beside = Beside(brain, lang)
    assert len(questions(brain, lang)) == 40
    changes = {} if colour else {"NO_COLOR": "1"}
    with chat("--lang", lang, size=size, **changes) as bot:
        for typed in (
            *TALK,
            *questions(brain, lang),
            *commands(brain),
            "/wait 1d",
            "/summary",
            "/help all",
            "/aide tout",
        ):
            lines = said(brain, bot.reply(typed))
            assert shown_words(lines) == beside.hears(typed), typed
            assert not any(line.endswith("§") for line in lines)
        assert bot.leave("/quit\r") == 0
        assert bool(STYLE.search(bot.shown)) is colour


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_screen_begins_with_how_to_go_on(chat: Start, brain: Brain, lang: str) -> None:
    """The first screen, 40 by 24, has three things to try, picked by number; help fits it."""
    with chat("--lang", lang, size=(40, 24)) as bot:
        first = bot.screen.display
        assert sum(line[:2] in {"1.", "2.", "3."} for line in first) == 3
        assert bot.reply("3") == bot.reply("/help")
        for column, typed in ((40, "/help"), (80, "/help"), (80, "/help all")):
            bot.resize(column, 24)
            bot.ask(typed)
            wanted = (f"{PROMPT} {typed}", brain.languages[lang].commands["subscribe"])
            # A prompt drawn anew for the new size may come before that below the help.
            while not all(words in "\n".join(bot.screen.display) for words in wanted):
                bot.ready()
        assert bot.leave() == 0


def test_folded_passages_are_shown_on_demand(chat: Start, brain: Brain) -> None:
    """Below a list one line says how to see its passages; a number still picks a question."""
    with chat("--lang", "fr") as bot:
        listed = bot.reply("raconte jeudi")
        assert any("/passages" in line for line in listed)
        assert not any(line.startswith("┃") for line in listed)
        passages = bot.reply("/passages")
        told = " ".join(line.removeprefix("┃ ") for line in passages)
        assert sum(p.text in told for p in brain.report.passages) > 3
        barred = [line.startswith("┃") for line in passages]
        ends = [n for n, bar in enumerate(barred[:-1]) if bar and not barred[n + 1]]
        assert all(passages[n + 1].startswith("§") for n in ends)
        assert bot.reply("/PASSAGES") == passages
        bot.ask("1")
        assert len(bot.reply("/passages")) < len(passages)
        assert bot.leave() == 0


def test_settings_by_numbers(chat: Start) -> None:
    """The settings are changed by numbers, one after another, each reply offering the next."""
    with chat("--lang", "fr") as bot:
        bot.reply("/abonner 8:00 Paris")
        lines = bot.reply("/reglages")
        for wanted, told in (
            ("Heure", "À quelle heure"),
            ("9 h 00", "à 9 h 00 (Europe/Paris)"),
            ("Sans son", "Sans son."),
            ("Arrêter", "Faut-il arrêter"),
            ("Retour", "Le point vient"),
        ):
            lines = bot.reply(next(n for n in lines if wanted in clean(n)).partition(".")[0])
            assert told in clean(" ".join(lines))
        assert bot.leave() == 0


def test_resized_in_between(chat: Start) -> None:
    """A window that is resized while a line is typed shows the next reply in its new width."""
    with chat("--lang", "fr") as bot:
        bot.press("qui était ")
        bot.resize(40, 24)
        bot.ask("présent ?", "/passages")
        narrow = [line for line in bot.lines() if line.startswith("– ")]
        assert narrow
        assert all(len(line) <= 40 for line in narrow)
        for size in ((5, 3), (1, 1), (200, 60)):
            bot.resize(*size)
            bot.ask("/aide", "?")
        bot.resize(80, 24)
        bot.ask("raconte jeudi", "/passages")
        assert any(40 < len(line) <= 80 for line in bot.lines()[-20:])
        assert bot.leave("\x03\x04") == 0


def test_interrupted(chat: Start) -> None:
    """Ctrl-C clears the line and ends no answer; Ctrl-D amid an answer leaves behind it."""
    with chat("--lang", "fr") as bot:
        bot.press("garbage\x03")
        bot.ask("qui était présent ?\r\x03", "/passages")
        bot.press("ab\x04")
        bot.press("\x03")
        bot.ask("qui est Rutte ?", "secrétaire général")
        assert bot.leave("raconte jeudi\r\x04") == 0
        assert "/passages" in bot.shown.rpartition("raconte jeudi")[2]


def test_ended(chat: Start) -> None:
    """Whoever is told to end does so in order, and leaves the terminal as it was."""
    with chat("--lang", "fr") as bot:
        before = bot.modes()
        bot.ask("qui est Rutte ?", "secrétaire général")
        assert bot.end(signal.SIGTERM) == 0
        assert bot.modes() != before
        assert bot.modes()[3] & termios.ECHO


@pytest.mark.parametrize(
    "loaded", ["argparse", "rapidfuzz", "bot.dialogue.answer", "asyncio", "prompt_toolkit"]
)
def test_interrupted_while_it_starts(environment: dict[str, str], loaded: str) -> None:
    """Ctrl-C while the program loads ends it, or clears an empty line, without a traceback."""
    with terminal([sys.executable, "-X", "importtime", "-m", "bot", "chat"], environment) as bot:
        bot.until(f" {loaded}\r")
        assert bot.leave("\x03\x04") in {0, 130, -signal.SIGINT}
        assert "Traceback" not in bot.shown


def test_pasted(chat: Start) -> None:
    """Many lines pasted as such are one message; pasted as keys each is one, and none is lost."""
    with chat("--lang", "fr") as bot:
        bot.press(f"{PASTED_FROM}une ligne collée\nqui était présent ?{chr(10) * 30}{PASTED_TO}\r")
        assert "§" in bot.ready()
        before = bot.shown.count("§")
        bot.press("merci\n" * 20 + "qui était présent ?\r")
        bot.until("/passages")
        assert bot.shown.count("§") > before
        assert bot.shown.count("De rien") + bot.shown.count("prie") >= 20
        assert bot.leave() == 0
