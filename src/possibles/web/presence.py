"""Who else has this sheet open to change it: said to people, written nowhere lasting.

The page of a form says so when it opens, then now and then, by a small POST; the sheet
itself asks by a GET. Nothing goes to the journal: a pill that is forgotten in less than a
minute is no history.
"""

import time
from typing import Any

import rules
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from possibles.apps.journal.models import TrackedModel
from possibles.web.access import SIGNED_IN, access
from possibles.web.historique.rights import permission_to
from possibles.web.historique.views import find_visible_subject

# A page tells every 15 seconds; three missed, and it is closed.
LASTS = 45


@access(SIGNED_IN)
def presence_detail(request: HttpRequest, model: str, key: str) -> HttpResponse:
    """Name the others; a POST adds oneself, if one may change the object."""
    request.is_background = True  # type: ignore[attr-defined]
    subject = find_visible_subject(request, model, key)
    present = _read(subject)
    user: Any = request.user
    if request.method == "POST" and _may_change(user, subject):
        present[str(user.pk)] = (str(user), time.time())
        cache.set(_name(subject), present, LASTS)
    others = [name for pk, (name, _) in present.items() if pk != str(user.pk)]
    return render(request, "editing/_presence.html", {"others": sorted(others)})


def _read(subject: TrackedModel) -> dict[str, tuple[str, float]]:
    kept: dict[str, tuple[str, float]] = cache.get(_name(subject)) or {}
    oldest = time.time() - LASTS
    return {pk: (name, at) for pk, (name, at) in kept.items() if at > oldest}


def _name(subject: TrackedModel) -> str:
    return f"presence:{subject._meta.label_lower}:{subject.pk}"


def _may_change(user: Any, subject: TrackedModel) -> bool:
    verb = permission_to("change", subject)
    return bool(rules.perm_exists(verb) and user.has_perm(verb, subject))


urlpatterns = [
    path("<str:model>/<str:key>/", presence_detail, name="presence-detail"),
]
