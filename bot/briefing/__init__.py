"""The daily briefing: what of a report is told on which day. Pure: no clock, no store, no
network.
"""
