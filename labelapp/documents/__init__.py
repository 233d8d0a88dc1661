"""Plain data to archival, accessible PDF files: the one way to make a document."""
