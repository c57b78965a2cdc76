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
    EN_VIGUEUR = "en_vigueur", "En vigueur"
    ECHUE = "echue", "Échue"
    RESILIEE = "resiliee", "Résiliée"


class PartieRole(models.TextChoices):
    SIGNATAIRE = "signataire", "Signataire"
    FINANCEUR = "financeur", "Signataire et financeur"
    BENEFICIAIRE = "beneficiaire", "Signataire et bénéficiaire"
    ASSOCIE = "associe", "Associé"


class EngagementState(models.TextChoices):
    A_ENGAGER = "a_engager", "À engager"
    EN_COURS = "en_cours", "En cours"
    TENU = "tenu", "Tenu"
    NON_TENU = "non_tenu", "Non tenu"


class EcheanceKind(models.TextChoices):
    TERME = "terme", "Terme"
    REVOYURE = "revoyure", "Clause de revoyure"
    VERSEMENT = "versement", "Versement"
    RENDU = "rendu", "Document à rendre"
    AUTRE = "autre", "Autre échéance"
