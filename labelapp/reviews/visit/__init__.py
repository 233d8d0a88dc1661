"""The visit of a case: agenda from the questions of the assessors, calendar, visit sheet, attendance."""
