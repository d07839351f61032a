"""Editing: what editors do in a chat with the bot: add and remove reports, settle embargoes."""
