"""Keep the computed dates of a convention in step with its facts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from possibles.apps.conventions.models import Convention, Echeance
from possibles.apps.journal.models import Change, change
from possibles.apps.referentiel.domain.parametres import find_parametres

from .calendrier import (
    Delais,
    Faits,
    Jour,
    Lettre,
    Paiement,
    Promesse,
    compute_jours,
)

# The parameters behind each delay; an article of the convention goes before them.
PARAMETRES = {
    "dispute_days": "convention.litige_jours",
    "termination_months": "convention.resiliation_mois",
    "renewal_days": "convention.preavis_jours",
    "payment_days": "convention.paiement_jours",
    "publication_months": "scdl.delai_publication_mois",
    "publication_above": "subvention.seuil_convention",
}
OWN_DELAYS = ("dispute_days", "termination_months", "renewal_days")
_FACTS = {
    f"conventions.{name}"
    for name in ("convention", "versement", "courrier", "engagement")
}
_PARAMETRE = "referentiel.parametre"


def read_common_delais(on: date | None = None) -> Delais:
    """Return the delays the parameters give on a day; those of the text when none does."""
    found = find_parametres(PARAMETRES.values(), on)
    held: dict[str, Any] = {}
    sources = {}
    for name, code in PARAMETRES.items():
        if code in found:
            held[name] = int(found[code].value)
            sources[name.split("_")[0]] = found[code].source
    return Delais(**held, sources=sources)


def delais_of(convention: Convention, common: Delais | None = None) -> Delais:
    """Return the delays of a convention: what its own text says, else the common ones."""
    common = common or read_common_delais()
    held = {
        "dispute_days": common.dispute_days,
        "termination_months": common.termination_months,
        "renewal_days": common.renewal_days,
        "payment_days": common.payment_days,
        "publication_months": common.publication_months,
        "publication_above": common.publication_above,
    }
    sources = dict(common.sources)
    for name in OWN_DELAYS:
        own = getattr(convention, name)
        if own is not None:
            held[name] = own
            sources[name.split("_")[0]] = "délai écrit dans la convention"
    return Delais(**held, sources=sources)


def read_faits(convention: Convention, common: Delais | None = None) -> Faits:
    return Faits(
        kind=convention.kind,
        state=convention.state,
        signed_on=convention.signed_on,
        end=convention.end,
        amount=convention.amount,
        lettres=[
            Lettre(c.pk, c.kind, c.sent_on, c.received_on, c.closed_on)
            for c in convention.courriers.all()
        ],
        paiements=[
            Paiement(v.pk, v.label, v.amount, v.requested_on, v.due, v.paid_on)
            for v in convention.versements.all()
        ],
        promesses=[
            Promesse(e.pk, e.number, e.text, e.due)
            for e in convention.engagements.exclude(due=None)
        ],
        delais=delais_of(convention, common),
    )


def recompute(convention: Convention, common: Delais | None = None) -> int:
    """Bring the computed dates up to the facts; return how many moved. Inside a change."""
    wanted = {jour.code: jour for jour in compute_jours(read_faits(convention, common))}
    moved = 0
    for echeance in convention.echeances.exclude(code=""):
        jour = wanted.pop(echeance.code, None)
        if jour is None:
            echeance.delete()
            moved += 1
        else:
            moved += _follow(echeance, jour)
    for jour in wanted.values():
        Echeance.objects.create(
            convention=convention,
            code=jour.code,
            kind=jour.kind,
            label=jour.label,
            due=jour.due,
            rule=jour.rule[:300],
            done_on=jour.done_on,
        )
    return moved + len(wanted)


def _follow(echeance: Echeance, jour: Jour) -> bool:
    before = (echeance.due, echeance.label, echeance.rule, echeance.done_on)
    if jour.done_on is not None:
        echeance.done_on = jour.done_on
    elif echeance.due != jour.due or jour.code.startswith("versement-"):
        # A date that moves is to be kept again; a payment is kept by being made.
        echeance.done_on = None
    echeance.kind, echeance.label = jour.kind, jour.label
    echeance.due, echeance.rule = jour.due, jour.rule[:300]
    echeance.save()
    return before != (echeance.due, echeance.label, echeance.rule, echeance.done_on)


def recompute_all(conventions: QuerySet[Convention] | None = None) -> int:
    """Recompute every convention (a parameter changed); return how many dates moved."""
    common = read_common_delais()
    rows = Convention.objects.all() if conventions is None else conventions
    with change(author=None, origin="echeances", reason="Calcul des échéances"):
        return sum(recompute(convention, common) for convention in rows)


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> None:
    """Recompute what a closing change moved: its dates are told in the same change."""
    if any(touch.model == _PARAMETRE for touch in change.touches):
        recompute_all()
        return
    keys = set(_conventions_touched(change.touches))
    if keys:
        common = read_common_delais()
        for convention in Convention.objects.filter(pk__in=keys):
            recompute(convention, common)


def _conventions_touched(touches: Iterable[Any]) -> Iterable[int]:
    for touch in touches:
        if touch.model not in _FACTS:
            continue
        if touch.model == "conventions.convention":
            yield int(touch.object_id)
        elif touch.parent is not None:
            yield int(touch.parent[1])
