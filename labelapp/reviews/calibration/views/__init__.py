"""The pages of calibration exercises. Importing the modules adds their views to the blueprint."""

from labelapp.reviews.calibration.views import desk, keeping, results, saving, writing
from labelapp.reviews.calibration.views.blueprint import bp

__all__ = ["bp", "desk", "keeping", "results", "saving", "writing"]
