import django.core.validators
import django.db.models.deletion
import possibles.common.money
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("conventions", "0001_initial"),
        ("journal", "0002_sealed"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelePlanning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=60, unique=True, verbose_name="identifiant"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ecole_neuve", "École neuve"),
                            (
                                "ecole_rehabilitee_occupee",
                                "École réhabilitée en site occupé",
                            ),
                            ("gymnase", "Gymnase"),
                            ("creche", "Crèche"),
                            ("centre_social", "Centre social"),
                            ("equipement_autre", "Autre équipement public"),
                            ("demolition", "Démolition"),
                            ("espace_public", "Espace public"),
                            ("residentialisation", "Résidentialisation"),
                            ("requalification", "Requalification de logements"),
                            ("reconstitution", "Reconstitution de l’offre"),
                            ("copropriete", "Recyclage de copropriété"),
                            ("immobilier_economique", "Immobilier économique"),
                            ("relogement", "Relogement"),
                            ("ingenierie", "Ingénierie et conduite de projet"),
                        ],
                        max_length=40,
                        verbose_name="type d’opération",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, verbose_name="description"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
            ],
            options={
                "verbose_name": "modèle de planning",
                "verbose_name_plural": "modèles de planning",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="EtapeModele",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("key", models.SlugField(max_length=40, verbose_name="clé")),
                ("position", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "group",
                    models.CharField(blank=True, max_length=120, verbose_name="groupe"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tache", "Tâche"),
                            ("jalon", "Jalon"),
                            ("groupe", "Groupe"),
                        ],
                        default="tache",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("etudes", "Études"),
                            ("concours", "Choix du maître d’œuvre"),
                            ("permis", "Permis obtenu"),
                            ("depot_fat", "Dépôt de la demande de financement (FAT)"),
                            ("dce", "Dossier de consultation des entreprises (DCE)"),
                            ("das", "Décision attributive de subvention (DAS)"),
                            ("notification", "Notification des marchés"),
                            ("os_travaux", "Ordre de service des travaux"),
                            ("travaux", "Travaux"),
                            ("reception", "Réception"),
                            ("mise_en_service", "Mise en service"),
                            ("rentree", "Rentrée scolaire"),
                            ("solde", "Solde"),
                            ("autre", "Autre"),
                        ],
                        default="autre",
                        max_length=20,
                        verbose_name="étape",
                    ),
                ),
                (
                    "calendar",
                    models.CharField(
                        choices=[
                            ("ouvre", "Jours ouvrés"),
                            ("continu", "Tous les jours"),
                            ("ecole", "Vacances scolaires (école occupée)"),
                        ],
                        default="ouvre",
                        max_length=10,
                        verbose_name="calendrier",
                    ),
                ),
                (
                    "months_min",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="mois au moins",
                    ),
                ),
                (
                    "months_typ",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="mois d’habitude",
                    ),
                ),
                (
                    "months_max",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="mois au plus",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("S", "sourcé"),
                            ("K", "connu"),
                            ("P", "pratique"),
                            ("U", "à vérifier"),
                        ],
                        max_length=1,
                        verbose_name="certitude",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "modele",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="etapes",
                        to="operations.modeleplanning",
                        verbose_name="modèle",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape de modèle",
                "verbose_name_plural": "étapes de modèle",
                "ordering": ["modele", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("modele", "key"),
                        name="etape_modele_unique",
                        violation_error_message="Le modèle a déjà une étape de cette clé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months_min__lte", models.F("months_typ")),
                            ("months_typ__lte", models.F("months_max")),
                        ),
                        name="etape_modele_fourchette",
                        violation_error_message="Donnez trois durées dans l’ordre\u202f: courte, habituelle, longue.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "idtop",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple 478-6013024-37-0002-001.",
                        max_length=60,
                        verbose_name="identifiant (IDTOP)",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="libellé")),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("14", "14 — Études et conduite de projet"),
                            ("15", "15 — Relogement avec minoration de loyer"),
                            ("21", "21 — Démolition de logements locatifs sociaux"),
                            ("22", "22 — Recyclage de copropriétés dégradées"),
                            ("23", "23 — Recyclage de l’habitat ancien dégradé"),
                            ("24", "24 — Aménagement d’ensemble"),
                            (
                                "31",
                                "31 — Reconstitution de l’offre de logements sociaux",
                            ),
                            ("32", "32 — Offre de relogement temporaire"),
                            ("33", "33 — Requalification de logements sociaux"),
                            ("34", "34 — Résidentialisation de logements"),
                            ("35", "35 — Portage massif en copropriété dégradée"),
                            ("36", "36 — Accession à la propriété"),
                            ("37", "37 — Équipements publics de proximité"),
                            ("38", "38 — Immobilier à vocation économique"),
                            ("39", "39 — Autres investissements"),
                        ],
                        max_length=2,
                        verbose_name="nature",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ecole_neuve", "École neuve"),
                            (
                                "ecole_rehabilitee_occupee",
                                "École réhabilitée en site occupé",
                            ),
                            ("gymnase", "Gymnase"),
                            ("creche", "Crèche"),
                            ("centre_social", "Centre social"),
                            ("equipement_autre", "Autre équipement public"),
                            ("demolition", "Démolition"),
                            ("espace_public", "Espace public"),
                            ("residentialisation", "Résidentialisation"),
                            ("requalification", "Requalification de logements"),
                            ("reconstitution", "Reconstitution de l’offre"),
                            ("copropriete", "Recyclage de copropriété"),
                            ("immobilier_economique", "Immobilier économique"),
                            ("relogement", "Relogement"),
                            ("ingenierie", "Ingénierie et conduite de projet"),
                        ],
                        max_length=40,
                        verbose_name="type",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idee", "Idée"),
                            ("programmee", "Programmée au protocole"),
                            ("presentee_ce", "Présentée au comité d’engagement"),
                            ("validee_ce", "Validée par le comité d’engagement"),
                            ("inscrite", "Inscrite à la convention"),
                            ("fat_deposee", "Demande de financement déposée (FAT)"),
                            ("engagee", "Engagée (DAS signée)"),
                            ("travaux", "En travaux"),
                            ("livree", "Livrée"),
                            ("mise_en_service", "En service"),
                            ("solde_demande", "Solde demandé"),
                            ("soldee", "Soldée"),
                            ("cloturee", "Clôturée"),
                            ("suspendue", "Suspendue"),
                            ("abandonnee", "Abandonnée"),
                            ("redeployee", "Redéployée"),
                            ("caduque", "Caduque"),
                        ],
                        default="idee",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "suspended_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idee", "Idée"),
                            ("programmee", "Programmée au protocole"),
                            ("presentee_ce", "Présentée au comité d’engagement"),
                            ("validee_ce", "Validée par le comité d’engagement"),
                            ("inscrite", "Inscrite à la convention"),
                            ("fat_deposee", "Demande de financement déposée (FAT)"),
                            ("engagee", "Engagée (DAS signée)"),
                            ("travaux", "En travaux"),
                            ("livree", "Livrée"),
                            ("mise_en_service", "En service"),
                            ("solde_demande", "Solde demandé"),
                            ("soldee", "Soldée"),
                            ("cloturee", "Clôturée"),
                            ("suspendue", "Suspendue"),
                            ("abandonnee", "Abandonnée"),
                            ("redeployee", "Redéployée"),
                            ("caduque", "Caduque"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="état avant la suspension",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="adresse"
                    ),
                ),
                (
                    "parcels",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="parcelles"
                    ),
                ),
                (
                    "is_nearby",
                    models.BooleanField(
                        default=False,
                        help_text="L’opération sert le quartier sans être dans son périmètre.",
                        verbose_name="hors du quartier, à proximité",
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "lat",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "outline",
                    models.JSONField(blank=True, null=True, verbose_name="contour"),
                ),
                (
                    "objectifs",
                    models.TextField(blank=True, verbose_name="objectifs et contexte"),
                ),
                ("programme", models.TextField(blank=True, verbose_name="programme")),
                (
                    "works",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("construction", "Construction"),
                            ("rehabilitation", "Réhabilitation"),
                            ("extension", "Extension"),
                            ("acquisition", "Acquisition"),
                            ("demolition", "Démolition"),
                            ("amenagement", "Aménagement"),
                            ("etude", "Étude"),
                        ],
                        max_length=20,
                        verbose_name="nature des travaux",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="capacité"
                    ),
                ),
                (
                    "capacity_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("classes", "classes"),
                            ("berceaux", "berceaux"),
                            ("places", "places"),
                            ("logements", "logements"),
                            ("metres_carres", "m² d’espace public"),
                        ],
                        max_length=20,
                        verbose_name="unité",
                    ),
                ),
                (
                    "floor_area",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="surface de plancher (m²)"
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        help_text="Ce qui doit être fait avant, à côté ou après par d’autres.",
                        verbose_name="conditions de réalisation et phasage",
                    ),
                ),
                (
                    "environment",
                    models.TextField(
                        blank=True,
                        verbose_name="ambition environnementale et énergétique",
                    ),
                ),
                (
                    "participation",
                    models.TextField(
                        blank=True, verbose_name="association des habitants"
                    ),
                ),
                (
                    "running_cost",
                    possibles.common.money.MontantField(
                        blank=True,
                        null=True,
                        verbose_name="coût de fonctionnement annuel après livraison",
                    ),
                ),
                (
                    "staff",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="emplois après livraison (ETP)",
                    ),
                ),
                (
                    "insertion_hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="heures d’insertion prévues"
                    ),
                ),
                (
                    "recovers_vat",
                    models.BooleanField(
                        default=True,
                        help_text="Sinon le plan de financement couvre le coût TTC.",
                        verbose_name="TVA récupérée (FCTVA)",
                    ),
                ),
                (
                    "ce_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="date du comité d’engagement",
                    ),
                ),
                (
                    "lancement_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="lancement opérationnel : année",
                    ),
                ),
                (
                    "lancement_semester",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1er semestre"), (2, "2e semestre")],
                        null=True,
                        verbose_name="lancement opérationnel : semestre",
                    ),
                ),
                (
                    "duree_semestres",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(40),
                        ],
                        verbose_name="durée (semestres)",
                    ),
                ),
                (
                    "convention_cost",
                    possibles.common.money.MontantField(
                        blank=True,
                        null=True,
                        verbose_name="coût HT inscrit à la convention",
                    ),
                ),
                (
                    "engagement_limit",
                    models.DateField(
                        blank=True,
                        help_text="Vide : la date limite nationale s’applique.",
                        null=True,
                        verbose_name="date limite d’engagement propre à l’opération",
                    ),
                ),
                (
                    "delivery_limit",
                    models.DateField(
                        blank=True,
                        help_text="Vide : la date limite nationale s’applique.",
                        null=True,
                        verbose_name="date limite de livraison propre à l’opération",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "forecast_start",
                    models.DateField(
                        editable=False, null=True, verbose_name="début prévu"
                    ),
                ),
                (
                    "forecast_finish",
                    models.DateField(
                        editable=False, null=True, verbose_name="fin prévue"
                    ),
                ),
                (
                    "engagement_forecast",
                    models.DateField(
                        editable=False, null=True, verbose_name="engagement prévu"
                    ),
                ),
                (
                    "engagement_margin",
                    models.IntegerField(
                        editable=False,
                        null=True,
                        verbose_name="marge avant la date limite d’engagement (jours)",
                    ),
                ),
                (
                    "delivery_forecast",
                    models.DateField(
                        editable=False, null=True, verbose_name="livraison prévue"
                    ),
                ),
                (
                    "delivery_margin",
                    models.IntegerField(
                        editable=False,
                        null=True,
                        verbose_name="marge avant la date limite de livraison (jours)",
                    ),
                ),
                (
                    "delay_days",
                    models.IntegerField(
                        editable=False,
                        null=True,
                        verbose_name="retard sur la convention (jours)",
                    ),
                ),
                (
                    "total_float",
                    models.IntegerField(
                        editable=False,
                        null=True,
                        verbose_name="marge du planning (jours ouvrés)",
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="avancement (%)"
                    ),
                ),
                (
                    "next_milestone",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=200,
                        verbose_name="prochain jalon",
                    ),
                ),
                (
                    "next_milestone_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="prochain jalon le"
                    ),
                ),
                (
                    "cost_ht",
                    possibles.common.money.MontantField(
                        editable=False, null=True, verbose_name="coût HT"
                    ),
                ),
                (
                    "cost_ttc",
                    possibles.common.money.MontantField(
                        editable=False, null=True, verbose_name="coût TTC"
                    ),
                ),
                (
                    "cost_maturity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ratio", "Ratio"),
                            ("programme", "Programme"),
                            ("aps", "Avant-projet sommaire (APS)"),
                            ("apd", "Avant-projet définitif (APD)"),
                            ("marche", "Marchés signés"),
                            ("decompte", "Décompte final"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="maturité du coût",
                    ),
                ),
                (
                    "funded",
                    possibles.common.money.MontantField(
                        editable=False, null=True, verbose_name="financements inscrits"
                    ),
                ),
                (
                    "secured",
                    possibles.common.money.MontantField(
                        editable=False, null=True, verbose_name="financements acquis"
                    ),
                ),
                (
                    "sort_title",
                    models.CharField(
                        editable=False, max_length=250, verbose_name="libellé de tri"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "maitre_ouvrage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="acteurs.organisation",
                        verbose_name="maître d’ouvrage",
                    ),
                ),
                (
                    "quartiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="operations",
                        to="territoires.quartier",
                        verbose_name="quartiers",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "opération",
                "verbose_name_plural": "opérations",
                "ordering": ["sort_title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("idtop", ""), _negated=True),
                        fields=("idtop",),
                        name="operation_idtop_unique",
                        violation_error_message="Une opération porte déjà cet identifiant : ouvrez-la, ou corrigez-le.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="operation_libelle",
                        violation_error_message="Donnez un libellé à l’opération.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lancement_semester", None), ("lancement_year", None)
                            ),
                            models.Q(
                                ("lancement_semester__isnull", False),
                                ("lancement_year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="operation_lancement_entier",
                        violation_error_message="Donnez l’année et le semestre du lancement, ou aucun des deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat", None), ("lon", None)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="operation_position_entiere",
                        violation_error_message="Donnez la longitude et la latitude, ou aucune des deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity", None),
                            models.Q(("capacity_unit", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="operation_capacite_et_unite",
                        violation_error_message="Dites de quoi : classes, berceaux, places…",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("running_cost", None),
                                ("running_cost__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("convention_cost", None),
                                ("convention_cost__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="operation_couts",
                        violation_error_message="Un coût n’est pas négatif.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state"], name="operation_etat"),
                    models.Index(
                        fields=["delivery_forecast"], name="operation_livraison"
                    ),
                    models.Index(fields=["sort_title", "id"], name="operation_tri"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Financement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Vide : le financement n’est pas réparti par année.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="année",
                    ),
                ),
                (
                    "montant",
                    possibles.common.money.MontantField(verbose_name="montant"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prevu", "Prévu"),
                            ("sollicite", "Sollicité"),
                            ("acquis", "Acquis"),
                            ("notifie", "Notifié"),
                        ],
                        default="prevu",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "assiette",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="assiette HT"
                    ),
                ),
                (
                    "taux",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="taux",
                    ),
                ),
                (
                    "plafond",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="plafond"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=250, verbose_name="note"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "financeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="financements",
                        to="acteurs.organisation",
                        verbose_name="financeur",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="financements",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "financement",
                "verbose_name_plural": "financements",
                "ordering": ["operation", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("operation", "financeur", "year"),
                        name="financement_annuel_unique",
                        violation_error_message="Ce financeur a déjà une ligne pour cette année\u202f: modifiez-la.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("year", None)),
                        fields=("operation", "financeur"),
                        name="financement_sans_annee_unique",
                        violation_error_message="Ce financeur a déjà une ligne sans année\u202f: modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("montant__gte", 0),
                            models.Q(
                                ("assiette", None),
                                ("assiette__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("plafond", None), ("plafond__gte", 0), _connector="OR"
                            ),
                        ),
                        name="financement_montants",
                        violation_error_message="Un financement n’est pas négatif.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Estimation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "maturite",
                    models.CharField(
                        choices=[
                            ("ratio", "Ratio"),
                            ("programme", "Programme"),
                            ("aps", "Avant-projet sommaire (APS)"),
                            ("apd", "Avant-projet définitif (APD)"),
                            ("marche", "Marchés signés"),
                            ("decompte", "Décompte final"),
                        ],
                        max_length=20,
                        verbose_name="maturité",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Qui l’a faite, dans quoi.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="estimations",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "estimation",
                "verbose_name_plural": "estimations",
                "ordering": ["-date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "function",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="fonction"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="téléphone"
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_operations",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["operation", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentaireOperation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("text", models.TextField(verbose_name="commentaire")),
                (
                    "signature",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="signature"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="écrit le")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commentaires_operations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commentaires",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "commentaire d’opération",
                "verbose_name_plural": "commentaires d’opérations",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="commentaire_operation_texte",
                        violation_error_message="Écrivez votre commentaire avant de l’envoyer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paiement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("avance", "Avance"),
                            ("acompte", "Acompte"),
                            ("solde", "Solde"),
                        ],
                        default="acompte",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "montant",
                    possibles.common.money.MontantField(verbose_name="montant"),
                ),
                ("asked_on", models.DateField(verbose_name="demandé le")),
                (
                    "paid_on",
                    models.DateField(blank=True, null=True, verbose_name="versé le"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "financeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paiements",
                        to="acteurs.organisation",
                        verbose_name="financeur",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paiements",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "paiement",
                "verbose_name_plural": "paiements",
                "ordering": ["operation", "asked_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("montant__gt", 0)),
                        name="paiement_montant",
                        violation_error_message="Un paiement est supérieur à zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on", None),
                            ("paid_on__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="paiement_dates",
                        violation_error_message="Le versement précède la demande.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="objet")),
                ("reason", models.TextField(verbose_name="motif")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ouverte", "En attente de réponse"),
                            ("appliquee", "Acceptée et appliquée"),
                            ("refusee", "Refusée"),
                            ("retiree", "Retirée"),
                            ("perimee", "Dépassée par d’autres changements"),
                        ],
                        default="ouverte",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="proposée le")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="close le"
                    ),
                ),
                (
                    "changes",
                    models.JSONField(default=list, verbose_name="changements demandés"),
                ),
                (
                    "cascade",
                    models.JSONField(default=dict, verbose_name="effets annoncés"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="propositions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition de planning",
                "verbose_name_plural": "propositions de planning",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="proposition_motivee",
                        violation_error_message="Dites pourquoi vous proposez ce changement.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartProposition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        default=list, verbose_name="ce qui bouge chez elle"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposee", "En attente"),
                            ("acceptee", "Acceptée"),
                            ("refusee", "Refusée"),
                        ],
                        default="proposee",
                        max_length=20,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="répondu le"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts_propositions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts_propositions",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "proposition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="operations.proposition",
                        verbose_name="proposition",
                    ),
                ),
            ],
            options={
                "verbose_name": "part d’une proposition",
                "verbose_name_plural": "parts d’une proposition",
                "ordering": ["proposition", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposition", "organisation"),
                        name="part_proposition_unique",
                        violation_error_message="Cette organisation a déjà sa part.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refusee"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="part_refus_motive",
                        violation_error_message="Dites pourquoi vous refusez\u202f: l’auteur pourra proposer autre chose.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("convention", "Calendrier de la convention"),
                            ("point_mensuel", "Point mensuel"),
                            ("libre", "Repère libre"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("label", models.CharField(max_length=160, verbose_name="nom")),
                ("date", models.DateField(verbose_name="date")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "instantane",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="journal.instantane",
                        verbose_name="instantané",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\u202f: tout le programme.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "référence de planning",
                "verbose_name_plural": "références de planning",
                "ordering": ["-date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("text", models.TextField(verbose_name="réserve")),
                (
                    "asked_on",
                    models.DateField(blank=True, null=True, verbose_name="émise le"),
                ),
                (
                    "due",
                    models.DateField(
                        blank=True, null=True, verbose_name="à lever avant le"
                    ),
                ),
                (
                    "lifted_on",
                    models.DateField(blank=True, null=True, verbose_name="levée le"),
                ),
                (
                    "proof",
                    models.TextField(
                        blank=True,
                        help_text="Le document, la décision, la date.",
                        verbose_name="ce qui la lève",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserves",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "réserve du comité d’engagement",
                "verbose_name_plural": "réserves du comité d’engagement",
                "ordering": ["operation", "asked_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_on", None),
                            models.Q(("proof", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reserve_levee_prouvee",
                        violation_error_message="Dites ce qui lève la réserve.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_on", None),
                            ("asked_on", None),
                            ("lifted_on__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="reserve_dates",
                        violation_error_message="La réserve est levée avant d’être émise.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tache",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, verbose_name="rang"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tache", "Tâche"),
                            ("jalon", "Jalon"),
                            ("groupe", "Groupe"),
                        ],
                        default="tache",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("etudes", "Études"),
                            ("concours", "Choix du maître d’œuvre"),
                            ("permis", "Permis obtenu"),
                            ("depot_fat", "Dépôt de la demande de financement (FAT)"),
                            ("dce", "Dossier de consultation des entreprises (DCE)"),
                            ("das", "Décision attributive de subvention (DAS)"),
                            ("notification", "Notification des marchés"),
                            ("os_travaux", "Ordre de service des travaux"),
                            ("travaux", "Travaux"),
                            ("reception", "Réception"),
                            ("mise_en_service", "Mise en service"),
                            ("rentree", "Rentrée scolaire"),
                            ("solde", "Solde"),
                            ("autre", "Autre"),
                        ],
                        default="autre",
                        max_length=20,
                        verbose_name="étape",
                    ),
                ),
                (
                    "duration_days",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="durée (jours ouvrés)",
                    ),
                ),
                (
                    "duration_min",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="durée la plus courte",
                    ),
                ),
                (
                    "duration_typ",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="durée habituelle",
                    ),
                ),
                (
                    "duration_max",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="durée la plus longue",
                    ),
                ),
                (
                    "calendar",
                    models.CharField(
                        choices=[
                            ("ouvre", "Jours ouvrés"),
                            ("continu", "Tous les jours"),
                            ("ecole", "Vacances scolaires (école occupée)"),
                        ],
                        default="ouvre",
                        max_length=10,
                        verbose_name="calendrier",
                    ),
                ),
                (
                    "constraint_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("debut_pas_avant", "Pas de début avant le"),
                            ("debut_pas_apres", "Pas de début après le"),
                            ("fin_pas_avant", "Pas de fin avant le"),
                            ("fin_pas_apres", "Pas de fin après le"),
                            ("debut_impose", "Début imposé le"),
                            ("fin_imposee", "Fin imposée le"),
                            ("au_plus_tard", "Le plus tard possible"),
                        ],
                        max_length=20,
                        verbose_name="contrainte",
                    ),
                ),
                (
                    "constraint_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="date de la contrainte"
                    ),
                ),
                (
                    "deadline",
                    models.DateField(blank=True, null=True, verbose_name="échéance"),
                ),
                (
                    "actual_start",
                    models.DateField(
                        blank=True, null=True, verbose_name="commencée le"
                    ),
                ),
                (
                    "actual_finish",
                    models.DateField(blank=True, null=True, verbose_name="terminée le"),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="avancement (%)",
                    ),
                ),
                (
                    "remaining_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Vide\u202f: ce que l’avancement laisse de la durée.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="durée restante (jours ouvrés)",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "early_start",
                    models.DateField(
                        editable=False, null=True, verbose_name="début prévu"
                    ),
                ),
                (
                    "early_finish",
                    models.DateField(
                        editable=False, null=True, verbose_name="fin prévue"
                    ),
                ),
                (
                    "late_start",
                    models.DateField(
                        editable=False, null=True, verbose_name="début au plus tard"
                    ),
                ),
                (
                    "late_finish",
                    models.DateField(
                        editable=False, null=True, verbose_name="fin au plus tard"
                    ),
                ),
                (
                    "total_float",
                    models.IntegerField(
                        editable=False, null=True, verbose_name="marge totale"
                    ),
                ),
                (
                    "free_float",
                    models.IntegerField(
                        editable=False, null=True, verbose_name="marge libre"
                    ),
                ),
                (
                    "is_critical",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="critique"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taches",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="operations.tache",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\u202f: le maître d’ouvrage.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taches",
                        to="acteurs.organisation",
                        verbose_name="responsable",
                    ),
                ),
            ],
            options={
                "verbose_name": "tâche",
                "verbose_name_plural": "tâches",
                "ordering": ["operation", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "tache"), ("duration_days", 0), _connector="OR"
                        ),
                        name="tache_duree_selon_nature",
                        violation_error_message="Un jalon ou un groupe n’a pas de durée\u202f: laissez zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("constraint_date", None), ("constraint_kind", "")
                            ),
                            models.Q(
                                ("constraint_date", None),
                                ("constraint_kind", "au_plus_tard"),
                            ),
                            models.Q(
                                ("constraint_date__isnull", False),
                                models.Q(("constraint_kind", ""), _negated=True),
                                models.Q(
                                    ("constraint_kind", "au_plus_tard"), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="tache_contrainte_entiere",
                        violation_error_message="Une contrainte a une date, sauf «\u202fle plus tard possible\u202f».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual_finish", None),
                            ("actual_start__isnull", False),
                            _connector="OR",
                        ),
                        name="tache_finie_donc_commencee",
                        violation_error_message="Dites quand la tâche a commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actual_finish", None),
                            ("actual_finish__gte", models.F("actual_start")),
                            _connector="OR",
                        ),
                        name="tache_dates_reelles",
                        violation_error_message="La tâche finit avant d’avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("percent", 0), ("remaining_days", None)),
                            ("actual_start__isnull", False),
                            _connector="OR",
                        ),
                        name="tache_avancement",
                        violation_error_message="Une tâche qui avance a commencé\u202f: donnez le jour.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("duration_max", None),
                                ("duration_min", None),
                                ("duration_typ", None),
                            ),
                            models.Q(
                                ("duration_min__lte", models.F("duration_typ")),
                                ("duration_typ__lte", models.F("duration_max")),
                            ),
                            _connector="OR",
                        ),
                        name="tache_fourchette",
                        violation_error_message="Donnez trois durées dans l’ordre\u202f: courte, habituelle, longue.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="tache_pas_son_groupe",
                        violation_error_message="Une tâche n’est pas son propre groupe.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["operation", "position"], name="tache_rang"),
                    models.Index(fields=["role", "early_finish"], name="tache_etape"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interface",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("site_libere", "Site libéré"),
                            ("reseau_coupe", "Réseau coupé ou dévoyé"),
                            ("acces", "Accès de chantier"),
                            ("ouvrage_livre", "Ouvrage livré"),
                            ("autorisation", "Autorisation"),
                            ("rentree_scolaire", "Rentrée scolaire"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "label",
                    models.CharField(max_length=200, verbose_name="ce qui est remis"),
                ),
                (
                    "promised",
                    models.DateField(
                        blank=True, null=True, verbose_name="promis pour le"
                    ),
                ),
                (
                    "needed",
                    models.DateField(
                        blank=True, null=True, verbose_name="nécessaire le"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("demandee", "Demandée"),
                            ("promise", "Promise"),
                            ("tenue", "Tenue"),
                            ("sans_objet", "Sans objet"),
                        ],
                        default="demandee",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "held_on",
                    models.DateField(blank=True, null=True, verbose_name="tenue le"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "forecast",
                    models.DateField(
                        editable=False, null=True, verbose_name="prévu au planning"
                    ),
                ),
                (
                    "expected",
                    models.DateField(
                        editable=False, null=True, verbose_name="attendu au planning"
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\u202f: le maître d’ouvrage de l’opération qui donne.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interfaces",
                        to="acteurs.organisation",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "gets",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interfaces_got",
                        to="operations.operation",
                        verbose_name="opération qui reçoit",
                    ),
                ),
                (
                    "gives",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interfaces_given",
                        to="operations.operation",
                        verbose_name="opération qui donne",
                    ),
                ),
                (
                    "gets_tache",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interfaces_got",
                        to="operations.tache",
                        verbose_name="tâche qui reçoit",
                    ),
                ),
                (
                    "gives_tache",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interfaces_given",
                        to="operations.tache",
                        verbose_name="tâche qui donne",
                    ),
                ),
            ],
            options={
                "verbose_name": "interface",
                "verbose_name_plural": "interfaces",
                "ordering": ["needed", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gives", models.F("gets")), _negated=True),
                        name="interface_deux_operations",
                        violation_error_message="Une interface relie deux opérations différentes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "promise"), _negated=True),
                            ("promised__isnull", False),
                            _connector="OR",
                        ),
                        name="interface_promise_datee",
                        violation_error_message="Une promesse a une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "tenue"), _negated=True),
                            ("held_on__isnull", False),
                            _connector="OR",
                        ),
                        name="interface_tenue_datee",
                        violation_error_message="Dites quel jour l’interface a été tenue.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Glissement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "date",
                    models.DateTimeField(auto_now_add=True, verbose_name="constaté le"),
                ),
                ("old", models.DateField(verbose_name="promis auparavant")),
                ("new", models.DateField(null=True, verbose_name="promis désormais")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                (
                    "interface",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="glissements",
                        to="operations.interface",
                        verbose_name="interface",
                    ),
                ),
            ],
            options={
                "verbose_name": "glissement",
                "verbose_name_plural": "glissements",
                "ordering": ["interface", "date", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LigneReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("start", models.DateField(verbose_name="début")),
                ("finish", models.DateField(verbose_name="fin")),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes",
                        to="operations.reference",
                        verbose_name="référence",
                    ),
                ),
                (
                    "tache",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes_reference",
                        to="operations.tache",
                        verbose_name="tâche",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de référence",
                "verbose_name_plural": "lignes de référence",
                "ordering": ["reference", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reference", "tache"),
                        name="ligne_reference_unique",
                        violation_error_message="Cette tâche est déjà dans la référence.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lien",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("fd", "Fin à début"),
                            ("dd", "Début à début"),
                            ("ff", "Fin à fin"),
                            ("df", "Début à fin"),
                        ],
                        default="fd",
                        max_length=2,
                        verbose_name="nature",
                    ),
                ),
                (
                    "lag_days",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-3000),
                            django.core.validators.MaxValueValidator(3000),
                        ],
                        verbose_name="délai (jours)",
                    ),
                ),
                (
                    "lag_calendar",
                    models.CharField(
                        choices=[
                            ("ouvre", "Jours ouvrés"),
                            ("calendaire", "Jours calendaires"),
                        ],
                        default="ouvre",
                        max_length=10,
                        verbose_name="délai compté en",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor_links",
                        to="operations.tache",
                        verbose_name="tâche qui précède",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predecessor_links",
                        to="operations.tache",
                        verbose_name="tâche qui suit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien",
                "verbose_name_plural": "liens",
                "ordering": ["successor", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor", "nature"),
                        name="lien_unique",
                        violation_error_message="Ces deux tâches sont déjà liées ainsi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("predecessor", models.F("successor")), _negated=True
                        ),
                        name="lien_deux_taches",
                        violation_error_message="Une tâche ne se précède pas elle-même.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LienModele",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("fd", "Fin à début"),
                            ("dd", "Début à début"),
                            ("ff", "Fin à fin"),
                            ("df", "Début à fin"),
                        ],
                        default="fd",
                        max_length=2,
                        verbose_name="nature",
                    ),
                ),
                (
                    "lag_months",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        verbose_name="délai (mois)",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successor_links",
                        to="operations.etapemodele",
                        verbose_name="étape qui précède",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predecessor_links",
                        to="operations.etapemodele",
                        verbose_name="étape qui suit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien de modèle",
                "verbose_name_plural": "liens de modèle",
                "ordering": ["successor", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor", "nature"),
                        name="lien_modele_unique",
                        violation_error_message="Ces deux étapes sont déjà liées ainsi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LigneEstimation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "poste",
                    models.CharField(
                        choices=[
                            ("etudes", "Études et honoraires"),
                            ("foncier", "Foncier"),
                            ("travaux", "Travaux"),
                            ("abords", "Voirie, réseaux et abords"),
                            ("mobilier", "Équipement et mobilier"),
                            ("aleas", "Aléas"),
                            ("revisions", "Révisions de prix"),
                        ],
                        max_length=20,
                        verbose_name="poste",
                    ),
                ),
                (
                    "montant_ht",
                    possibles.common.money.MontantField(verbose_name="montant HT"),
                ),
                (
                    "taux_tva",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0.2"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="taux de TVA",
                    ),
                ),
                (
                    "montant_ttc",
                    possibles.common.money.MontantField(
                        blank=True,
                        help_text="Vide : calculé du montant HT et du taux.",
                        null=True,
                        verbose_name="montant TTC",
                    ),
                ),
                (
                    "estimation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes",
                        to="operations.estimation",
                        verbose_name="estimation",
                    ),
                ),
            ],
            options={
                "verbose_name": "poste de coût",
                "verbose_name_plural": "postes de coût",
                "ordering": ["estimation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estimation", "poste"),
                        name="ligne_estimation_unique",
                        violation_error_message="Ce poste est déjà dans l’estimation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("montant_ht__gte", 0),
                            models.Q(
                                ("montant_ttc", None),
                                ("montant_ttc__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="ligne_estimation_montant",
                        violation_error_message="Un poste de coût n’est pas négatif.",
                    ),
                ],
            },
        ),
    ]
