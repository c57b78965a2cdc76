from datetime import date
from decimal import Decimal
from itertools import count

from django.utils import timezone

from possibles.apps.contrat.enums import PUBLIC_STATES, AgendaState
from possibles.apps.contrat.models import (
    Agenda,
    Chantier,
    Cible,
    Commentaire,
    FamilleOutil,
    Indicateur,
    Inscription,
    Jalon,
    Orientation,
    Outil,
    Partenaire,
    Projet,
    Releve,
    Synthese,
)
from possibles.apps.journal.models import change
from tests.factories.acteurs import make_organisation
from tests.factories.conventions import make_contrat

_numbers = count(1)


def make_orientation(**over) -> Orientation:
    number = next(_numbers)
    fields = {
        "number": number,
        "slug": f"orientation-{number}",
        "name": f"Orientation {number}",
        "parcours": "Un habitant…",
    } | over
    with change(author=None, origin="tests"):
        return Orientation.objects.create(**fields)


def make_outil(**over) -> Outil:
    number = next(_numbers)
    with change(author=None, origin="tests"):
        famille = over.pop("famille", None) or FamilleOutil.objects.create(
            number=number, slug=f"famille-{number}", name=f"Famille {number}"
        )
        fields = {"number": number, "slug": f"outil-{number}", "name": "Mesure"} | over
        return Outil.objects.create(famille=famille, **fields)


def make_projet(**over) -> Projet:
    """Make a project; `communes=`, `quartiers=`, `orientations=`, `outils=` link it."""
    number = next(_numbers)
    links = {f.name: over.pop(f.name, []) for f in Projet._meta.many_to_many}
    fields = {"slug": f"projet-{number}", "title": f"Projet {number}"} | over
    with change(author=None, origin="tests"):
        projet = Projet.objects.create(**fields)
        for name, targets in links.items():
            getattr(projet, name).set(targets)
    return projet


def make_agenda(*projets: Projet, **over) -> Agenda:
    """Make an agenda that holds these projects; dated when its state asks for it."""
    contrat = over.pop("contrat", None) or make_contrat()
    orientation = over.pop("orientation", None)
    fields = {"year": 2026, "title": "Agenda", "state": AgendaState.PREPARATION} | over
    if fields["state"] in PUBLIC_STATES:
        fields.setdefault("validated_on", date(2026, 6, 18))
    with change(author=None, origin="tests"):
        agenda = Agenda.objects.create(contrat=contrat, **fields)
    for projet in projets:
        make_inscription(agenda, projet, orientation=orientation)
    return agenda


def make_inscription(agenda: Agenda, projet: Projet, **over) -> Inscription:
    place = over.pop("orientation", None) or make_orientation()
    with change(author=None, origin="tests"):
        return Inscription.objects.create(
            agenda=agenda, projet=projet, orientation=place, **over
        )


def make_public_projet(**over) -> Projet:
    """Make a project of a validated agenda: everyone may read it."""
    projet = make_projet(**over)
    make_agenda(projet, state=AgendaState.SUIVI)
    return projet


def make_chantier(**over) -> Chantier:
    number = next(_numbers)
    fields = {"slug": f"chantier-{number}", "title": f"Chantier {number}"} | over
    with change(author=None, origin="tests"):
        return Chantier.objects.create(**fields)


def make_partenaire(projet: Projet, **over) -> Partenaire:
    organisation = over.pop("organisation", None) or make_organisation()
    with change(author=None, origin="tests"):
        return Partenaire.objects.create(
            projet=projet, organisation=organisation, **over
        )


def make_jalon(projet: Projet, **over) -> Jalon:
    fields = {"label": f"Jalon {next(_numbers)}", "due": date(2026, 9, 30)} | over
    with change(author=None, origin="tests"):
        return Jalon.objects.create(projet=projet, **fields)


def make_synthese(projet: Projet, **over) -> Synthese:
    """Make a published synthesis; `published_at=None` makes a draft."""
    fields = {
        "date": date(2026, 10, 1),
        "meteo": "atteignables",
        "deja_fait": "Une réunion.",
        "signature": "L’équipe",
        "published_at": timezone.now(),
    } | over
    with change(author=None, origin="tests"):
        return Synthese.objects.create(projet=projet, **fields)


def make_commentaire(projet: Projet, **over) -> Commentaire:
    fields = {"text": "Bonjour", "created_at": timezone.now()} | over
    with change(author=None, origin="tests"):
        return Commentaire.objects.create(projet=projet, **fields)


def make_indicateur(**over) -> Indicateur:
    number = next(_numbers)
    fields = {"slug": f"indicateur-{number}", "label": f"Indicateur {number}"} | over
    with change(author=None, origin="tests"):
        return Indicateur.objects.create(**fields)


def make_cible(indicateur: Indicateur, year: int, value: int) -> Cible:
    with change(author=None, origin="tests"):
        return Cible.objects.create(
            indicateur=indicateur, year=year, value=Decimal(value)
        )


def make_releve(indicateur: Indicateur, value=None, **over) -> Releve:
    fields = {
        "period": "2025",
        "value": None if value is None else Decimal(value),
        "entered_at": timezone.now(),
    } | over
    with change(author=None, origin="tests"):
        return Releve.objects.create(indicateur=indicateur, **fields)
