"""What every request goes through, before and around its view."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from possibles.apps.acteurs.sessions import SIGNED_IN_AT

from .access import declared_access

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
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        is_signed_in = hasattr(request, "user") and request.user.is_authenticated
        if is_signed_in and not response.headers.get("Cache-Control"):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        return response


_PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb")
)


class SessionLimits:
    """End a session left alone too long, or open too long, or whose account is closed.

    The last activity is kept in a signed cookie, bound to the session: a page that only
    reads writes nothing.
    """

    cookie = "activite"
    step = 60

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = SESSION_KEY in request.session
        if was_signed_in and not request.user.is_authenticated:
            request.session.flush()
        elif was_signed_in and self._is_over(request):
            logout(request)
            messages.info(
                request,
                "Votre session est terminée, faute d’activité ou parce qu’elle a assez "
                "duré. Connectez-vous de nouveau : vos brouillons sont gardés.",
            )
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._note_activity(request, response)
        elif was_signed_in:
            response.delete_cookie(self.cookie)
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _is_over(self, request: HttpRequest) -> bool:
        started = request.session.get(SIGNED_IN_AT, 0)
        now = time.time()
        if now - started > settings.SESSION_DURATION.total_seconds():
            return True
        last = max(started, self._last_activity(request))
        return bool(now - last > settings.SESSION_INACTIVITY.total_seconds())

    def _last_activity(self, request: HttpRequest) -> float:
        salt = f"{self.cookie}:{request.session.session_key}"
        return float(
            request.get_signed_cookie(self.cookie, default="0", salt=salt) or 0
        )

    def _note_activity(self, request: HttpRequest, response: HttpResponse) -> None:
        if getattr(request, "is_background", False):
            return  # a page left open is nobody at work
        now = time.time()
        if now - self._last_activity(request) < self.step:
            return
        response.set_signed_cookie(
            self.cookie,
            str(int(now)),
            salt=f"{self.cookie}:{request.session.session_key}",
            max_age=int(settings.SESSION_DURATION.total_seconds()),
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )


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
        logger.error("view without access declaration: %s", request.path)
        raise Http404


class ReadOnlyGet:
    """Refuse to write business data while answering a GET.

    A GET may be repeated, prefetched or cached: it must leave no trace. Only the tables
    of sessions and rate limits may move. Two pages write: the return from an identity
    provider, which the protocol makes a GET, and the recovery codes, which note that they
    were shown.
    """

    allowed = frozenset(
        {"django_session", "cache", "usersessions_usersession", "django_cache"}
    )
    writing_routes = frozenset(
        {
            "openid_connect_callback",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
        }
    )
    write = re.compile(
        r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)",
        re.IGNORECASE,
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        request.may_write = False  # type: ignore[attr-defined]

        def guard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not request.may_write:  # type: ignore[attr-defined]
                self._refuse_write(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(guard):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> None:
        match = request.resolver_match
        request.may_write = (  # type: ignore[attr-defined]
            match is not None and match.url_name in self.writing_routes
        )

    def _refuse_write(self, sql: str) -> None:
        found = self.write.match(sql)
        if found is None or found[1] in self.allowed:
            return
        if settings.DEBUG or settings.DEMO:
            raise RuntimeError(f"a GET tried to write: {sql[:120]}")
        logger.error("a GET tried to write: %s", sql[:120])
