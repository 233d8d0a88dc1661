"""The questionnaire as a workbook: written with the answers so far, read back with what was changed in it."""
