"""Wishes about briefings: what a message asks of its own briefing. Pure."""
