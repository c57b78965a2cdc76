from django.db import models


class NatureOperation(models.TextChoices):
    """ANRU's codes, as they stand in the identifiers of operations."""

    N14 = "14", "14 — Études et conduite de projet"
    N15 = "15", "15 — Relogement avec minoration de loyer"
    N21 = "21", "21 — Démolition de logements locatifs sociaux"
    N22 = "22", "22 — Recyclage de copropriétés dégradées"
    N23 = "23", "23 — Recyclage de l’habitat ancien dégradé"
    N24 = "24", "24 — Aménagement d’ensemble"
    N31 = "31", "31 — Reconstitution de l’offre de logements sociaux"
    N32 = "32", "32 — Offre de relogement temporaire"
    N33 = "33", "33 — Requalification de logements sociaux"
    N34 = "34", "34 — Résidentialisation de logements"
    N35 = "35", "35 — Portage massif en copropriété dégradée"
    N36 = "36", "36 — Accession à la propriété"
    N37 = "37", "37 — Équipements publics de proximité"
    N38 = "38", "38 — Immobilier à vocation économique"
    N39 = "39", "39 — Autres investissements"


class TypeOperation(models.TextChoices):
    """What is made; a schedule template goes with each."""

    ECOLE_NEUVE = "ecole_neuve", "École neuve"
    ECOLE_REHABILITEE_OCCUPEE = (
        "ecole_rehabilitee_occupee",
        "École réhabilitée en site occupé",
    )
    GYMNASE = "gymnase", "Gymnase"
    CRECHE = "creche", "Crèche"
    CENTRE_SOCIAL = "centre_social", "Centre social"
    EQUIPEMENT_AUTRE = "equipement_autre", "Autre équipement public"
    DEMOLITION = "demolition", "Démolition"
    ESPACE_PUBLIC = "espace_public", "Espace public"
    RESIDENTIALISATION = "residentialisation", "Résidentialisation"
    REQUALIFICATION = "requalification", "Requalification de logements"
    RECONSTITUTION = "reconstitution", "Reconstitution de l’offre"
    COPROPRIETE = "copropriete", "Recyclage de copropriété"
    IMMOBILIER_ECONOMIQUE = "immobilier_economique", "Immobilier économique"
    RELOGEMENT = "relogement", "Relogement"
    INGENIERIE = "ingenierie", "Ingénierie et conduite de projet"


PUBLIC_FACILITIES = frozenset(
    {
        TypeOperation.ECOLE_NEUVE,
        TypeOperation.ECOLE_REHABILITEE_OCCUPEE,
        TypeOperation.GYMNASE,
        TypeOperation.CRECHE,
        TypeOperation.CENTRE_SOCIAL,
        TypeOperation.EQUIPEMENT_AUTRE,
    }
)


class EtatOperation(models.TextChoices):
    """The life of an operation; instalments are payments, not states."""

    IDEE = "idee", "Idée"
    PROGRAMMEE = "programmee", "Programmée au protocole"
    PRESENTEE_CE = "presentee_ce", "Présentée au comité d’engagement"
    VALIDEE_CE = "validee_ce", "Validée par le comité d’engagement"
    INSCRITE = "inscrite", "Inscrite à la convention"
    FAT_DEPOSEE = "fat_deposee", "Demande de financement déposée (FAT)"
    ENGAGEE = "engagee", "Engagée (DAS signée)"
    TRAVAUX = "travaux", "En travaux"
    LIVREE = "livree", "Livrée"
    MISE_EN_SERVICE = "mise_en_service", "En service"
    SOLDE_DEMANDE = "solde_demande", "Solde demandé"
    SOLDEE = "soldee", "Soldée"
    CLOTUREE = "cloturee", "Clôturée"
    SUSPENDUE = "suspendue", "Suspendue"
    ABANDONNEE = "abandonnee", "Abandonnée"
    REDEPLOYEE = "redeployee", "Redéployée"
    CADUQUE = "caduque", "Caduque"


DROPPED = frozenset(
    {EtatOperation.ABANDONNEE, EtatOperation.REDEPLOYEE, EtatOperation.CADUQUE}
)
"""Operations that will not be made: they leave the schedule and the totals."""

BEFORE_CONVENTION = frozenset(
    {
        EtatOperation.IDEE,
        EtatOperation.PROGRAMMEE,
        EtatOperation.PRESENTEE_CE,
        EtatOperation.VALIDEE_CE,
    }
)
PUBLISHED = frozenset(EtatOperation) - BEFORE_CONVENTION - DROPPED
"""What a signed convention makes public."""

BEFORE_ENGAGEMENT = BEFORE_CONVENTION | {
    EtatOperation.INSCRITE,
    EtatOperation.FAT_DEPOSEE,
}
DELIVERED = frozenset(
    {
        EtatOperation.LIVREE,
        EtatOperation.MISE_EN_SERVICE,
        EtatOperation.SOLDE_DEMANDE,
        EtatOperation.SOLDEE,
        EtatOperation.CLOTUREE,
    }
)


class NatureTravaux(models.TextChoices):
    CONSTRUCTION = "construction", "Construction"
    REHABILITATION = "rehabilitation", "Réhabilitation"
    EXTENSION = "extension", "Extension"
    ACQUISITION = "acquisition", "Acquisition"
    DEMOLITION = "demolition", "Démolition"
    AMENAGEMENT = "amenagement", "Aménagement"
    ETUDE = "etude", "Étude"


class UniteDeCapacite(models.TextChoices):
    CLASSES = "classes", "classes"
    BERCEAUX = "berceaux", "berceaux"
    PLACES = "places", "places"
    LOGEMENTS = "logements", "logements"
    METRES_CARRES = "metres_carres", "m² d’espace public"


class Semestre(models.IntegerChoices):
    S1 = 1, "1er semestre"
    S2 = 2, "2e semestre"


class Maturite(models.TextChoices):
    """How far a cost can be believed, the least first."""

    RATIO = "ratio", "Ratio"
    PROGRAMME = "programme", "Programme"
    APS = "aps", "Avant-projet sommaire (APS)"
    APD = "apd", "Avant-projet définitif (APD)"
    MARCHE = "marche", "Marchés signés"
    DECOMPTE = "decompte", "Décompte final"


class PosteDeCout(models.TextChoices):
    ETUDES = "etudes", "Études et honoraires"
    FONCIER = "foncier", "Foncier"
    TRAVAUX = "travaux", "Travaux"
    ABORDS = "abords", "Voirie, réseaux et abords"
    MOBILIER = "mobilier", "Équipement et mobilier"
    ALEAS = "aleas", "Aléas"
    REVISIONS = "revisions", "Révisions de prix"


class EtatFinancement(models.TextChoices):
    PREVU = "prevu", "Prévu"
    SOLLICITE = "sollicite", "Sollicité"
    ACQUIS = "acquis", "Acquis"
    NOTIFIE = "notifie", "Notifié"


SECURED = frozenset({EtatFinancement.ACQUIS, EtatFinancement.NOTIFIE})


class PaiementKind(models.TextChoices):
    AVANCE = "avance", "Avance"
    ACOMPTE = "acompte", "Acompte"
    SOLDE = "solde", "Solde"


class TacheKind(models.TextChoices):
    TACHE = "tache", "Tâche"
    JALON = "jalon", "Jalon"
    GROUPE = "groupe", "Groupe"


class RoleDeTache(models.TextChoices):
    """The steps the rules look at, whatever they are called."""

    ETUDES = "etudes", "Études"
    CONCOURS = "concours", "Choix du maître d’œuvre"
    PERMIS = "permis", "Permis obtenu"
    DEPOT_FAT = "depot_fat", "Dépôt de la demande de financement (FAT)"
    DCE = "dce", "Dossier de consultation des entreprises (DCE)"
    DAS = "das", "Décision attributive de subvention (DAS)"
    NOTIFICATION = "notification", "Notification des marchés"
    OS_TRAVAUX = "os_travaux", "Ordre de service des travaux"
    TRAVAUX = "travaux", "Travaux"
    RECEPTION = "reception", "Réception"
    MISE_EN_SERVICE = "mise_en_service", "Mise en service"
    RENTREE = "rentree", "Rentrée scolaire"
    SOLDE = "solde", "Solde"
    AUTRE = "autre", "Autre"


class CalendrierDeTache(models.TextChoices):
    OUVRE = "ouvre", "Jours ouvrés"
    CONTINU = "continu", "Tous les jours"
    ECOLE = "ecole", "Vacances scolaires (école occupée)"


class ContrainteKind(models.TextChoices):
    DEBUT_PAS_AVANT = "debut_pas_avant", "Pas de début avant le"
    DEBUT_PAS_APRES = "debut_pas_apres", "Pas de début après le"
    FIN_PAS_AVANT = "fin_pas_avant", "Pas de fin avant le"
    FIN_PAS_APRES = "fin_pas_apres", "Pas de fin après le"
    DEBUT_IMPOSE = "debut_impose", "Début imposé le"
    FIN_IMPOSEE = "fin_imposee", "Fin imposée le"
    AU_PLUS_TARD = "au_plus_tard", "Le plus tard possible"


class NatureLien(models.TextChoices):
    FD = "fd", "Fin à début"
    DD = "dd", "Début à début"
    FF = "ff", "Fin à fin"
    DF = "df", "Début à fin"


class DelaiDeLien(models.TextChoices):
    OUVRE = "ouvre", "Jours ouvrés"
    CALENDAIRE = "calendaire", "Jours calendaires"


class NatureInterface(models.TextChoices):
    SITE_LIBERE = "site_libere", "Site libéré"
    RESEAU_COUPE = "reseau_coupe", "Réseau coupé ou dévoyé"
    ACCES = "acces", "Accès de chantier"
    OUVRAGE_LIVRE = "ouvrage_livre", "Ouvrage livré"
    AUTORISATION = "autorisation", "Autorisation"
    RENTREE_SCOLAIRE = "rentree_scolaire", "Rentrée scolaire"


class EtatInterface(models.TextChoices):
    DEMANDEE = "demandee", "Demandée"
    PROMISE = "promise", "Promise"
    TENUE = "tenue", "Tenue"
    SANS_OBJET = "sans_objet", "Sans objet"


OPEN_INTERFACES = frozenset({EtatInterface.DEMANDEE, EtatInterface.PROMISE})


class ReferenceKind(models.TextChoices):
    CONVENTION = "convention", "Calendrier de la convention"
    POINT_MENSUEL = "point_mensuel", "Point mensuel"
    LIBRE = "libre", "Repère libre"


class EtatProposition(models.TextChoices):
    OUVERTE = "ouverte", "En attente de réponse"
    APPLIQUEE = "appliquee", "Acceptée et appliquée"
    REFUSEE = "refusee", "Refusée"
    RETIREE = "retiree", "Retirée"
    PERIMEE = "perimee", "Dépassée par d’autres changements"


class EtatPart(models.TextChoices):
    PROPOSEE = "proposee", "En attente"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"


class IssueConsultation(models.TextChoices):
    """How a call for tenders ended."""

    EN_COURS = "en_cours", "En cours"
    ATTRIBUEE = "attribuee", "Attribuée"
    INFRUCTUEUSE = "infructueuse", "Infructueuse"
    SANS_SUITE = "sans_suite", "Déclarée sans suite"


FAILED_CONSULTATIONS = (IssueConsultation.INFRUCTUEUSE, IssueConsultation.SANS_SUITE)
