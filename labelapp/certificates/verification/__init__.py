"""Checking a certificate by its code or its file, on the pages and on any computer."""
