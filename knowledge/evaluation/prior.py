"""Learns from public questions on paragraphs of articles what they tell of the ranking's weights,
and writes prior.json, from which `knowledge.evaluation.learn` goes on.

    python -m knowledge.evaluation.prior QUESTIONS.jsonl PASSAGES.jsonl [MODEL]

QUESTIONS has lines {"question", "lang", "answerable", "passage_id", "gold_sentences"}; PASSAGES has
lines {"passage_id", "article_id", "lang", "sentences"}. Each question is asked of its paragraph and
of its whole article; with MODEL, the folder of an encoder, that is asked too. The questions
themselves are under other licences than the program and do not come with it: NOTICE.md of
knowledge/retrieval names them.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.encoder.store import Store
from knowledge.evaluation.cases import Asked, Case, case, indexed
from knowledge.evaluation.learn import PRIOR
from knowledge.evaluation.listwise import Lists, Prior
from knowledge.retrieval.model import Compare


def cases(
    questions: list[dict[str, Any]],
    passages: dict[str, dict[str, Any]],
    compare: Compare | None = None,
) -> Iterator[Case]:
    """Yield each question asked of its paragraph and of its article."""
    articles: dict[str, list[str]] = defaultdict(list)
    for key, passage in passages.items():
        articles[passage["article_id"]].append(key)
    for item in questions:
        passage = passages[item["passage_id"]]
        golds = [passage["sentences"][n] for n in item["gold_sentences"]]
        for keys in ([item["passage_id"]], articles[passage["article_id"]]):
            text = "\n\n".join(" ".join(passages[k]["sentences"]) for k in keys)
            known = Asked(item["question"], item["lang"], golds, passage["article_id"])
            made = case(indexed(text), known, compare)
            if made:
                yield made


def main(questions: Path, passages: Path, model: Path | None = None) -> None:
    """Learn from two files, with an encoder in a folder, and write the prior."""
    texts = {p["passage_id"]: p for p in map(json.loads, passages.read_text("utf-8").splitlines())}
    asked = [
        q for q in map(json.loads, questions.read_text("utf-8").splitlines()) if q["answerable"]
    ]
    asked.sort(key=lambda q: str(q["passage_id"]))
    data = json.loads(PRIOR.read_text("utf-8"))
    store = Store(model, model / "vectors", patient=True) if model else None
    kinds = {"words": None, "encoded": store}
    for kind, compare in kinds.items():
        if kind == "words" or compare:
            lists = Lists.of([(c.rows, c.right) for c in cases(asked, texts, compare)])
            data[kind] = _written(Prior.learned(lists))
    PRIOR.write_text(json.dumps(data) + "\n", encoding="utf-8")
    print(f"{PRIOR.name}: learned from {len(asked)} questions")


def _written(found: Prior) -> dict[str, Any]:
    """Return a prior as its file has it."""
    information = [[float(f"{value:.4g}") for value in row] for row in found.information]
    return {"weights": dict(found.weights), "information": information}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
