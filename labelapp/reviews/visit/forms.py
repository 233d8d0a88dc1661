"""The forms of a visit."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labelapp.reviews.visit.models import VisitMode
from labelapp.reviews.visit.operations import Frame, combined
from labelapp.reviews.visit.zones import zones
from labelapp.web.fields import one_line, text_field

A_DAY = 24 * 60
DAY = [InputRequired(_("Enter a date, such as 23/11/2026"))]
CLOCK = [InputRequired(_("Enter a time, such as 09:30"))]


class FrameForm(FlaskForm):
    """How, where and when people meet."""

    mode = RadioField(
        _("How do you meet?"),
        [InputRequired(_("Choose how you meet"))],
        choices=[
            SelectChoice(VisitMode.ON_SITE.value, _("On site")),
            SelectChoice(VisitMode.VIDEO.value, _("By video")),
        ],
    )
    place = text_field(
        _("Address or link"), _("Say where people meet, or give the link of the video meeting."), 300
    )
    day = DateField(_("First day"), DAY)
    begin = TimeField(_("Begins at"), CLOCK)
    timezone = SelectField(_("Clock of"), description=_("All times of the agenda are on this clock."))

    def offer_zones(self) -> None:
        """Fill the list of time zones."""
        self.timezone.choices = [(name, name.partition("/")[2].replace("_", " ")) for name in zones()]

    @property
    def frame(self) -> Frame:
        """What a valid form says."""
        begins = combined(self.day.data, self.begin.data)
        return Frame(VisitMode(self.mode.data), self.place.data.strip(), self.timezone.data, begins)


class SlotForm(FlaskForm):
    """One item of the agenda."""

    day = DateField(_("Day"), DAY)
    begin = TimeField(_("Begins at"), CLOCK)
    minutes = IntegerField(
        _("Minutes"),
        [
            InputRequired(_("Enter how many minutes this takes")),
            NumberRange(1, A_DAY, _("Enter a number of minutes from 1 to 1440")),
        ],
    )
    title = text_field(_("What is it about?"), _("Say what this is about"), 200)


class QuestionForm(FlaskForm):
    """Something an assessor wants to see or to ask."""

    indicator = SelectField(_("Indicator"))
    text = TextAreaField(
        _("What do you want to see or to ask?"),
        [
            InputRequired(_("Write what you want to see or to ask.")),
            Length(max=2000, message=_("This text is too long: at most 2,000 characters.")),
        ],
        description=_("Everybody at the visit reads it, nobody reads who asks. Do not tell your points."),
        render_kw={"rows": 3},
    )


class ParticipantForm(FlaskForm):
    """Somebody who is expected besides the people of the case."""

    name = text_field(_("Name"), _("Enter the name"), 200)
    part = StringField(
        _("Part"),
        [Optional(), Length(max=200)],
        filters=[one_line],
        description=_("For example: chair of the board"),
    )


class AttendanceForm(FlaskForm):
    """That the list of those who were there is right."""

    sure = BooleanField(
        _("These people were there. The list is final from now on."),
        [InputRequired(_("Confirm that the list is right"))],
    )
