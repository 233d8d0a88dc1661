"""Calibration exercises: one fictional case that many score and compare with a reference. No real case is touched."""
