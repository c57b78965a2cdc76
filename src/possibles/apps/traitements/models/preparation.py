from django.db import models


class Preparation(models.Model):
    """A step of the installation already done on this database, and from which sources."""

    step = models.CharField("étape", max_length=60, primary_key=True)
    digest = models.CharField("empreinte des sources", max_length=64)
    done_at = models.DateTimeField("fait le", auto_now=True)

    class Meta:
        verbose_name = "préparation"
        verbose_name_plural = "préparations"

    def __str__(self) -> str:
        return self.step
