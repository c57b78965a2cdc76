import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("gouvernance", "0001_initial"),
        ("journal", "0002_sealed"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
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
                    "subject_id",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="objet concerné"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="action")),
                (
                    "due",
                    models.DateField(blank=True, null=True, verbose_name="échéance"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("a_faire", "À faire"),
                            ("en_cours", "En cours"),
                            ("faite", "Faite"),
                            ("abandonnee", "Abandonnée"),
                        ],
                        default="a_faire",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="faite le"),
                ),
                (
                    "proof",
                    models.TextField(
                        blank=True,
                        help_text="Ce qui montre que c’est fait : une référence, une phrase, ou un document joint.",
                        verbose_name="preuve",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="gouvernance.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="acteurs.organisation",
                        verbose_name="organisation responsable",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne responsable",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="type de l’objet concerné",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id", None), ("subject_type", None)),
                            models.Q(
                                ("subject_id__isnull", False),
                                ("subject_type__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="action_objet_entier",
                        violation_error_message="Désignez un objet précis, ou aucun.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("responsable__isnull", False),
                            ("organisation__isnull", False),
                            _connector="OR",
                        ),
                        name="action_responsable",
                        violation_error_message="Dites qui s’en charge : une personne ou une organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "faite"), _negated=True),
                            ("done_on__isnull", False),
                            _connector="OR",
                        ),
                        name="action_faite_le",
                        violation_error_message="Une action faite porte sa date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdresseAgenda",
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
                ("nonce", models.CharField(max_length=32, verbose_name="tirage")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adresses_agenda",
                        to="gouvernance.instance",
                        verbose_name="instance",
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adresses_agenda",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse d’agenda",
                "verbose_name_plural": "adresses d’agenda",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("personne", "instance"), name="adresse_agenda_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("instance", None)),
                        fields=("personne",),
                        name="adresse_agenda_unique_toutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Convocation",
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
                            ("convocation", "Convocation"),
                            ("rappel", "Convocation modifiée"),
                            ("annulation", "Annulation"),
                        ],
                        default="convocation",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="envoyée le")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="convocations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="envoyée par",
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="convocations",
                        to="gouvernance.seance",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "convocation",
                "verbose_name_plural": "convocations",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Mandat",
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
                            ("titulaire", "Titulaire"),
                            ("suppleant", "Suppléant"),
                        ],
                        default="titulaire",
                        max_length=20,
                        verbose_name="siège",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Pour une personne qui n’a pas de compte sur la plateforme.",
                        max_length=160,
                        verbose_name="nom, sans compte",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Sert à convoquer ; celle du compte est prise quand il y en a un.",
                        max_length=254,
                        verbose_name="adresse électronique",
                    ),
                ),
                (
                    "quality",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple : présidente, sous-préfète à la ville.",
                        max_length=160,
                        verbose_name="qualité",
                    ),
                ),
                (
                    "votes",
                    models.BooleanField(default=True, verbose_name="voix délibérative"),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="du")),
                ("end", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandats",
                        to="gouvernance.instance",
                        verbose_name="instance",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandats",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "titulaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suppleants",
                        to="gouvernance.mandat",
                        verbose_name="suppléant de",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "ordering": ["instance", "kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            ("personne__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mandat_quelqu_un",
                        violation_error_message="Nommez une organisation ou une personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("personne", None), ("name", ""), _connector="OR"
                        ),
                        name="mandat_un_seul_nom",
                        violation_error_message="Choisissez la personne qui a un compte, ou écrivez son nom : pas les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None),
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="mandat_dates",
                        violation_error_message="La fin précède le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("titulaire", None), ("kind", "suppleant"), _connector="OR"
                        ),
                        name="mandat_suppleant",
                        violation_error_message="Seul un suppléant remplace un titulaire.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Envoi",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("a_envoyer", "À envoyer"),
                            ("envoye", "Envoyé"),
                            ("echec", "Non parti"),
                            ("sans_adresse", "Sans adresse"),
                        ],
                        default="a_envoyer",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="parti le")),
                (
                    "convocation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="envois",
                        to="gouvernance.convocation",
                        verbose_name="convocation",
                    ),
                ),
                (
                    "mandat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="envois",
                        to="gouvernance.mandat",
                        verbose_name="siège",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "ordering": ["convocation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("convocation", "mandat"), name="envoi_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PointOrdreDuJour",
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
                    "subject_id",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="objet concerné"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="rang"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Pour information"),
                            ("echange", "Pour échange"),
                            ("decision", "Pour décision"),
                        ],
                        default="information",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "presenter",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="présenté par"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes"
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        help_text="Repris dans le compte rendu.",
                        verbose_name="ce qui s’est dit",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="gouvernance.seance",
                        verbose_name="séance",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="type de l’objet concerné",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
                "verbose_name_plural": "points de l’ordre du jour",
                "ordering": ["seance", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id", None), ("subject_type", None)),
                            models.Q(
                                ("subject_id__isnull", False),
                                ("subject_type__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="point_objet_entier",
                        violation_error_message="Désignez un objet précis, ou aucun.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
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
                    "guest",
                    models.CharField(blank=True, max_length=200, verbose_name="invité"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "Présent"),
                            ("represente", "Représenté par"),
                            ("pouvoir", "Pouvoir donné à"),
                            ("excuse", "Excusé"),
                            ("absent", "Absent"),
                        ],
                        default="present",
                        max_length=20,
                        verbose_name="présence",
                    ),
                ),
                (
                    "by",
                    models.CharField(blank=True, max_length=160, verbose_name="par"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "mandat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="gouvernance.mandat",
                        verbose_name="siège",
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="gouvernance.seance",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "ordering": ["seance", "mandat", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seance", "mandat"),
                        name="presence_unique",
                        violation_error_message="Ce siège est déjà pointé pour la séance.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest", ""), ("mandat__isnull", False)),
                            models.Q(
                                ("mandat__isnull", True),
                                models.Q(("guest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="presence_quelqu_un",
                        violation_error_message="Pointez un siège, ou nommez un invité.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["represente", "pouvoir"]), _negated=True
                            ),
                            models.Q(("by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="presence_par_qui",
                        violation_error_message="Dites par qui le siège est représenté.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
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
                ("motif", models.CharField(max_length=300, verbose_name="motif")),
                ("text", models.TextField(verbose_name="rectification")),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rectifications",
                        to="gouvernance.seance",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "rectification",
                "verbose_name_plural": "rectifications",
                "ordering": ["seance", "date", "pk"],
            },
        ),
        migrations.RemoveField(
            model_name="instance",
            name="members",
        ),
        migrations.AddField(
            model_name="decision",
            name="subject_id",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="objet concerné"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="subject_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
                verbose_name="type de l’objet concerné",
            ),
        ),
        migrations.AddField(
            model_name="instance",
            name="is_reserved",
            field=models.BooleanField(
                default=False,
                help_text="Sinon, toute personne qui a un compte lit ses séances.",
                verbose_name="séances réservées aux membres",
            ),
        ),
        migrations.AddField(
            model_name="instance",
            name="notice_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="délai de convocation (jours)"
            ),
        ),
        migrations.AddField(
            model_name="instance",
            name="quorum_count",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="sièges nécessaires"
            ),
        ),
        migrations.AddField(
            model_name="instance",
            name="quorum_rule",
            field=models.CharField(
                choices=[
                    ("aucun", "Aucun quorum"),
                    ("majorite", "Plus de la moitié des sièges"),
                    ("tiers", "Un tiers des sièges"),
                    ("nombre", "Un nombre de sièges"),
                ],
                default="aucun",
                help_text="Les pouvoirs donnés ne comptent pas pour le quorum.",
                max_length=20,
                verbose_name="quorum",
            ),
        ),
        migrations.AddField(
            model_name="instance",
            name="renouvellement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instances",
                to="territoires.projetrenouvellement",
                verbose_name="projet de renouvellement urbain",
            ),
        ),
        migrations.AddField(
            model_name="seance",
            name="approved_in",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approves",
                to="gouvernance.seance",
                verbose_name="approuvé en séance du",
            ),
        ),
        migrations.AddField(
            model_name="seance",
            name="approved_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="compte rendu approuvé le",
            ),
        ),
        migrations.AddField(
            model_name="seance",
            name="compte_rendu_state",
            field=models.CharField(
                choices=[
                    ("brouillon", "En rédaction"),
                    ("soumis", "Soumis à l’approbation"),
                    ("approuve", "Approuvé"),
                ],
                default="brouillon",
                editable=False,
                max_length=20,
                verbose_name="état du compte rendu",
            ),
        ),
        migrations.AddField(
            model_name="seance",
            name="instantane",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seances",
                to="journal.instantane",
                verbose_name="compte rendu figé",
            ),
        ),
        migrations.AddField(
            model_name="seance",
            name="submitted_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="compte rendu soumis le",
            ),
        ),
        migrations.AlterField(
            model_name="instance",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pilotage", "Comité de pilotage"),
                    ("technique", "Comité technique"),
                    ("elus", "Élus"),
                    ("assises", "Assises"),
                    ("societe_civile", "Société civile"),
                    ("suivi", "Comité de suivi"),
                    ("point_mensuel", "Point mensuel"),
                    ("restreinte_technique", "Réunion restreinte technique"),
                    ("restreinte_financiere", "Réunion restreinte financière"),
                    ("restreinte_sociale", "Réunion restreinte sociale"),
                    ("revue", "Revue de projet"),
                ],
                max_length=30,
                verbose_name="nature",
            ),
        ),
        migrations.AlterField(
            model_name="instance",
            name="level",
            field=models.CharField(
                choices=[
                    ("metropolitain", "Métropolitain"),
                    ("communal", "Communal"),
                    ("quartier", "Quartier"),
                    ("projet", "Projet de renouvellement urbain"),
                ],
                default="metropolitain",
                max_length=20,
                verbose_name="niveau",
            ),
        ),
        migrations.AlterField(
            model_name="seance",
            name="ordre_du_jour",
            field=models.TextField(
                blank=True,
                help_text="Lu au-dessus des points de l’ordre du jour, dans la convocation.",
                verbose_name="mot d’introduction",
            ),
        ),
        migrations.AlterField(
            model_name="seance",
            name="state",
            field=models.CharField(
                choices=[
                    ("prevue", "Prévue"),
                    ("convoquee", "Convoquée"),
                    ("tenue", "Tenue"),
                    ("annulee", "Annulée"),
                ],
                default="prevue",
                max_length=20,
                verbose_name="état",
            ),
        ),
        migrations.AddConstraint(
            model_name="instance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quorum_rule", "nombre"), _negated=True),
                    ("quorum_count__gte", 1),
                    _connector="OR",
                ),
                name="instance_quorum_nombre",
                violation_error_message="Dites combien de sièges il faut pour que l’instance délibère.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("compte_rendu_state", "approuve"), _negated=True),
                    models.Q(
                        ("approved_on__isnull", False), ("instantane__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="seance_compte_rendu_fige",
                violation_error_message="Un compte rendu approuvé est daté et figé.",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="gouvernance.pointordredujour",
                verbose_name="point de l’ordre du jour",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id", None), ("subject_type", None)),
                    models.Q(
                        ("subject_id__isnull", False), ("subject_type__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="decision_objet_entier",
                violation_error_message="Désignez un objet précis, ou aucun.",
            ),
        ),
    ]
