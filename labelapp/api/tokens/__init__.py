"""Personal access tokens: made, shown once, kept as a hash, revoked."""
