"""What every request goes through, before and around its view."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from .access import LIBRARY_ROUTES, SIGNED_IN, ask_to_sign_in, declared_access

logger = logging.getLogger("possibles.web")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestGuard:
    """Give each request a number, and refuse what no person types (null bytes)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.incident = secrets.token_hex(4).upper()  # type: ignore[attr-defined]
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("null byte")
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "interest-cohort=()")
        is_signed_in = hasattr(request, "user") and request.user.is_authenticated
        if is_signed_in and not response.headers.get("Cache-Control"):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        return response


class ClosedByDefault:
    """Answer 404 to any view that does not say who may open it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if declared_access(view) is not None:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        rule = LIBRARY_ROUTES.get(name or "")
        if rule is None:
            logger.error("view without access declaration: %s", request.path)
            raise Http404
        if rule == SIGNED_IN and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return None


class ReadOnlyGet:
    """Refuse to write business data while answering a GET.

    A GET may be repeated, prefetched or cached: it must leave no trace. The tables of
    sessions and rate limits are the only ones a library writes then.
    """

    allowed = ("django_session", '"cache"', "usersessions_usersession", "account_")
    writes = ("INSERT", "UPDATE", "DELETE", "REPLACE")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(self._guard):
            return self.get_response(request)

    def _guard(
        self, execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        head = sql.lstrip()[:120]
        if head.upper().startswith(self.writes) and not any(
            table in head for table in self.allowed
        ):
            if settings.DEBUG or settings.DEMO:
                raise RuntimeError(f"a GET tried to write: {head}")
            logger.error("a GET tried to write: %s", head)
        return execute(sql, params, many, context)
