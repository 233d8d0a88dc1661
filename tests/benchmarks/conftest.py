"""Property tests here have no deadline: a busy machine must not fail what is right."""

from hypothesis import settings

settings.register_profile("benchmarks", deadline=None)
settings.load_profile("benchmarks")
