"""When the database cannot answer: say so, say that nothing was kept, say when to retry."""

import logging
import sys
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from . import errors
from .errors import static_context

logger = logging.getLogger("possibles.web")
RETRY_AFTER_SECONDS = 10
# Words of SQLite, then SQLSTATE codes of PostgreSQL.
_BUSY_WORDS = ("locked", "busy")
_FULL_WORDS = ("full", "readonly")
_BUSY_CODES = {
    "55P03",  # lock not available (lock_timeout)
    "57014",  # query canceled (statement_timeout)
    "40001",  # serialization failure
    "40P01",  # deadlock
    "57P01",  # the server is stopping
    "57P03",  # the server is starting
    "53300",  # too many connections
}
_FULL_CODES = {"53100", "53200"}  # disk full, out of memory


class DatabaseUnavailable:
    """Answer 503 when the database is busy, full or away, instead of a bare 500.

    The transaction is rolled back by then: nothing was kept, and the page says it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, OperationalError) or is_bug(exception):
            return None
        cause = find_cause(exception)
        logger.error("database unavailable (%s) at %s", cause, request.path)
        return answer_unavailable(request, cause)


def is_bug(error: OperationalError) -> bool:
    """Tell a query that can never work (a missing migration) from a database in trouble."""
    return str(error).lower().startswith("no such ")


def find_cause(error: OperationalError) -> str:
    """Return `busy`, `full` or `away`."""
    code = getattr(error.__cause__, "sqlstate", None)
    words = str(error).lower()
    if code in _BUSY_CODES or any(word in words for word in _BUSY_WORDS):
        return "busy"
    if code in _FULL_CODES or any(word in words for word in _FULL_WORDS):
        return "full"
    return "away"


def answer_unavailable(request: HttpRequest, cause: str) -> HttpResponse:
    context = {
        **static_context(getattr(request, "incident", "")),
        "cause": cause,
        "is_write": request.method not in {"GET", "HEAD"},
    }
    response = HttpResponse(
        render_to_string("errors/unavailable.html", context), status=503
    )
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view could: the same errors met by a middleware (sessions), or a bug."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and not is_bug(error):
        return answer_unavailable(request, find_cause(error))
    return errors.server_error(request)
