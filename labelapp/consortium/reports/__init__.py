"""The report of a year: of a partner's remit as PDF and workbook, of a country for everybody."""
