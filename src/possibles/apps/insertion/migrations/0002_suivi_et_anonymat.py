import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("insertion", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemandeDeDroit",
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
                            ("acces", "Accès"),
                            ("rectification", "Rectification"),
                            ("effacement", "Effacement"),
                            ("opposition", "Opposition"),
                        ],
                        max_length=20,
                        verbose_name="droit exercé",
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code du jour")),
                ("received_on", models.DateField(verbose_name="reçue le")),
                ("answered_on", models.DateField(verbose_name="répondue le")),
                (
                    "outcome",
                    models.CharField(max_length=300, verbose_name="suite donnée"),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demandes_de_droit",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="traitée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de droit",
                "verbose_name_plural": "demandes de droit",
                "ordering": ["-answered_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PointDeSuivi",
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
                    "months",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="mois après l’entrée",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="fait le")),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            (
                                "emploi_durable",
                                "Emploi durable : CDI, CDD de six mois ou plus",
                            ),
                            (
                                "emploi_transition",
                                "Emploi de transition : CDD court, intérim",
                            ),
                            ("meme_contrat", "Toujours dans le contrat de la clause"),
                            ("insertion", "Parcours dans une structure d’insertion"),
                            ("formation", "Formation ou alternance"),
                            ("creation", "Création d’activité"),
                            ("recherche", "Recherche d’emploi"),
                            ("inactif", "Sans activité ni recherche"),
                            ("injoignable", "Injoignable"),
                        ],
                        max_length=20,
                        verbose_name="situation",
                    ),
                ),
                (
                    "beneficiaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points_de_suivi",
                        to="insertion.beneficiaire",
                        verbose_name="bénéficiaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de suivi",
                "verbose_name_plural": "points de suivi",
                "ordering": ["beneficiaire", "months"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("beneficiaire", "months"),
                        name="point_de_suivi_unique",
                        violation_error_message="Ce point de suivi est déjà fait : modifiez-le.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="beneficiaire",
            name="anonymised_on",
            field=models.DateField(
                editable=False, null=True, verbose_name="anonymisé le"
            ),
        ),
        migrations.AddField(
            model_name="beneficiaire",
            name="entered_on",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                editable=False,
                verbose_name="entré le",
            ),
        ),
        migrations.AddField(
            model_name="beneficiaire",
            name="kept_qpv",
            field=models.BooleanField(
                default=False,
                editable=False,
                verbose_name="habitait un quartier prioritaire",
            ),
        ),
        migrations.AddField(
            model_name="beneficiaire",
            name="kept_tranche",
            field=models.CharField(
                choices=[
                    ("jeune", "Moins de 26 ans"),
                    ("adulte", "26 à 49 ans"),
                    ("senior", "50 ans et plus"),
                ],
                default="",
                editable=False,
                max_length=10,
                verbose_name="âge à l’entrée",
            ),
        ),
        migrations.AddField(
            model_name="embauche",
            name="lot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="embauches",
                to="insertion.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AlterField(
            model_name="beneficiaire",
            name="birth_year",
            field=models.PositiveSmallIntegerField(
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1930),
                    django.core.validators.MaxValueValidator(2015),
                ],
                verbose_name="année de naissance",
            ),
        ),
        migrations.AddConstraint(
            model_name="beneficiaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("anonymised_on", None), ("birth_year__isnull", False)),
                    models.Q(
                        ("anonymised_on__isnull", False),
                        ("birth_year", None),
                        ("commune", None),
                        ("initials", ""),
                        ("prescripteur", None),
                        ("quartier", None),
                        ("validated_by", None),
                    ),
                    _connector="OR",
                ),
                name="beneficiaire_anonyme",
                violation_error_message="Une personne anonyme ne garde rien d’elle.",
            ),
        ),
    ]
