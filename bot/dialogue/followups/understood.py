"""What was understood of a question, written down without its words: what it sought, and the keys
of the concepts, names and days that it held.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from bot.dialogue.brain import Brain
from bot.dialogue.vocabulary import names_in
from bot.intents.utterance import Feature, Utterance
from bot.intents.vocabulary import Name

# Of features that are known by a key: concepts, names, topics, sessions and days.
_KEYED = ("c:", "n:", "t:", "s:", "d:")


def written(question: Utterance) -> str:
    """Return what is kept of a question: no word of it, and no name that the report does not
    hold.
    """
    features = [asdict(f) for f in question.features if f.key.startswith(_KEYED)]
    kept = {
        "features": [{**f, "surface": ""} for f in features],
        "names": [(n.key, n.kind) for n in question.names if n.kind != "outside"],
        "asks": sorted(question.asks),
        "polar": question.polar,
        "speaker": question.speaker,
    }
    return json.dumps(kept, sort_keys=True)


def read(brain: Brain, text: str, like: Utterance) -> Utterance:
    """Return a question of which something was kept, in the words of another that is `like` it;
    that other where an earlier version of the program kept it in another form.
    """
    try:
        return _read(brain, json.loads(text), like)
    except (KeyError, TypeError, ValueError):
        return like


def _read(brain: Brain, kept: dict[str, Any], like: Utterance) -> Utterance:
    forms = {name.key: name.forms for name in names_in(brain.report)}
    return replace(
        like,
        features=tuple(Feature(**fields) for fields in kept["features"]),
        names=tuple(Name(key, kind, forms.get(key, ())) for key, kind in kept["names"]),
        asks=frozenset(kept["asks"]),
        polar=kept["polar"],
        speaker=kept["speaker"],
        strange=(),
    )
