"""The results of an exercise as files."""

from flask.typing import ResponseReturnValue

from labelapp.reviews.calibration import policy
from labelapp.reviews.calibration.files import plain_rows, results_workbook, score_rows
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.queries import find_exercise
from labelapp.reviews.calibration.results import results_of
from labelapp.reviews.calibration.views.blueprint import HERE, bp
from labelapp.web.access import requires_on
from labelapp.web.spreadsheets import csv_file, xlsx_file


@bp.get(f"{HERE}/results.csv")
@requires_on(find_exercise, policy.may_keep)
def scores_file(exercise: Exercise) -> ResponseReturnValue:
    """Every locked score beside the reference, one a line."""
    return csv_file(f"calibration-{exercise.id}.csv", plain_rows(score_rows(results_of(exercise))))


@bp.get(f"{HERE}/results.xlsx")
@requires_on(find_exercise, policy.may_keep)
def results_file(exercise: Exercise) -> ResponseReturnValue:
    """Scores and figures as a workbook."""
    return xlsx_file(f"calibration-{exercise.id}.xlsx", results_workbook(results_of(exercise)))
