"""Everything that writes calibration exercises."""
