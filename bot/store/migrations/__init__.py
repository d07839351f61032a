"""The steps that lead a database from any older state to the present one, for Alembic; knows no
other part.
"""
