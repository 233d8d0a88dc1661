"""The comment period: the cluster organisation points out errors of fact in the draft before the report is final."""
