from datetime import date
from itertools import count

from possibles.apps.conventions.enums import ConventionState
from possibles.apps.conventions.models import (
    Article,
    Avenant,
    Constat,
    Convention,
    Courrier,
    Echeance,
    Engagement,
    ModificationArticle,
    Partie,
    Versement,
)
from possibles.apps.journal.models import change

_numbers = count(1)


def make_convention(*parties, **over) -> Convention:
    """Make a convention in force between these organisations."""
    number = next(_numbers)
    fields = {
        "slug": f"convention-{number}",
        "kind": "partenariat",
        "title": f"Convention {number}",
        "state": ConventionState.EN_VIGUEUR,
    } | over
    with change(author=None, origin="tests"):
        convention = Convention.objects.create(**fields)
        for organisation in parties:
            Partie.objects.create(convention=convention, organisation=organisation)
    return convention


def make_contrat(**over) -> Convention:
    """Make the contrat de ville."""
    return make_convention(**({"kind": "contrat_de_ville"} | over))


def make_echeance(**over) -> Echeance:
    convention = over.pop("convention", None) or make_convention()
    fields = {"label": f"Échéance {next(_numbers)}", "due": date(2026, 12, 31)} | over
    with change(author=None, origin="tests"):
        return Echeance.objects.create(convention=convention, **fields)


def make_article(convention=None, number="1", **over) -> Article:
    fields = {"position": next(_numbers), "title": "Objet", "text": "Le texte."} | over
    with change(author=None, origin="tests"):
        return Article.objects.create(
            convention=convention or make_convention(), number=number, **fields
        )


def make_engagement(convention=None, **over) -> Engagement:
    number = next(_numbers)
    fields = {"number": number, "text": f"Faire {number}"} | over
    with change(author=None, origin="tests"):
        return Engagement.objects.create(
            convention=convention or make_convention(), **fields
        )


def make_constat(engagement=None, **over) -> Constat:
    fields = {"date": date(2026, 6, 1), "verdict": "en_cours"} | over
    with change(author=None, origin="tests"):
        return Constat.objects.create(
            engagement=engagement or make_engagement(), **fields
        )


def make_versement(convention=None, **over) -> Versement:
    fields = {"number": next(_numbers), "label": "Acompte", "amount": 100_000} | over
    with change(author=None, origin="tests"):
        return Versement.objects.create(
            convention=convention or make_convention(), **fields
        )


def make_courrier(convention=None, **over) -> Courrier:
    fields = {"kind": "litige", "sent_on": date(2026, 3, 1)} | over
    with change(author=None, origin="tests"):
        return Courrier.objects.create(
            convention=convention or make_convention(), **fields
        )


def make_avenant(convention=None, *, articles=(), **over) -> Avenant:
    """Make an amendment; `articles` are (kind, number, text) it rewrites."""
    fields = {"objet": "Prolonger", "state": "redaction"} | over
    with change(author=None, origin="tests"):
        avenant = Avenant.objects.create(
            convention=convention or make_convention(signed_on=date(2026, 1, 5)),
            **fields,
        )
        for kind, number, text in articles:
            ModificationArticle.objects.create(
                avenant=avenant, kind=kind, number=number, text=text
            )
    return avenant
