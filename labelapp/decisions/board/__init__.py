"""How the board comes to a decision: sessions with an agenda, recusals, votes, the outcome, the minutes."""
