"""A Gold case that is being scored."""

import pytest
from flask import Flask

from labelapp.reviews.models import Review
from tests.factories.reviews import make_review, start_scoring


@pytest.fixture
def review(app: Flask) -> Review:
    """A review under way, with a lead, a co-assessor and a manager of the applicant."""
    return start_scoring(make_review())
