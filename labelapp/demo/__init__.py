"""An instance full of invented data: clusters, people and three years of cases. Nothing in it is real."""
