"""Objections: before an expert starts, the applicant may say why they should not."""
