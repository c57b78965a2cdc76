from django.db import models


class ConventionKind(models.TextChoices):
    CONTRAT_DE_VILLE = "contrat_de_ville", "Contrat de ville"
    COMMUNALE = "communale", "Convention communale"
    PROJET_DE_QUARTIER = "projet_de_quartier", "Projet de quartier"
    PARTENARIAT = "partenariat", "Convention de partenariat"
    PLURIANNUELLE = "pluriannuelle", "Convention pluriannuelle de renouvellement urbain"
    ABATTEMENT_TFPB = "abattement_tfpb", "Convention d’abattement de TFPB"
    SUBVENTION = "subvention", "Convention de subvention"


class ConventionState(models.TextChoices):
    PREPARATION = "preparation", "En préparation"
    SIGNATURE = "signature", "À la signature"
    EN_VIGUEUR = "en_vigueur", "En vigueur"
    DENONCEE = "denoncee", "Résiliation en cours"
    ECHUE = "echue", "Échue"
    RESILIEE = "resiliee", "Résiliée"


# Not signed yet: shown to members only, and its text may still be written.
DRAFT_STATES = (ConventionState.PREPARATION, ConventionState.SIGNATURE)
RUNNING_STATES = (ConventionState.EN_VIGUEUR, ConventionState.DENONCEE)


class PartieRole(models.TextChoices):
    SIGNATAIRE = "signataire", "Signataire"
    FINANCEUR = "financeur", "Signataire et financeur"
    BENEFICIAIRE = "beneficiaire", "Signataire et bénéficiaire"
    ASSOCIE = "associe", "Associé"


class AvenantKind(models.TextChoices):
    AJUSTEMENT_MINEUR = "ajustement_mineur", "Ajustement mineur"
    AVENANT_LOCAL = "avenant_local", "Avenant local"
    AVENANT_NATIONAL = "avenant_national", "Avenant national"
    AVENANT_PARTENARIAT = "avenant_partenariat", "Avenant de partenariat"


AVENANT_MEANINGS = {
    AvenantKind.AJUSTEMENT_MINEUR: "Changement de maître d’ouvrage, de calendrier ou "
    "redéploiement sans effet sur le projet : instruit localement.",
    AvenantKind.AVENANT_LOCAL: "Modification instruite et signée par le délégué "
    "territorial avec les partenaires.",
    AvenantKind.AVENANT_NATIONAL: "Les partis pris du projet ou son programme changent : "
    "instruit comme le projet initial, jusqu’au comité d’engagement.",
    AvenantKind.AVENANT_PARTENARIAT: "Avenant écrit et signé par les parties d’une "
    "convention de partenariat, d’objectifs ou de subvention.",
}


class AvenantState(models.TextChoices):
    A_PREPARER = "a_preparer", "À préparer"
    REDACTION = "redaction", "En rédaction"
    SIGNATURE = "signature", "À la signature"
    SIGNE = "signe", "Signé"
    ABANDONNE = "abandonne", "Abandonné"


PENDING_AVENANTS = (
    AvenantState.A_PREPARER,
    AvenantState.REDACTION,
    AvenantState.SIGNATURE,
)


class ModificationKind(models.TextChoices):
    MODIFIE = "modifie", "Article modifié"
    AJOUTE = "ajoute", "Article ajouté"
    SUPPRIME = "supprime", "Article supprimé"


class EngagementKind(models.TextChoices):
    OPERATION = "operation", "Opération à réaliser"
    HEURES = "heures", "Heures d’insertion"
    RELOGEMENT = "relogement", "Relogement"
    GESTION = "gestion", "Projet de gestion"
    PARTICIPATION = "participation", "Participation des habitants"
    INDICATEUR = "indicateur", "Indicateur à atteindre"
    ETUDE = "etude", "Étude ou ingénierie"
    FINANCEMENT = "financement", "Financement"
    ACCOMPAGNEMENT = "accompagnement", "Accompagnement"
    AUTRE = "autre", "Autre engagement"


class EngagementState(models.TextChoices):
    """What a room writes of its own pledges (insertion); ours are judged: see `Tenue`."""

    A_ENGAGER = "a_engager", "À engager"
    EN_COURS = "en_cours", "En cours"
    TENU = "tenu", "Tenu"
    NON_TENU = "non_tenu", "Non tenu"


class Verdict(models.TextChoices):
    """What a person states of a commitment, on a day."""

    TENU = "tenu", "Tenu"
    EN_COURS = "en_cours", "En cours"
    NON_TENU = "non_tenu", "Non tenu"


class Tenue(models.TextChoices):
    """Where a commitment stands on a day; never typed, always judged."""

    TENU = "tenu", "Tenu"
    EN_COURS = "en_cours", "En cours"
    EN_RETARD = "en_retard", "En retard"
    NON_MESURABLE = "non_mesurable", "Non mesurable"

    @property
    def tone(self) -> str:
        return {
            "tenu": "success",
            "en_cours": "info",
            "en_retard": "danger",
            "non_mesurable": "neutral",
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "tenu": "circle-check",
            "en_cours": "progress",
            "en_retard": "alert-triangle",
            "non_mesurable": "help-circle",
        }[self.value]


class EcheanceKind(models.TextChoices):
    TERME = "terme", "Terme"
    PREAVIS = "preavis", "Préavis de renouvellement"
    REVOYURE = "revoyure", "Clause de revoyure"
    VERSEMENT = "versement", "Versement"
    RENDU = "rendu", "Document à rendre"
    PUBLICATION = "publication", "Publication des données"
    LITIGE = "litige", "Litige"
    RESILIATION = "resiliation", "Résiliation"
    ENGAGEMENT = "engagement", "Engagement"
    AUTRE = "autre", "Autre échéance"


class CourrierKind(models.TextChoices):
    LITIGE = "litige", "Lettre qui ouvre un litige"
    RESILIATION = "resiliation", "Lettre de résiliation"


class RevueState(models.TextChoices):
    PREPAREE = "preparee", "En préparation"
    TENUE = "tenue", "Tenue"
    FIGEE = "figee", "Figée"
