"""The shelf: many reports kept ready in one file, found by their words, read again when their files
change. Knows no bot and no chat.
"""
