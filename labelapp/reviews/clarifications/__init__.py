"""Clarifications: assessors ask back about indicators, the applicant answers about these and nothing else."""
