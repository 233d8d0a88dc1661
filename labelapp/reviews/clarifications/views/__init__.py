"""The pages of clarifications. Importing the modules adds their views to the blueprint."""

from labelapp.reviews.clarifications.views import asking, replying, rounds
from labelapp.reviews.clarifications.views.blueprint import bp

__all__ = ["asking", "bp", "replying", "rounds"]
