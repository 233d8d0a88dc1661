"""The days of a case that were told to its experts, and the mails before and after them."""
