"""Which sentence of a drafted report weighs most: the one that an editor would tell first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.folder import write
from knowledge.drafting.news import weightiest
from knowledge.drafting.source import read
from knowledge.loading.loader import load

STORY = """Court stops sale of gardens

3 April 2025

The court at Tarn ruled on Thursday that the town may not sell the gardens to a builder.

The bench gave its ruling by three votes to two.

It cost 40 thousand euros.
"""
MINUTES = """Tarn Town Council: minutes of the meeting of 3 April 2025

The Mayor called the meeting to order at seven in the evening.

The minutes of 6 March were approved by nine votes to two.

The motion was carried by eight votes to three.

The council approved a grant of 900 euros for the new ferry by six votes to five.
"""
TALK = """Radio Tarn, 3 April 2025

ANN LEE: Good morning, you have been mayor of Tarn for five months. Are you glad?

BO DAHL: The new bridge will cost Tarn 40 million euros in the next two years.

ANN LEE: Thank you, and tomorrow you will hear the captain of the ferry.
"""
RELEASE = """VELMORA AGREES TO THE BRIDGE

Tarn, 3 April 2025 – The council of Velmora agreed to build a bridge across the river to Tarn.

Velmora has 4,000 inhabitants and was founded in 1820.
"""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (STORY, "The court at Tarn ruled"),
        (MINUTES, "The council approved a grant"),
        (TALK, "The new bridge will cost"),
        (RELEASE, "Tarn, 3 April 2025 – The council of Velmora agreed"),
    ],
)
def test_what_comes_first(tmp_path: Path, text: str, first: str) -> None:
    """The lead and what the title tells go before a vote on it; of minutes what came of a meeting
    goes before how it was held, and before what is told of no thing by name; of a conversation what
    is told goes before what is asked and how it is opened.
    """
    source = read(Path("report.txt"), text.encode())
    write(tmp_path / "report", draft(source.text, dt.date(2025, 4, 4), source.known), source)
    assert first in weightiest(load(tmp_path / "report"))[0].clauses[0]
