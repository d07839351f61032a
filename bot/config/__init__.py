"""Configuration: what config.yaml says. Knows no other part of the bot; reads its file as reports
are read, line by line.
"""
