"""How far assessors agree: what their locked sheets said about the same indicators, before they talked."""
