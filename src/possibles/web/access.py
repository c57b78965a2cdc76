"""Who may open a view: declared once, on the view; closed by default.

    @access("contrat.change_projet", on=Projet)
    def projet_update(request, projet): ...

A view without a declaration answers 404, and so does one that may not be opened: what is
forbidden and what does not exist look the same.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from rules import has_perm

PUBLIC = "public"
SIGNED_IN = "signed_in"
View = Callable[..., HttpResponse]
logger = logging.getLogger("possibles.security")


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of who opens it.

    `permission` is `PUBLIC`, `SIGNED_IN` or a permission of the `rules` registry; `model`
    is the object the permission is about, found by the URL's `pk`.
    """

    permission: str
    model: type[models.Model] | None = None


def access(
    permission: str,
    *,
    on: type[models.Model] | None = None,
    load: Callable[[Any], Any] | None = None,
) -> Callable[[View], View]:
    """Declare who may open the view; with `on`, hand it the object instead of its key.

    `load` is given the queryset, to read with the object what the page names beside it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            target = None
            if on is not None:
                target = find_visible(on, request, kwargs.pop("pk"), load)
            is_missing = on is not None and target is None
            if is_missing or not is_allowed(request.user, permission, target):
                if permission != PUBLIC and not request.user.is_authenticated:
                    return ask_to_sign_in(request)
                log_refusal(request)
                raise Http404
            if target is not None:
                return view(request, target, *args, **kwargs)
            return view(request, *args, **kwargs)

        guarded.access = Access(permission, on)  # type: ignore[attr-defined]
        return guarded

    return decorate


def is_allowed(user: Any, permission: str, target: Any = None) -> bool:
    if permission == PUBLIC:
        return True
    if permission == SIGNED_IN:
        return bool(user.is_authenticated)
    return bool(has_perm(permission, user, target))


def declared_access(view: Any) -> Access | None:
    """Return the declaration of a resolved view.

    A view of a library is given one where it is mounted: `access(PUBLIC)(views.login)`.
    """
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def find_visible(
    model: type[models.Model],
    request: HttpRequest,
    pk: Any,
    load: Callable[[Any], Any] | None = None,
) -> models.Model | None:
    manager: Any = model._default_manager
    rows = manager.visible_to(request.user).filter(pk=pk)
    found: models.Model | None = (load(rows) if load else rows).first()
    return found


def log_refusal(request: HttpRequest) -> None:
    """Note who met a closed door, or a missing one: many in a row are worth a look."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    logger.info("refused user=%s route=%s", request.user.pk, route)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
