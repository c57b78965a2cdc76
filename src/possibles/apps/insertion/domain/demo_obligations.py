"""What the obligations towards ANRU rest on, for a demonstration: article 8.2, proofs.

Written after the example convention, whose article and amendment they name.
"""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from possibles.apps.conventions.domain.avenants import open_avenant
from possibles.apps.conventions.enums import EngagementState, ModificationKind
from possibles.apps.conventions.models import (
    Article,
    Avenant,
    Convention,
    ModificationArticle,
)
from possibles.apps.documents.domain.deposit import deposit
from possibles.apps.insertion.models import (
    CharteLocale,
    ObligationAnru,
    StructurePilote,
)
from possibles.apps.journal.models import change

NUMBER = "8.2"
PROOFS = {
    "instances": (
        "Relevé de décisions du comité de pilotage gestion urbaine et insertion (exemple)",
        "Le comité installe l’instance intercommunale et le comité technique de l’insertion.",
    ),
    "structure-pilote": (
        "Délibération désignant la structure pilote de l’insertion (exemple)",
        "La structure suit et évalue l’insertion pour l’ensemble des projets.",
    ),
}
AMENDED = (
    "Les maîtres d’ouvrage réservent aux habitants une part des heures travaillées, selon la "
    "méthodologie arrêtée par l’instance intercommunale : familles de marchés, hypothèses, "
    "suivi marché par marché, rapport annuel."
)


def load_obligations_demo() -> int:
    """Give the obligations their article, amendment and proofs; return how many were met."""
    article = _find_article()
    if article is None or ObligationAnru.objects.filter(article=article).exists():
        return 0
    with change(author=None, origin="demo", reason="Obligations d’exemple"):
        avenant = _amend(article.convention)
        held = {o.slug: o for o in ObligationAnru.objects.all()}
        for obligation in held.values():
            obligation.article = article
            obligation.state = EngagementState.EN_COURS
            obligation.avenant = avenant if obligation.slug == "inscription" else None
            obligation.save()
        met = [_prove(held[slug]) for slug in PROOFS if slug in held]
        for charte in CharteLocale.objects.filter(is_exemple=True, article=None):
            charte.article = article
            charte.save()
    return len(met)


def _find_article() -> Article | None:
    rows = Article.objects.filter(number=NUMBER, convention__is_exemple=True)
    found: Article | None = rows.select_related("convention").first()
    return found


def _amend(convention: Convention) -> Avenant:
    avenant = open_avenant(
        convention,
        author=None,
        objet="Inscrire à l’article 8.2 la méthodologie et le suivi de l’insertion",
        motif="Obligation envers l’ANRU : méthodologie commune à tous les projets.",
        is_exemple=True,
    )
    ModificationArticle.objects.create(
        avenant=avenant, kind=ModificationKind.MODIFIE, number=NUMBER, text=AMENDED
    )
    return avenant


def _prove(obligation: ObligationAnru) -> ObligationAnru:
    title, text = PROOFS[obligation.slug]
    day = timezone.localdate() - timedelta(days=400)
    document = deposit(
        ContentFile(_write(title, text), name=f"{obligation.slug}-exemple.docx"),
        author=None,
        subject=obligation,
        origin="demo",
        title=title,
        date=day,
        is_exemple=True,
    )
    obligation.document = document
    obligation.state = EngagementState.TENU
    obligation.done_on = day
    obligation.proof = "Exemple."
    obligation.save()
    if obligation.slug == "structure-pilote":
        for structure in StructurePilote.objects.filter(is_exemple=True, document=None):
            structure.document = document
            structure.save()
    return obligation


def _write(title: str, text: str) -> bytes:
    from docx import Document as Word

    book = Word()
    book.add_heading(title, level=1)
    book.add_paragraph("Document inventé pour illustrer la plateforme.")
    book.add_paragraph(text)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()
