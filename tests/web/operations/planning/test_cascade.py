import json
import re
from uuid import uuid4

import pytest
from tests.factories.acteurs import make_organisation
from tests.factories.operations import link, make_chain, make_operation

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.models import Proposition

pytestmark = pytest.mark.django_db
PREVIEW = "/operations/planning/apercu/"
APPLY = "/operations/planning/appliquer/"
PROPOSE = "/operations/planning/proposer/"


@pytest.fixture
def demolition():
    operation = make_operation(title="Démolition", maitre_ouvrage=make_organisation())
    return make_chain(operation, ("Désamiantage", 40), ("Abattage", 30))


@pytest.fixture
def school(demolition):
    """Make the school of another owner, that waits for the demolition."""
    operation = make_operation(title="École", maitre_ouvrage=make_organisation())
    works, opening = make_chain(operation, ("Travaux", 100), ("Ouverture", 0))
    link(demolition[-1], works)
    works.refresh_from_db()
    return works, opening


@pytest.fixture
def owner(client_for, demolition):
    organisation = demolition[0].operation.maitre_ouvrage
    return client_for(Role.MAITRE_OUVRAGE, organisation=organisation)


def later(tache, days):
    from datetime import timedelta

    tache.refresh_from_db()
    return (tache.early_start + timedelta(days=days)).isoformat()


def fields_of(response):
    """Return what the form of a preview would send."""
    page = response.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    found["changements"] = found["changements"].replace("&quot;", '"')
    return found | {"_jeton": str(uuid4())}


def test_preview_tells_and_writes_nothing(owner, demolition):
    first, second = demolition
    asked = {"tache": first.pk, "debut": later(first, 28)}

    page = owner.post(PREVIEW, asked).content.decode()

    before = second.early_finish
    second.refresh_from_db()
    assert "2 tâches bougent" in page.replace("\u202f", " ")
    assert second.early_finish == before or before is None
    assert first.constraint_kind == ""


def test_apply_moves_and_can_be_undone(owner, demolition):
    first, second = demolition
    second.refresh_from_db()
    before = second.early_finish
    preview = owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})

    done = owner.post(APPLY, fields_of(preview) | {"motif": "Retard du désamianteur"})

    second.refresh_from_db()
    assert done.status_code == 302
    assert second.early_finish > before
    page = owner.get(done.headers["Location"]).content.decode()
    undo = re.search(r'action="(/historique/[^"]+)"', page)
    owner.post(undo.group(1))
    second.refresh_from_db()
    assert second.early_finish == before


def test_preview_of_what_others_own_offers_to_propose_only(owner, demolition, school):
    first = demolition[0]

    page = owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})

    text = page.content.decode()
    assert f'action="{PROPOSE}"' in text
    assert f'action="{APPLY}"' not in text
    assert str(school[0].operation.maitre_ouvrage) in text


def test_apply_by_force_on_what_others_own_is_refused(owner, demolition, school):
    first = demolition[0]
    works = school[0]
    before = works.early_start
    preview = owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})

    answer = owner.post(APPLY, fields_of(preview))

    works.refresh_from_db()
    assert answer.status_code == 422
    assert works.early_start == before


def test_propose_sends_each_owner_its_part(owner, demolition, school):
    first = demolition[0]
    preview = owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})

    answer = owner.post(PROPOSE, fields_of(preview) | {"motif": "Amiante trouvé"})

    made = Proposition.objects.get()
    assert answer.headers["Location"] == f"/operations/propositions/{made.pk}/"
    assert [part.organisation for part in made.parts.all()] == [
        school[0].operation.maitre_ouvrage
    ]


def test_propose_without_a_reason_asks_for_it(owner, demolition, school):
    first = demolition[0]
    preview = owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})

    answer = owner.post(PROPOSE, fields_of(preview) | {"motif": ""})

    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.content.decode()
    assert not Proposition.objects.exists()


def test_apply_on_a_plan_that_moved_shows_it_again(owner, demolition):
    first, second = demolition
    asked = fields_of(
        owner.post(PREVIEW, {"tache": first.pk, "debut": later(first, 28)})
    )
    other = owner.post(PREVIEW, {"tache": second.pk, "debut": later(second, 60)})
    owner.post(APPLY, fields_of(other))

    answer = owner.post(APPLY, asked)

    assert answer.status_code == 409
    assert "Le planning a changé depuis" in answer.content.decode()


def test_a_longer_bar_is_a_longer_task(owner, demolition):
    first = demolition[0]
    first.refresh_from_db()
    from datetime import timedelta

    finish = first.early_finish + timedelta(days=14)
    preview = owner.post(PREVIEW, {"tache": first.pk, "fin": finish.isoformat()})

    asked = json.loads(fields_of(preview)["changements"])

    assert [set(row) for row in asked] == [{"tache", "duration_days"}]
    assert 48 <= asked[0]["duration_days"] <= 50


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"tache": "999999999"},
        {"tache": "0", "debut": "x"},
        {"changements": "[{}]"},
        {"changements": '[{"tache": "x"}]'},
        {"changements": '[{"tache": 1, "name": "x"}]'},
        {"changements": "{"},
        {"changements": '[{"ajout": 3}]'},
    ],
)
@pytest.mark.parametrize("path", [PREVIEW, APPLY, PROPOSE])
def test_anything_else_is_refused_in_words(client_for, asked, path):
    client = client_for(Role.OPC)

    answer = client.post(path, asked | {"_jeton": str(uuid4())})

    assert answer.status_code == 422


def test_a_whole_operation_is_shifted_through_the_same_preview(owner, demolition):
    first, second = demolition
    asked = {"operation": first.operation_id, "jours": "28"}

    preview = owner.post(PREVIEW, asked)
    done = owner.post(APPLY, fields_of(preview) | {"motif": "Chantier retardé"})

    before = second.early_finish
    second.refresh_from_db()
    told = preview.content.decode().replace("\u202f", " ")
    assert "Décaler « Démolition » de + 4 semaines" in told
    assert "2 tâches bougent" in told
    assert done.status_code == 302
    assert before is None or second.early_finish > before


def test_shifting_what_another_waits_for_is_proposed(owner, demolition, school):
    asked = {"operation": demolition[0].operation_id, "jours": "28"}

    page = owner.post(PREVIEW, asked).content.decode()
    made = owner.post(
        PROPOSE, fields_of(owner.post(PREVIEW, asked)) | {"motif": "Amiante"}
    )

    assert "Proposer à" in page
    assert made.status_code == 302
    assert Proposition.objects.get().state == "ouverte"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("", "Dites de combien de jours"),
        ("0", "Zéro jour ne décale rien"),
        ("beaucoup", "Donnez un nombre entier de jours"),
        ("-7", "raccourcissez une tâche ou retirez un lien"),
    ],
)
def test_a_shift_that_cannot_be_says_what_to_do(owner, demolition, days, told):
    asked = {"operation": demolition[0].operation_id, "jours": days}

    answer = owner.post(PREVIEW, asked)

    assert answer.status_code == 422
    assert told in answer.content.decode().replace("\u202f", " ")


def test_the_sheet_shifts_the_operation_without_script(owner, demolition):
    sheet = owner.get(f"/operations/{demolition[0].operation_id}/").content.decode()

    assert "Décaler toute l’opération" in sheet
    assert f'action="{PREVIEW}"' in sheet


def test_the_frise_says_which_operations_may_be_taken(owner, client, demolition):
    address = "/operations/planning/donnees/"
    pk = demolition[0].operation_id

    mine = {row["key"]: row for row in owner.get(address).json()["rows"]}
    public = {row["key"]: row for row in client.get(address).json()["rows"]}

    assert mine[pk]["editable"] is True
    assert "editable" not in public[pk]
