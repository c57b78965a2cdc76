"""Error pages: what happened, that nothing was lost, what to do. In plain French.

A forbidden page and a missing one give the same answer.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .navigation import LINKS

logger = logging.getLogger("possibles.web")


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database nor the session: either may be what broke."""
    incident = getattr(request, "incident", "")
    logger.error("incident %s at %s", incident, request.path)
    return HttpResponse(
        render_to_string("errors/500.html", static_context(incident)), status=500
    )


def maintenance(request: HttpRequest) -> HttpResponse:
    incident = getattr(request, "incident", "")
    response = HttpResponse(
        render_to_string("errors/503.html", static_context(incident)), status=503
    )
    response["Retry-After"] = "120"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def static_context(incident: str) -> dict[str, Any]:
    """Return what the frame asks for, found without the database."""
    frame = {
        "theme": "auto",
        "density": "normal",
        "incident": incident,
        "user_id": "",
        "links": dict.fromkeys(LINKS, ""),
    }
    return {"frame": frame, "csrf_token": "", "messages": []}
