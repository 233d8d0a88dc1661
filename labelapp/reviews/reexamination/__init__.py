"""The second review of a submission, by others, after an appeal was upheld."""
