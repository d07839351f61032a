"""Refusals: what a question asks that the report does not hold, and what is said instead."""
