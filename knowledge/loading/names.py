"""Names: what an entity, topic or session may be called."""

from __future__ import annotations

from knowledge.language.grammar import without_article
from knowledge.model import Entity, Session, Topic


def names_of(item: Entity | Topic | Session) -> tuple[str, ...]:
    """Return every name and alias, without articles (one with a capital stays: it is part of the
    name, as in "Le Havre").
    """
    names = [*item.name.values(), *(a for aliases in item.aliases.values() for a in aliases)]
    return tuple(dict.fromkeys(without_article(n) for n in names))
