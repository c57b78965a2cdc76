"""A sitting from its convocation to its approved minutes, page by page."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import make_projet
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_mandat,
    make_point,
    make_presence,
    make_seance,
)
from tests.web.reading import jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.domain.convocations import convoke
from possibles.apps.gouvernance.domain.seances import hold_seance
from possibles.apps.gouvernance.enums import EnvoiState, PresenceState, SeanceState
from possibles.apps.gouvernance.models import (
    Action,
    Convocation,
    Instance,
    Mandat,
    PointOrdreDuJour,
    Presence,
    Seance,
)
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def page(name, *args):
    return reverse(name, args=args)


# --- Bodies and members -----------------------------------------------------------------


def test_a_new_body_takes_the_missions_of_its_kind(director):
    data = {"name": "Point mensuel", "kind": "point_mensuel", "level": "projet"}

    answer = director.post(page("instance-create"), data | jeton())

    body = Instance.objects.get()
    assert answer["Location"] == page("instance-detail", body.pk)
    assert "pointage de l’avancement" in body.missions
    assert body.is_reserved
    assert body.frequency == "Mensuelle"


def test_who_steers_a_commune_makes_bodies_of_that_commune_only(client_for):
    from tests.factories.territoires import make_commune

    commune = make_commune(in_contrat=True)
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    data = {"name": "Comité", "kind": "suivi", "level": "communal"}

    refused = client.post(page("instance-create"), data | jeton())
    made = client.post(
        page("instance-create"), data | {"commune": commune.pk} | jeton()
    )

    assert (refused.status_code, made.status_code) == (422, 302)
    assert "choisissez-la" in text(refused)


def test_a_member_is_named_once_and_the_public_reads_organisations_only(
    director, client
):
    instance, organisation = make_instance(), make_organisation(name="CAF 13")
    data = {
        "organisation": organisation.pk,
        "name": "Anne Roux",
        "email": "anne@caf.test",
        "kind": "titulaire",
        "votes": "on",
    } | jeton()

    for _ in range(2):
        director.post(page("mandat-create", instance.pk), data)

    assert Mandat.objects.count() == 1
    sheet = page("instance-detail", instance.pk)
    assert "Anne Roux" in text(director.get(sheet))
    public = text(client.get(sheet))
    assert "CAF 13" in public
    assert "Anne Roux" not in public
    assert "anne@caf.test" not in text(director.get(sheet))


def test_a_seat_needs_someone(director):
    answer = director.post(
        page("mandat-create", make_instance().pk), {"kind": "titulaire"} | jeton()
    )

    assert answer.status_code == 422
    assert "Nommez une organisation ou une personne." in text(answer)


# --- Reserved sittings ------------------------------------------------------------------


def test_reserved_sittings_are_for_members_and_those_who_steer(client_for, director):
    instance = make_instance(is_reserved=True, name="Réunion restreinte")
    seance = make_seance(instance=instance)
    make_decision(seance=seance, text="Décision confidentielle")
    organisation = make_organisation()
    make_mandat(instance=instance, organisation=organisation)
    member = client_for(Role.PARTENAIRE, organisation=organisation)
    stranger = client_for(Role.PARTENAIRE)

    for client, status in ((director, 200), (member, 200), (stranger, 404)):
        assert client.get(page("seance-detail", seance.pk)).status_code == status
        told = text(client.get(page("decision-list")))
        assert ("Décision confidentielle" in told) is (status == 200)
        sheet = text(client.get(page("instance-detail", instance.pk)))
        assert ("18 juin 2026" in sheet) is (status == 200)


# --- Agenda -----------------------------------------------------------------------------


def test_points_are_added_ordered_and_linked(director):
    seance, projet = make_seance(), make_projet(title="Jardin des Calanques")
    data = {"title": "Jardin", "kind": "decision", "minutes": "15"}

    director.post(
        page("point-create", seance.pk), {"title": "Un", "kind": "echange"} | jeton()
    )
    director.post(
        page("point-create", seance.pk),
        data | {"objet": page("projet-detail", projet.pk)} | jeton(),
    )
    second = PointOrdreDuJour.objects.get(title="Jardin")
    director.post(page("point-move", second.pk, "monter"))

    assert [p.title for p in seance.points.order_by("position")] == ["Jardin", "Un"]
    assert second.subject == projet
    assert "Jardin des Calanques" in text(
        director.get(page("seance-detail", seance.pk))
    )


def test_words_that_name_several_objects_ask_which(director):
    seance = make_seance()
    first, second = make_projet(title="Jardin nord"), make_projet(title="Jardin sud")
    data = {"title": "Point", "kind": "echange", "objet": "jardin"}

    asked = director.post(page("point-create", seance.pk), data | jeton())
    director.post(
        page("point-create", seance.pk),
        data | {"objet_choix": f"contrat.projet:{second.pk}"} | jeton(),
    )

    assert asked.status_code == 422
    assert "choisissez le bon" in text(asked)
    assert str(first) in text(asked)
    assert PointOrdreDuJour.objects.get().subject == second


def test_a_point_that_bears_decisions_stays(director):
    point = make_point()
    make_decision(seance=point.seance, point=point)

    director.post(page("point-delete", point.pk))

    assert PointOrdreDuJour.objects.filter(pk=point.pk).exists()


# --- Attendance -------------------------------------------------------------------------


def test_two_people_fill_the_sheet_at_once(director):
    instance = make_instance(quorum_rule="majorite")
    seance = make_seance(instance=instance)
    one, two = make_mandat(instance=instance), make_mandat(instance=instance)
    drawn = {f"avant-{m.pk}": "|" for m in (one, two)}
    sheet = page("presence-update", seance.pk)

    director.post(sheet, drawn | {f"presence-{one.pk}": "present"})
    answer = director.post(
        sheet,
        drawn | {f"presence-{two.pk}": "represente", f"par-{two.pk}": "Luc Bo"},
        headers={"HX-Request": "true"},
    )

    assert "2 sièges occupés sur 2" in text(answer)
    assert {p.mandat_id: (p.state, p.by) for p in Presence.objects.all()} == {
        one.pk: (PresenceState.PRESENT, ""),
        two.pk: (PresenceState.REPRESENTE, "Luc Bo"),
    }


def test_represented_by_nobody_is_refused_and_said(director):
    seance = make_seance()
    mandat = make_mandat(instance=seance.instance)

    answer = director.post(
        page("presence-update", seance.pk),
        {f"presence-{mandat.pk}": "pouvoir", f"avant-{mandat.pk}": "|"},
    )

    assert answer.status_code == 422
    assert "Dites par qui le siège est représenté." in text(answer)
    assert not Presence.objects.exists()


def test_a_note_taken_back_leaves_nothing(director):
    seance = make_seance()
    mandat = make_mandat(instance=seance.instance)
    make_presence(seance=seance, mandat=mandat)

    director.post(
        page("presence-update", seance.pk),
        {f"presence-{mandat.pk}": "", f"avant-{mandat.pk}": "present|"},
    )

    assert not Presence.objects.exists()


# --- Convocation ------------------------------------------------------------------------


def _coming(**over):
    return make_seance(
        date=TODAY() + timedelta(days=20), time=time(9, 30), place="Aix", **over
    )


def test_members_are_written_to_once_with_papers_and_calendar(
    director, monkeypatch, django_capture_on_commit_callbacks
):
    from possibles.web.gouvernance import envois

    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    seance = _coming()
    make_point(seance=seance, title="Avancement")
    make_mandat(instance=seance.instance, personne=make_personne(email="a@b.test"))
    make_mandat(instance=seance.instance, name="Sans compte", email="c@d.test")
    silent = make_mandat(instance=seance.instance)
    data = {"message": "À bientôt"} | jeton()
    url = page("convocation-create", seance.pk)

    with django_capture_on_commit_callbacks(execute=True):
        answers = [director.post(url, data) for _ in range(2)]

    convocation = Convocation.objects.get()
    assert {a["Location"] for a in answers} == {
        page("convocation-detail", convocation.pk)
    }
    assert sorted(m.to[0] for m in mail.outbox) == ["a@b.test", "c@d.test"]
    message = mail.outbox[0]
    assert "À bientôt" in message.body
    assert "1. Avancement" in message.body
    assert [name for name, *_ in message.attachments] == [
        "convocation.docx",
        "convocation.pdf",
        "seance.ics",
    ]
    calendar = message.attachments[2][1]
    assert "METHOD:REQUEST" in calendar
    assert f"UID:seance-{seance.pk}@possibles" in calendar
    assert "TZID=Europe/Paris" in calendar
    states = dict(convocation.envois.values_list("mandat", "state"))
    assert states.pop(silent.pk) == EnvoiState.SANS_ADRESSE
    assert set(states.values()) == {EnvoiState.ENVOYE}
    seance.refresh_from_db()
    assert seance.state == SeanceState.CONVOQUEE
    assert "Sans adresse" in text(
        director.get(page("convocation-detail", convocation.pk))
    )


def test_a_mail_server_away_is_told(director, monkeypatch):
    from django.core.mail import EmailMessage

    from possibles.web.gouvernance import envois

    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    monkeypatch.setattr(EmailMessage, "send", refuse)
    seance = _coming()
    make_mandat(instance=seance.instance, email="a@b.test", name="Anne")

    convocation = convoke(seance, author=director.personne, site="https://x.test")

    assert [e.state for e in convocation.envois.all()] == [EnvoiState.ECHEC]


def test_those_not_reached_are_written_to_again_and_no_other(director, monkeypatch):
    from possibles.web.gouvernance import envois

    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    instance = make_instance()
    make_mandat(instance=instance, name="Anne", email="anne@exemple.test")
    silent = make_mandat(instance=instance, name="Luc")
    seance = make_seance(instance=instance, date=timezone.localdate())
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", _no_server)
        director.post(page("convocation-create", seance.pk), jeton())
    convocation = Convocation.objects.get()
    told = text(director.get(page("convocation-detail", convocation.pk)))
    assert "1 message n’est pas parti" in told
    assert "Renvoyer à 1 siège" in told
    assert "ne sont pas partis" in text(director.get(page("seance-detail", seance.pk)))
    with change(author=None, origin="tests"):
        silent.email = "luc@exemple.test"
        silent.save()

    director.post(page("convocation-resend", convocation.pk), jeton())

    assert sorted(m.to[0] for m in mail.outbox) == [
        "anne@exemple.test",
        "luc@exemple.test",
    ]
    assert {e.state for e in convocation.envois.all()} == {EnvoiState.ENVOYE}
    director.post(page("convocation-resend", convocation.pk), jeton())
    assert len(mail.outbox) == 2


def _no_server(*args, **kwargs):
    raise OSError


def test_calling_off_tells_those_who_were_called(director, monkeypatch):
    from possibles.web.gouvernance import envois

    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    seance = _coming(state="convoquee")
    make_mandat(instance=seance.instance, email="a@b.test", name="Anne")

    director.post(page("seance-cancel", seance.pk), {"motif": "Report en mars"})

    seance.refresh_from_db()
    (message,) = mail.outbox
    assert seance.state == SeanceState.ANNULEE
    assert message.subject.startswith("[Possibles] Séance annulée")
    assert "Report en mars" in message.body
    assert "METHOD:CANCEL" in message.attachments[0][1]


def test_what_a_convocation_lacks_is_said_before_it_leaves(director):
    instance = make_instance(notice_days=30)
    seance = make_seance(instance=instance, date=TODAY() + timedelta(days=3))

    told = text(director.get(page("convocation-create", seance.pk)))

    for words in (
        "L’ordre du jour n’a aucun point.",
        "L’heure n’est pas indiquée.",
        "Le lieu n’est pas indiqué.",
        "Le délai de convocation est de 30 jours : il en reste 3.",
    ):
        assert words in told


# --- Held, minutes ----------------------------------------------------------------------


def test_a_sitting_to_come_is_not_held_yet(director):
    coming, past = _coming(), make_seance(date=TODAY())

    for seance in (coming, past):
        director.post(page("seance-hold", seance.pk))

    states = {s.pk: s.state for s in Seance.objects.all()}
    assert states == {coming.pk: SeanceState.PREVUE, past.pk: SeanceState.TENUE}


def test_minutes_are_drawn_edited_submitted_approved_rectified(director):
    seance = make_seance(date=TODAY() - timedelta(days=30))
    later = make_seance(instance=seance.instance, date=TODAY())
    make_point(seance=seance, title="Avancement", notes="Tout avance.")
    hold_seance(seance, author=director.personne)
    step = [seance.pk, "submit"]

    director.post(page("compte-rendu-draft", seance.pk))
    edit = page("compte-rendu-update", seance.pk)
    drawn = director.get(edit)
    assert "Tout avance." in drawn.context["form"].initial["compte_rendu"]
    director.post(edit, sent_from(drawn, compte_rendu="# Relu"))
    director.post(page("compte-rendu-transition", *step), {})
    asked = director.get(page("compte-rendu-transition", seance.pk, "approve"))
    assert asked.context["form"].initial["seance"] == later
    director.post(
        page("compte-rendu-transition", seance.pk, "approve"),
        {"on": f"{TODAY()}", "seance": later.pk},
    )
    director.post(
        page("rectification-create", seance.pk),
        {"date": f"{TODAY()}", "motif": "Nom mal écrit", "text": "Lire Roux."}
        | jeton(),
    )

    seance.refresh_from_db()
    sheet = text(director.get(page("seance-detail", seance.pk)))
    assert seance.compte_rendu == "# Relu"
    assert seance.approved_in == later
    for words in ("Approuvé", seance.instantane.digest, "Nom mal écrit", "Lire Roux."):
        assert words in sheet
    closed = director.post(edit, sent_from(director.get(edit), compte_rendu="Autre"))
    assert closed.status_code == 422
    assert "rectification" in text(closed)


def test_only_those_who_steer_approve(client_for):
    from tests.factories.territoires import make_projet_renouvellement

    instance = make_instance(renouvellement=make_projet_renouvellement())
    seance = make_seance(instance=instance, state="tenue", compte_rendu="Dit.")
    opc = client_for(Role.OPC)

    opc.post(page("compte-rendu-transition", seance.pk, "submit"), {})
    refused = opc.get(page("compte-rendu-transition", seance.pk, "approve"))

    seance.refresh_from_db()
    assert seance.compte_rendu_state == "soumis"
    assert refused["Location"] == page("seance-detail", seance.pk)


@pytest.mark.parametrize("name", ["compte-rendu-docx", "convocation-docx"])
def test_papers_open_in_a_word_processor(director, name):
    import io

    import docx

    seance = make_seance(
        state="tenue", compte_rendu="# Présences\n\n**Présents** : Anne"
    )
    make_point(seance=seance, title="Avancement")

    answer = director.get(page(name, seance.pk))

    document = docx.Document(io.BytesIO(answer.content))
    told = [p.text for p in document.paragraphs]
    told += [c.text for t in document.tables for r in t.rows for c in r.cells]
    wanted = "Présents : Anne" if name == "compte-rendu-docx" else "Avancement"
    assert wanted in told


def test_the_pdf_of_the_minutes_is_a_pdf(director):
    seance = make_seance(state="tenue", compte_rendu="# Présences")

    answer = director.get(page("compte-rendu-pdf", seance.pk))

    assert answer.content.startswith(b"%PDF-1.7")


def test_a_sitting_goes_in_one_s_calendar(director):
    seance = _coming()

    answer = director.get(page("seance-ics", seance.pk))

    told = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;TZID=Europe/Paris:{seance.date:%Y%m%d}T093000" in told
    assert "LOCATION:Aix" in told


# --- Actions ----------------------------------------------------------------------------


def test_a_decision_leaves_an_action_that_its_holder_closes(director, client_for):
    decision = make_decision()
    doer = client_for(Role.ASSOCIATION)
    data = {"title": "Relayer l’affiche", "responsable": doer.personne.pk} | jeton()

    for _ in range(2):
        director.post(page("action-create", decision.pk), data)
    action = Action.objects.get()
    mine = text(doer.get(page("action-mine")))
    bare = doer.post(page("action-close", action.pk), {"on": f"{TODAY()}", "proof": ""})
    doer.post(
        page("action-close", action.pk), {"on": f"{TODAY()}", "proof": "Affiche posée"}
    )

    action.refresh_from_db()
    assert "Relayer l’affiche" in mine
    assert bare.status_code == 422
    assert (action.state, action.proof) == ("faite", "Affiche posée")


def test_an_action_of_a_sitting_one_may_not_read_keeps_its_decision_hidden(client_for):
    reserved = make_instance(is_reserved=True, name="Point secret")
    decision = make_decision(seance=make_seance(instance=reserved), text="Mot caché")
    doer = client_for(Role.PARTENAIRE)
    action = make_action(decision=decision, responsable=doer.personne, title="Faire")

    for route in (
        page("action-mine"),
        page("action-detail", action.pk),
        page("action-list"),
    ):
        told = text(doer.get(route))
        assert "Faire" in told
        assert "Mot caché" not in told


def test_actions_take_the_same_queries_for_one_and_three(director):
    from tests.web.reading import count_queries

    def add():
        make_action(
            decision=make_decision(),
            responsable=director.personne,
            due=date(2026, 1, 1),
            subject=make_projet(),
        )

    add()
    lists = (page("action-list"), page("action-mine"))
    one = [count_queries(director, url) for url in lists]
    add()
    add()

    assert [count_queries(director, url) for url in lists] == one
