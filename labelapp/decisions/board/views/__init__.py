"""The pages of the board's sessions."""

from labelapp.decisions.board.views import deferrals, outcomes, papers, preparing, sitting
from labelapp.decisions.board.views.blueprint import bp

__all__ = ["bp", "deferrals", "outcomes", "papers", "preparing", "sitting"]
