"""The hash-chained log of what happened, and the outbox of mails. Shared by every domain package."""
