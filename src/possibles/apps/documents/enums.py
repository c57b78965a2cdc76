from django.db import models


class DocumentKind(models.TextChoices):
    CONTRAT = "contrat", "Document contractuel"
    CAHIER = "cahier", "Cahier du contrat"
    CONVOCATION = "convocation", "Convocation"
    COMPTE_RENDU = "compte_rendu", "Compte rendu"
    PREUVE = "preuve", "Preuve de réalisation"
    RAPPORT = "rapport", "Rapport, revue de projet"
    BILAN = "bilan", "Bilan, évaluation"
    ETUDE = "etude", "Étude, diagnostic"
    PHOTO = "photo", "Photographie"
    AUTRE = "autre", "Autre document"


class Visibility(models.TextChoices):
    """Who may read a document, among those who may read what it is attached to."""

    PUBLIC = "public", "Tout le monde"
    MEMBRES = "membres", "Les personnes qui ont un compte"
    PILOTAGE = "pilotage", "L’équipe qui pilote le contrat"


class GabaritKind(models.TextChoices):
    """What the house dresses with a template of its own."""

    TEXTE = "texte", "Textes (docx)"
    DIAPOSITIVES = "diapositives", "Diaporamas (pptx)"


ENDINGS = {GabaritKind.TEXTE: "docx", GabaritKind.DIAPOSITIVES: "pptx"}
