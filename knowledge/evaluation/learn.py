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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.language.languages import LANGUAGES
from knowledge.retrieval.confidence import EVIDENCE, evidence
from knowledge.retrieval.features import FEATURES, candidates, features
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.model import CLOSE, WEIGHTS
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
    rows: list[list[float]]
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


def told(
    names: tuple[str, ...], found: Array, constant: float, scaler: StandardScaler
) -> dict[str, float]:
    """Return weights of standardised rows as weights of the rows themselves, by name."""
    weights = found / scaler.scale_
    made = {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}
    return {**made, "constant": round(float(constant - (weights * scaler.mean_).sum()), 5)}


def learn_rank(known: list[Case]) -> dict[str, float]:
    """Return the weights of FEATURES by which the right sentence comes first."""
    known = [c for c in known if any(c.right)]
    scaler = StandardScaler()
    rows = scaler.fit_transform(np.concatenate([np.array(c.rows) for c in known]))
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

    limit = {"maxiter": _STEPS}
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options=limit)
    return told(FEATURES, found.x, 0.0, scaler)


def scored(case: Case, weights: dict[str, float]) -> list[float]:
    """Return how the sentences of a case are ranked by learned weights."""
    return [
        sum(weights[name] * value for name, value in zip(FEATURES, row, strict=True))
        + weights["constant"]
        for row in case.rows
    ]


def learn_sure(
    known: list[Case], weights: dict[int, dict[str, float]], part: dict[str, int]
) -> dict[str, float]:
    """Return the weights of EVIDENCE that tell a text that answers from one that does not, both as
    many.

    `weights` rank the cases of each part by what was learned from the others, since on its own
    cases ranking looks surer than it is.
    """
    found = [
        (evidence(c.matches, c.numbers, c.rows, scored(c, weights[part[c.article]])), any(c.right))
        for c in known
    ]
    scaler = StandardScaler()
    rows = scaler.fit_transform([row for row, _ in found])
    # So that the mean loss is weighed against _SURE_L2 times the squares of the weights.
    model = LogisticRegression(C=1 / (2 * _SURE_L2 * len(rows)), class_weight="balanced")
    model.set_params(max_iter=_STEPS).fit(rows, [answers for _, answers in found])
    return told(EVIDENCE, model.coef_[0], model.intercept_[0], scaler)


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
    print(
        f"{WEIGHTS.name}: {len(FEATURES)} and {len(EVIDENCE)} weights, from {len(asked)} questions"
        f" on {len(used)} articles"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
