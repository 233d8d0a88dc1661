"""Working on one self-assessment together: who looks after which section, who is there now, comments."""
