"""An invented convention of urban renewal, for a demonstration: all « exemple ».

No source gives its text, its figures or its reviews. Its commitments show each way of
following one: measured by another room, stated with its date, late, not measurable.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import (
    AvenantState,
    ConventionKind,
    ConventionState,
    ModificationKind,
    PartieRole,
)
from possibles.apps.conventions.models import (
    Article,
    Constat,
    Convention,
    Engagement,
    ModificationArticle,
    Partie,
    Versement,
)
from possibles.apps.journal.domain.states import fire
from possibles.apps.journal.models import change
from possibles.apps.territoires.models import ProjetRenouvellement

from .avenants import open_avenant, sign_avenant
from .mesures import mesures
from .revue import REVUE_CYCLE, prepare_revue

SLUG = "exemple-convention-renouvellement"
PARTIES = (
    ("metropole", PartieRole.SIGNATAIRE),
    ("commune-marseille", PartieRole.SIGNATAIRE),
    ("anru", PartieRole.FINANCEUR),
    ("etat", PartieRole.SIGNATAIRE),
)
ARTICLES = (
    ("2", "Objectifs du projet", "Le projet ouvre le quartier sur la ville, renouvelle ses logements et ses équipements, et améliore le quotidien sans attendre la fin des travaux."),
    ("5", "Relogement", "Chaque ménage concerné par une démolition est relogé avec son accord, la moitié au moins dans un logement neuf ou de moins de cinq ans."),
    ("7.2", "Participation des habitants", "Les habitants sont réunis au moins quatre fois par an et le conseil citoyen donne son avis avant chaque comité de pilotage."),
    ("8.1", "Projet de gestion", "Un projet de gestion partagée est signé dans l’année qui suit la convention et tenu à jour chaque année."),
    ("8.2", "Insertion par l’activité économique", "Les maîtres d’ouvrage réservent aux habitants une part des heures travaillées, suivie marché par marché."),
    ("9", "Opérations", "L’école du secteur nord est livrée pour la rentrée 2027. Les espaces publics qui l’entourent sont livrés dans l’année qui suit."),
    ("12.2", "Revue de projet", "Une revue de projet annuelle vérifie, avec tous les signataires, que les engagements de la convention sont tenus."),
    ("13", "Modification", "La convention se modifie par ajustement mineur, par avenant local ou par avenant national selon l’ampleur du changement."),
)  # fmt: skip
NEW_SCHOOL = (
    "L’école du secteur nord est livrée pour la rentrée 2028. Les espaces publics qui "
    "l’entourent sont livrés dans les six mois qui suivent."
)


def load_demo() -> bool:
    """Create the example unless it is there; tell whether it was made."""
    if Convention.objects.filter(slug=SLUG).exists():
        return False
    today = timezone.localdate()
    with change(author=None, origin="demo_conventions", reason="Convention d’exemple"):
        convention = _make_convention(today)
        _make_engagements(convention, today)
        _make_avenants(convention, today)
        _make_revues(convention, today)
    return True


def _make_convention(today: date) -> Convention:
    projet = _find_projet()
    name = projet.name if projet else "du quartier"
    signed = today - timedelta(days=760)
    convention = Convention.objects.create(
        slug=SLUG,
        kind=ConventionKind.PLURIANNUELLE,
        title=f"Convention pluriannuelle de renouvellement urbain {name} (exemple)",
        short_title=f"Renouvellement urbain {name} (exemple)",
        state=ConventionState.EN_VIGUEUR,
        objet="Convention inventée pour montrer le suivi des engagements d’un projet de "
        "renouvellement urbain, ses avenants et sa revue annuelle.",
        signed_on=signed,
        start=signed,
        end=date(today.year + 4, 12, 31),
        amount=4_200_000_00,
        amount_note="concours financiers, exemple",
        source="Exemple",
        is_exemple=True,
    )
    if projet is not None:
        convention.renouvellements.add(projet)
        convention.quartiers.add(*projet.quartiers.all())
    for slug, role in PARTIES:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is not None:
            Partie.objects.create(
                convention=convention,
                organisation=organisation,
                role=role,
                signed_on=signed,
            )
    for position, (number, title, text) in enumerate(ARTICLES, 1):
        Article.objects.create(
            convention=convention,
            number=number,
            position=position,
            title=title,
            text=text,
        )
    for rank, (label, amount, asked, paid) in enumerate(
        (
            ("Premier acompte", 630_000_00, 600, 540),
            ("Deuxième acompte", 840_000_00, 75, 0),
        ),
        1,
    ):
        Versement.objects.create(
            convention=convention,
            number=rank,
            label=label,
            amount=amount,
            condition="Sur justificatifs de dépenses",
            requested_on=today - timedelta(days=asked),
            paid_on=today - timedelta(days=paid) if paid else None,
        )
    return convention


def _find_projet() -> ProjetRenouvellement | None:
    """Return a named renewal project on which hours are counted, else any named one."""
    named = {str(p.pk): p for p in ProjetRenouvellement.objects.exclude(name="")}
    mesure = mesures().get("insertion.heures_renouvellement")
    readings = mesure.read(list(named), timezone.localdate()) if mesure else {}
    found = [projet for key, projet in named.items() if key in readings]
    return next(iter(found or named.values()), None)


def _make_engagements(convention: Convention, today: date) -> None:
    year = today.year
    last = {
        "verdict": "en_cours",
        "text": "Point fait avec le maître d’ouvrage.",
        "days": 40,
    }
    rows: tuple[dict[str, Any], ...] = (
        {"kind": "operation", "article": "9", "qui": "commune-marseille", "text": "Livrer l’école du secteur nord pour la rentrée", "due": date(year + 2, 8, 31), "constat": last},
        {"kind": "heures", "article": "8.2", "qui": "metropole", "text": "Réserver aux habitants 2 000 heures d’insertion sur les marchés du projet", "due": date(year + 1, 12, 31), "target": 2_000, "unit": "heures", "mesure": "insertion.heures_renouvellement"},
        {"kind": "relogement", "article": "5", "qui": "metropole", "text": "Reloger 120 ménages avant la démolition", "due": date(year + 1, 6, 30), "target": 120, "unit": "ménages", "before": last | {"value": 31, "text": "Tableau de suivi du bailleur.", "days": 400}, "constat": last | {"value": 74, "text": "Tableau de suivi du bailleur."}},
        {"kind": "gestion", "article": "8.1", "qui": "commune-marseille", "text": "Signer le projet de gestion partagée du quartier", "due": today - timedelta(days=130), "constat": {"verdict": "non_tenu", "text": "Le texte est écrit, deux signatures manquent.", "days": 25}},
        {"kind": "participation", "article": "7.2", "qui": "commune-marseille", "text": "Réunir les habitants quatre fois dans l’année", "due": date(year, 12, 31), "target": 4, "unit": "réunions", "proof": "Comptes rendus des quatre réunions", "constat": {"verdict": "tenu", "value": 4, "text": "La quatrième réunion a eu lieu.", "days": 12}},
        {"kind": "indicateur", "article": "2", "qui": "metropole", "text": "Faire progresser l’indicateur suivi par le contrat de ville", "due": date(year + 3, 12, 31), "target": 1_000, "mesure": "contrat.indicateur"},
        {"kind": "etude", "article": "2", "qui": "metropole", "text": "Rendre l’étude de stationnement", "due": today - timedelta(days=300), "proof": "Rapport remis au comité technique", "constat": {"verdict": "tenu", "text": "Étude remise.", "days": 310}},
        {"kind": "autre", "article": "2", "qui": "", "text": "Améliorer le quotidien des habitants pendant les travaux"},
    )  # fmt: skip
    for number, row in enumerate(rows, 1):
        _make_engagement(convention, number, row, today)


def _make_engagement(
    convention: Convention, number: int, row: dict[str, Any], today: date
) -> None:
    code = row.get("mesure", "")
    key = _find_measured(code, convention)
    engagement = Engagement.objects.create(
        convention=convention,
        article=convention.articles.get(number=row["article"]),
        number=number,
        kind=row["kind"],
        text=row["text"],
        organisation=Organisation.objects.filter(slug=row["qui"]).first(),
        due=row.get("due"),
        target=row.get("target"),
        unit=row.get("unit", ""),
        proof=row.get("proof", ""),
        mesure=code if key else "",
        mesure_objet=key,
        is_exemple=True,
    )
    for stated in filter(None, (row.get("before"), row.get("constat"))):
        value = stated.get("value")
        Constat.objects.create(
            engagement=engagement,
            date=today - timedelta(days=stated["days"]),
            verdict=stated["verdict"],
            value=None if value is None else Decimal(value),
            text=stated["text"],
            is_exemple=True,
        )


def _find_measured(code: str, convention: Convention) -> str:
    """Return the key of an object the measure reads something on, if the room has one."""
    mesure = mesures().get(code)
    if mesure is None or mesure.model is None:
        return ""
    if mesure.model is ProjetRenouvellement:
        projet = convention.renouvellements.first()
        return str(projet.pk) if projet else ""
    manager: Any = mesure.model._default_manager
    keys = [str(pk) for pk in manager.order_by("pk").values_list("pk", flat=True)]
    readings = mesure.read(keys, timezone.localdate())
    return next((key for key in keys if key in readings), "")


def _make_avenants(convention: Convention, today: date) -> None:
    signed = open_avenant(
        convention,
        author=None,
        objet="Reporter d’un an la livraison de l’école et la fin de la convention",
        motif="Le concours de maîtrise d’œuvre a été relancé.",
        new_end=date(today.year + 5, 12, 31),
        state=AvenantState.REDACTION,
        is_exemple=True,
    )
    ModificationArticle.objects.create(
        avenant=signed, kind=ModificationKind.MODIFIE, number="9", text=NEW_SCHOOL
    )
    ModificationArticle.objects.create(
        avenant=signed,
        kind=ModificationKind.AJOUTE,
        number="12.3",
        title="Point d’étape",
        text="Un point d’étape réunit les signataires à mi-parcours.",
    )
    sign_avenant(signed, author=None, on=today - timedelta(days=200))
    open_avenant(
        convention,
        author=None,
        objet="Recaler la signature du projet de gestion",
        kind="ajustement_mineur",
        motif="L’engagement 4 est en retard.",
        is_exemple=True,
    )


def _make_revues(convention: Convention, today: date) -> None:
    held = today - timedelta(days=370)
    former = prepare_revue(
        convention, today.year - 1, author=None, on=held, is_exemple=True
    )
    for ligne in former.lignes.all():
        ligne.comment = "Examiné en séance."
        ligne.is_examined = True
        ligne.save()
    former.leader = "le délégué territorial (exemple)"
    former.participants = "Métropole\nVille\nÉtat\nBailleurs\nConseil citoyen"
    former.compte_rendu = (
        "La revue constate que le projet avance au rythme prévu, école exceptée."
    )
    former.save()
    fire(REVUE_CYCLE, former, "hold", author=None, on=held)
    fire(REVUE_CYCLE, former, "freeze", author=None)
    current = prepare_revue(convention, today.year, author=None, is_exemple=True)
    first = current.lignes.select_related("engagement").first()
    if first is not None:
        first.comment = "Le permis est purgé ; la consultation des entreprises démarre."
        first.is_examined = True
        first.save()
