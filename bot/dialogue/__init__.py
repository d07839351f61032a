"""The dialogue: from a message and what was said before to an answer. Pure: no clock, no network,
no files.
"""
