"""The command line: `briefing`."""

from __future__ import annotations

import json
import sys

from bot.dialogue.brain import build
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.messages import plain
from knowledge.loader import folders, load


def main() -> None:
    brain = build(load(folders()[0]))
    for line in sys.stdin:
        item = json.loads(line)
        context = Context()
        for turn in item["turns"]:
            answer, context = respond(brain, turn, context)
        m = compose(brain, answer)
        print(json.dumps({"id": item["id"], "verdict": answer.verdict, "lang": answer.lang, "text": plain(m), "intent": answer.intent, "confidence": round(answer.confidence, 3), "sources": [{"report": p.report, "paragraph": p.paragraph, "text": p.text} for p in answer.passages], "choices": list(m.choices)}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
