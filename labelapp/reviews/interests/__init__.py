"""Interests: which cases are shut to whom, what the data say of it, and when people are asked again."""
