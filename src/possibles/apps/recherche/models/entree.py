from django.db import models


class EntreeRecherche(models.Model):
    """An object that can be found: how it is called and the words it is found by.

    Derived from the object and rebuilt from it (`reindex`): nobody writes it.
    """

    kind = models.CharField("type", max_length=60)
    object_id = models.BigIntegerField("identifiant")
    title = models.CharField("titre", max_length=300)
    subtitle = models.CharField("contexte", max_length=300, blank=True)
    url = models.CharField("adresse", max_length=300)
    moment = models.DateTimeField("modifié le")
    # Folded words between spaces: the title's, then all of them.
    title_words = models.TextField("mots du titre")
    words = models.TextField("mots")

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        ordering = ["-moment", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="entree_recherche_unique",
                violation_error_message="Cet objet est déjà dans l’index.",
            )
        ]
        indexes = [
            models.Index(fields=["-moment", "-id"], name="entree_recente"),
            models.Index(fields=["kind", "-moment", "-id"], name="entree_type_recente"),
        ]

    def __str__(self) -> str:
        return self.title


class MotEntree(models.Model):
    """A word of an entry."""

    word = models.CharField("mot", max_length=30)
    entree = models.ForeignKey(
        EntreeRecherche,
        verbose_name="entrée",
        on_delete=models.CASCADE,
        related_name="mots",
    )

    class Meta:
        verbose_name = "mot d’une entrée"
        verbose_name_plural = "mots des entrées"
        indexes = [
            # PostgreSQL reads a beginning from an index only in this class of operators;
            # SQLite ignores it.
            models.Index(
                fields=["word", "entree"],
                name="mot_entree",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.word


class FormeMot(models.Model):
    """A known word short of one letter, by which a mistyped one is understood.

    The same row may stand twice: two transactions may meet a new word at once, and
    neither should wait for the other.
    """

    form = models.CharField("forme", max_length=30, db_index=True)
    word = models.CharField("mot", max_length=30, db_index=True)

    class Meta:
        verbose_name = "forme d’un mot"
        verbose_name_plural = "formes des mots"

    def __str__(self) -> str:
        return f"{self.form} → {self.word}"
