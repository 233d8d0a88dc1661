"""The public register."""

from typing import Literal

from pydantic import Field

from labelapp.api.blueprint import api
from labelapp.api.core.endpoints import Call, Guard
from labelapp.api.core.paging import addresses
from labelapp.api.core.reading import PagedQuery
from labelapp.api.shapes.certificates import RegisterPage, register_entry
from labelapp.certificates.register.queries import read_entries
from labelapp.certificates.register.wishes import USUAL_GROUPS, Group, Wish
from labelapp.clock import today
from labelapp.clusters.portfolios import PORTFOLIOS


class RegisterQuery(PagedQuery):
    """The filters of the register; what is not asked for does not matter."""

    search: str | None = Field(
        None,
        description="Words of the name, the place or the serial; each must be there",
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f\ufffd]*$",
    )
    country: str | None = Field(None, description="ISO 3166-1 alpha-2", pattern="^[A-Z]{2}$", examples=["DK"])
    portfolio: str | None = Field(
        None, description="A technology field", pattern=f"^({'|'.join(PORTFOLIOS)})$"
    )
    level: tuple[Literal["gold", "silver", "bronze"], ...] = Field((), description="Any of these")
    status: tuple[Group, ...] = Field(
        USUAL_GROUPS,
        description="Any of these groups of statuses, valid, expiring and renewable unless told otherwise. "
        "renewable: expired, but may be renewed without a gap; stopped: suspended or withdrawn; "
        "past: expired or superseded",
    )

    def wish(self) -> Wish:
        """The same as the register understands it."""
        return Wish(
            text=(self.search or "").strip(),
            levels=tuple(dict.fromkeys(self.level)),
            groups=tuple(group for group in Group if group in self.status),
            country=self.country or "",
            portfolio=self.portfolio or "",
            position=self.position,
        )


@api.read("/register", "Register", RegisterPage, Guard(), RegisterQuery)
def register(call: Call[None, RegisterQuery]) -> RegisterPage:
    """List the certificates of the register.

    The same rows as on the page of the register, by name of the holder. Statuses are those of this day (UTC).
    """
    day = today()
    page = read_entries(call.query.wish(), day, call.query.limit)
    items = [register_entry(entry.certificate, day) for entry in page.items]
    return RegisterPage(items=items, **addresses(page, call.query))
