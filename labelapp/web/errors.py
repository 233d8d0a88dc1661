"""What a visitor sees when something is wrong: what happened, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from labelapp.extensions import db


class DomainError(Exception):
    """A rule of the domain forbids what was asked. `message` is a sentence for the user.

    `status` is the HTTP status of the answer: 409 when the state of the case forbids it, 422 when the
    input does.
    """

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInput(DomainError):
    """What was sent cannot be accepted as it is."""

    status = 422


@dataclass(frozen=True)
class ErrorPage:
    """Title and advice of an error page."""

    status: int
    title: str
    advice: str


def _page(status: int) -> ErrorPage:
    pages = {
        400: (_("This request cannot be understood"), _("Go back, reload the page and try again.")),
        401: (_("Please sign in again"), _("Your session has ended. What you typed is kept on this device.")),
        403: (
            _("You may not do this"),
            _("Your role does not include it. Ask the secretariat if it should."),
        ),
        404: (_("There is nothing here for you"), _("The address is wrong, or this is not yours to see.")),
        405: (_("This cannot be done that way"), _("Go back and use the buttons of the page.")),
        413: (_("This file is too large"), _("Nothing was saved. Choose a smaller file and try again.")),
        429: (_("Too many requests"), _("Wait a few minutes, then try again.")),
        500: (_("Something went wrong on our side"), _("Nothing was lost that had been saved. Try again.")),
    }
    title, advice = pages.get(status, pages[500 if status >= 500 else 400])
    return ErrorPage(status, title, advice)


Answer = Callable[[Exception], ResponseReturnValue]
_OWN_ANSWERS = "answers to errors, by the beginning of the address"


def answer_errors_under(app: Flask, path: str, answer: Answer) -> None:
    """Let a package answer every error under a part of the addresses, also where nothing is found there."""
    app.extensions.setdefault(_OWN_ANSWERS, {})[path] = answer


def _own_answer(error: Exception) -> ResponseReturnValue | None:
    answers: dict[str, Answer] = current_app.extensions.get(_OWN_ANSWERS, {})
    found = next((answer for path, answer in answers.items() if request.path.startswith(path)), None)
    if found is None:
        return None
    db.session.rollback()
    return found(error)


def wants_json() -> bool:
    """Whether the client is a program or a script of ours rather than a person's page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def _answer(page: ErrorPage) -> ResponseReturnValue:
    db.session.rollback()
    if wants_json():
        return jsonify(error=page.title, advice=page.advice), page.status
    return render_template("web/error.html", page=page), page.status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if (own := _own_answer(error)) is not None:
        return own
    answer = make_response(_answer(_page(error.code or 500)))
    if isinstance(error, TooManyRequests) and error.retry_after:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _domain_error(error: DomainError) -> ResponseReturnValue:
    return _own_answer(error) or _answer(ErrorPage(error.status, _("This is not possible"), error.message))


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    advice = _("The page had been open for too long or came from elsewhere. Reload it and try again.")
    return _answer(ErrorPage(400, _("This form has expired"), advice))


def init_errors(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
