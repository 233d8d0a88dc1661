"""The form of an import."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class UploadForm(FlaskForm):
    """The table of the earlier register."""

    file = FileField(_l("CSV or XLSX file"), [FileRequired(_l("Choose a file first."))])
