"""Learns the weights of ranking from questions with known answers, and writes weights.json.

    python -m knowledge.evaluation.learn QUESTIONS.jsonl PASSAGES.jsonl

QUESTIONS has lines {"question", "lang", "answerable", "passage_id", "gold_sentences"}; PASSAGES has
lines {"passage_id", "article_id", "lang", "sentences"}. For developers: needs scikit-learn, which
the program itself does without.

Sentences are ranked by a listwise softmax regression (ListNet, Cao et al. 2007), in each question's
paragraph and in its whole article. scikit-learn has no model whose loss is over lists, so that it
is minimised here by scipy, on which scikit-learn stands. Confidence is scikit-learn's logistic
regression, for each language, of questions asked of their own text against those asked of another.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.language.languages import LANGUAGES
from knowledge.retrieval.confidence import evidence
from knowledge.retrieval.features import Row, candidates, features
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.model import CLOSE, WEIGHTS, linear
from knowledge.retrieval.question import read

Array = Any  # numpy's arrays; without numpy there is nothing to check them by
_RANK_L2, _SURE_L2 = 1e-2, 1e-2
_STEPS = 200
_OTHERS = 8


@dataclass(frozen=True)
class Case:
    """A question asked of a text: its features, which sentences are right (none where the text does
    not answer), and its article.
    """

    matches: Matches
    numbers: list[int]
    rows: list[Row]
    right: tuple[bool, ...]
    article: str


@lru_cache(maxsize=64)
def _indexed(text: str, lang: str) -> Index:
    return index(text, lang)


def cases(questions: list[dict[str, Any]], passages: dict[str, dict[str, Any]]) -> Iterator[Case]:
    """Yield each answerable question asked of its paragraph, its article, other paragraphs of it,
    another article and a paragraph of that.
    """
    by_article: dict[str, list[str]] = defaultdict(list)
    for key, passage in passages.items():
        by_article[passage["article_id"]].append(key)
    chance = random.Random(0)  # noqa: S311 - no secret: the same choice each time
    for item in questions:
        passage = passages[item["passage_id"]]
        golds = [passage["sentences"][g] for g in item["gold_sentences"]]
        article = by_article[passage["article_id"]]
        others = [k for k in article if k != item["passage_id"]]
        strange = chance.choice(
            [
                a
                for a, keys in by_article.items()
                if a != passage["article_id"] and passages[keys[0]]["lang"] == item["lang"]
            ]
        )
        asked = [
            ([item["passage_id"]], golds),
            (article, golds),
            ([chance.choice(by_article[strange])], []),
            (by_article[strange], []),
        ]
        asked += [([k], []) for k in chance.sample(others, min(_OTHERS, len(others)))]
        for keys, right in asked:
            text = "\n\n".join(" ".join(passages[k]["sentences"]) for k in keys)
            yield _case(_indexed(text, item["lang"]), item, right, passage["article_id"])


def _case(text: Index, item: dict[str, Any], golds: list[str], article: str) -> Case:
    matches = match(text, read(item["question"], item["lang"]))
    numbers = candidates(matches, CLOSE)
    shown = [text.text[text.lines[n].start : text.lines[n].end] for n in numbers]
    return Case(
        matches,
        numbers,
        features(matches, numbers),
        tuple(_hits(words, golds) for words in shown),
        article,
    )


def _hits(words: str, golds: list[str]) -> bool:
    """Whether a sentence is at least half of a right one, or holds one and is at most twice as
    long.
    """
    return any(
        (words in g and 2 * len(words) >= len(g)) or (g in words and len(words) <= 2 * len(g))
        for g in golds
    )


def standardised(rows: list[Row]) -> tuple[Array, StandardScaler]:
    """Return the values of rows as an array in which each column has mean 0 and deviation 1."""
    scaler = StandardScaler()
    return scaler.fit_transform([list(row.values()) for row in rows]), scaler


def told(names: Iterable[str], found: Array, constant: float, scaler: StandardScaler) -> Row:
    """Return weights of standardised rows as weights of the rows themselves, by name."""
    weights = found / scaler.scale_
    made = {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}
    return {**made, "constant": round(float(constant - (weights * scaler.mean_).sum()), 5)}


def learn_rank(known: list[Case]) -> Row:
    """Return the weights of the features by which the right sentence comes first."""
    known = [c for c in known if any(c.right)]
    rows, scaler = standardised([row for c in known for row in c.rows])
    sizes = np.array([len(c.right) for c in known])
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)
    right = np.concatenate([np.array(c.right, dtype=float) for c in known])
    target = right / np.add.reduceat(right, starts)[group]

    def loss(weights: Array) -> tuple[float, Array]:
        scores = rows @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = raised / np.add.reduceat(raised, starts)[group]
        missed = -(target * np.log(share + 1e-12)).sum() / len(known)
        slope = rows.T @ (share - target) / len(known) + 2 * _RANK_L2 * weights
        return float(missed + _RANK_L2 * (weights @ weights)), slope

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return told(known[0].rows[0], found.x, 0.0, scaler)


def learn_sure(known: list[Case], weights: dict[int, Row], part: dict[str, int]) -> Row:
    """Return the weights of the evidence that tell a text that answers from one that does not, both
    as many.

    `weights` rank the cases of each part by what was learned from the others, since on its own
    cases ranking looks surer than it is.
    """
    found = []
    for c in known:
        scores = list(map(linear(weights[part[c.article]]), c.rows))
        found.append(evidence(c.matches, c.numbers, c.rows, scores))
    rows, scaler = standardised(found)
    # So that the mean loss is weighed against _SURE_L2 times the squares of the weights.
    model = LogisticRegression(C=1 / (2 * _SURE_L2 * len(rows)), class_weight="balanced")
    model.set_params(max_iter=_STEPS).fit(rows, [any(c.right) for c in known])
    return told(found[0], model.coef_[0], model.intercept_[0], scaler)


def main(questions: Path, passages: Path) -> None:
    """Learn from two files and write the weights."""
    texts = {p["passage_id"]: p for p in map(json.loads, passages.read_text("utf-8").splitlines())}
    asked = [
        q for q in map(json.loads, questions.read_text("utf-8").splitlines()) if q["answerable"]
    ]
    used = {texts[q["passage_id"]]["article_id"] for q in asked}
    asked.sort(key=lambda q: str(q["passage_id"]))
    known = list(cases(asked, {k: p for k, p in texts.items() if p["article_id"] in used}))
    part = {article: number % 5 for number, article in enumerate(sorted(used))}
    apart = {n: learn_rank([c for c in known if part[c.article] != n]) for n in range(5)}
    sure = {
        lang: learn_sure(spoken, apart, part)
        for lang in LANGUAGES
        if (spoken := [c for c in known if c.matches.index.lang == lang])
    }
    learned = {"rank": learn_rank(known), "sure": sure}
    WEIGHTS.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: learned from {len(asked)} questions on {len(used)} articles")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
