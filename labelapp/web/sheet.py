"""What the component sheet shows: invented values for every component, and a form with answers to mend.

The sheet is a working tool on demonstration systems, so its texts are not translated.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from labelapp.web import charts, portfolio_charts
from labelapp.web.fields import choices

_TODAY = date(2026, 11, 23)


class SampleForm(FlaskForm):
    """One field of each kind; sent empty it shows every error state."""

    class Meta:
        csrf = False

    name = StringField(
        "Name of the cluster organisation",
        [InputRequired("Enter the name as it stands in the statutes")],
        description="As it will stand on the certificate.",
    )
    country = SelectField(
        "Country", [Optional()], choices=choices([("DK", "Danmark"), ("EL", "Ελλάδα"), ("BG", "България")])
    )
    founded = DateField("Founded on", [Optional()])
    role = RadioField(
        "Your role",
        [InputRequired("Choose one role")],
        choices=choices([("manager", "Cluster manager"), ("legal", "Legal representative")]),
    )
    remarks = TextAreaField("Remarks", [Optional()])
    confirmed = BooleanField("I have read the rules", [InputRequired("Confirm that you read them")])


def _strips() -> list[dict[str, Any]]:
    whole = portfolio_charts.Spread(
        n=47, median=Fraction(63), q1=Fraction(41), q3=Fraction(96), p10=Fraction(22), p90=Fraction(148)
    )
    small = portfolio_charts.Spread(n=14, median=Fraction(21), q1=Fraction(14), q3=Fraction(30))
    tiny = portfolio_charts.Spread(n=7, median=Fraction(34))
    percent = (Fraction(0), Fraction(100))
    return [
        _row("Committed participants", "number, 30 June 2026", whole, Fraction(84)),
        _row("Participants per post", "fewer than 20 clusters: no percentiles", small, Fraction("18.6")),
        _row("Share of private income", "fewer than 10: the median only", tiny, Fraction(27), percent),
        _row("Budget per participant", "the own value lies beyond the axis", whole, Fraction(400)),
        _row(
            "Participants from abroad", "of all participants, %", portfolio_charts.Spread(n=4), Fraction(11)
        ),
    ]


def _row(
    name: str,
    note: str,
    spread: portfolio_charts.Spread,
    own: Fraction,
    axis: tuple[Fraction, Fraction] | None = None,
) -> dict[str, Any]:
    figures = {key: getattr(spread, key) for key in ("median", "q1", "q3", "p10", "p90")}
    return {
        "name": name,
        "note": note,
        "strip": portfolio_charts.box_strip(spread, own, axis),
        "own": f"{float(own):g}",
        "n": spread.n,
        **{key: "–" if value is None else f"{float(value):g}" for key, value in figures.items()},
    }


def _shares(*percent: int) -> tuple[portfolio_charts.Segment, ...]:
    return portfolio_charts.composition([Fraction(number, 100) for number in percent])


def samples() -> dict[str, Any]:
    """The values of the sheet by the names that its template uses."""
    form = SampleForm(data={"country": "DK"})
    form.validate()
    services = (
        "Research",
        "Matchmaking",
        "Training",
        "Entre\u00adpreneurship",
        "Marketing",
        "Funding advice",
    )
    return {
        "form": form,
        "total": charts.rule(Fraction(88), Fraction(45), Fraction(150), Fraction(120)),
        "bars": [
            charts.dimension_bar(Fraction(25), Fraction(30), Fraction(60), Fraction(60)),
            charts.dimension_bar(Fraction(13), Fraction(0), Fraction(15), Fraction(60)),
        ],
        "pips": {
            key: charts.pips(None if value is None else Fraction(value), Fraction(maximum))
            for key, (value, maximum) in {
                "full": ("5", 5),
                "some": ("3", 5),
                "part": ("4.5", 5),
                "none": (None, 5),
                "wide": ("12", 20),
            }.items()
        },
        "label": charts.validity(date(2025, 2, 1), date(2027, 1, 31), date(2028, 1, 31), _TODAY),
        "strips": _strips(),
        "interval": charts.interval(0.72, 0.51, 0.93, reach=1),
        "own_shares": _shares(56, 12, 14, 10, 8),
        "their_shares": _shares(49, 17, 23, 6, 5),
        "services": portfolio_charts.radar(
            services,
            [Fraction(text) for text in ("3.5", "3", "2", "1.5", "2.5", "3")],
            [Fraction(text) for text in ("2.5", "3", "2.5", "2", "2", "3")],
        ),
    }
