"""Charts as files: a drawing that stands alone, a picture of it, and its figures as tables."""
