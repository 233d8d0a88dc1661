"""labelapp: the open platform that runs the European quality label for cluster management."""
