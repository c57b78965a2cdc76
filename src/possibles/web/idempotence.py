"""A creating form sent twice acts once.

The form carries a token (`{% jeton %}`). The first request that brings it does the work
and keeps its answer in the same transaction; any other gets that answer back. The same
token with another content is refused (409): it is not the same request.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from possibles.apps.journal.models import CleIdempotence

FIELD = "_jeton"
View = Callable[..., HttpResponse]


def idempotent(view: View) -> View:
    """Make a POST safe to repeat. Put it under `@access`, over the view."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        token = _read_token(request)
        if token is None:
            return _refuse(request, "missing")
        with transaction.atomic():
            key, is_new = _claim(request, token)
            if not is_new:
                return _repeat(request, key)
            response = view(request, *args, **kwargs)
            if response.status_code >= 300 and response.status_code < 400:
                _keep(key, response)
            else:
                # Nothing was created (a form to correct): the token stays free.
                key.delete()
        return response

    once.is_idempotent = True  # type: ignore[attr-defined]
    return once


def _read_token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _claim(request: HttpRequest, token: UUID) -> tuple[CleIdempotence, bool]:
    author = request.user if request.user.is_authenticated else None
    digest = _digest(request)
    try:
        with transaction.atomic():
            return (
                CleIdempotence.objects.create(
                    key=token, author=author, route=request.path[:200], digest=digest
                ),
                True,
            )
    except IntegrityError:
        return CleIdempotence.objects.get(key=token), False


def _digest(request: HttpRequest) -> str:
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name not in {FIELD, "csrfmiddlewaretoken"}:
            digest.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def _repeat(request: HttpRequest, key: CleIdempotence) -> HttpResponse:
    same = (
        key.digest == _digest(request)
        and key.route == request.path[:200]
        and key.author_id == request.user.pk
    )
    if not same or not key.location:
        return _refuse(request, "reused")
    response: HttpResponse = HttpResponseRedirect(key.location)
    response.status_code = key.status or 302
    return response


def _keep(key: CleIdempotence, response: HttpResponse) -> None:
    key.status = response.status_code
    key.location = response.headers.get("Location", "")
    key.save()


def _refuse(request: HttpRequest, cause: str) -> HttpResponse:
    return render(request, "errors/409.html", {"cause": cause}, status=409)
