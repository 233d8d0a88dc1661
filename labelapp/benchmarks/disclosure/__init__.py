"""What may be shown of a group, so that no set of answers tells about fewer clusters than the minimum. Pure.

The rule is one sentence: submissions enter the comparison in **blocks** of at least `minimum + 1` clusters, a block
never changes, and every group is a whole number of blocks. So each figure that anybody can ask for is the same whoever
of a block has which value; exchange the figures of two clusters of one block and no answer changes, today or later,
not of means, sums, medians or counts, not of differences or combinations of any number of them. What can be learnt is
about a block, never about a part of it (the "atomic populations" of Chin and Özsoyoğlu 1981; Adam and Wortmann 1989).

`blocks` puts submissions into blocks, `asking` answers for a selection, `thresholds` says which figures of a group of a
size are shown, `dominance` which sums, and `reasons` why the others are not.
"""
