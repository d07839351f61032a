"""Learns from public questions on paragraphs of articles what they tell of the ranking's weights,
and writes prior.json, from which `knowledge.evaluation.learn` goes on.

    python -m knowledge.evaluation.prior QUESTIONS.jsonl PASSAGES.jsonl

QUESTIONS has lines {"question", "lang", "answerable", "passage_id", "gold_sentences"}; PASSAGES has
lines {"passage_id", "article_id", "lang", "sentences"}. Each question is asked of its paragraph and
of its whole article. The questions themselves are under other licences than the program and do not
come with it: NOTICE.md of knowledge/retrieval names them.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.evaluation.learn import PRIOR, Case, case, indexed
from knowledge.evaluation.listwise import Lists, Prior


def cases(questions: list[dict[str, Any]], passages: dict[str, dict[str, Any]]) -> Iterator[Case]:
    """Yield each question asked of its paragraph and of its article."""
    articles: dict[str, list[str]] = defaultdict(list)
    for key, passage in passages.items():
        articles[passage["article_id"]].append(key)
    for item in questions:
        passage = passages[item["passage_id"]]
        golds = [passage["sentences"][n] for n in item["gold_sentences"]]
        for keys in ([item["passage_id"]], articles[passage["article_id"]]):
            text = "\n\n".join(" ".join(passages[k]["sentences"]) for k in keys)
            made = case(indexed(text), item["question"], item["lang"], golds, passage["article_id"])
            if made:
                yield made


def main(questions: Path, passages: Path) -> None:
    """Learn from two files and write the prior."""
    texts = {p["passage_id"]: p for p in map(json.loads, passages.read_text("utf-8").splitlines())}
    asked = [
        q for q in map(json.loads, questions.read_text("utf-8").splitlines()) if q["answerable"]
    ]
    asked.sort(key=lambda q: str(q["passage_id"]))
    found = Prior.learned(Lists.of([(c.rows, c.right) for c in cases(asked, texts)]))
    information = [[float(f"{value:.4g}") for value in row] for row in found.information]
    data = {"weights": dict(found.weights), "information": information}
    PRIOR.write_text(json.dumps(data) + "\n", encoding="utf-8")
    print(f"{PRIOR.name}: learned from {len(asked)} questions")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
