import django.core.validators
import django.db.models.deletion
import possibles.apps.contrat.models.indicateur
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("acteurs", "0001_initial"),
        ("acteurs", "__first__"),
        ("conventions", "0001_initial"),
        ("gouvernance", "0001_initial"),
        ("journal", "0002_sealed"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendu",
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
                    models.SlugField(max_length=60, unique=True, verbose_name="code"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                (
                    "label",
                    models.CharField(max_length=160, verbose_name="ce qui est attendu"),
                ),
                ("value", models.PositiveIntegerField(verbose_name="nombre attendu")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("remark", models.TextField(blank=True, verbose_name="remarque")),
            ],
            options={
                "verbose_name": "nombre attendu",
                "verbose_name_plural": "nombres attendus",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Defi",
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
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
            ],
            options={
                "verbose_name": "défi",
                "verbose_name_plural": "défis",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="FamilleOutil",
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
                (
                    "slug",
                    models.SlugField(
                        max_length=60, unique=True, verbose_name="identifiant"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
            ],
            options={
                "verbose_name": "famille d’outils",
                "verbose_name_plural": "familles d’outils",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Orientation",
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
                (
                    "slug",
                    models.SlugField(
                        max_length=60, unique=True, verbose_name="identifiant"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("parcours", models.TextField(verbose_name="parcours de vie")),
            ],
            options={
                "verbose_name": "orientation",
                "verbose_name_plural": "orientations",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ElementCharge",
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
                ("kind", models.CharField(max_length=60, verbose_name="type")),
                ("key", models.CharField(max_length=300, verbose_name="clé")),
                (
                    "object_id",
                    models.CharField(max_length=64, verbose_name="identifiant"),
                ),
                (
                    "values",
                    models.JSONField(default=dict, verbose_name="valeurs chargées"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fichier")),
                (
                    "loaded_at",
                    models.DateTimeField(auto_now=True, verbose_name="chargé le"),
                ),
            ],
            options={
                "verbose_name": "élément chargé",
                "verbose_name_plural": "éléments chargés",
                "ordering": ["kind", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key"),
                        name="element_charge_unique",
                        violation_error_message="Cet élément est déjà suivi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outil",
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
                (
                    "slug",
                    models.SlugField(
                        max_length=80, unique=True, verbose_name="identifiant"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="mesure")),
                (
                    "famille",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outils",
                        to="contrat.familleoutil",
                        verbose_name="famille",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesure de la boîte à outils",
                "verbose_name_plural": "mesures de la boîte à outils",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Chantier",
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
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                (
                    "volet",
                    models.CharField(blank=True, max_length=120, verbose_name="volet"),
                ),
                (
                    "title",
                    models.CharField(max_length=300, verbose_name="travaux à engager"),
                ),
                (
                    "chefs_text",
                    models.CharField(
                        max_length=200, verbose_name="chefs de file, tels qu’écrits"
                    ),
                ),
                (
                    "partenaires_text",
                    models.CharField(
                        max_length=300, verbose_name="partenaires, tels qu’écrits"
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("a_engager", "À engager"),
                            ("en_preparation", "En préparation"),
                            ("en_cours", "En cours"),
                            ("suspendu", "Suspendu"),
                            ("termine", "Terminé"),
                            ("abandonne", "Abandonné"),
                        ],
                        default="a_engager",
                        max_length=20,
                        verbose_name="statut",
                    ),
                ),
                (
                    "avancement",
                    models.TextField(blank=True, verbose_name="où en est le chantier"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "champs_exemple",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="champs donnés en exemple",
                    ),
                ),
                (
                    "outils",
                    models.ManyToManyField(
                        blank=True,
                        related_name="chantiers",
                        to="contrat.outil",
                        verbose_name="mesures mobilisées",
                    ),
                ),
            ],
            options={
                "verbose_name": "chantier",
                "verbose_name_plural": "chantiers",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Projet",
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
                ("title", models.CharField(max_length=300, verbose_name="intitulé")),
                (
                    "registre",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("essaimage", "Essaimage"),
                            ("animation_de_reseau", "Animation de réseau"),
                            ("experimentation", "Expérimentation"),
                        ],
                        max_length=30,
                        verbose_name="registre",
                    ),
                ),
                (
                    "presentation",
                    models.TextField(blank=True, verbose_name="présentation"),
                ),
                (
                    "public_vise",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="public visé"
                    ),
                ),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("a_engager", "À engager"),
                            ("en_preparation", "En préparation"),
                            ("en_cours", "En cours"),
                            ("suspendu", "Suspendu"),
                            ("termine", "Terminé"),
                            ("abandonne", "Abandonné"),
                        ],
                        default="a_engager",
                        max_length=20,
                        verbose_name="statut",
                    ),
                ),
                (
                    "start",
                    models.DateField(blank=True, null=True, verbose_name="début"),
                ),
                ("end", models.DateField(blank=True, null=True, verbose_name="fin")),
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
                        editable=False,
                        max_length=20,
                        verbose_name="météo",
                    ),
                ),
                (
                    "meteo_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="météo du"
                    ),
                ),
                (
                    "last_news_at",
                    models.DateTimeField(
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="dernière nouvelle",
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "champs_exemple",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="champs donnés en exemple",
                    ),
                ),
                (
                    "sort_title",
                    models.CharField(
                        editable=False, max_length=320, verbose_name="titre de tri"
                    ),
                ),
                (
                    "chef_de_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projets_pilotes",
                        to="acteurs.organisation",
                        verbose_name="chef de file",
                    ),
                ),
                (
                    "communes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projets",
                        to="territoires.commune",
                        verbose_name="communes",
                    ),
                ),
                (
                    "orientations",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projets",
                        to="contrat.orientation",
                        verbose_name="orientations",
                    ),
                ),
                (
                    "outils",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projets",
                        to="contrat.outil",
                        verbose_name="mesures mobilisées",
                    ),
                ),
                (
                    "pilote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projets_pilotes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pilote",
                    ),
                ),
                (
                    "quartiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projets",
                        to="territoires.quartier",
                        verbose_name="quartiers",
                    ),
                ),
            ],
            options={
                "verbose_name": "projet de coopération",
                "verbose_name_plural": "projets de coopération",
                "ordering": ["sort_title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None),
                            ("end", None),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="projet_dates",
                        violation_error_message="La fin du projet précède son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="projet_intitule",
                        violation_error_message="Donnez un intitulé au projet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partenaire",
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
                    "label",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="tel qu’écrit"
                    ),
                ),
                (
                    "engagement",
                    models.TextField(blank=True, verbose_name="ce à quoi il s’engage"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "champs_exemple",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="champs donnés en exemple",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partenariats",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partenariats",
                        to="acteurs.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partenaires",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "partenaire",
                "verbose_name_plural": "partenaires",
                "ordering": ["projet", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("service__isnull", False)),
                        fields=("projet", "organisation", "service"),
                        name="partenaire_service_unique",
                        violation_error_message="Ce service est déjà partenaire du projet.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("service", None)),
                        fields=("projet", "organisation"),
                        name="partenaire_unique",
                        violation_error_message="Cette organisation est déjà partenaire du projet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                            ("contradiction", "Les sources se contredisent"),
                            ("sans_fiche", "Projet annoncé sans fiche"),
                            ("hors_tableau", "Fiche absente du tableau"),
                            ("ligne_partagee", "Une ligne, plusieurs fiches"),
                            ("fiche_double", "Une fiche sous deux orientations"),
                            ("libelle", "Libellé normalisé"),
                            ("non_nomme", "Annoncé sans être nommé"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "subject",
                    models.SlugField(
                        blank=True,
                        help_text="Code d’un nombre attendu.",
                        max_length=60,
                        verbose_name="sujet",
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                (
                    "sources",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="ce que dit chaque source",
                    ),
                ),
                (
                    "projets",
                    models.ManyToManyField(
                        blank=True,
                        related_name="notes",
                        to="contrat.projet",
                        verbose_name="projets",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["kind", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Jalon",
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
                ("label", models.CharField(max_length=200, verbose_name="jalon")),
                ("due", models.DateField(verbose_name="prévu le")),
                (
                    "initial_due",
                    models.DateField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="prévu le (à l’origine)",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="atteint le"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jalons",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "jalon",
                "verbose_name_plural": "jalons",
                "ordering": ["due", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("projet", "label"),
                        name="jalon_unique",
                        violation_error_message="Le projet a déjà un jalon de ce nom.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicateur",
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
                        max_length=100, unique=True, verbose_name="identifiant"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                ("label", models.CharField(max_length=300, verbose_name="indicateur")),
                ("definition", models.TextField(blank=True, verbose_name="définition")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("realisation", "Réalisation"),
                            ("resultat", "Résultat"),
                            ("impact", "Impact"),
                        ],
                        default="realisation",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "mesure",
                    models.CharField(
                        choices=[
                            ("nombre", "Nombre"),
                            ("oui_non", "Oui ou non"),
                            ("qualitatif", "Appréciation rédigée"),
                        ],
                        default="nombre",
                        max_length=20,
                        verbose_name="mesure",
                    ),
                ),
                (
                    "unit",
                    models.CharField(blank=True, max_length=60, verbose_name="unité"),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("hausse", "Plus c’est haut, mieux c’est"),
                            ("baisse", "Plus c’est bas, mieux c’est"),
                        ],
                        default="hausse",
                        max_length=10,
                        verbose_name="sens",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("annuelle", "Chaque année"),
                            ("semestrielle", "Chaque semestre"),
                            ("trimestrielle", "Chaque trimestre"),
                        ],
                        default="annuelle",
                        max_length=20,
                        verbose_name="fréquence",
                    ),
                ),
                (
                    "maille",
                    models.CharField(
                        choices=[
                            ("contrat", "Le contrat entier"),
                            ("commune", "Par commune"),
                            ("quartier", "Par quartier"),
                        ],
                        default="contrat",
                        max_length=20,
                        verbose_name="maille",
                    ),
                ),
                (
                    "cumul",
                    models.CharField(
                        choices=[
                            ("somme", "Somme des lieux"),
                            ("moyenne", "Moyenne des lieux"),
                            ("aucun", "Ne se cumule pas"),
                        ],
                        default="somme",
                        max_length=20,
                        verbose_name="cumul",
                    ),
                ),
                (
                    "baseline",
                    possibles.apps.contrat.models.indicateur.ValeurField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="valeur de départ",
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de départ"
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
                    "champs_exemple",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="champs donnés en exemple",
                    ),
                ),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicateurs_saisis",
                        to="acteurs.organisation",
                        verbose_name="qui saisit",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicateurs",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicateur",
                "verbose_name_plural": "indicateurs",
                "ordering": ["projet", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline", None),
                            ("baseline_year__isnull", False),
                            _connector="OR",
                        ),
                        name="indicateur_annee_de_depart",
                        violation_error_message="Indiquez de quelle année date la valeur de départ.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Commentaire",
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
                ("text", models.TextField(verbose_name="commentaire")),
                (
                    "signature",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="signature"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="écrit le")),
                (
                    "edited_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="modifié le"
                    ),
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
                        related_name="commentaires",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="contrat.commentaire",
                        verbose_name="en réponse à",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commentaires",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "commentaire",
                "verbose_name_plural": "commentaires",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="commentaire_texte",
                        violation_error_message="Écrivez votre commentaire avant de l’envoyer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Releve",
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
                    "period",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^20\\d\\d(-(S[12]|T[1-4]))?$",
                                "Une période s’écrit 2026, 2026-S1 ou 2026-T3.",
                            )
                        ],
                        verbose_name="période",
                    ),
                ),
                (
                    "value",
                    possibles.apps.contrat.models.indicateur.ValeurField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="valeur",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="appréciation")),
                ("comment", models.TextField(blank=True, verbose_name="commentaire")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
                (
                    "is_provisional",
                    models.BooleanField(default=False, verbose_name="provisoire"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="saisi le")),
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
                        related_name="releves",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releves",
                        to="territoires.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "indicateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releves",
                        to="contrat.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "quartier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releves",
                        to="territoires.quartier",
                        verbose_name="quartier",
                    ),
                ),
            ],
            options={
                "verbose_name": "relevé",
                "verbose_name_plural": "relevés",
                "ordering": ["indicateur", "period", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("commune", None), ("quartier", None)),
                        fields=("indicateur", "period"),
                        name="releve_contrat_unique",
                        violation_error_message="Cette période a déjà une valeur : modifiez-la.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("commune__isnull", False)),
                        fields=("indicateur", "period", "commune"),
                        name="releve_commune_unique",
                        violation_error_message="Cette commune a déjà une valeur pour la période : modifiez-la.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("quartier__isnull", False)),
                        fields=("indicateur", "period", "quartier"),
                        name="releve_quartier_unique",
                        violation_error_message="Ce quartier a déjà une valeur pour la période : modifiez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("commune", None), ("quartier", None), _connector="OR"
                        ),
                        name="releve_un_lieu",
                        violation_error_message="Un relevé porte sur une commune ou sur un quartier, pas les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="releve_valeur_ou_raison",
                        violation_error_message="Donnez une valeur, ou dites en commentaire pourquoi elle manque.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synthese",
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
                (
                    "meteo",
                    models.CharField(
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
                    "ambition",
                    models.TextField(blank=True, verbose_name="notre ambition"),
                ),
                ("deja_fait", models.TextField(blank=True, verbose_name="déjà fait")),
                ("a_faire", models.TextField(blank=True, verbose_name="à faire")),
                (
                    "risques",
                    models.TextField(blank=True, verbose_name="risques et freins"),
                ),
                ("solutions", models.TextField(blank=True, verbose_name="solutions")),
                (
                    "signature",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="signature"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="publiée le"
                    ),
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
                        related_name="syntheses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="syntheses",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "synthèse",
                "verbose_name_plural": "synthèses",
                "ordering": ["-date", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(("signature", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="synthese_signee",
                        violation_error_message="Une synthèse publiée est signée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(("deja_fait", ""), _negated=True),
                            models.Q(("a_faire", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="synthese_dit_quelque_chose",
                        violation_error_message="Écrivez au moins ce qui est déjà fait ou ce qui reste à faire.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActeurChantier",
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
                            ("chef_de_file", "Chef de file"),
                            ("partenaire", "Partenaire mobilisé"),
                        ],
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rang"),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="tel qu’écrit"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles_chantiers",
                        to="acteurs.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "chantier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acteurs",
                        to="contrat.chantier",
                        verbose_name="chantier",
                    ),
                ),
            ],
            options={
                "verbose_name": "acteur du chantier",
                "verbose_name_plural": "acteurs du chantier",
                "ordering": ["chantier", "role", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chantier", "organisation", "role"),
                        name="acteur_chantier_unique",
                        violation_error_message="Cette organisation tient déjà ce rôle dans le chantier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cible",
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
                            django.core.validators.MinValueValidator(
                                2024, "Le contrat commence en 2024."
                            ),
                            django.core.validators.MaxValueValidator(
                                2035, "Cette année est trop lointaine."
                            ),
                        ],
                        verbose_name="année",
                    ),
                ),
                (
                    "value",
                    possibles.apps.contrat.models.indicateur.ValeurField(
                        decimal_places=3, max_digits=14, verbose_name="cible"
                    ),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "indicateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cibles",
                        to="contrat.indicateur",
                        verbose_name="indicateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "cible",
                "verbose_name_plural": "cibles",
                "ordering": ["indicateur", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicateur", "year"),
                        name="cible_unique",
                        violation_error_message="Cet indicateur a déjà une cible cette année-là.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Agenda",
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
                            django.core.validators.MinValueValidator(
                                2024, "Le contrat commence en 2024."
                            ),
                            django.core.validators.MaxValueValidator(
                                2035, "Cette année est trop lointaine."
                            ),
                        ],
                        verbose_name="année",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                (
                    "introduction",
                    models.TextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparation", "En préparation"),
                            ("soumis", "Soumis au comité de pilotage"),
                            ("valide", "Validé"),
                            ("suivi", "Suivi"),
                            ("evalue", "Évalué"),
                        ],
                        default="preparation",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="soumis le"),
                ),
                (
                    "validated_on",
                    models.DateField(blank=True, null=True, verbose_name="validé le"),
                ),
                (
                    "evaluated_on",
                    models.DateField(blank=True, null=True, verbose_name="évalué le"),
                ),
                (
                    "evaluation",
                    models.TextField(blank=True, verbose_name="évaluation partagée"),
                ),
                (
                    "is_exemple",
                    models.BooleanField(default=False, verbose_name="exemple"),
                ),
                (
                    "champs_exemple",
                    models.JSONField(
                        blank=True,
                        default=list,
                        verbose_name="champs donnés en exemple",
                    ),
                ),
                (
                    "contrat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agendas",
                        to="conventions.convention",
                        verbose_name="contrat",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agendas",
                        to="gouvernance.decision",
                        verbose_name="décision de validation",
                    ),
                ),
                (
                    "instantane",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agendas",
                        to="journal.instantane",
                        verbose_name="état figé à la validation",
                    ),
                ),
                (
                    "chantiers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="agendas",
                        to="contrat.chantier",
                        verbose_name="chantiers",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda",
                "verbose_name_plural": "agendas",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contrat", "year"),
                        name="agenda_unique",
                        violation_error_message="Cette année a déjà son agenda : ouvrez-le.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["valide", "suivi", "evalue"]),
                                _negated=True,
                            ),
                            ("validated_on__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_date_de_validation",
                        violation_error_message="Un agenda validé porte la date du comité.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LigneAgenda",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="rang")),
                (
                    "title",
                    models.CharField(
                        max_length=300, verbose_name="projet, tel qu’écrit"
                    ),
                ),
                (
                    "partenaires_text",
                    models.CharField(
                        max_length=300, verbose_name="partenaires, tels qu’écrits"
                    ),
                ),
                (
                    "agenda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes",
                        to="contrat.agenda",
                        verbose_name="agenda",
                    ),
                ),
                (
                    "orientation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lignes",
                        to="contrat.orientation",
                        verbose_name="orientation",
                    ),
                ),
                (
                    "projets",
                    models.ManyToManyField(
                        related_name="lignes",
                        to="contrat.projet",
                        verbose_name="projets",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de l’agenda",
                "verbose_name_plural": "lignes de l’agenda",
                "ordering": ["agenda", "orientation__number", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agenda", "orientation", "position"),
                        name="ligne_agenda_unique",
                        violation_error_message="Ce rang du tableau est déjà pris.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inscription",
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
                    "objectif",
                    models.TextField(blank=True, verbose_name="objectif de l’année"),
                ),
                (
                    "is_reconduite",
                    models.BooleanField(
                        default=False, verbose_name="reconduit de l’année précédente"
                    ),
                ),
                (
                    "agenda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inscriptions",
                        to="contrat.agenda",
                        verbose_name="agenda",
                    ),
                ),
                (
                    "orientation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inscriptions",
                        to="contrat.orientation",
                        verbose_name="orientation de classement",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inscriptions",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription à l’agenda",
                "verbose_name_plural": "inscriptions à l’agenda",
                "ordering": ["agenda", "orientation__number", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agenda", "projet"),
                        name="inscription_unique",
                        violation_error_message="Ce projet est déjà inscrit à cet agenda.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fiche",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="rang")),
                (
                    "title",
                    models.CharField(
                        max_length=300, verbose_name="intitulé, tel qu’écrit"
                    ),
                ),
                (
                    "registre_text",
                    models.CharField(
                        max_length=60, verbose_name="registre, tel qu’écrit"
                    ),
                ),
                (
                    "partenaires_text",
                    models.TextField(verbose_name="partenaires, tels qu’écrits"),
                ),
                (
                    "indicateurs_text",
                    models.TextField(
                        verbose_name="indicateurs de réussite, tels qu’écrits"
                    ),
                ),
                (
                    "agenda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fiches",
                        to="contrat.agenda",
                        verbose_name="agenda",
                    ),
                ),
                (
                    "orientation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fiches",
                        to="contrat.orientation",
                        verbose_name="orientation",
                    ),
                ),
                (
                    "projet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fiches",
                        to="contrat.projet",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche",
                "verbose_name_plural": "fiches",
                "ordering": ["agenda", "orientation__number", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agenda", "orientation", "position"),
                        name="fiche_unique",
                        violation_error_message="Ce rang du cahier est déjà pris.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AvenantAgenda",
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
                ("date", models.DateField(verbose_name="date")),
                ("motif", models.TextField(verbose_name="motif")),
                ("summary", models.TextField(blank=True, verbose_name="ce qui change")),
                (
                    "agenda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="avenants",
                        to="contrat.agenda",
                        verbose_name="agenda",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avenants_agenda",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="avenants_agenda",
                        to="gouvernance.decision",
                        verbose_name="décision",
                    ),
                ),
            ],
            options={
                "verbose_name": "avenant à l’agenda",
                "verbose_name_plural": "avenants à l’agenda",
                "ordering": ["agenda", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agenda", "number"),
                        name="avenant_agenda_unique",
                        violation_error_message="L’agenda a déjà un avenant de ce numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("motif", ""), _negated=True),
                        name="avenant_agenda_motif",
                        violation_error_message="Indiquez le motif de l’avenant.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="agenda",
            name="projets",
            field=models.ManyToManyField(
                related_name="agendas",
                through="contrat.Inscription",
                to="contrat.projet",
                verbose_name="projets",
            ),
        ),
    ]
