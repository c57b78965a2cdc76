from datetime import date
from decimal import Decimal
from itertools import count

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.declaration import Ouverture, open_lien
from possibles.apps.insertion.domain.objectifs import settle
from possibles.apps.insertion.models import (
    Beneficiaire,
    CharteLocale,
    Embauche,
    Employeur,
    EngagementInsertion,
    FamilleDeMarche,
    Globalisation,
    Heures,
    Hypothese,
    Intervenant,
    JeuDHypotheses,
    LienDeclaration,
    LigneDeJeu,
    Lot,
    Marche,
    NiveauDInsertion,
    ObligationAnru,
    PointDeSuivi,
    Seminaire,
    StructurePilote,
)
from possibles.apps.journal.models import change
from tests.factories.acteurs import make_organisation, make_personne

_numbers = count(1)


def make_famille(*, hypothese: bool = True, **over) -> FamilleDeMarche:
    """Make a family of works, with a hypothesis in force unless told otherwise."""
    number = next(_numbers)
    fields = {
        "slug": f"famille-{number}",
        "name": f"Famille {number}",
        "cadre": "anru",
        "prestation": "travaux",
    } | over
    with change(author=None, origin="tests"):
        famille = FamilleDeMarche.objects.create(**fields)
    if hypothese:
        make_hypothese(famille)
    return famille


def make_hypothese(famille: FamilleDeMarche, **over) -> Hypothese:
    fields = {
        "valid_from": date(2024, 1, 1),
        "labour_share": Decimal("0.5"),
        "labour_low": Decimal("0.1"),
        "labour_high": Decimal("0.9"),
        "hourly_cost": 3_000,
        "rate": Decimal("0.05"),
        "certainty": "S",
        "source": "Texte d’essai",
    } | over
    with change(author=None, origin="tests"):
        return Hypothese.objects.create(famille=famille, **fields)


def make_jeu(*familles: FamilleDeMarche, **over) -> JeuDHypotheses:
    """Propose a higher hourly cost, or other values, for these families."""
    values = {
        "labour_share": Decimal("0.5"),
        "hourly_cost": 4_000,
        "rate": Decimal("0.05"),
    } | {k: over.pop(k) for k in ("labour_share", "hourly_cost", "rate") if k in over}
    with change(author=None, origin="tests"):
        jeu = JeuDHypotheses.objects.create(**{"name": f"Jeu {next(_numbers)}"} | over)
        for famille in familles:
            LigneDeJeu.objects.create(jeu=jeu, famille=famille, **values)
    return jeu


def make_marche(**over) -> Marche:
    """Make a signed contract of 1 000 000 €, its objective computed."""
    number = next(_numbers)
    famille = over.pop("famille", None) or make_famille()
    owner = over.pop("maitre_ouvrage", None) or make_organisation()
    fields = {
        "reference": f"M-{number}",
        "title": f"Marché {number}",
        "state": "en_cours",
        "amount": 100_000_000,
    } | over
    with change(author=None, origin="tests"):
        marche = Marche(famille=famille, maitre_ouvrage=owner, **fields)
        settle(marche)
        marche.save()
    return marche


def make_lot(marche: Marche, **over) -> Lot:
    fields = {
        "number": next(_numbers),
        "title": "Lot",
        "famille": marche.famille,
        "hypothese": marche.hypothese,
        "amount": 10_000_000,
    } | over
    with change(author=None, origin="tests"):
        return Lot.objects.create(marche=marche, **fields)


def make_intervenant(marche: Marche, **over) -> Intervenant:
    fields = {"organisation": make_organisation(), "role": "cotraitant"} | over
    with change(author=None, origin="tests"):
        return Intervenant.objects.create(marche=marche, **fields)


def make_employeur(**over) -> Employeur:
    fields = {"kind": "etti"} | over
    with change(author=None, origin="tests"):
        organisation = fields.pop("organisation", None) or make_organisation()
        return Employeur.objects.create(organisation=organisation, **fields)


def make_beneficiaire(**over) -> Beneficiaire:
    """Make an eligible person, validated in January 2026."""
    fields = {
        "initials": "AB",
        "sex": "f",
        "birth_year": 1990,
        "critere": "rsa",
        "validated_on": date(2026, 1, 5),
    } | over
    with change(author=None, origin="tests"):
        return Beneficiaire.objects.create(**fields)


def make_embauche(beneficiaire=None, marche=None, **over) -> Embauche:
    fields = {
        "beneficiaire": beneficiaire or make_beneficiaire(),
        "marche": marche or make_marche(),
        "modalite": "embauche",
        "kind": "cdd",
        "start": date(2026, 1, 12),
    } | over
    fields["employeur"] = fields.get("employeur") or make_employeur()
    with change(author=None, origin="tests"):
        return Embauche.objects.create(**fields)


def make_heures(embauche: Embauche, month: date, hours: int = 100, **over) -> Heures:
    """Make a line, validated unless told otherwise; count it yourself."""
    fields = {"work": hours * 100, "state": "valide"} | over
    with change(author=None, origin="tests"):
        return Heures.objects.create(
            beneficiaire=embauche.beneficiaire,
            employeur=embauche.employeur,
            marche=embauche.marche,
            month=month,
            **fields,
        )


def make_suivi(beneficiaire, months: int = 6, **over) -> PointDeSuivi:
    fields = {"done_on": date(2026, 8, 1), "situation": "emploi_durable"} | over
    with change(author=None, origin="tests"):
        return PointDeSuivi.objects.create(
            beneficiaire=beneficiaire, months=months, **fields
        )


def make_niveau(**over) -> NiveauDInsertion:
    fields = {"level": "communes", "form": "Comité", "missions": "Suivre"} | over
    level = fields.pop("level")
    with change(author=None, origin="tests"):
        return NiveauDInsertion.objects.get_or_create(level=level, defaults=fields)[0]


def make_structure(organisation=None, **over) -> StructurePilote:
    """Make a former structure: only one is current."""
    fields = {"ended_on": date(2025, 12, 31)} | over
    with change(author=None, origin="tests"):
        return StructurePilote.objects.create(
            organisation=organisation or make_organisation(), **fields
        )


def make_obligation(**over) -> ObligationAnru:
    number = next(_numbers)
    fields = {"slug": f"obligation-{number}", "title": f"Obligation {number}"} | over
    with change(author=None, origin="tests"):
        return ObligationAnru.objects.create(**fields)


def make_seminaire(**over) -> Seminaire:
    fields = {"title": "Séminaire", "date": date(2026, 3, 3)} | over
    with change(author=None, origin="tests"):
        return Seminaire.objects.create(**fields)


def make_charte(**over) -> CharteLocale:
    fields = {"title": "Charte"} | over
    with change(author=None, origin="tests"):
        return CharteLocale.objects.create(**fields)


def make_engagement(**over) -> EngagementInsertion:
    fields = {
        "kind": "ingenierie",
        "title": "Deux embauches au bureau d’études",
        "organisation": over.get("organisation") or make_organisation(),
        "target": 2,
    } | over
    with change(author=None, origin="tests"):
        return EngagementInsertion.objects.create(**fields)


def make_lien(*, commune=None, **over) -> LienDeclaration:
    """Open a link for a company on one contract; its token is kept beside it."""
    marche = over.pop("marche", None) or make_marche(commune=commune)
    employeur = over.pop("employeur", None) or make_employeur()
    author = over.pop("author", None) or make_personne(Role.FACILITATEUR)
    wanted = Ouverture(employeur, marche, over.pop("email", ""), over.pop("days", 30))
    lien, token = open_lien(wanted, author=author)
    lien.token = token
    return lien


def make_globalisation(*marches: Marche, **over) -> Globalisation:
    """Pool the hours of these contracts."""
    fields = {"name": f"Globalisation {next(_numbers)}", "minimum": 50} | over
    with change(author=None, origin="tests"):
        held = Globalisation.objects.create(**fields)
        for marche in marches:
            marche.globalisation = held
            marche.save()
    return held
