"""From one cycle to the next: answers carried over and confirmed, a draft moved to a newer version of its scheme."""
