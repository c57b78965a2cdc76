import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "step",
                    models.CharField(
                        max_length=60,
                        primary_key=True,
                        serialize=False,
                        verbose_name="étape",
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        max_length=64, verbose_name="empreinte des sources"
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(auto_now=True, verbose_name="fait le"),
                ),
            ],
            options={
                "verbose_name": "préparation",
                "verbose_name_plural": "préparations",
            },
        ),
        migrations.CreateModel(
            name="Traitement",
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
                ("kind", models.CharField(max_length=60, verbose_name="nature")),
                ("label", models.CharField(max_length=200, verbose_name="intitulé")),
                (
                    "arguments",
                    models.JSONField(default=dict, verbose_name="paramètres"),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        null=True,
                        unique=True,
                        verbose_name="clé d’unicité",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("en_attente", "En attente"),
                            ("en_cours", "En cours"),
                            ("fini", "Terminé"),
                            ("echoue", "Échoué"),
                            ("annule", "Annulé"),
                        ],
                        default="en_attente",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=200, verbose_name="étape"),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="fait")),
                (
                    "total",
                    models.PositiveIntegerField(null=True, verbose_name="à faire"),
                ),
                (
                    "result_url",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="adresse du résultat"
                    ),
                ),
                (
                    "result_text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="résultat"
                    ),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="raison de l’échec"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True, db_index=True, verbose_name="demandé le"
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(null=True, verbose_name="commencé le"),
                ),
                (
                    "heartbeat",
                    models.DateTimeField(null=True, verbose_name="dernier signe"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(null=True, verbose_name="terminé le"),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="tentatives"
                    ),
                ),
                (
                    "is_cancel_requested",
                    models.BooleanField(
                        default=False, verbose_name="annulation demandée"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="traitements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "traitement",
                "verbose_name_plural": "traitements",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total", None),
                            ("done__lte", models.F("total")),
                            _connector="OR",
                        ),
                        name="traitement_fait_au_plus_le_total",
                        violation_error_message="Un traitement ne fait pas plus que son total.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at", None),
                                ("state__in", ("en_attente", "en_cours")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("en_attente", "en_cours")),
                                    _negated=True,
                                ),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="traitement_fini_a_une_date",
                        violation_error_message="Un traitement clos a une date de fin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Effet",
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
                ("key", models.CharField(max_length=120, verbose_name="étape")),
                (
                    "traitement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effets",
                        to="traitements.traitement",
                        verbose_name="traitement",
                    ),
                ),
            ],
            options={
                "verbose_name": "effet",
                "verbose_name_plural": "effets",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("traitement", "key"),
                        name="effet_unique",
                        violation_error_message="Cette étape est déjà faite.",
                    )
                ],
            },
        ),
    ]
