"""The schedule in a real browser: dragged, proposed, refused; found; by keyboard alone."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    link,
    make_chain,
    make_interface,
    make_limits,
    make_operation,
    make_proposition,
    make_reference,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.models import Proposition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/operations/planning/"


@pytest.fixture
def demolition():
    organisation = make_organisation(name="Un bailleur")
    operation = make_operation(
        title="Démolition de la tour", maitre_ouvrage=organisation
    )
    return make_chain(operation, ("Désamiantage", 60), ("Abattage", 80))


@pytest.fixture
def school(demolition):
    organisation = make_organisation(name="Une commune")
    operation = make_operation(title="École neuve", maitre_ouvrage=organisation)
    works = make_chain(
        operation, ("Travaux", 300, "travaux"), ("Ouverture", 0, "mise_en_service")
    )
    link(demolition[-1], works[0])
    return works


def owner_of(tache):
    return make_personne(
        Role.MAITRE_OUVRAGE, organisation=tache.operation.maitre_ouvrage
    )


def open_planning(open_page, person=None, query="", **options):
    page = open_page(person, **options)
    page.goto(PAGE + query)
    page.wait_for_selector("[data-gantt][data-ready]")
    return page


def unfold(page, title):
    name = page.locator(".gantt-name", has_text=title)
    name.locator(".gantt-fold").click()
    expect(name).to_have_attribute("aria-expanded", "true")


def drag(page, tache, across):
    drag_bar(page, f"t{tache.pk}", across)


def drag_bar(page, key, across):
    """Take a bar by its middle and move it by so many pixels."""
    bar = page.locator(f".gantt-line[data-key$='/{key}'] .bar")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y, steps=4)
    page.mouse.up()


def test_a_drag_is_proposed_then_refused_by_the_other_owner(
    open_page, demolition, school, assert_accessible
):
    works, _ = school
    works.refresh_from_db()
    before = works.early_start
    page = open_planning(open_page, owner_of(demolition[0]))
    unfold(page, "Démolition de la tour")

    drag(page, demolition[0], 60)
    panel = page.locator("[data-gantt-panel]")
    expect(panel).to_contain_text("École neuve")
    assert_accessible(page)
    page.get_by_label("Motif").fill("De l’amiante partout")
    page.get_by_role("button", name="Proposer à Une commune").click()
    expect(page.locator("h1")).to_contain_text("Désamiantage")

    other = open_page(owner_of(works))
    other.goto("/operations/propositions/?vue=miennes")
    other.get_by_role("link", name="Déplacer").click()
    assert_accessible(other)
    other.get_by_label("Motif").fill("La rentrée est fixée")
    other.get_by_role("button", name="Refuser cette part").click()
    expect(other.locator("main")).to_contain_text("Vous avez refusé votre part")

    works.refresh_from_db()
    assert works.early_start == before
    assert Proposition.objects.get().state == "refusee"
    page.reload()
    expect(page.locator("main")).to_contain_text("La rentrée est fixée")


def test_a_drag_of_ones_own_is_applied_then_undone(open_page, demolition):
    last = demolition[-1]
    last.refresh_from_db()
    before = last.early_finish
    page = open_planning(open_page, owner_of(last))
    unfold(page, "Démolition de la tour")

    drag(page, last, 60)
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("#messages")).to_contain_text("1 tâche déplacée")
    last.refresh_from_db()
    assert last.early_finish > before

    page.locator("#messages").get_by_role("button", name="Annuler").click()
    page.wait_for_load_state()
    last.refresh_from_db()
    assert last.early_finish == before


def test_a_whole_operation_is_dragged(open_page, demolition):
    first, last = demolition
    last.refresh_from_db()
    before = last.early_finish
    page = open_planning(open_page, owner_of(last))

    drag_bar(page, f"o{last.operation_id}", 60)
    panel = page.locator("[data-gantt-panel]")
    expect(panel).to_contain_text("2 tâches bougent")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator("#messages")).to_contain_text("2 tâches déplacées")

    last.refresh_from_db()
    first.refresh_from_db()
    assert last.early_finish > before
    assert first.constraint_kind == "debut_pas_avant"
    assert last.constraint_kind == ""


def test_a_whole_operation_is_moved_by_keyboard(open_page, demolition):
    page = open_planning(open_page, owner_of(demolition[0]))
    name = page.locator(".gantt-name", has_text="Démolition de la tour")
    name.focus()

    page.keyboard.press("ArrowRight")  # unfolds it
    expect(name).to_have_attribute("aria-expanded", "true")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowRight")  # goes to its bar
    for _ in range(2):
        page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("[data-gantt-status]")).to_contain_text("+ 2 semaines")
    page.keyboard.press("Enter")

    expect(page.locator("[data-gantt-panel]")).to_contain_text("2 tâches bougent")
    page.keyboard.press("Escape")
    expect(page.locator("[data-gantt-panel]")).to_be_hidden()


def test_giving_a_drag_up_writes_nothing(open_page, demolition):
    last = demolition[-1]
    page = open_planning(open_page, owner_of(last))
    unfold(page, "Démolition de la tour")

    drag(page, last, 60)
    page.get_by_role("link", name="Abandonner").click()

    expect(page.locator("[data-gantt-panel]")).to_be_hidden()
    assert page.locator(".future").count() == 0
    last.refresh_from_db()
    assert last.constraint_kind == ""


def test_an_interface_in_conflict_is_found(
    open_page, demolition, school, assert_accessible
):
    made = make_interface(
        demolition[0].operation,
        school[0].operation,
        gives_tache=demolition[-1],
        gets_tache=school[0],
        promised=date(2028, 3, 1),
        needed=date(2028, 1, 10),
    )
    page = open_planning(open_page, owner_of(demolition[0]))

    assert page.locator(".gantt-flag").count() == 2
    page.get_by_role("link", name="1 interface en conflit").click()
    page.get_by_role("link", name=made.label).click()
    expect(page.locator("main")).to_contain_text("La remise vient après")
    assert_accessible(page)
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("promis pour le").fill("2027-12-20")
    page.get_by_label("Motif du changement").fill("Deux équipes")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.locator("main")).to_contain_text("Deux équipes")
    expect(page.locator(".sheet-head")).not_to_contain_text("En conflit")


def test_keyboard_alone_moves_a_task(open_page, demolition):
    last = demolition[-1]
    last.refresh_from_db()
    before = last.early_start
    page = open_planning(open_page, owner_of(last))
    keys = page.keyboard
    page.locator(".gantt-name[tabindex='0']").focus()

    keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(page.locator(".gantt-name", has_text="Abattage")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Alt+ArrowRight")
    keys.press("Alt+ArrowRight")
    expect(page.locator("[data-gantt-status]")).to_contain_text("+ 2 semaines")
    keys.press("Enter")
    expect(page.locator("[data-gantt-panel] h2").first).to_be_focused()
    page.get_by_role("button", name="Appliquer").focus()
    keys.press("Enter")
    expect(page.locator("#messages")).to_contain_text("déplacée")

    last.refresh_from_db()
    assert last.early_start - before == timedelta(days=14)


def test_everything_is_there_without_javascript(open_page, demolition):
    last = demolition[-1]
    last.refresh_from_db()
    later = last.early_start + timedelta(days=28)
    page = open_page(owner_of(last), javascript=False)
    page.goto(PAGE)
    expect(page.locator("#dates")).to_contain_text("Démolition de la tour")

    page.goto(f"/operations/taches/{last.pk}/")
    page.get_by_label("Nouveau début").fill(later.isoformat())
    page.get_by_label("Nouvelle fin").fill("")
    page.get_by_role("button", name="Voir ce que cela déplace").click()
    expect(page.locator("main")).to_contain_text("1 tâche bouge")
    page.get_by_role("button", name="Appliquer").click()

    last.refresh_from_db()
    assert (later - last.early_start).days <= 0
    expect(page.locator("main")).to_contain_text("1 tâche déplacée")


def test_pages_are_accessible_on_every_face(look, demolition, school):
    make_limits()
    person = make_personne(Role.OPC)
    interface = make_interface(demolition[0].operation, school[0].operation)
    reference = make_reference(*demolition, *school)
    proposition = make_proposition(person, school[0].operation.maitre_ouvrage)

    for path, name in (
        (PAGE, "planning"),
        (f"/operations/taches/{school[0].pk}/", "tache"),
        (f"/operations/interfaces/{interface.pk}/", "interface"),
        ("/operations/interfaces/", "interfaces"),
        (f"/operations/propositions/{proposition.pk}/", "proposition"),
        ("/operations/references/", "references"),
        (f"/operations/references/{reference.pk}/", "reference"),
        ("/operations/planning/sante/", "sante"),
        ("/operations/planning/dates-probables/", "dates-probables"),
    ):
        look(path, f"planning-{name}", person)
