"""The store: what outlives a restart. Knows subscriptions and messages; no platform, report or
sentence.

Each file is about one thing that is kept; their functions work within a connection, so that what
belongs together is written together. `store.py` joins them, `database.py` opens them.
"""
