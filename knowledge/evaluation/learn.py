"""Learns from labelled questions how sentences are ranked and what is decided of them, and writes
weights.json.

    python -m knowledge.evaluation.learn FOLDER [MODEL]

FOLDER holds texts with their questions, as `knowledge.evaluation.score` reads them; with MODEL, the
folder of an encoder, what is decided where that is asked is learned too, and otherwise left as it
is. For developers: needs scikit-learn, which the program itself does without.

What is decided of a text's questions is learned from rankings by weights that were learned without
that text (leave one out), since on its own questions ranking looks surer than it is. Sentences are
ranked by `listwise` regression from what public questions told (`prior.json`, which
`knowledge.evaluation.prior` makes); whether the first answers and whether the text is silent are
told by scikit-learn's logistic regression.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from pathlib import Path
from typing import NamedTuple

from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.encoder.store import Store
from knowledge.evaluation.cases import Case, cases
from knowledge.evaluation.listwise import Lists, Prior, fit
from knowledge.evaluation.score import WORTH
from knowledge.retrieval.evidence import evidence
from knowledge.retrieval.grounds import lack
from knowledge.retrieval.linear import Row, linear
from knowledge.retrieval.model import WEIGHTS, is_open, ranked

PRIOR = Path(__file__).with_name("prior.json")
_C = 0.01
_STEPS = 2000
_PARTS = 12
_SHOWN = 3
# The most of the questions without an answer that may be told one, and of those with one that may
# be told there is none: what the product aims at.
_FALSE, _DENIED = 0.03, 0.07
ALIKE = 0.005  # a question, half a point in a hundred: less than chance makes


def learn_rank(known: Iterable[Case], prior: Prior | None) -> Row:
    """Return the weights of the features by which the right sentence comes first."""
    return {**fit(Lists.of([(c.rows, c.right) for c in known]), prior), "constant": 0.0}


@dataclass(frozen=True)
class Ranked:
    """What a case comes to when its sentences are ranked: the evidence, which of the first three
    are right, whether the text lacks something of the question, and whether it stays open which is
    first.
    """

    case: Case
    evidence: Row
    right: tuple[bool, ...]
    lacks: bool
    is_open: bool

    @classmethod
    def of(cls, case: Case, weights: Row) -> Ranked:
        """Rank a case's sentences by weights."""
        numbers, rows, scores = ranked(case.matches, linear(weights), case.near)
        right = tuple(case.right[case.numbers.index(n)] for n in numbers[:_SHOWN])
        found = evidence(case.matches, numbers, rows, scores)
        lacks = lack(case.matches, rows[0]) is not None
        return cls(case, found, right, lacks, is_open(scores))

    def worth(self, act: str) -> float:
        """Return what an act ("assert", "deny" or "show") is worth to whoever asks."""
        if not self.case.answerable:
            return WORTH[{"assert": "false", "deny": "refused", "show": "hedged"}[act]]
        outcomes = {
            "assert": "right" if self.right[0] else "near" if any(self.right) else "misled",
            "deny": "below" if self.right[0] else "denied",
            "show": "shown" if any(self.right) else "lost",
        }
        return WORTH[outcomes[act]]


def learn_decision(known: Sequence[Ranked]) -> tuple[Row, Row, dict[str, float]]:
    """Return the weights of the evidence that the first sentence answers and that the text is
    silent, and from which probability either is told.

    These are where what is done is worth most, on texts that the weights were not learned from, of
    those that hold `_FALSE` and `_DENIED`; of those worth about as much those that tell most
    answers.
    """
    rows, groups = [r.evidence for r in known], [r.case.text for r in known]
    held = {"first": [r.right[0] for r in known], "silent": [not r.case.answerable for r in known]}
    values = [list(row.values()) for row in rows]
    first, silent = (
        cross_val_predict(
            regression(_C), values, by, groups=groups, cv=GroupKFold(_PARTS), method="predict_proba"
        )[:, 1]
        for by in held.values()
    )
    told = [*zip(known, map(float, first), map(float, silent), strict=True)]
    best = _thresholds([t for t in told if not t[0].lacks], [t for t in told if t[0].lacks])
    return logistic(rows, held["first"], _C), logistic(rows, held["silent"], _C), best


class _Sum(NamedTuple):
    """What some decisions come to: what they are worth to whoever asks, how many are told an
    answer, and how many wrongly, or are denied one.
    """

    worth: float
    told: int
    false: int
    denied: int

    def plus(self, other: _Sum) -> _Sum:
        """Return what these and others come to together."""
        return _Sum(
            self.worth + other.worth,
            self.told + other.told,
            self.false + other.false,
            self.denied + other.denied,
        )


def _sum(known: Iterable[tuple[Ranked, float, float]], told: float, denied: float) -> _Sum:
    """Return what it comes to where answers are told and denied from some probabilities."""
    count: Counter[tuple[str, bool]] = Counter()
    worth = 0.0
    for asked, first, silent in known:
        act = "assert" if first >= told else "deny" if silent >= denied else "show"
        count[act, asked.case.answerable] += 1
        worth += asked.worth(act)
    wrong = count["assert", False]
    return _Sum(worth, count["assert", True] + wrong, wrong, count["deny", True])


def _thresholds(
    whole: Sequence[tuple[Ranked, float, float]], lacking: Sequence[tuple[Ranked, float, float]]
) -> dict[str, float]:
    """Return from which probabilities answers are told and denied, of questions of which the text
    lacks nothing, and of which it lacks something; only the latter may be denied, and they need as
    much to be told at least.
    """
    steps = [n / 50 for n in range(25, 51)]
    of_whole = {step: _sum(whole, step, inf) for step in steps}
    of_lacking = {pair: _sum(lacking, *pair) for pair in product(steps, steps)}
    answered = sum(r.case.answerable for r, _, _ in (*whole, *lacking))
    size = len(whole) + len(lacking)
    sums = {
        (step, *pair): one.plus(other)
        for (step, one), (pair, other) in product(of_whole.items(), of_lacking.items())
        if step <= pair[0]
        and one.false + other.false <= _FALSE * (size - answered)
        and other.denied <= _DENIED * answered
    }
    least = max(s.worth for s in sums.values()) - ALIKE * size
    alike = {key: s for key, s in sums.items() if s.worth >= least}
    best = max(alike, key=lambda key: (alike[key].told, alike[key].worth))
    return dict(zip(("assert", "assert_lacking", "deny"), best, strict=True))


def regression(c: float) -> Pipeline:
    """Return the regression by which a probability is told from evidence; the smaller `c`, the
    smaller its weights.
    """
    return make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=_STEPS))


def logistic(rows: Sequence[Row], held: Sequence[bool], c: float) -> Row:
    """Return the weights of a logistic regression of what holds of rows, by name."""
    scaler, model = (
        regression(c).fit([list(row.values()) for row in rows], held).named_steps.values()
    )
    weights = model.coef_[0] / scaler.scale_
    made = {name: round(float(w), 5) for name, w in zip(rows[0], weights, strict=True)}
    constant = model.intercept_[0] - (weights * scaler.mean_).sum()
    return {**made, "constant": round(float(constant), 5)}


def ranked_apart(known: Sequence[Case], prior: Prior | None) -> list[Ranked]:
    """Return what cases come to, each ranked by what was learned from other texts."""
    names = sorted({c.text for c in known})
    part = {name: number % _PARTS for number, name in enumerate(names)}
    apart = {
        n: learn_rank([c for c in known if part[c.text] != n], prior) for n in set(part.values())
    }
    return [Ranked.of(c, apart[part[c.text]]) for c in known]


def learned(
    known: Sequence[Case], decided: Sequence[Ranked], prior: Prior | None
) -> dict[str, Row | float]:
    """Return all that is learned from cases, and from what is `decided` of them, as weights.json
    has it.
    """
    first, silent, told = learn_decision(decided)
    return {"rank": learn_rank(known, prior), "first": first, "silent": silent, **told}


def prior(kind: str) -> Prior:
    """Return what public questions told of the weights of a kind of ranking, as `models` has it."""
    data = json.loads(PRIOR.read_text("utf-8"))[kind]
    return Prior(data["weights"], data["information"])


def main(folder: Path, model: Path | None = None) -> None:
    """Learn from a folder, with an encoder in another, and write the weights."""
    known = list(cases(folder))
    decided = ranked_apart(known, prior("words"))
    data = json.loads(WEIGHTS.read_text("utf-8"))
    data["words"] = learned(known, decided, prior("words"))
    if model:
        # It is asked, and decides, only where words leave it open.
        asked = {(r.case.text, r.case.matches.question.text) for r in decided if r.is_open}
        more = list(cases(folder, Store(model, model / "vectors", patient=True)))
        of_it = [
            r
            for r in ranked_apart(more, prior("encoded"))
            if (r.case.text, r.case.matches.question.text) in asked
        ]
        encoded = learned(more, of_it, prior("encoded"))
        # It helps to find, and makes nobody surer: what is told is as probable as without it.
        surer = {k: max(data["words"][k], encoded[k]) for k in ("assert", "assert_lacking")}
        data["encoded"] = {**encoded, **surer}
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    texts = len({c.text for c in known})
    print(f"{WEIGHTS.name}: learned from {len(known)} questions on {texts} texts")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
