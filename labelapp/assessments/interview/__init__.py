"""Interviews: an independent expert fills the questionnaire together with the manager."""
