"""Messages that nobody should send: seeded, of every length that a platform lets through, to be put
to the bot one by one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.dialogue.brain import Brain

LONGEST = {"telegram": 4096, "matrix": 65_000}
MARKS = (
    *"?!.,;:'’«»“”\"()-—–…/\\%€$£#@*_`~|<>{}[]^=+&0",
    *(
        "\u200b",
        "\u202e",
        "\x00",
        "\x1b[31m",
        "\ufdfa",
        "\u0301",
        "\u0327\u0301",
        "\u3243",
        "\ufb03",
        "\u2026",
        "\u33a5",
        "\u1e9b\u0323",
        "\u00ad",
    ),
    *(
        "🙂",
        "👍🏽",
        "🇫🇷",
        "\ud800",
        "../",
        "://",
        "%s",
        "?!",
        "« ",
        " »",
        ". ",
        ", ",
        " - ",
        "; ",
        ": ",
        "\n",
        "\n\n",
        "\t",
        " ",
        "\u00a0",
        "(a",
        "a.",
        "1.",
        "1,",
        "n°",
    ),
)
SCRIPTS = (
    *(
        "abcdefghijklmnopqrstuvwxyz",
        "éèêàùçôûîœæßøł",
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "αβγδεζηθικλμνξοπρστυφχψω",
    ),
    *(
        "אבגדהוזחטיכלמנסעפצקרשת",
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        "的一是不了人我在有他这为之大来以个中上们",
        "ａｂｃｄｅｆｇ０１２",
        "한국어는무엇입니까",
    ),
)
MARKUP = (
    "<b>",
    "</b>",
    "<a href='",
    "**",
    "__",
    "```",
    "~~",
    "||",
    "[x](http://y.z)",
    "{claim}",
    "&lt;",
    "<@1>",
    "https://a.b/c?d=",
    "<!--",
    "\\(",
    "](",
    "> ",
    "#",
    "@bot",
)
JOINTS = (
    "et",
    "and",
    "ou",
    "or",
    "puis",
    "then",
    ",",
    ";",
    "?",
    ".",
    "—",
    ":",
    "que",
    "qui",
    "who",
    "what",
    "avec",
    "/",
    "-",
    "\n",
    "d'",
    "l’",
    "qu'",
)
COMMANDS = (
    *(
        "/ask",
        "/verify",
        "/cite",
        "/subscribe",
        "/unsubscribe",
        "/pause",
        "/resume",
        "/settings",
        "/report",
        "/language",
        "/summary",
        "/help",
        "/start",
    ),
    *("/zzz", "/mydata", "/aide", "/verifier", "/ask@bot", "/"),
)
WISHES = (
    *(
        "chaque jour",
        "every day",
        "à 8 h",
        "at 8 am",
        "lundi",
        "monday",
        "du lundi au",
        "mon",
        "sauf",
        "except",
        "until",
        "jusqu'au",
        "stop",
        "le",
    ),
    *("on", "1", "12/", "mai", "please", "me", "stp", "x"),
)


@dataclass(frozen=True)
class Case:
    """A message, the kind of noise that it is, and what was said before it in the same chat ("" for
    nothing).
    """

    kind: str
    text: str
    before: str = ""


def letters(rng: random.Random, alphabet: str, least: int, most: int) -> str:
    """Return a word of an alphabet's letters."""
    return "".join(rng.choices(alphabet, k=rng.randint(least, most)))


def _name(rng: random.Random) -> str:
    """Return a word written as a name that nobody bears ("Iloljzf'Hlsztpl'")."""
    parts = [letters(rng, SCRIPTS[0], 2, 10).capitalize() for _ in range(rng.randint(1, 2))]
    return rng.choice(("'", "-", "")).join(parts) + rng.choice(("'", "", ""))


def _slip(rng: random.Random, word: str) -> str:
    """Return a word with a letter more, less or other."""
    at = rng.randrange(len(word) + 1)
    return word[:at] + rng.choice(SCRIPTS[0]) * rng.randint(0, 1) + word[at + rng.randint(0, 1) :]


Maker = Callable[[random.Random, int, list[str], list[str]], str]


def _joined(piece: Callable[[random.Random], str], between: str = " ") -> Maker:
    """Return what makes a message of pieces up to a length."""

    def made(rng: random.Random, length: int, _words: list[str], _questions: list[str]) -> str:
        found, size = [], 0
        while size < length:
            found.append(piece(rng))
            size += len(found[-1]) + len(between)
        return between.join(found)

    return made


def _repeated(rng: random.Random, length: int, words: list[str], _questions: list[str]) -> str:
    unit = "".join(
        rng.choice((*MARKS, *JOINTS, *MARKUP, rng.choice(words), " ", "a"))
        for _ in range(rng.randint(1, 4))
    )
    return unit * (length // len(unit) + 1)


def _spoken(rng: random.Random, length: int, words: list[str], questions: list[str]) -> str:
    """Return words of the report and slips of them, names nobody bears, joints and whole
    questions.
    """
    found, size = [], 0
    while size < length:
        word = rng.choice(words)
        found.append(
            rng.choice(
                (
                    word,
                    word,
                    _slip(rng, word),
                    rng.choice(JOINTS),
                    _name(rng),
                    word.upper(),
                    rng.choice(questions) if rng.random() < 0.1 else word,
                )
            )
        )
        size += len(found[-1]) + 1
    return " ".join(found)


def _asked(rng: random.Random, length: int, _words: list[str], questions: list[str]) -> str:
    return _joined(
        lambda r: r.choice(questions), rng.choice((" ", "\n", " et ", ", and ", "; ", " … "))
    )(rng, length, [], [])


def _wished(rng: random.Random, length: int, words: list[str], questions: list[str]) -> str:
    return _joined(lambda r: r.choice((*WISHES, *JOINTS)))(
        rng, min(length, rng.choice((190, 400, 4096))), words, questions
    )


MAKERS: Mapping[str, Maker] = {
    "long word": lambda rng, length, _w, _q: letters(
        rng, rng.choice((*SCRIPTS, "aeiou", "es", "aA", "éa")), length, length
    ),
    "repeated": _repeated,
    "scripts": _joined(lambda r: letters(r, r.choice(SCRIPTS), 1, 12)),
    "digits": lambda rng, length, _w, _q: letters(
        rng,
        rng.choice(("0123456789", "1,", "1.", "1/", "1 ", "0123456789.,/-: h", "12 mai")),
        length,
        length,
    ),
    "markup": _joined(lambda r: r.choice((*MARKUP, *MARKS)), ""),
    "names": _joined(_name),
    "letters": _joined(lambda r: letters(r, SCRIPTS[0], 1, 14)),
    "anything": lambda rng, length, _w, _q: "".join(
        chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x3000), rng.randrange(0xFFFF))))
        for _ in range(length)
    ),
    "spoken": _spoken,
    "questions": _asked,
    "wishes": _wished,
}


def cases(number: int, seed: int, brain: Brain, longest: int) -> Iterator[Case]:
    """Yield so many messages up to a length, half of them near it, a third of them behind a
    command, some of them after a question.
    """
    rng = random.Random(seed)  # noqa: S311 - the same messages every time, no secret
    questions = sorted(
        {q for by_id in brain.report.asks.values() for qs in by_id.values() for q in qs[:2]}
    ) or ["Qui était là ?", "What was said?"]
    words = sorted({*brain.report.text.split(), *(w for q in questions for w in q.split())})
    kinds = list(MAKERS)
    for n in range(number):
        kind = kinds[n % len(kinds)]
        length = rng.choice((longest, int(longest ** rng.uniform(0.3, 1))))
        text = MAKERS[kind](rng, length, words, questions)
        if rng.random() < 1 / 3:
            text = f"{rng.choice(COMMANDS)} {text}"
        if rng.random() < 1 / 4:
            text = f"{text[: longest - 200]} {rng.choice(questions)}"
        yield Case(kind, text[:longest], rng.choice(("", "", rng.choice(questions))))
