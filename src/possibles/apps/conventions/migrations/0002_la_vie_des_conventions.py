import django.core.validators
import django.db.models.deletion
import possibles.common.money
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("conventions", "0001_initial"),
        ("documents", "0001_initial"),
        ("journal", "0002_sealed"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Constat",
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
                ("date", models.DateField(verbose_name="au")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("tenu", "Tenu"),
                            ("en_cours", "En cours"),
                            ("non_tenu", "Non tenu"),
                        ],
                        max_length=20,
                        verbose_name="constat",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="valeur atteinte",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="ce qui le montre")),
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
                        related_name="constats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="constaté par",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="constats",
                        to="documents.document",
                        verbose_name="document de preuve",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="constats",
                        to="conventions.engagement",
                        verbose_name="engagement",
                    ),
                ),
            ],
            options={
                "verbose_name": "constat",
                "verbose_name_plural": "constats",
                "ordering": ["engagement", "-date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Courrier",
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
                            ("litige", "Lettre qui ouvre un litige"),
                            ("resiliation", "Lettre de résiliation"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="envoyée le")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="reçue le"),
                ),
                ("objet", models.TextField(blank=True, verbose_name="ce qu’elle dit")),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="réglée le"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="comment"
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
                        related_name="courriers",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courriers_envoyes",
                        to="acteurs.organisation",
                        verbose_name="envoyée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "lettre recommandée",
                "verbose_name_plural": "lettres recommandées",
                "ordering": ["convention", "sent_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received_on", None),
                            ("received_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="courrier_recu_apres_envoi",
                        violation_error_message="La lettre ne peut être reçue avant d’être envoyée.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ModificationArticle",
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
                            ("modifie", "Article modifié"),
                            ("ajoute", "Article ajouté"),
                            ("supprime", "Article supprimé"),
                        ],
                        default="modifie",
                        max_length=20,
                        verbose_name="modification",
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=12, verbose_name="numéro de l’article"),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="titre"),
                ),
                (
                    "text",
                    models.TextField(blank=True, verbose_name="nouvelle rédaction"),
                ),
                (
                    "avenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="modifications",
                        to="conventions.avenant",
                        verbose_name="avenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "modification d’article",
                "verbose_name_plural": "modifications d’articles",
                "ordering": ["avenant", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("avenant", "number"),
                        name="modification_unique",
                        violation_error_message="Cet avenant touche déjà cet article\u202f: modifiez sa rédaction.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "supprime"),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="modification_redigee",
                        violation_error_message="Écrivez la nouvelle rédaction de l’article.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rattachement",
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
                ("object_id", models.PositiveBigIntegerField(verbose_name="objet")),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rattachements",
                        to="conventions.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "object_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rattachements",
                        to="contenttypes.contenttype",
                        verbose_name="type de l’objet",
                    ),
                ),
            ],
            options={
                "verbose_name": "rattachement",
                "verbose_name_plural": "rattachements",
                "ordering": ["engagement", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("engagement", "object_type", "object_id"),
                        name="rattachement_unique",
                        violation_error_message="Cet objet porte déjà l’engagement.",
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["object_type", "object_id"], name="rattachement_objet"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RevueDeProjet",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("preparee", "En préparation"),
                            ("tenue", "Tenue"),
                            ("figee", "Figée"),
                        ],
                        default="preparee",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "measured_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="engagements mesurés le"
                    ),
                ),
                (
                    "held_on",
                    models.DateField(blank=True, null=True, verbose_name="tenue le"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu"),
                ),
                (
                    "leader",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="conduite par"
                    ),
                ),
                (
                    "participants",
                    models.TextField(blank=True, verbose_name="participants"),
                ),
                ("methode", models.TextField(blank=True, verbose_name="méthode")),
                (
                    "compte_rendu",
                    models.TextField(blank=True, verbose_name="compte rendu"),
                ),
                (
                    "suites",
                    models.TextField(blank=True, verbose_name="suites à donner"),
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
                        related_name="revues",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparée par",
                    ),
                ),
                (
                    "convention",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revues",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "instantane",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revues",
                        to="journal.instantane",
                        verbose_name="revue figée",
                    ),
                ),
                (
                    "renouvellement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revues",
                        to="territoires.projetrenouvellement",
                        verbose_name="projet de renouvellement urbain",
                    ),
                ),
            ],
            options={
                "verbose_name": "revue de projet",
                "verbose_name_plural": "revues de projet",
                "ordering": ["-year", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("convention__isnull", False), ("renouvellement", None)
                            ),
                            models.Q(
                                ("convention", None), ("renouvellement__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="revue_un_perimetre",
                        violation_error_message="Choisissez une convention ou un projet de renouvellement urbain, et un seul.",
                    ),
                    models.UniqueConstraint(
                        fields=("convention", "year"),
                        name="revue_de_convention_unique",
                        violation_error_message="La revue de cette année existe déjà\u202f: ouvrez-la.",
                    ),
                    models.UniqueConstraint(
                        fields=("renouvellement", "year"),
                        name="revue_de_projet_unique",
                        violation_error_message="La revue de cette année existe déjà\u202f: ouvrez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "figee"), _negated=True),
                            ("instantane__isnull", False),
                            _connector="OR",
                        ),
                        name="revue_figee",
                        violation_error_message="Une revue figée garde son instantané.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LigneRevue",
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
                    "tenue",
                    models.CharField(
                        choices=[
                            ("tenu", "Tenu"),
                            ("en_cours", "En cours"),
                            ("en_retard", "En retard"),
                            ("non_mesurable", "Non mesurable"),
                        ],
                        max_length=20,
                        verbose_name="tenue",
                    ),
                ),
                (
                    "observation",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="ce que l’on mesure"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="valeur",
                    ),
                ),
                (
                    "previous",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tenu", "Tenu"),
                            ("en_cours", "En cours"),
                            ("en_retard", "En retard"),
                            ("non_mesurable", "Non mesurable"),
                        ],
                        max_length=20,
                        verbose_name="à la revue précédente",
                    ),
                ),
                (
                    "is_examined",
                    models.BooleanField(default=False, verbose_name="examiné"),
                ),
                (
                    "comment",
                    models.TextField(blank=True, verbose_name="ce qui est dit"),
                ),
                (
                    "difficulty",
                    models.TextField(blank=True, verbose_name="difficulté à lever"),
                ),
                (
                    "decision",
                    models.TextField(blank=True, verbose_name="décision ou suite"),
                ),
                (
                    "avenant_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ajustement_mineur", "Ajustement mineur"),
                            ("avenant_local", "Avenant local"),
                            ("avenant_national", "Avenant national"),
                            ("avenant_partenariat", "Avenant de partenariat"),
                        ],
                        max_length=30,
                        verbose_name="avenant à préparer",
                    ),
                ),
                (
                    "avenant_objet",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="objet de l’avenant"
                    ),
                ),
                (
                    "avenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lignes_de_revue",
                        to="conventions.avenant",
                        verbose_name="avenant ouvert",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lignes_de_revue",
                        to="conventions.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "revue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes",
                        to="conventions.revuedeprojet",
                        verbose_name="revue de projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de revue",
                "verbose_name_plural": "lignes de revue",
                "ordering": ["revue", "engagement__convention", "engagement__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revue", "engagement"),
                        name="ligne_revue_unique",
                        violation_error_message="Cet engagement est déjà dans la revue.",
                    )
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="avenant",
            options={
                "ordering": ["convention", "number", "pk"],
                "verbose_name": "avenant",
                "verbose_name_plural": "avenants",
            },
        ),
        migrations.RemoveConstraint(
            model_name="echeance",
            name="echeance_unique",
        ),
        migrations.RemoveField(
            model_name="engagement",
            name="state",
        ),
        migrations.AddField(
            model_name="avenant",
            name="effective_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="prend effet le"
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="instantane",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="avenants",
                to="journal.instantane",
                verbose_name="texte figé à la signature",
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="is_exemple",
            field=models.BooleanField(default=False, verbose_name="exemple"),
        ),
        migrations.AddField(
            model_name="avenant",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ajustement_mineur", "Ajustement mineur"),
                    ("avenant_local", "Avenant local"),
                    ("avenant_national", "Avenant national"),
                    ("avenant_partenariat", "Avenant de partenariat"),
                ],
                default="avenant_partenariat",
                max_length=30,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="motif",
            field=models.TextField(
                blank=True, verbose_name="ce qui le rend nécessaire"
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="new_amount",
            field=possibles.common.money.MontantField(
                blank=True, null=True, verbose_name="nouveau montant TTC"
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="previous_amount",
            field=possibles.common.money.MontantField(
                blank=True, null=True, verbose_name="montant TTC précédent"
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="previous_end",
            field=models.DateField(
                blank=True, null=True, verbose_name="terme précédent"
            ),
        ),
        migrations.AddField(
            model_name="avenant",
            name="state",
            field=models.CharField(
                choices=[
                    ("a_preparer", "À préparer"),
                    ("redaction", "En rédaction"),
                    ("signature", "À la signature"),
                    ("signe", "Signé"),
                    ("abandonne", "Abandonné"),
                ],
                default="a_preparer",
                max_length=20,
                verbose_name="état",
            ),
        ),
        migrations.AddField(
            model_name="convention",
            name="dispute_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                verbose_name="délai amiable d’un litige, en jours",
            ),
        ),
        migrations.AddField(
            model_name="convention",
            name="renewal_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                verbose_name="préavis de renouvellement, en jours",
            ),
        ),
        migrations.AddField(
            model_name="convention",
            name="renouvellements",
            field=models.ManyToManyField(
                blank=True,
                related_name="conventions",
                to="territoires.projetrenouvellement",
                verbose_name="projets de renouvellement urbain",
            ),
        ),
        migrations.AddField(
            model_name="convention",
            name="termination_months",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="préavis de résiliation, en mois"
            ),
        ),
        migrations.AddField(
            model_name="echeance",
            name="code",
            field=models.CharField(
                blank=True, editable=False, max_length=40, verbose_name="calcul"
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="is_ceiling",
            field=models.BooleanField(
                default=False, verbose_name="la cible est un maximum"
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="is_exemple",
            field=models.BooleanField(default=False, verbose_name="exemple"),
        ),
        migrations.AddField(
            model_name="engagement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("operation", "Opération à réaliser"),
                    ("heures", "Heures d’insertion"),
                    ("relogement", "Relogement"),
                    ("gestion", "Projet de gestion"),
                    ("participation", "Participation des habitants"),
                    ("indicateur", "Indicateur à atteindre"),
                    ("etude", "Étude ou ingénierie"),
                    ("financement", "Financement"),
                    ("accompagnement", "Accompagnement"),
                    ("autre", "Autre engagement"),
                ],
                default="autre",
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="mesure",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="mesure automatique"
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="mesure_objet",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="mesurée sur"
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="proof_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="engagements",
                to="documents.document",
                verbose_name="document de preuve",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="engagements",
                to=settings.AUTH_USER_MODEL,
                verbose_name="responsable du suivi",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="target",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=16,
                null=True,
                verbose_name="cible",
            ),
        ),
        migrations.AddField(
            model_name="engagement",
            name="unit",
            field=models.CharField(blank=True, max_length=40, verbose_name="unité"),
        ),
        migrations.AddField(
            model_name="versement",
            name="paid_amount",
            field=possibles.common.money.MontantField(
                blank=True, null=True, verbose_name="montant versé TTC"
            ),
        ),
        migrations.AddField(
            model_name="versement",
            name="requested_on",
            field=models.DateField(blank=True, null=True, verbose_name="demandé le"),
        ),
        migrations.AlterField(
            model_name="avenant",
            name="number",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="numéro"
            ),
        ),
        migrations.AlterField(
            model_name="convention",
            name="state",
            field=models.CharField(
                choices=[
                    ("preparation", "En préparation"),
                    ("signature", "À la signature"),
                    ("en_vigueur", "En vigueur"),
                    ("denoncee", "Résiliation en cours"),
                    ("echue", "Échue"),
                    ("resiliee", "Résiliée"),
                ],
                default="preparation",
                max_length=20,
                verbose_name="état",
            ),
        ),
        migrations.AlterField(
            model_name="echeance",
            name="kind",
            field=models.CharField(
                choices=[
                    ("terme", "Terme"),
                    ("preavis", "Préavis de renouvellement"),
                    ("revoyure", "Clause de revoyure"),
                    ("versement", "Versement"),
                    ("rendu", "Document à rendre"),
                    ("publication", "Publication des données"),
                    ("litige", "Litige"),
                    ("resiliation", "Résiliation"),
                    ("engagement", "Engagement"),
                    ("autre", "Autre échéance"),
                ],
                default="autre",
                max_length=20,
                verbose_name="nature",
            ),
        ),
        migrations.AlterField(
            model_name="versement",
            name="due",
            field=models.DateField(blank=True, null=True, verbose_name="attendu le"),
        ),
        migrations.AddConstraint(
            model_name="avenant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signe"), _negated=True),
                    models.Q(("number__isnull", False), ("signed_on__isnull", False)),
                    _connector="OR",
                ),
                name="avenant_signe_date",
                violation_error_message="Un avenant signé porte sa date et son numéro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="avenant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("new_amount", None), ("new_amount__gte", 0), _connector="OR"
                ),
                name="avenant_montant",
                violation_error_message="Un montant de convention n’est pas négatif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="echeance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", "")),
                fields=("convention", "label", "due"),
                name="echeance_unique",
                violation_error_message="Cette échéance est déjà inscrite.",
            ),
        ),
        migrations.AddConstraint(
            model_name="echeance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("convention", "code"),
                name="echeance_calculee_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mesure", ""), _negated=True),
                    ("mesure_objet", ""),
                    _connector="OR",
                ),
                name="engagement_mesure_nommee",
                violation_error_message="Choisissez ce que l’on mesure sur cet objet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="versement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_amount", None),
                    models.Q(("paid_amount__gt", 0), ("paid_on__isnull", False)),
                    _connector="OR",
                ),
                name="versement_verse",
                violation_error_message="Un montant versé est supérieur à zéro et porte la date du versement.",
            ),
        ),
    ]
