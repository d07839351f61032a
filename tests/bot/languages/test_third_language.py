"""Tests that another language is two folders of files and no code: an invented one, of a few dozen
sentences and words, is added beside those that come with the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.language.languages import LANGUAGES, VARIABLE
from tests.test_layers import ROOT

CODE = "nv"
WORDS = {
    "grammar.json": {
        "names": {CODE: "novan", "en": "Novan"},
        "articles": ["li"],
        "first_of_month": "1a",
        "quotes": ["‹", "›"],
        "letters": "ŭ",
    },
    "words.json": {
        "stop": ["li", "ud", "ip", "ez", "um", "por", "tuo", "mio"],
        "slight": ["kvo", "kvu", "kvand", "nul"],
        "months": [
            *(["janero"], ["febro"], ["marko"], ["aprilo"], ["mayo"], ["junyo"]),
            *(["julyo"], ["agosto"], ["septo"], ["okto"], ["novo"], ["deko"]),
        ],
        "weekdays": [
            *(["lundo"], ["mardo"], ["merko"], ["jovo"], ["vendo"], ["sabado"], ["domo"]),
        ],
        "numbers": {"duo": 2, "trio": 3},
        "one": ["uno"],
    },
    "asking.json": {"ask": {"what": ["kvo"], "where": ["kvu"], "when": ["kvand"]}},
    "lexicon.yaml": {
        "filler": ["plezo"],
        "concepts": {"q_what": ["kvo"], "q_where": ["kvu"], "q_when": ["kvand"]},
    },
}
SENTENCES = {
    "language.yaml": {
        "say": {
            "help": "Skribo ud demando, por: {first} Mio respondo kon li vordos ud li texto.",
            "day": "{weekday} li {day} {month}",
            "place": "§ {paragraph} ud li {date}",
            "place_among": "{short}, {date}",
            "briefing_headline": "Raporto por {day}: {theme}\n{about}",
            "briefing_headline_drafted": "Raporto por {day}: {theme}\n{about}",
            "briefing_glance": "um duo vordos",
            "briefing_point": "* {claim} [§ {paragraph}]",
        },
        "commands": {"help": "kvo mio povo"},
        "intents": {"help": ["helpo mio plezo", "kvo tuo povo fari?"]},
        "marks": {"asking": ["kvo"], "articles": ["li"]},
    },
}
TEXT = """Li konsilo rikontris um Belmora, lundo 3 marko 2025

Li prezidanto Ana Vilko dikis ke li ponto kostas 40 milyono euro. \
Li ponto ez fermita por trio lundo.

Li konsilo votis li budjeto ud li lernejo.
"""

Bot = Callable[..., str]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """Return the program with the invented language, its two folders found by the environment."""
    home = tmp_path_factory.mktemp("third")
    for folder, files in (("words", WORDS), ("sentences", SENTENCES)):
        where = home / folder / CODE
        where.mkdir(parents=True)
        for name, data in files.items():
            # JSON is YAML too.
            (where / name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (home / "text.txt").write_text(TEXT, "utf-8")
    (home / "config.yaml").write_text(f"data: {home / 'data'}\n", "utf-8")
    environment = {
        **os.environ,
        VARIABLE: os.pathsep.join((str(home / "words"), str(home / "sentences"))),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }

    def run(*arguments: str, lines: str = "") -> str:
        done = subprocess.run(
            (sys.executable, "-m", "bot", *arguments),
            input=lines.encode(),
            capture_output=True,
            cwd=home,
            env=environment,
            check=False,
        )
        assert (done.returncode, done.stderr.decode()) == (0, ""), done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture(scope="module")
def report(bot: Bot) -> str:
    """Return the name of a report in the invented language, drafted from its text."""
    bot("add", "text.txt", "--name", "ponto")
    return "data/reports/ponto"


def asked(
    bot: Bot, *items: dict[str, Any], arguments: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Return the replies to dialogues."""
    lines = "".join(json.dumps(item) + "\n" for item in items)
    return [
        json.loads(line) for line in bot("ask", "--jsonl", *arguments, lines=lines).splitlines()
    ]


def test_help_is_given_in_it(bot: Bot) -> None:
    """Who asks for help in it is told in it, and what it has no sentence for in the default
    language; it is among those that can be chosen.
    """
    assert CODE not in LANGUAGES
    (told,) = asked(bot, {"turns": ["helpo mio plezo"]})
    assert (told["verdict"], told["lang"], told["intent"]) == ("chat", CODE, "help")
    assert told["text"].startswith("Skribo ud demando, por: ")
    assert "/summary: the report in short" in told["text"]
    (chosen,) = asked(bot, {"turns": ["/language"]})
    assert "Novan" in chosen["choices"]


def test_a_text_in_it_answers(bot: Bot) -> None:
    """A question in it is met from a text in it with the sentence that answers first, word for
    word, and the reply is in it.
    """
    (told,) = asked(bot, {"text": TEXT, "turns": ["Kvo kostas li ponto?"]})
    assert (told["verdict"], told["lang"]) == ("nearest", CODE)
    said = "Li prezidanto Ana Vilko dikis ke li ponto kostas 40 milyono euro."
    assert told["sources"][0]["text"] == said


def test_a_report_in_it_is_drafted(bot: Bot, report: str) -> None:
    """A text in it is drafted, its language and its day told by its words, and the report answers
    with its passages and says where they stand.
    """
    assert "2025-03-03, Novan" in bot("add", "text.txt", "--name", "again")
    (told,) = asked(bot, {"turns": ["Kvo kostas li ponto?"]}, arguments=("--report", report))
    assert told["lang"] == CODE
    assert told["sources"][0]["text"] in TEXT
    assert "§ 2 ud li 3 marko 2025" in told["text"]


def test_a_briefing_is_sent_in_it(bot: Bot, report: str) -> None:
    """A day's briefing is in it, its days named as it names them."""
    shown = bot("preview", "--report", report, "--lang", CODE, "--date", "2025-04-01")
    assert shown.startswith("Raporto por mardo li 1a aprilo: um duo vordos\n")
    assert "‹Li konsilo rikontris um Belmora, lundo 3 marko 2025›, 3 marko 2025" in shown
    assert "ke li ponto kostas 40 milyono euro." in shown


def test_other_reports_are_told_in_their_own_words(bot: Bot) -> None:
    """A report that does not speak it is briefed on in its own language, within sentences in it;
    and those of the other languages are answered as before.
    """
    shown = bot("preview", "--lang", CODE, "--date", "2025-04-07")
    assert shown.startswith("Raporto por lundo li 7 aprilo: ")
    assert "* " in shown
    french, english = asked(
        bot, {"turns": ["Qui était présent ?"]}, {"turns": ["Who was present?"]}
    )
    assert (french["lang"], english["lang"]) == ("fr", "en")
    assert (french["verdict"], english["verdict"]) == ("answered", "answered")
