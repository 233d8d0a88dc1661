"""Disagreements that stay: a third expert judges the indicator, blind at first, and decides it."""
