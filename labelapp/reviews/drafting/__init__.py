"""The draft of a report: written from the record, edited by the lead, confirmed by the other assessor."""
