"""Conditions of an award: set with dates, answered by the holder, judged by whoever checks them."""
