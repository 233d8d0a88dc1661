"""Leaving a case: a nominee declines, or the secretariat replaces somebody. What was scored stays in the record."""
