"""Who could assess which open cases: one proposal for all of them at once, for the secretariat to adjust."""
