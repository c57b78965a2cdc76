"""When bodies sit: by month, by year, and in one's own calendar program."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from possibles.apps.gouvernance.domain.adresses import (
    give_address,
    read_token,
    revoke_address,
    write_token,
)
from possibles.apps.gouvernance.enums import SeanceState
from possibles.apps.gouvernance.interfaces.calendrier import write_calendar
from possibles.apps.gouvernance.models import (
    Action,
    AdresseAgenda,
    Instance,
    Mandat,
    Seance,
)
from possibles.common.french import format_month
from possibles.web.access import PUBLIC, SIGNED_IN, access
from possibles.web.params import read_number

from .convocations import site_of
from .pages import file_answer

PAST = timedelta(days=90)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@access("gouvernance.view_seance")
def calendrier_detail(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    year = read_number(request.GET.get("annee"))
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return _show_year(request, year, today)
    return _show_month(request, _read_month(request.GET.get("mois", ""), today), today)


def _show_month(request: HttpRequest, month: date, today: date) -> HttpResponse:
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    held = _by_day(request.user, weeks[0][0], weeks[-1][-1])
    context = {
        "month": month,
        "weeks": [
            [
                {
                    "date": day,
                    "seances": held.get(day, []),
                    "is_other": day.month != month.month,
                    "is_today": day == today,
                }
                for day in week
            ]
            for week in weeks
        ],
        "count": sum(
            len(found) for day, found in held.items() if day.month == month.month
        ),
        "previous": f"{month - timedelta(days=1):%Y-%m}",
        "following": f"{month + timedelta(days=32):%Y-%m}",
        "days": ["Lun.", "Mar.", "Mer.", "Jeu.", "Ven.", "Sam.", "Dim."],
    }
    return render(request, "gouvernance/calendrier_mois.html", context)


def _show_year(request: HttpRequest, year: int, today: date) -> HttpResponse:
    held = _by_day(request.user, date(year, 1, 1), date(year, 12, 31))
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        seances = [s for day in sorted(held) if day.month == number for s in held[day]]
        months.append((format_month(first), f"{first:%Y-%m}", seances))
    context = {
        "year": year,
        "months": months,
        "count": sum(len(found) for found in held.values()),
        "previous": year - 1,
        "following": year + 1,
    }
    return render(request, "gouvernance/calendrier_annee.html", context)


def _by_day(user: Any, start: date, end: date) -> dict[date, list[Seance]]:
    found: dict[date, list[Seance]] = {}
    seances = (
        Seance.objects.visible_to(user)
        .filter(date__range=(start, end))
        .exclude(state=SeanceState.ANNULEE)
        .select_related("instance")
        .order_by("date", "time", "pk")
    )
    for seance in seances:
        found.setdefault(seance.date, []).append(seance)
    return found


def _read_month(text: str, today: date) -> date:
    year, _, month = text.partition("-")
    numbers = read_number(year), read_number(month)
    if None in numbers:
        return today.replace(day=1)
    held_year, held_month = numbers
    if not (
        FIRST_YEAR <= (held_year or 0) <= LAST_YEAR and 1 <= (held_month or 0) <= 12
    ):
        return today.replace(day=1)
    return date(held_year or today.year, held_month or 1, 1)


# --- Secret addresses -------------------------------------------------------------------


@access("gouvernance.view_seance")
@never_cache
def adresse_list(request: HttpRequest) -> HttpResponse:
    """Show my calendar addresses, to copy into a calendar program."""
    user: Any = request.user
    held = AdresseAgenda.objects.filter(personne=user).select_related("instance")
    given = {adresse.instance_id: adresse for adresse in held}
    bodies = Instance.objects.sitting_for(user).order_by("name")
    context = {
        "rows": [
            ("Mes séances et mes actions", "", _address(request, given.get(None))),
            *(
                (str(body), body.pk, _address(request, given.get(body.pk)))
                for body in bodies
            ),
        ]
    }
    return render(request, "gouvernance/adresses.html", context)


def _address(request: HttpRequest, held: AdresseAgenda | None) -> str:
    if held is None:
        return ""
    return site_of(request) + reverse("agenda-ics", args=[write_token(held)])


@access(SIGNED_IN)
@require_POST
def adresse_renew(request: HttpRequest) -> HttpResponse:
    """Give an address, or replace it: the former one stops working."""
    give_address(request.user, _find_body(request))
    messages.success(
        request, "L’adresse est prête. L’ancienne, s’il y en avait une, ne sert plus."
    )
    return redirect("adresse-agenda-list")


@access(SIGNED_IN)
@require_POST
def adresse_revoke(request: HttpRequest) -> HttpResponse:
    revoke_address(request.user, _find_body(request))
    messages.success(request, "L’adresse ne sert plus.")
    return redirect("adresse-agenda-list")


def _find_body(request: HttpRequest) -> Instance | None:
    asked = request.POST.get("instance", "")
    if not asked:
        return None
    found: Instance | None = (
        Instance.objects.sitting_for(request.user).filter(pk=read_number(asked)).first()
    )
    if found is None:
        raise Http404
    return found


@access(PUBLIC)
@never_cache
def agenda_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program what the owner of the address may see, and no more."""
    adresse = read_token(token)
    if adresse is None:
        raise Http404
    person = adresse.personne
    seances = (
        Seance.objects.visible_to(person)
        .filter(date__gte=timezone.localdate() - PAST)
        .select_related("instance")
        .prefetch_related("points")
        .order_by("date", "pk")
    )
    actions: list[Action] = []
    if adresse.instance is None:
        seats = Mandat.objects.held_by(person).values("instance")
        seances = seances.filter(instance__in=seats)
        mine = Action.objects.mine(person).open().exclude(due=None)
        actions = list(mine.order_by("due", "pk"))
    else:
        seances = seances.filter(instance=adresse.instance)
    name = str(adresse.instance or "Mes séances")
    content = write_calendar(seances, site=site_of(request), name=name, actions=actions)
    return file_answer(content, "agenda.ics")
