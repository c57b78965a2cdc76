import django.core.validators
import django.db.models.deletion
import possibles.common.money
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Niveau",
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
                        unique=True, verbose_name="numéro"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contrat_de_ville", "Contrat de ville"),
                            ("communale", "Convention communale"),
                            ("projet_de_quartier", "Projet de quartier"),
                            ("partenariat", "Convention de partenariat"),
                            (
                                "pluriannuelle",
                                "Convention pluriannuelle de renouvellement urbain",
                            ),
                            ("abattement_tfpb", "Convention d’abattement de TFPB"),
                            ("subvention", "Convention de subvention"),
                        ],
                        max_length=30,
                        unique=True,
                        verbose_name="nature des conventions",
                    ),
                ),
                ("text", models.TextField(verbose_name="rôle")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
            ],
            options={
                "verbose_name": "niveau d’action",
                "verbose_name_plural": "niveaux d’action",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Convention",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contrat_de_ville", "Contrat de ville"),
                            ("communale", "Convention communale"),
                            ("projet_de_quartier", "Projet de quartier"),
                            ("partenariat", "Convention de partenariat"),
                            (
                                "pluriannuelle",
                                "Convention pluriannuelle de renouvellement urbain",
                            ),
                            ("abattement_tfpb", "Convention d’abattement de TFPB"),
                            ("subvention", "Convention de subvention"),
                        ],
                        max_length=30,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="titre")),
                (
                    "short_title",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="titre court"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="référence"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparation", "En préparation"),
                            ("en_vigueur", "En vigueur"),
                            ("echue", "Échue"),
                            ("resiliee", "Résiliée"),
                        ],
                        default="preparation",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("objet", models.TextField(blank=True, verbose_name="objet")),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="première année",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="dernière année",
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signée le"),
                ),
                (
                    "start",
                    models.DateField(
                        blank=True, null=True, verbose_name="prise d’effet"
                    ),
                ),
                ("end", models.DateField(blank=True, null=True, verbose_name="terme")),
                (
                    "amount",
                    possibles.common.money.MontantField(
                        blank=True, null=True, verbose_name="montant TTC"
                    ),
                ),
                (
                    "amount_note",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="précision sur le montant",
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
                    "communes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="conventions",
                        to="territoires.commune",
                        verbose_name="communes",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declinaisons",
                        to="conventions.convention",
                        verbose_name="convention cadre",
                    ),
                ),
                (
                    "quartiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="conventions",
                        to="territoires.quartier",
                        verbose_name="quartiers",
                    ),
                ),
            ],
            options={
                "verbose_name": "convention",
                "verbose_name_plural": "conventions",
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None),
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="convention_dates",
                        violation_error_message="Le terme précède la prise d’effet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year", None),
                            ("last_year", None),
                            ("last_year__gte", models.F("first_year")),
                            _connector="OR",
                        ),
                        name="convention_annees",
                        violation_error_message="La dernière année précède la première.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None), ("amount__gte", 0), _connector="OR"
                        ),
                        name="convention_montant",
                        violation_error_message="Un montant de convention n’est pas négatif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="convention_pas_son_cadre",
                        violation_error_message="Une convention n’est pas sa propre convention cadre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Avenant",
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
                ("objet", models.TextField(verbose_name="objet")),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signé le"),
                ),
                (
                    "new_end",
                    models.DateField(
                        blank=True, null=True, verbose_name="nouveau terme"
                    ),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="avenants",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
            ],
            options={
                "verbose_name": "avenant",
                "verbose_name_plural": "avenants",
                "ordering": ["convention", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "number"),
                        name="avenant_unique",
                        violation_error_message="La convention a déjà un avenant de ce numéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
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
                ("number", models.CharField(max_length=12, verbose_name="numéro")),
                ("position", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="articles",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["convention", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "number"),
                        name="article_unique",
                        violation_error_message="La convention a déjà un article de ce numéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Echeance",
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
                            ("terme", "Terme"),
                            ("revoyure", "Clause de revoyure"),
                            ("versement", "Versement"),
                            ("rendu", "Document à rendre"),
                            ("autre", "Autre échéance"),
                        ],
                        default="autre",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                ("due", models.DateField(verbose_name="date")),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="tenue le"),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="règle qui la fixe"
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="echeances",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "verbose_name_plural": "échéances",
                "ordering": ["due", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "label", "due"),
                        name="echeance_unique",
                        violation_error_message="Cette échéance est déjà inscrite.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
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
                ("text", models.TextField(verbose_name="engagement")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("a_engager", "À engager"),
                            ("en_cours", "En cours"),
                            ("tenu", "Tenu"),
                            ("non_tenu", "Non tenu"),
                        ],
                        default="a_engager",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "due",
                    models.DateField(blank=True, null=True, verbose_name="échéance"),
                ),
                (
                    "proof",
                    models.TextField(
                        blank=True, verbose_name="preuve attendue ou apportée"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="engagements",
                        to="conventions.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="engagements",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="acteurs.organisation",
                        verbose_name="qui s’engage",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement",
                "verbose_name_plural": "engagements",
                "ordering": ["convention", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "number"),
                        name="engagement_unique",
                        violation_error_message="La convention a déjà un engagement de ce numéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partie",
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
                            ("signataire", "Signataire"),
                            ("financeur", "Signataire et financeur"),
                            ("beneficiaire", "Signataire et bénéficiaire"),
                            ("associe", "Associé"),
                        ],
                        default="signataire",
                        max_length=20,
                        verbose_name="qualité",
                    ),
                ),
                (
                    "representative",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="représentée par"
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signée le"),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partie",
                "verbose_name_plural": "parties",
                "ordering": ["convention", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "organisation"),
                        name="partie_unique",
                        violation_error_message="Cette organisation est déjà partie à la convention.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Versement",
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
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                (
                    "amount",
                    possibles.common.money.MontantField(verbose_name="montant TTC"),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="condition"
                    ),
                ),
                (
                    "due",
                    models.DateField(blank=True, null=True, verbose_name="prévu le"),
                ),
                (
                    "paid_on",
                    models.DateField(blank=True, null=True, verbose_name="versé le"),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versements",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
            ],
            options={
                "verbose_name": "versement",
                "verbose_name_plural": "versements",
                "ordering": ["convention", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convention", "number"),
                        name="versement_unique",
                        violation_error_message="La convention a déjà un versement de ce numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="versement_positif",
                        violation_error_message="Un versement est supérieur à zéro.",
                    ),
                ],
            },
        ),
    ]
