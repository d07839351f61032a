"""Drafting: from a text that nobody has annotated to a report that a person can correct. Knows no
bot and no chat.
"""
