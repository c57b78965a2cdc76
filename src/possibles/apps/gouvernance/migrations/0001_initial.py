import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Instance",
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
                        max_length=80, unique=True, verbose_name="identifiant"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("metropolitain", "Métropolitain"),
                            ("communal", "Communal"),
                            ("quartier", "Quartier"),
                        ],
                        default="metropolitain",
                        max_length=20,
                        verbose_name="niveau",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pilotage", "Pilotage"),
                            ("technique", "Technique"),
                            ("elus", "Élus"),
                            ("assises", "Assises"),
                            ("societe_civile", "Société civile"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("missions", models.TextField(blank=True, verbose_name="missions")),
                (
                    "frequency",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="fréquence"
                    ),
                ),
                (
                    "chair",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="présidence"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
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
                        related_name="instances",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True,
                        related_name="instances",
                        to="acteurs.organisation",
                        verbose_name="membres",
                    ),
                ),
            ],
            options={
                "verbose_name": "instance",
                "verbose_name_plural": "instances",
                "ordering": ["level", "name"],
            },
        ),
        migrations.CreateModel(
            name="Seance",
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
                ("time", models.TimeField(blank=True, null=True, verbose_name="heure")),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prevue", "Prévue"),
                            ("tenue", "Tenue"),
                            ("annulee", "Annulée"),
                        ],
                        default="prevue",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "ordre_du_jour",
                    models.TextField(blank=True, verbose_name="ordre du jour"),
                ),
                (
                    "compte_rendu",
                    models.TextField(blank=True, verbose_name="compte rendu"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seances",
                        to="gouvernance.instance",
                        verbose_name="instance",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "verbose_name_plural": "séances",
                "ordering": ["-date", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("instance", "date"),
                        name="seance_unique",
                        violation_error_message="Cette instance a déjà une séance ce jour-là : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compte_rendu", ""), ("state", "tenue"), _connector="OR"
                        ),
                        name="seance_compte_rendu",
                        violation_error_message="Indiquez que la séance s’est tenue avant d’écrire son compte rendu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("validation", "Validation"),
                            ("arbitrage", "Arbitrage"),
                            ("orientation", "Orientation"),
                            ("ajournement", "Ajournement"),
                        ],
                        default="validation",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("text", models.TextField(verbose_name="décision")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="gouvernance.seance",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "ordering": ["seance", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seance", "number"),
                        name="decision_unique",
                        violation_error_message="La séance a déjà une décision de ce numéro.",
                    )
                ],
            },
        ),
    ]
