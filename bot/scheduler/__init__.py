"""The scheduler: when a briefing is due, and seeing to it that it is sent once. Knows the store, no
platform and no report.
"""
