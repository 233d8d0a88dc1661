"""Geometry of the charts, as plain numbers that macros print. Percentages run along the width."""

from collections.abc import Callable

TEMPLATE_GLOBALS: dict[str, Callable[..., object]] = {}
