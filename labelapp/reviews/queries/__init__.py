"""Reading reviews: cases, candidates, score sheets, agreements."""
