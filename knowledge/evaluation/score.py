"""Scores a program's answers to folders of labelled questions, by what happens to a reader.

    python -m knowledge.evaluation.score [--by KEY] [--show N] FOLDER [FOLDER…] -- COMMAND…

A folder holds NAME.jsonl and perhaps the text that its questions are put to: NAME.txt, .md or
.html; without one they are put to the built-in report. What lies below a folder named `seen` or
`unseen` is scored apart, side by side. COMMAND reads and writes JSON Lines as `briefing ask
--jsonl` does. `--by` scores each value of a key apart, `--show` shows that many replies that are
not right.

A question has `turns`, of which the last is asked, `answerable` and `gold`: sentences of the text,
each sufficient, or names of such as `report.tsv` beside it gives them (S1<TAB>sentence). It may
have `answer` (words that must be shown), `yes` (what a question of yes or no is to be told),
`must` and `must_not` (regular expressions of the reply), `trap` (why it has no answer) and `pair`
(the name that an answerable question shares with one that only looks like it).

Each question counts once. An answerable one is

    right    answered, a gold sentence first, with the answer and the right yes or no
    near     answered, a gold sentence among the first three
    shown    neither affirmed nor denied, a gold sentence among the first three
    denied   told that there is nothing (`below`: with a gold sentence under it)
    misled   answered by other sentences, or with the wrong yes or no
    lost     neither affirmed nor denied, without a gold sentence

and another one is refused, hedged (neither affirmed nor denied) or false (answered). A pair is told
apart where the one is asserted and the other not, or the one at least shown and the other refused.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORTH = {
    "right": 1.0,
    "near": 0.8,
    "shown": 0.7,
    "below": 0.2,
    "denied": 0.0,
    "lost": 0.0,
    "misled": -0.5,
    "refused": 1.0,
    "hedged": 0.6,
    "false": -1.0,
}
_FOUND = ("right", "near", "shown", "denied", "misled", "lost")
_PARTS = ("seen", "unseen")
_TEXTS = (".txt", ".md", ".html")
_SHOWN = 3
_SHORT = 25
_YES, _NO = r"\W*(?:oui|yes)\b", r"\W*(?:non|no)\b"
_FLAT = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "|": " "})
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """A question as its file has it, the part that it belongs to ("seen", "unseen", ""), the reply
    and what that is.
    """

    item: Item
    part: str
    reply: Item
    outcome: str


def outcome(item: Item, reply: Item) -> str:
    """Return what a reply is to a labelled question: a key of WORTH."""
    text = _flat(str(reply.get("text") or ""))
    banned = any(re.search(p, text, re.IGNORECASE) for p in item.get("must_not") or ())
    if not item["answerable"]:
        return "false" if banned else _to_unanswerable(item, reply, text)
    return "misled" if banned or "verdict" not in reply else _to_answerable(item, reply, text)


def _to_unanswerable(item: Item, reply: Item, text: str) -> str:
    verdict = reply.get("verdict", "answered")
    if verdict == "answered":
        corrected = item.get("trap") in {"polarity", "swap"} and _says(_NO, text)
        return "refused" if corrected else "false"
    return "refused" if verdict == "not_in_report" or item.get("trap") == "outside" else "hedged"


def _to_answerable(item: Item, reply: Item, text: str) -> str:
    sources = [str(s.get("text", "")) for s in reply.get("sources") or ()][:_SHOWN]
    held = [any(same(gold, source) for gold in item["gold"]) for source in sources]
    verdict, yes = reply["verdict"], item.get("yes")
    if verdict == "answered":
        if yes is not None and _says(_NO if yes else _YES, text):
            return "misled"
        polar = yes is None or _says(_YES if yes else _NO, text)
        right = held[:1] == [True] and polar and _told(item, " ".join((text, *map(_flat, sources))))
        return "right" if right else "near" if any(held) else "misled"
    if verdict in {"nearest", "ambiguous"}:
        return "shown" if any(held) else "lost"
    denied = "below" if any(held) else "denied"
    return "near" if denied == "below" and yes is False and verdict == "not_in_report" else denied


def _told(item: Item, said: str) -> bool:
    """Whether what is said holds the short answer and what it must."""
    wanted = [re.escape(_flat(item.get("answer") or "")), *(item.get("must") or ())]
    return all(re.search(pattern, said, re.IGNORECASE) for pattern in wanted)


def _says(pattern: str, text: str) -> bool:
    return bool(re.match(pattern, text, re.IGNORECASE))


def _flat(text: str) -> str:
    return " ".join(text.translate(_FLAT).replace("**", "").split())


def same(gold: str, shown: str) -> bool:
    """Whether a passage holds a sentence, or is a good part of it."""
    a, b = _flat(gold).strip("-•*# "), _flat(shown).strip("-•*# ")
    return len(b) > _SHOWN and (a in b or (b in a and len(b) >= min(_SHORT, len(a) / 2)))


def questions(folders: Iterable[Path]) -> list[tuple[Item, str, str | None]]:
    """Return the questions of some folders, each with its part and its text, None for the built-in
    report; raises ValueError where there are none.
    """
    found: list[tuple[Item, str, str | None]] = []
    for folder in folders:
        for file in sorted(folder.glob("**/*.jsonl")):
            part = next((p.name for p in file.resolve().parents if p.name in _PARTS), "")
            paths = [p for p in map(file.with_suffix, _TEXTS) if p.exists()]
            text = paths[0].read_text("utf-8") if paths else None
            names = _named(file.with_name("report.tsv"))
            for line in filter(str.strip, file.read_text("utf-8").splitlines()):
                item = json.loads(line)
                gold = [names.get(g, g) for g in item["gold"]]
                found.append(({**item, "gold": gold, "file": file.stem}, part, text))
    if not found:
        raise ValueError("no questions: a folder holds NAME.jsonl")
    return found


def _named(path: Path) -> dict[str, str]:
    """Return the sentences of a report by their names, none where there is no such file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {name: words for name, _, words in (line.partition("\t") for line in lines)}


def judged(folders: Iterable[Path], command: Sequence[str]) -> list[Judged]:
    """Return the questions of some folders with a command's replies to them, judged."""
    asked = questions(folders)
    feed = [
        {"id": n, **({"text": text} if text is not None else {}), "turns": item["turns"]}
        for n, (item, _, text) in enumerate(asked)
    ]
    lines = "".join(json.dumps(line) + "\n" for line in feed).encode()
    run = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True)  # noqa: S603 - what the developer gave
    replies = {
        r.get("id"): r for r in map(json.loads, filter(bytes.strip, run.stdout.split(b"\n")))
    }
    return [
        Judged(item, part, reply, outcome(item, reply))
        for n, (item, part, _) in enumerate(asked)
        for reply in [replies.get(n, {})]
    ]


def figures(group: Sequence[Judged]) -> dict[str, float | None]:
    """Return the figures of some judged questions in percent, None where there is nothing to
    count; `usefulness` is the mean of WORTH.
    """
    counts = Counter(j.outcome for j in group)
    counts["denied"] += counts["below"]
    size = {True: 0, False: 0, **Counter(bool(j.item["answerable"]) for j in group)}
    pairs: dict[str, dict[bool, str]] = defaultdict(dict)
    for j in group:
        if j.item.get("pair"):
            pairs[j.item["pair"]][bool(j.item["answerable"])] = j.outcome
    whole = [_is_apart(p[True], p[False]) for p in pairs.values() if len(p) == len(size)]
    return {
        **{kind: _percent(counts[kind], size[True]) for kind in _FOUND},
        **{kind: _percent(counts[kind], size[False]) for kind in ("refused", "hedged", "false")},
        "pairs told apart": _percent(sum(whole), len(whole)),
        "usefulness": _percent(sum(WORTH[j.outcome] for j in group), len(group)),
    }


def _is_apart(answerable: str, other: str) -> bool:
    asserted = answerable in {"right", "near"} and other in {"refused", "hedged"}
    return asserted or (answerable == "shown" and other == "refused")


def _percent(part: float, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def table(groups: Mapping[str, Sequence[Judged]]) -> str:
    """Return the figures of groups of questions as a table, a column a group."""
    told = {name: figures(group) for name, group in groups.items()}
    width = max(map(len, (*told, "100.0"))) + 2
    rows = [("", list(told)), ("questions", [str(len(group)) for group in groups.values()])]
    for figure in next(iter(told.values())):
        values = [found[figure] for found in told.values()]
        rows.append((figure, ["-" if v is None else f"{v:.1f}" for v in values]))
    return "".join(f"{name:<17}{''.join(c.rjust(width) for c in row)}\n" for name, row in rows)


def main(argv: Sequence[str]) -> None:
    """Score what the command line names and print the table."""
    cut = argv.index("--") if "--" in argv else len(argv)
    summary, _, rest = str(__doc__).partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--by", metavar="KEY")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    options = parser.parse_args(argv[:cut])
    if not argv[cut + 1 :]:
        parser.error("no command: write it behind `--`")
    try:
        found = judged(options.folders, argv[cut + 1 :])
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        parser.error(str(error))
    groups = {"all": found} | {p: [j for j in found if j.part == p] for p in _PARTS}
    if options.by:
        values = sorted({str(j.item.get(options.by)) for j in found})
        groups |= {v: [j for j in found if str(j.item.get(options.by)) == v] for v in values}
    sys.stdout.write(table({name: group for name, group in groups.items() if group}))
    for j in [j for j in found if WORTH[j.outcome] < 1][: options.show]:
        told = " ".join(str(j.reply.get("text")).split())
        sys.stdout.write(f"\n{j.item.get('id')} {j.outcome}: {j.item['turns'][-1]}\n  {told}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
