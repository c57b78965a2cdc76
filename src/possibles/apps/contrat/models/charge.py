from django.db import models


class ElementCharge(models.Model):
    """What was last loaded from the reference files for one object.

    The loader compares it with what the object now holds: a field that differs was edited
    by a person since, and is left to them.
    """

    kind = models.CharField("type", max_length=60)
    key = models.CharField("clé", max_length=300)
    object_id = models.CharField("identifiant", max_length=64)
    values = models.JSONField("valeurs chargées", default=dict)
    source = models.CharField("fichier", max_length=200)
    loaded_at = models.DateTimeField("chargé le", auto_now=True)

    class Meta:
        verbose_name = "élément chargé"
        verbose_name_plural = "éléments chargés"
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="element_charge_unique",
                violation_error_message="Cet élément est déjà suivi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
