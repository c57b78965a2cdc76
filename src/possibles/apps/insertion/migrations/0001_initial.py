import django.core.validators
import django.db.models.deletion
import possibles.apps.insertion.models.personne
import possibles.common.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilleDeMarche",
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
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "cadre",
                    models.CharField(
                        choices=[
                            ("anru", "Travaux et ingénierie"),
                            ("gup", "Gestion urbaine de proximité"),
                        ],
                        max_length=10,
                        verbose_name="cadre",
                    ),
                ),
                (
                    "prestation",
                    models.CharField(
                        choices=[("travaux", "Travaux"), ("services", "Services")],
                        max_length=10,
                        verbose_name="prestation",
                    ),
                ),
                (
                    "examples",
                    models.TextField(
                        blank=True, verbose_name="exemples de prestations"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
            ],
            options={
                "verbose_name": "famille de marchés",
                "verbose_name_plural": "familles de marchés",
                "ordering": ["cadre", "position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Globalisation",
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
                    "name",
                    models.CharField(max_length=160, unique=True, verbose_name="nom"),
                ),
                (
                    "minimum",
                    models.PositiveIntegerField(
                        default=50,
                        verbose_name="heures en dessous desquelles un marché cède les siennes",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "globalisation",
                "verbose_name_plural": "globalisations",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Beneficiaire",
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
                    "code",
                    models.CharField(
                        default=possibles.apps.insertion.models.personne.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "initials",
                    models.CharField(
                        help_text="Deux ou trois lettres suffisent.",
                        max_length=6,
                        verbose_name="initiales",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("f", "Femme"), ("h", "Homme")],
                        max_length=1,
                        verbose_name="sexe",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1930),
                            django.core.validators.MaxValueValidator(2015),
                        ],
                        verbose_name="année de naissance",
                    ),
                ),
                (
                    "critere",
                    models.CharField(
                        choices=[
                            ("iae", "Parcours dans une structure d’insertion"),
                            ("regie", "Régie de quartier ou de territoire"),
                            ("epide_e2c", "EPIDE ou école de la deuxième chance"),
                            ("geiq", "Parcours dans un GEIQ"),
                            ("justice", "Personne placée sous main de justice"),
                            ("deld", "Demandeur d’emploi de longue durée"),
                            ("rsa", "Allocataire du RSA"),
                            ("allocation", "Allocataire de l’ASS"),
                            ("jeune", "Moins de 26 ans sans qualification ou inactif"),
                            ("senior", "50 ans et plus, demandeur d’emploi"),
                            ("jeune_suivi", "Jeune en suivi renforcé"),
                            (
                                "qpv",
                                "Habitant d’un quartier prioritaire éloigné de l’emploi",
                            ),
                            ("refugie", "Réfugié ou protection subsidiaire"),
                            ("avis", "Avis motivé du service public de l’emploi"),
                            ("groupe_protege", "Public du travail adapté et protégé"),
                        ],
                        max_length=20,
                        verbose_name="critère d’éligibilité",
                    ),
                ),
                (
                    "validated_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="éligibilité validée le"
                    ),
                ),
                (
                    "eligibility_months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="durée d’éligibilité (mois)",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiaires",
                        to="territoires.commune",
                        verbose_name="commune de résidence",
                    ),
                ),
                (
                    "prescripteur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiaires_orientes",
                        to="acteurs.organisation",
                        verbose_name="prescripteur",
                    ),
                ),
                (
                    "quartier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiaires",
                        to="territoires.quartier",
                        verbose_name="quartier prioritaire de résidence",
                    ),
                ),
                (
                    "validated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiaires_valides",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="validée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "bénéficiaire",
                "verbose_name_plural": "bénéficiaires",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Employeur",
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
                            ("entreprise", "Entreprise"),
                            ("ei", "Entreprise d’insertion"),
                            ("etti", "Entreprise de travail temporaire d’insertion"),
                            ("aci", "Atelier et chantier d’insertion"),
                            ("ai", "Association intermédiaire"),
                            ("geiq", "GEIQ"),
                            ("ett", "Agence d’intérim"),
                            ("ea", "Entreprise adaptée ou ESAT"),
                            ("regie", "Régie de quartier"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "headcount",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="nombre de salariés"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="secteur d’activité"
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employeur",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "employeur",
                "verbose_name_plural": "employeurs",
                "ordering": ["organisation__sort_name"],
            },
        ),
        migrations.CreateModel(
            name="Hypothese",
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
                ("valid_from", models.DateField(verbose_name="en vigueur à partir du")),
                (
                    "labour_share",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="part de main-d’œuvre",
                    ),
                ),
                (
                    "labour_low",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="part la plus basse d’usage",
                    ),
                ),
                (
                    "labour_high",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="part la plus haute d’usage",
                    ),
                ),
                (
                    "hourly_cost",
                    possibles.common.money.MontantField(
                        verbose_name="coût horaire chargé"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="taux d’insertion",
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "à l’heure"),
                            (5, "à 5 heures"),
                            (10, "à 10 heures"),
                        ],
                        default=1,
                        verbose_name="arrondi",
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
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "famille",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hypotheses",
                        to="insertion.familledemarche",
                        verbose_name="famille",
                    ),
                ),
            ],
            options={
                "verbose_name": "hypothèse de déclinaison",
                "verbose_name_plural": "hypothèses de déclinaison",
                "ordering": ["famille", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("famille", "valid_from"),
                        name="hypothese_une_par_jour",
                        violation_error_message="Une hypothèse de cette famille commence déjà ce jour-là.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hourly_cost__gt", 0)),
                        name="hypothese_cout",
                        violation_error_message="Un coût horaire est supérieur à zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("labour_low__lte", models.F("labour_share")),
                            ("labour_share__lte", models.F("labour_high")),
                        ),
                        name="hypothese_fourchette",
                        violation_error_message="La part de main-d’œuvre sort de la fourchette que vous donnez.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Marche",
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
                    "reference",
                    models.CharField(
                        help_text="Le numéro du marché chez l’acheteur.",
                        max_length=60,
                        verbose_name="référence",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="objet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prevu", "Prévu"),
                            ("consultation", "En consultation"),
                            ("en_cours", "En cours"),
                            ("termine", "Terminé"),
                            ("resilie", "Résilié"),
                        ],
                        default="prevu",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "amount",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="montant HT"
                    ),
                ),
                (
                    "consulted_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="consultation lancée le"
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(blank=True, null=True, verbose_name="notifié le"),
                ),
                (
                    "start",
                    models.DateField(
                        blank=True, null=True, verbose_name="début d’exécution"
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        blank=True, null=True, verbose_name="fin d’exécution"
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        choices=[
                            ("aucune", "Sans clause sociale"),
                            ("execution", "Condition d’exécution"),
                            (
                                "execution_critere",
                                "Condition d’exécution et critère de choix",
                            ),
                            ("reserve", "Marché réservé"),
                            ("qualification", "Marché d’insertion et de qualification"),
                        ],
                        default="execution",
                        max_length=20,
                        verbose_name="clause sociale",
                    ),
                ),
                (
                    "derogation",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "solution_disponible",
                                "Besoin couvert par une solution immédiatement disponible",
                            ),
                            (
                                "lien_insuffisant",
                                "Lien insuffisant avec l’objet du marché",
                            ),
                            (
                                "concurrence",
                                "Concurrence restreinte ou exécution rendue impossible",
                            ),
                            ("travaux_courts", "Travaux de moins de six mois"),
                        ],
                        max_length=20,
                        verbose_name="motif de dérogation",
                    ),
                ),
                (
                    "derogation_note",
                    models.TextField(blank=True, verbose_name="justification"),
                ),
                (
                    "labour_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="part de main-d’œuvre propre au marché",
                    ),
                ),
                (
                    "hourly_cost",
                    possibles.common.money.MontantField(
                        blank=True,
                        null=True,
                        verbose_name="coût horaire propre au marché",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="taux propre au marché",
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "à l’heure"),
                            (5, "à 5 heures"),
                            (10, "à 10 heures"),
                        ],
                        null=True,
                        verbose_name="arrondi propre au marché",
                    ),
                ),
                (
                    "contract_hours",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Si le marché écrit son propre volume, il l’emporte sur le calcul.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000000),
                        ],
                        verbose_name="heures inscrites au marché",
                    ),
                ),
                (
                    "objective_hours",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="objectif d’heures"
                    ),
                ),
                (
                    "penalty_hourly",
                    possibles.common.money.MontantField(
                        blank=True,
                        null=True,
                        verbose_name="pénalité par heure non réalisée",
                    ),
                ),
                (
                    "penalty_daily",
                    possibles.common.money.MontantField(
                        blank=True,
                        null=True,
                        verbose_name="pénalité par jour de retard d’attestation",
                    ),
                ),
                (
                    "penalty_cap",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="plafond des pénalités"
                    ),
                ),
                (
                    "spent",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="dépenses constatées"
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "sort_title",
                    models.CharField(
                        editable=False, max_length=250, verbose_name="titre de tri"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "famille",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches",
                        to="insertion.familledemarche",
                        verbose_name="famille",
                    ),
                ),
                (
                    "globalisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="marches",
                        to="insertion.globalisation",
                        verbose_name="globalisation",
                    ),
                ),
                (
                    "hypothese",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches",
                        to="insertion.hypothese",
                        verbose_name="hypothèse retenue",
                    ),
                ),
                (
                    "maitre_ouvrage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches",
                        to="acteurs.organisation",
                        verbose_name="maître d’ouvrage",
                    ),
                ),
                (
                    "projet_renouvellement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement urbain",
                    ),
                ),
                (
                    "quartiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="marches",
                        to="territoires.quartier",
                        verbose_name="quartiers",
                    ),
                ),
                (
                    "titulaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marches_obtenus",
                        to="acteurs.organisation",
                        verbose_name="titulaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "marché",
                "verbose_name_plural": "marchés",
                "ordering": ["sort_title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("maitre_ouvrage", "reference"),
                        name="marche_reference_unique",
                        violation_error_message="Ce maître d’ouvrage a déjà un marché de cette référence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None),
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="marche_dates",
                        violation_error_message="La fin d’exécution précède le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None), ("amount__gte", 0), _connector="OR"
                        ),
                        name="marche_montant",
                        violation_error_message="Un montant de marché n’est pas négatif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hourly_cost", None),
                            ("hourly_cost__gt", 0),
                            _connector="OR",
                        ),
                        name="marche_cout_horaire",
                        violation_error_message="Un coût horaire est supérieur à zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("penalty_hourly", None),
                                ("penalty_hourly__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("penalty_daily", None),
                                ("penalty_daily__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("penalty_cap", None),
                                ("penalty_cap__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("spent", None), ("spent__gte", 0), _connector="OR"
                            ),
                        ),
                        name="marche_penalites",
                        violation_error_message="Une pénalité ou une dépense n’est pas négative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lot",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="numéro",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                (
                    "amount",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="montant HT"
                    ),
                ),
                (
                    "contract_hours",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000000),
                        ],
                        verbose_name="heures inscrites au lot",
                    ),
                ),
                (
                    "objective_hours",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="objectif d’heures"
                    ),
                ),
                (
                    "famille",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="insertion.familledemarche",
                        verbose_name="famille",
                    ),
                ),
                (
                    "hypothese",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="insertion.hypothese",
                        verbose_name="hypothèse retenue",
                    ),
                ),
                (
                    "titulaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots_obtenus",
                        to="acteurs.organisation",
                        verbose_name="titulaire",
                    ),
                ),
                (
                    "marche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lots",
                        to="insertion.marche",
                        verbose_name="marché",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot",
                "verbose_name_plural": "lots",
                "ordering": ["marche", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("marche", "number"),
                        name="lot_unique",
                        violation_error_message="Ce marché a déjà un lot de ce numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None), ("amount__gte", 0), _connector="OR"
                        ),
                        name="lot_montant",
                        violation_error_message="Un montant de lot n’est pas négatif.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intervenant",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("cotraitant", "Cotraitant"),
                            ("sous_traitant", "Sous-traitant"),
                        ],
                        max_length=20,
                        verbose_name="qualité",
                    ),
                ),
                (
                    "amount",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="montant HT"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interventions",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "marche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intervenants",
                        to="insertion.marche",
                        verbose_name="marché",
                    ),
                ),
            ],
            options={
                "verbose_name": "intervenant",
                "verbose_name_plural": "intervenants",
                "ordering": ["marche", "role", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("marche", "organisation"),
                        name="intervenant_unique",
                        violation_error_message="Cette organisation intervient déjà au marché.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Heures",
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
                ("month", models.DateField(verbose_name="mois")),
                (
                    "work",
                    models.PositiveIntegerField(
                        default=0, verbose_name="centièmes d’heure de travail"
                    ),
                ),
                (
                    "training",
                    models.PositiveIntegerField(
                        default=0, verbose_name="centièmes d’heure de formation"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("declare", "Déclarée"),
                            ("justifie", "Justifiée"),
                            ("valide", "Validée"),
                        ],
                        default="declare",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "counted",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        verbose_name="centièmes d’heure comptés",
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=30,
                        verbose_name="motif d’écart",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "beneficiaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heures",
                        to="insertion.beneficiaire",
                        verbose_name="bénéficiaire",
                    ),
                ),
                (
                    "employeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heures",
                        to="insertion.employeur",
                        verbose_name="employeur",
                    ),
                ),
                (
                    "marche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heures",
                        to="insertion.marche",
                        verbose_name="marché",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’heures",
                "verbose_name_plural": "lignes d’heures",
                "ordering": ["-month", "marche", "beneficiaire"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("beneficiaire", "marche", "month", "employeur"),
                        name="heures_une_fois",
                        violation_error_message="Les heures de cette personne, ce mois, sont déjà déclarées.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work__gt", 0), ("training__gt", 0), _connector="OR"
                        ),
                        name="heures_non_nulles",
                        violation_error_message="Une ligne d’heures n’est pas vide.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["marche", "month"], name="heures_marche_mois"),
                    models.Index(
                        fields=[
                            "marche",
                            "beneficiaire",
                            "state",
                            "counted",
                            "work",
                            "training",
                        ],
                        name="heures_somme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Embauche",
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
                    "modalite",
                    models.CharField(
                        choices=[
                            ("embauche", "Embauche directe"),
                            ("mise_a_disposition", "Mise à disposition"),
                            (
                                "sous_traitance",
                                "Sous-traitance ou cotraitance d’insertion",
                            ),
                        ],
                        max_length=20,
                        verbose_name="modalité",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cdi", "CDI"),
                            ("cdd", "CDD"),
                            ("cddi", "CDD d’insertion"),
                            ("interim", "Contrat de mission"),
                            ("apprentissage", "Contrat d’apprentissage"),
                            ("professionnalisation", "Contrat de professionnalisation"),
                        ],
                        max_length=20,
                        verbose_name="contrat",
                    ),
                ),
                ("start", models.DateField(verbose_name="du")),
                ("end", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "beneficiaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="embauches",
                        to="insertion.beneficiaire",
                        verbose_name="bénéficiaire",
                    ),
                ),
                (
                    "employeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="embauches",
                        to="insertion.employeur",
                        verbose_name="employeur",
                    ),
                ),
                (
                    "marche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="embauches",
                        to="insertion.marche",
                        verbose_name="marché",
                    ),
                ),
            ],
            options={
                "verbose_name": "embauche",
                "verbose_name_plural": "embauches",
                "ordering": ["marche", "beneficiaire", "start"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("beneficiaire", "employeur", "marche", "start"),
                        name="embauche_unique",
                        violation_error_message="Cette embauche est déjà enregistrée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="embauche_dates",
                        violation_error_message="La fin du contrat précède son début.",
                    ),
                ],
            },
        ),
    ]
