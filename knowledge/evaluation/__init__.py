"""Scoring on labelled questions and learning of weights; nothing of it is imported when the bot
runs.
"""
