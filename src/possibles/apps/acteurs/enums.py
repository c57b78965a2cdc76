from django.db import models


class OrganisationKind(models.TextChoices):
    METROPOLE = "metropole", "Métropole"
    ETAT = "etat", "État et ses services"
    OPERATEUR = "operateur", "Opérateur de l’État"
    COMMUNE = "commune", "Commune"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    BAILLEUR = "bailleur", "Bailleur social"
    SOCIAL = "social", "Organisme de protection sociale"
    SANTE = "sante", "Organisme de santé"
    ASSOCIATION = "association", "Association"
    ENTREPRISE = "entreprise", "Entreprise"
    GROUPE = "groupe", "Groupe d’acteurs"
    AUTRE = "autre", "Autre organisme"


class Role(models.TextChoices):
    """What a person does on the platform; always within a perimeter."""

    ADMINISTRATEUR = "administrateur", "Administrateur"
    DIRECTEUR_DE_PROJET = "directeur_de_projet", "Directeur de projet"
    CHARGE_DE_CONTRAT = "charge_de_contrat", "Chargé de contrat de ville"
    CHEF_DE_FILE = "chef_de_file", "Chef de file"
    PARTENAIRE = "partenaire", "Partenaire signataire"
    ELU = "elu", "Élu"
    OPC = "opc", "OPC urbain"
    MAITRE_OUVRAGE = "maitre_ouvrage", "Maître d’ouvrage"
    FACILITATEUR = "facilitateur", "Facilitateur insertion"
    FINANCEUR = "financeur", "Financeur, instructeur"
    ASSOCIATION = "association", "Association"
    HABITANT = "habitant", "Habitant"


class Perimeter(models.TextChoices):
    """How far a role reaches."""

    CONTRAT = "contrat", "Tout le contrat"
    COMMUNE = "commune", "Une commune"
    QUARTIER = "quartier", "Un quartier"
    ORGANISATION = "organisation", "Une organisation"
