"""What blocks hold, as columns: a snapshot in NumPy arrays from which exact figures of large groups are made. Pure.

A block never changes once it is formed, so its columns do not either: they are made once, kept beside the block
(`storing`), joined in each process to one `table`, and put in order once (`exact`). To follow a report date is to drop
the blocks that have ended and to join those that are new. No value is rounded on the way: they stay fractions, and an
order found by floating point is used only where it is the exact one.
"""
