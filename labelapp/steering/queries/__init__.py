"""The reads behind the figures. Each takes the same statements however many cases there are."""
