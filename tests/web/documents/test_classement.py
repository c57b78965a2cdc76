"""What is frozen, approved or sent is filed: the same bytes, for good, with their object."""

import hashlib
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_personne
from tests.factories.gouvernance import (
    make_instance,
    make_mandat,
    make_seance,
)
from tests.factories.opc import make_point, make_rapport
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.comptes_rendus import (
    approve_compte_rendu,
    rectify,
    submit_compte_rendu,
)
from possibles.apps.gouvernance.domain.convocations import convoke
from possibles.apps.opc.domain.points.seance import move_point
from possibles.apps.opc.domain.rapports.redaction import freeze_rapport
from possibles.web.documents import classement
from possibles.web.gouvernance import envois

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_papers")]
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    for module, name in (
        (classement, "write_point_pdf"),
        (classement, "write_compte_rendu_pdf"),
        (envois, "write_convocation_pdf"),
    ):
        monkeypatch.setattr(module, name, lambda read: b"%PDF-1.7 essai")


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def content_of(response) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def test_a_frozen_point_hands_out_the_bytes_it_filed(client_for):
    point = make_point()
    move_point(point, "freeze", author=make_personne(Role.OPC))

    kept = Document.objects.attached_to(point)
    assert {d.piece for d in kept} == {"point-docx", "point-pdf"}
    docx = kept.get(piece="point-docx")
    reader = client_for(Role.ELU)
    sent = reader.get(reverse("point-mensuel-download", args=[point.pk, "docx"]))
    assert hashlib.sha256(content_of(sent)).hexdigest() == docx.sha256
    assert docx.sha256[:12] in text(
        reader.get(reverse("point-mensuel-detail", args=[point.pk]))
    )
    assert docx.title in text(reader.get(reverse("document-list")))


def test_what_is_filed_has_the_rights_of_its_object_and_is_not_withdrawn(
    client, client_for
):
    point = make_point()
    move_point(point, "freeze", author=make_personne(Role.OPC))
    document = Document.objects.attached_to(point).first()
    director = client_for(Role.DIRECTEUR_DE_PROJET)

    assert client.get(reverse("document-detail", args=[document.pk])).status_code == 404
    page = text(director.get(reverse("document-detail", args=[document.pk])))
    assert "Retirer" not in page
    refused = director.post(reverse("document-delete", args=[document.pk]))
    assert refused.status_code == 404


def test_a_frozen_report_is_filed_in_three_formats(monkeypatch):
    monkeypatch.setattr(classement, "write_rapport", lambda lu, kind: MAGIC[kind])
    point = make_point(month=date(2026, 11, 1))
    author = make_personne(Role.OPC)
    move_point(point, "freeze", author=author)
    rapport = make_rapport(point.renouvellement)

    freeze_rapport(rapport, author=author)

    assert {d.piece for d in Document.objects.attached_to(rapport)} == {
        "rapport-pptx",
        "rapport-docx",
        "rapport-pdf",
    }


def test_approved_minutes_are_filed_and_again_with_each_correction(
    client_for, director
):
    seance = make_seance(state="tenue", compte_rendu="# Points\n\nRien.")
    submit_compte_rendu(seance, author=director)
    approve_compte_rendu(seance, author=director, on=timezone.localdate())
    url = reverse("compte-rendu-docx", args=[seance.pk])
    reader = client_for(Role.DIRECTEUR_DE_PROJET)
    approved = content_of(reader.get(url))

    rectify(seance, author=director, on=TODAY, motif="Erreur", text="Lire trois.")

    corrected = content_of(reader.get(url))
    assert corrected != approved
    kept = Document.objects.attached_to(seance)
    assert {d.piece for d in kept} == {
        "compte-rendu-0-docx",
        "compte-rendu-0-pdf",
        "compte-rendu-1-docx",
        "compte-rendu-1-pdf",
    }
    digests = {hashlib.sha256(c).hexdigest() for c in (approved, corrected)}
    assert digests <= set(kept.values_list("sha256", flat=True))


def test_a_convocation_is_filed_as_it_was_sent(director):
    body = make_instance(is_reserved=True)
    make_mandat(instance=body, name="Anne Roux", email="anne@exemple.test")
    seance = make_seance(instance=body, date=timezone.localdate())

    convoke(seance, author=director, site="https://exemple.test")

    kept = Document.objects.attached_to(seance).get(piece__endswith="docx")
    attached = {name: content for name, content, _ in mail.outbox[0].attachments}
    digest = hashlib.sha256(attached["convocation.docx"]).hexdigest()
    assert digest == kept.sha256
    # A reserved sitting keeps its papers to its members.
    outsider = make_personne(Role.ASSOCIATION)
    assert not Document.objects.visible_to(outsider).exists()


def _zip(name: str) -> bytes:
    import io
    import zipfile

    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(name, "essai")
    return output.getvalue()


MAGIC = {"docx": _zip("word"), "pptx": _zip("ppt"), "pdf": b"%PDF-1.7 essai"}
