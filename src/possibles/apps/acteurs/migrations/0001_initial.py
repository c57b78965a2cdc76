import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=60, verbose_name="sigle"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("metropole", "Métropole"),
                            ("etat", "État et ses services"),
                            ("operateur", "Opérateur de l’État"),
                            ("commune", "Commune"),
                            ("departement", "Département"),
                            ("region", "Région"),
                            ("bailleur", "Bailleur social"),
                            ("social", "Organisme de protection sociale"),
                            ("sante", "Organisme de santé"),
                            ("association", "Association"),
                            ("entreprise", "Entreprise"),
                            ("groupe", "Groupe d’acteurs"),
                            ("autre", "Autre organisme"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{14}$", "Un SIRET compte quatorze chiffres."
                            )
                        ],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "sort_name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="nom de tri"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        help_text="La commune que cette organisation administre.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["sort_name"],
            },
        ),
        migrations.CreateModel(
            name="Personne",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last login"
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
                        max_length=254, unique=True, verbose_name="adresse électronique"
                    ),
                ),
                ("first_name", models.CharField(max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "function",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="fonction"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(default=True, verbose_name="compte actif"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "has_long_password",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        verbose_name="mot de passe assez long pour se passer de second facteur",
                    ),
                ),
                (
                    "session_epoch",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        verbose_name="génération des sessions",
                    ),
                ),
                (
                    "sort_name",
                    models.CharField(
                        editable=False, max_length=165, verbose_name="nom de tri"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personnes",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne",
                "verbose_name_plural": "personnes",
                "ordering": ["sort_name"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                        max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=80, verbose_name="prénom"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=80, verbose_name="nom"),
                ),
                (
                    "function",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="fonction"
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="message"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="créée le"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="envoyée le"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                (
                    "token_hash",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="empreinte du jeton"
                    ),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="acceptée le"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="retirée le"
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations_acceptees",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="acceptée par",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_envoyees",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invité par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("accepted_at", None), ("cancelled_at", None)
                        ),
                        fields=("email",),
                        name="invitation_unique",
                        violation_error_message="Une invitation attend déjà une réponse à cette adresse\u202f: renvoyez-la ou retirez-la.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Habilitation",
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
                            ("administrateur", "Administrateur"),
                            ("directeur_de_projet", "Directeur de projet"),
                            ("charge_de_contrat", "Chargé de contrat de ville"),
                            ("chef_de_file", "Chef de file"),
                            ("partenaire", "Partenaire signataire"),
                            ("elu", "Élu"),
                            ("opc", "OPC urbain"),
                            ("maitre_ouvrage", "Maître d’ouvrage"),
                            ("facilitateur", "Facilitateur insertion"),
                            ("financeur", "Financeur, instructeur"),
                            ("association", "Association"),
                            ("habitant", "Habitant"),
                        ],
                        max_length=30,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "perimeter",
                    models.CharField(
                        choices=[
                            ("contrat", "Tout le contrat"),
                            ("commune", "Une commune"),
                            ("quartier", "Un quartier"),
                            ("organisation", "Une organisation"),
                        ],
                        default="contrat",
                        max_length=20,
                        verbose_name="périmètre",
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="du")),
                ("end", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="habilitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "quartier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territoires.quartier",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "habilitation",
                "verbose_name_plural": "habilitations",
                "ordering": ["personne", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commune", None),
                                ("organisation", None),
                                ("perimeter", "contrat"),
                                ("quartier", None),
                            ),
                            models.Q(
                                ("commune__isnull", False),
                                ("organisation", None),
                                ("perimeter", "commune"),
                                ("quartier", None),
                            ),
                            models.Q(
                                ("commune", None),
                                ("organisation", None),
                                ("perimeter", "quartier"),
                                ("quartier__isnull", False),
                            ),
                            models.Q(
                                ("commune", None),
                                ("organisation__isnull", False),
                                ("perimeter", "organisation"),
                                ("quartier", None),
                            ),
                            _connector="OR",
                        ),
                        name="habilitation_un_perimetre",
                        violation_error_message="Choisissez la commune, le quartier ou l’organisation du périmètre, et elle seule.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "administrateur"), _negated=True),
                            ("perimeter", "contrat"),
                            _connector="OR",
                        ),
                        name="habilitation_administrateur_partout",
                        violation_error_message="Un administrateur l’est pour tout le contrat\u202f: choisissez ce périmètre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None),
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="habilitation_dates",
                        violation_error_message="La fin précède le début.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RolePropose",
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
                            ("administrateur", "Administrateur"),
                            ("directeur_de_projet", "Directeur de projet"),
                            ("charge_de_contrat", "Chargé de contrat de ville"),
                            ("chef_de_file", "Chef de file"),
                            ("partenaire", "Partenaire signataire"),
                            ("elu", "Élu"),
                            ("opc", "OPC urbain"),
                            ("maitre_ouvrage", "Maître d’ouvrage"),
                            ("facilitateur", "Facilitateur insertion"),
                            ("financeur", "Financeur, instructeur"),
                            ("association", "Association"),
                            ("habitant", "Habitant"),
                        ],
                        max_length=30,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "perimeter",
                    models.CharField(
                        choices=[
                            ("contrat", "Tout le contrat"),
                            ("commune", "Une commune"),
                            ("quartier", "Un quartier"),
                            ("organisation", "Une organisation"),
                        ],
                        default="contrat",
                        max_length=20,
                        verbose_name="périmètre",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="acteurs.invitation",
                        verbose_name="invitation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "quartier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territoires.quartier",
                        verbose_name="quartier",
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle proposé",
                "verbose_name_plural": "rôles proposés",
                "ordering": ["invitation", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commune", None),
                                ("organisation", None),
                                ("perimeter", "contrat"),
                                ("quartier", None),
                            ),
                            models.Q(
                                ("commune__isnull", False),
                                ("organisation", None),
                                ("perimeter", "commune"),
                                ("quartier", None),
                            ),
                            models.Q(
                                ("commune", None),
                                ("organisation", None),
                                ("perimeter", "quartier"),
                                ("quartier__isnull", False),
                            ),
                            models.Q(
                                ("commune", None),
                                ("organisation__isnull", False),
                                ("perimeter", "organisation"),
                                ("quartier", None),
                            ),
                            _connector="OR",
                        ),
                        name="role_propose_un_perimetre",
                        violation_error_message="Choisissez la commune, le quartier ou l’organisation du périmètre, et elle seule.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "administrateur"), _negated=True),
                            ("perimeter", "contrat"),
                            _connector="OR",
                        ),
                        name="role_propose_administrateur_partout",
                        violation_error_message="Un administrateur l’est pour tout le contrat\u202f: choisissez ce périmètre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
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
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["organisation", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"),
                        name="service_unique",
                        violation_error_message="Ce service existe déjà dans l’organisation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VueNommee",
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
                ("liste", models.CharField(max_length=60, verbose_name="liste")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "query",
                    models.TextField(blank=True, verbose_name="état de la liste"),
                ),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, verbose_name="partagée avec tous"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vues",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "vue nommée",
                "verbose_name_plural": "vues nommées",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("liste", "owner", "name"),
                        name="vue_nommee_unique",
                        violation_error_message="Vous avez déjà une vue de ce nom.",
                    )
                ],
            },
        ),
    ]
