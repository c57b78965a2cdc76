import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acteurs", "__first__"),
        ("insertion", "0003_cadre"),
    ]

    operations = [
        migrations.CreateModel(
            name="LienDeclaration",
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
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Vide : le lien s’affiche une fois, à imprimer ou à remettre vous-même.",
                        max_length=254,
                        verbose_name="adresse électronique",
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                (
                    "token_hash",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="empreinte du jeton",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="créé le"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="envoyé le"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="dernière déclaration"
                    ),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retiré le"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liens_declaration",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
                (
                    "employeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liens",
                        to="insertion.employeur",
                        verbose_name="entreprise",
                    ),
                ),
                (
                    "marche",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : tous les marchés où cette entreprise emploie quelqu’un.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liens",
                        to="insertion.marche",
                        verbose_name="marché",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien de déclaration",
                "verbose_name_plural": "liens de déclaration",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="lien_jeton_unique",
                        violation_error_message="Ce lien existe déjà : tirez-en un autre.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="heures",
            index=models.Index(
                fields=["state", "-month", "id"], name="heures_etat_mois"
            ),
        ),
    ]
