import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ImportTerritoire",
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
                            ("liste", "Liste de quartiers (CSV)"),
                            ("contours", "Contours de quartiers (GeoJSON)"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("essai", "Essai à blanc"),
                            ("applique", "Appliqué"),
                            ("annule", "Annulé"),
                        ],
                        default="essai",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="fichier")),
                (
                    "digest",
                    models.CharField(
                        max_length=64, verbose_name="empreinte du fichier"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "data_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="date des données"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="reçu le"),
                ),
                ("rows", models.JSONField(default=list, verbose_name="lignes lues")),
                ("report", models.JSONField(default=dict, verbose_name="rapport")),
                (
                    "before",
                    models.JSONField(default=list, verbose_name="état antérieur"),
                ),
            ],
            options={
                "verbose_name": "import de territoire",
                "verbose_name_plural": "imports de territoire",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Commune",
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
                    "code_insee",
                    models.CharField(
                        max_length=5, unique=True, verbose_name="code Insee"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "siren",
                    models.CharField(blank=True, max_length=9, verbose_name="SIREN"),
                ),
                (
                    "in_contrat",
                    models.BooleanField(
                        default=False, verbose_name="commune du contrat"
                    ),
                ),
                (
                    "has_qpv",
                    models.BooleanField(default=False, verbose_name="a un QPV"),
                ),
                (
                    "outline",
                    models.JSONField(blank=True, null=True, verbose_name="contour"),
                ),
                (
                    "outline_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source du contour"
                    ),
                ),
                (
                    "sort_name",
                    models.CharField(
                        editable=False, max_length=120, verbose_name="nom de tri"
                    ),
                ),
            ],
            options={
                "verbose_name": "commune",
                "verbose_name_plural": "communes",
                "ordering": ["sort_name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_qpv", False), ("in_contrat", True), _connector="OR"
                        ),
                        name="commune_qpv_dans_le_contrat",
                        violation_error_message="Une commune qui a un QPV est une commune du contrat.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrondissement",
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
                    "code_insee",
                    models.CharField(
                        max_length=5, unique=True, verbose_name="code Insee"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                (
                    "outline",
                    models.JSONField(blank=True, null=True, verbose_name="contour"),
                ),
                (
                    "outline_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source du contour"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrondissements",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "arrondissement",
                "verbose_name_plural": "arrondissements",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Quartier",
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
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^QN(\\d{3}|02[AB])\\d{2}[IMNC]$",
                                "Un code de QPV 2024 s’écrit QN, le département, deux chiffres puis I, M, N ou C : QN01342I.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "population",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="population"
                    ),
                ),
                (
                    "population_source",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="source de la population",
                    ),
                ),
                (
                    "population_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="population au"
                    ),
                ),
                (
                    "outline",
                    models.JSONField(blank=True, null=True, verbose_name="contour"),
                ),
                (
                    "outline_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source du contour"
                    ),
                ),
                (
                    "west",
                    models.FloatField(
                        editable=False, null=True, verbose_name="longitude ouest"
                    ),
                ),
                (
                    "south",
                    models.FloatField(
                        editable=False, null=True, verbose_name="latitude sud"
                    ),
                ),
                (
                    "east",
                    models.FloatField(
                        editable=False, null=True, verbose_name="longitude est"
                    ),
                ),
                (
                    "north",
                    models.FloatField(
                        editable=False, null=True, verbose_name="latitude nord"
                    ),
                ),
                (
                    "sort_name",
                    models.CharField(
                        editable=False, max_length=160, verbose_name="nom de tri"
                    ),
                ),
                (
                    "arrondissements",
                    models.ManyToManyField(
                        blank=True,
                        related_name="quartiers",
                        to="territoires.arrondissement",
                        verbose_name="arrondissements",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quartiers_principaux",
                        to="territoires.commune",
                        verbose_name="commune principale",
                    ),
                ),
                (
                    "communes",
                    models.ManyToManyField(
                        related_name="quartiers",
                        to="territoires.commune",
                        verbose_name="communes",
                    ),
                ),
            ],
            options={
                "verbose_name": "quartier prioritaire",
                "verbose_name_plural": "quartiers prioritaires",
                "ordering": ["sort_name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("population", None),
                            models.Q(("population_source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quartier_population_sourcee",
                        violation_error_message="Une population se donne avec sa source : indiquez-la.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjetRenouvellement",
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
                            ("prin", "PRIN (intérêt national)"),
                            ("prir", "PRIR (intérêt régional)"),
                        ],
                        max_length=10,
                        verbose_name="rang",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="rang dans la liste",
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="nom"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "quartiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projets_renouvellement",
                        to="territoires.quartier",
                        verbose_name="quartiers (rapprochement indicatif)",
                    ),
                ),
            ],
            options={
                "verbose_name": "projet de renouvellement urbain",
                "verbose_name_plural": "projets de renouvellement urbain",
                "ordering": ["kind", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "number"),
                        name="projet_renouvellement_unique",
                        violation_error_message="Ce numéro est déjà pris dans la liste.",
                    )
                ],
            },
        ),
    ]
