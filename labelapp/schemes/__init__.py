"""Schemes as data: definitions, loading, measures, scoring, awarding rules and validity.

Pure domain knowledge: nothing here imports Flask or SQLAlchemy, reads a clock or uses floating point numbers.
"""
