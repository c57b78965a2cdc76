"""Rules about money: cost, funding, own share, payments."""

from collections.abc import Iterator
from decimal import Decimal

from possibles.apps.conventions.domain.delais import add_months
from possibles.apps.opc.domain.alertes.faits import (
    Constat,
    Contexte,
    OperationVue,
    Preuve,
)
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import (
    BEFORE_CONVENTION,
    BEFORE_ENGAGEMENT,
    EtatOperation,
    RoleDeTache,
)
from possibles.common.french import format_euros, format_percent

from .registre import amount, day, regle, seuil

COUT = FamilleDAlerte.COUT
DERIVE = "npnru.alerte_cout"
PART = "cofin.min_moa"
PAIEMENT = "npnru.alerte_sans_paiement_mois"
BESOIN = "opc.besoin_financement_part"
CONSULTATION = "opc.consultation_mois"
_SETTLED = {
    EtatOperation.SOLDE_DEMANDE,
    EtatOperation.SOLDEE,
    EtatOperation.CLOTUREE,
    EtatOperation.SUSPENDUE,
}


@regle("cout", "Coût au-dessus de celui de la convention", COUT, DERIVE)
def check_cout(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A5: past the threshold, an amendment; past twice the threshold, a major alert."""
    if not vue.convention_cost or vue.cost_ht is None:
        return
    threshold = contexte.seuils[DERIVE].value
    drift = vue.cost_ht - vue.convention_cost
    ratio = Decimal(drift) / vue.convention_cost
    if ratio <= threshold:
        return
    yield Constat(
        rule="cout",
        cause=f"cout:{vue.pk}",
        gravite=Gravite.MAJEURE if ratio > 2 * threshold else Gravite.ATTENTION,
        title=f"Coût en hausse de {format_percent(ratio)} sur la convention",
        text=(
            "Le surcoût n’est pas couvert par la convention : ajustez le programme, ou "
            "préparez un avenant et son financement."
        ),
        evidence=(
            amount("Coût HT à la convention", vue.convention_cost, "convention"),
            amount(
                "Coût HT actuel",
                vue.cost_ht,
                f"dernière estimation ({vue.cost_maturity})",
            ),
            seuil(contexte, DERIVE),
        ),
        impact_cents=drift,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("financement", "Plan de financement incomplet", COUT, BESOIN)
def check_financement(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """Set the sum of funders against the cost, without VAT when it is recovered."""
    need = vue.cost_ht if vue.recovers_vat else vue.cost_ttc
    if not need or vue.state in BEFORE_CONVENTION or vue.state in _SETTLED:
        return
    gap = need - (vue.funded or 0)
    if gap <= need * contexte.seuils[BESOIN].value:
        return
    is_committed = vue.state not in BEFORE_ENGAGEMENT
    yield Constat(
        rule="financement",
        cause=f"financement:{vue.pk}",
        gravite=Gravite.MAJEURE if is_committed else Gravite.ATTENTION,
        title=f"Il manque {format_euros(gap, short=True)} au plan de financement",
        text=(
            "Les financements inscrits ne couvrent pas le coût. Cherchez un financeur, "
            "augmentez la part du maître d’ouvrage ou réduisez le programme."
        ),
        evidence=(
            amount(
                "Coût à financer (HT)" if vue.recovers_vat else "Coût à financer (TTC)",
                need,
                "dernière estimation",
            ),
            amount("Financements inscrits", vue.funded or 0, "plan de financement"),
            seuil(contexte, BESOIN),
        ),
        impact_cents=gap,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("part-moa", "Part du maître d’ouvrage sous le minimum", COUT, PART)
def check_part(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    if not vue.owner_is_public or not vue.funded or vue.state in BEFORE_CONVENTION:
        return
    minimum = contexte.seuils[PART].value
    share = Decimal(vue.own_share) / vue.funded
    if share >= minimum:
        return
    missing = int(vue.funded * minimum) - vue.own_share
    yield Constat(
        rule="part-moa",
        cause=f"part-moa:{vue.pk}",
        gravite=Gravite.ATTENTION,
        title=f"{vue.owner} ne porte que {format_percent(share)} du financement",
        text=(
            "Un maître d’ouvrage public porte au moins cette part des financements "
            "publics, sauf dérogation à citer."
        ),
        evidence=(
            amount("Part du maître d’ouvrage", vue.own_share, "plan de financement"),
            amount("Ensemble des financements", vue.funded, "plan de financement"),
            seuil(contexte, PART),
        ),
        impact_cents=missing,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("paiement", "Aucune demande de paiement depuis longtemps", COUT, PAIEMENT)
def check_paiement(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A8: counted from the last request, or from the DAS when there was none."""
    if vue.state in BEFORE_ENGAGEMENT or vue.state in _SETTLED:
        return
    das = vue.find(RoleDeTache.DAS)
    since = vue.last_asked_on or (das.actual_finish if das else None)
    if since is None:
        return
    due = add_months(since, contexte.months(PAIEMENT))
    late = (contexte.today - due).days
    if late <= 0:
        return
    told = "Dernière demande" if vue.last_asked_on else "DAS signée le"
    yield Constat(
        rule="paiement",
        cause=f"paiement:{vue.pk}",
        gravite=Gravite.ATTENTION,
        title=f"Aucune demande de paiement depuis {tell_days((contexte.today - since).days)}",
        text="Une subvention qui n’est pas appelée peut être annulée : demandez un acompte.",
        evidence=(day(told, since, "paiements"), seuil(contexte, PAIEMENT)),
        impact_days=late,
        impact_cents=vue.subsidy or None,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle(
    "marche", "Consultation sans marché notifié", FamilleDAlerte.MARCHE, CONSULTATION
)
def check_marche(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """Find a file gone out long ago with nothing signed: unfruitful, or stuck.

    What people recorded of a consultation speaks by itself (`check_infructueuses`).
    """
    if vue.consultations:
        return
    dce, signed = vue.find(RoleDeTache.DCE), vue.find(RoleDeTache.NOTIFICATION)
    if dce is None or dce.actual_finish is None or (signed and signed.is_finished):
        return
    due = add_months(dce.actual_finish, contexte.months(CONSULTATION))
    late = (contexte.today - due).days
    if late <= 0 or vue.is_done(RoleDeTache.OS_TRAVAUX):
        return
    yield Constat(
        rule="marche",
        cause=f"marche:{vue.pk}",
        gravite=Gravite.MAJEURE,
        title="Marché de travaux non notifié : consultation infructueuse ?",
        text=(
            "Le dossier de consultation est parti depuis plus longtemps qu’une "
            "consultation ne dure. Dites si elle est infructueuse et relancez-la."
        ),
        evidence=(
            day("Dossier de consultation terminé", dce.actual_finish, "planning"),
            Preuve(label="Marchés notifiés", value="non", source="planning"),
            seuil(contexte, CONSULTATION),
        ),
        impact_days=late,
        operation=vue.pk,
        projet=vue.projet,
    )


@regle("infructueux", "Consultation infructueuse ou sans suite", FamilleDAlerte.MARCHE)
def check_infructueuses(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """One cause for each consultation that gave nothing, until another takes it up."""
    for held in vue.consultations:
        lost = (contexte.today - held.ended_on).days
        evidence = [
            day("Publiée le", held.launched_on, "consultation"),
            day(held.issue_label, held.ended_on, "consultation"),
        ]
        if held.motif:
            evidence.append(
                Preuve(label="Motif", value=held.motif, source="consultation")
            )
        if held.cents:
            evidence.append(amount("Estimation HT", held.cents, "consultation"))
        yield Constat(
            rule="infructueux",
            cause=f"infructueux:{held.pk}",
            gravite=Gravite.MAJEURE,
            title=f"{held.objet} : consultation {held.issue_label.lower()}",
            text=(
                "Aucun marché n’en est sorti. Relancez-la, au besoin avec un programme, "
                "un allotissement ou une estimation revus, et dites laquelle elle relance."
            ),
            evidence=tuple(evidence),
            impact_days=max(0, lost),
            impact_cents=held.cents,
            operation=vue.pk,
            projet=vue.projet,
        )
