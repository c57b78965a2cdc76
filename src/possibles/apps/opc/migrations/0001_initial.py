import django.core.validators
import django.db.models.deletion
import possibles.common.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("conventions", "0001_initial"),
        ("documents", "0001_initial"),
        ("journal", "0002_sealed"),
        ("operations", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alerte",
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
                    "cause",
                    models.CharField(
                        editable=False, max_length=120, verbose_name="cause"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="règle"
                    ),
                ),
                (
                    "famille",
                    models.CharField(
                        choices=[
                            ("calendrier", "Calendrier"),
                            ("interface", "Interfaces"),
                            ("cout", "Coût et financement"),
                            ("marche", "Marchés"),
                            ("convention", "Convention"),
                            ("suivi", "Suivi"),
                        ],
                        max_length=20,
                        verbose_name="sujet",
                    ),
                ),
                (
                    "gravite",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "À savoir"),
                            (2, "Attention"),
                            (3, "Majeure"),
                            (4, "Bloquante"),
                        ],
                        default=2,
                        verbose_name="gravité",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="intitulé")),
                ("text", models.TextField(blank=True, verbose_name="explication")),
                (
                    "evidence",
                    models.JSONField(blank=True, default=list, verbose_name="preuves"),
                ),
                (
                    "impact_days",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="retard en jeu (jours)"
                    ),
                ),
                (
                    "impact_cents",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="montant en jeu"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposee", "Proposée"),
                            ("ouverte", "Ouverte"),
                            ("traitee", "Traitée"),
                            ("close", "Close"),
                            ("ecartee", "Écartée"),
                        ],
                        default="proposee",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("motif", models.TextField(blank=True, verbose_name="motif")),
                (
                    "settled_gravite",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        null=True,
                        verbose_name="gravité au moment de la décision",
                    ),
                ),
                (
                    "settled_days",
                    models.PositiveIntegerField(
                        editable=False,
                        null=True,
                        verbose_name="retard au moment de la décision",
                    ),
                ),
                (
                    "is_present",
                    models.BooleanField(
                        default=True, editable=False, verbose_name="cause présente"
                    ),
                ),
                ("first_seen", models.DateField(verbose_name="vue depuis le")),
                (
                    "last_seen",
                    models.DateField(
                        editable=False, verbose_name="vue pour la dernière fois le"
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="close le"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alertes",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "interface",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alertes",
                        to="operations.interface",
                        verbose_name="interface",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alertes",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alertes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signalée par",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alertes",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "alerte",
                "verbose_name_plural": "alertes",
                "ordering": ["-gravite", "-first_seen", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "close"), _negated=True),
                        fields=("cause",),
                        name="alerte_une_par_cause",
                        violation_error_message="Une alerte est déjà ouverte pour cette cause.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ecartee"), _negated=True),
                            models.Q(("motif", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="alerte_ecartee_motivee",
                        violation_error_message="Dites pourquoi vous écartez cette alerte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule", ""), ("raised_by", None), _connector="OR"
                        ),
                        name="alerte_de_regle_ou_de_personne",
                        violation_error_message="Une alerte vient d’une règle ou d’une personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "close"), _negated=True),
                            ("closed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="alerte_close_datee",
                        violation_error_message="Une alerte close a une date.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state", "-gravite"], name="alerte_etat"),
                    models.Index(
                        fields=["renouvellement", "state"], name="alerte_projet"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointMensuel",
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
                    "month",
                    models.DateField(
                        help_text="Le premier jour du mois.", verbose_name="mois"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepare", "En préparation"),
                            ("en_seance", "En séance"),
                            ("fige", "Figé"),
                        ],
                        default="prepare",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "held_on",
                    models.DateField(blank=True, null=True, verbose_name="tenu le"),
                ),
                ("present", models.TextField(blank=True, verbose_name="présents")),
                (
                    "faits_marquants",
                    models.TextField(blank=True, verbose_name="faits marquants"),
                ),
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
                        related_name="points",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparé par",
                    ),
                ),
                (
                    "instantane",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="journal.instantane",
                        verbose_name="instantané",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next_points",
                        to="opc.pointmensuel",
                        verbose_name="point précédent",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="operations.reference",
                        verbose_name="repère du planning",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "point mensuel",
                "verbose_name_plural": "points mensuels",
                "ordering": ["-month", "renouvellement"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("renouvellement", "month"),
                        name="point_un_par_mois",
                        violation_error_message="Ce projet a déjà un point pour ce mois.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "fige"), _negated=True),
                            models.Q(
                                ("held_on__isnull", False),
                                ("instantane__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="point_fige_entier",
                        violation_error_message="Un point figé a sa date et son instantané.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MesureCorrective",
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
                ("title", models.CharField(max_length=200, verbose_name="mesure")),
                ("text", models.TextField(blank=True, verbose_name="comment")),
                ("due", models.DateField(verbose_name="à faire avant le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposee", "Proposée"),
                            ("adoptee", "Adoptée"),
                            ("realisee", "Réalisée"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        default="proposee",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "effect",
                    models.TextField(
                        blank=True,
                        help_text="En une phrase, pour le point mensuel.",
                        verbose_name="effet attendu",
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        blank=True, default=list, verbose_name="changement simulé"
                    ),
                ),
                (
                    "simulation",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="résultat simulé"
                    ),
                ),
                (
                    "simulated_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="simulé le"
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="adoptée le"
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="réalisée le"),
                ),
                (
                    "observed",
                    models.TextField(blank=True, verbose_name="effet constaté"),
                ),
                (
                    "observed_days",
                    models.IntegerField(
                        blank=True, null=True, verbose_name="jours gagnés constatés"
                    ),
                ),
                ("motif", models.TextField(blank=True, verbose_name="motif d’abandon")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "alertes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="mesures",
                        to="opc.alerte",
                        verbose_name="alertes",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mesures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mesures",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mesures",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mesures",
                        to="acteurs.organisation",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mesures",
                        to="opc.pointmensuel",
                        verbose_name="décidée au point",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesure corrective",
                "verbose_name_plural": "mesures correctives",
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "realisee"), _negated=True),
                            ("done_on__isnull", False),
                            _connector="OR",
                        ),
                        name="mesure_realisee_datee",
                        violation_error_message="Dites quel jour la mesure a été réalisée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "abandonnee"), _negated=True),
                            models.Q(("motif", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mesure_abandonnee_motivee",
                        violation_error_message="Dites pourquoi la mesure est abandonnée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LignePoint",
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
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                (
                    "meteo",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("securises", "Objectifs sécurisés"),
                            ("atteignables", "Objectifs atteignables"),
                            ("appuis", "Appuis nécessaires"),
                            ("compromis", "Objectifs compromis"),
                        ],
                        max_length=20,
                        verbose_name="météo",
                    ),
                ),
                (
                    "fait",
                    models.TextField(
                        blank=True, verbose_name="fait depuis le dernier point"
                    ),
                ),
                ("a_venir", models.TextField(blank=True, verbose_name="à venir")),
                (
                    "points_durs",
                    models.TextField(blank=True, verbose_name="points durs"),
                ),
                (
                    "decision_demandee",
                    models.TextField(blank=True, verbose_name="décision demandée"),
                ),
                (
                    "changes",
                    models.JSONField(
                        blank=True, default=list, verbose_name="ce qui a changé"
                    ),
                ),
                (
                    "before",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="au point précédent"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lignes_point",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes",
                        to="opc.pointmensuel",
                        verbose_name="point",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne du point",
                "verbose_name_plural": "lignes du point",
                "ordering": ["point", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "operation"),
                        name="ligne_point_unique",
                        violation_error_message="Cette opération est déjà au point.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionDePoint",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("text", models.TextField(verbose_name="décision")),
                (
                    "due",
                    models.DateField(
                        blank=True, null=True, verbose_name="à faire avant le"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_point",
                        to="operations.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_point",
                        to="acteurs.organisation",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="opc.pointmensuel",
                        verbose_name="point",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision du point",
                "verbose_name_plural": "décisions du point",
                "ordering": ["point", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "number"),
                        name="decision_point_unique",
                        violation_error_message="Le point a déjà une décision de ce numéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RapportSemestriel",
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
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="année",
                    ),
                ),
                (
                    "semester",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1er semestre"), (2, "2e semestre")],
                        verbose_name="semestre",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("brouillon", "En rédaction"), ("fige", "Figé")],
                        default="brouillon",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "frozen_on",
                    models.DateField(editable=False, null=True, verbose_name="figé le"),
                ),
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
                        related_name="rapports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "gabarit_diapositives",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rapports_diapositives",
                        to="documents.document",
                        verbose_name="modèle de diaporama de la maison",
                    ),
                ),
                (
                    "gabarit_texte",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rapports_texte",
                        to="documents.document",
                        verbose_name="modèle de texte de la maison",
                    ),
                ),
                (
                    "instantane",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rapports",
                        to="journal.instantane",
                        verbose_name="instantané",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rapports",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement",
                    ),
                ),
            ],
            options={
                "verbose_name": "rapport semestriel",
                "verbose_name_plural": "rapports semestriels",
                "ordering": ["-year", "-semester", "renouvellement"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("renouvellement", "year", "semester"),
                        name="rapport_unique",
                        violation_error_message="Ce projet a déjà un rapport pour ce semestre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "fige"), _negated=True),
                            ("instantane__isnull", False),
                            _connector="OR",
                        ),
                        name="rapport_fige_entier",
                        violation_error_message="Un rapport figé a son instantané.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlocRapport",
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
                ("key", models.SlugField(max_length=60, verbose_name="identifiant")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                (
                    "inherited",
                    models.TextField(
                        blank=True, verbose_name="texte de l’édition précédente"
                    ),
                ),
                (
                    "rapport",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocs",
                        to="opc.rapportsemestriel",
                        verbose_name="rapport",
                    ),
                ),
            ],
            options={
                "verbose_name": "bloc du rapport",
                "verbose_name_plural": "blocs du rapport",
                "ordering": ["rapport", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rapport", "key"),
                        name="bloc_rapport_unique",
                        violation_error_message="Ce bloc est déjà au rapport.",
                    )
                ],
            },
        ),
    ]
