"""An administrator invites someone, who enters, adds a second factor, and is closed out."""

import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.writes]
EMAIL = "camille.reynaud@partenaire.test"
PASSPHRASE = "un platane devant la gare de Miramas"


@pytest.mark.parametrize("account", ["administratrice", "administrateur"])
def test_invited_entered_protected_closed(
    account: str,
    site: Site,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    site.start_worker()
    office = visit(account)
    office.goto("/parametres/comptes/")
    office.get_by_role("link", name="Inviter quelqu’un").click()
    office.get_by_label("Adresse électronique").fill(EMAIL)
    office.get_by_label(re.compile("^Prénom")).fill("Camille")
    office.get_by_label(re.compile("^Nom")).fill("Reynaud")
    office.get_by_label("Rôle", exact=True).select_option(label="Partenaire signataire")
    office.get_by_label("Périmètre", exact=True).select_option(label="Tout le contrat")
    assert_accessible(office)
    office.get_by_role("button", name="Envoyer l’invitation").click()
    office.wait_for_url("**/parametres/comptes/")
    assert office.get_by_role("rowheader", name=EMAIL).is_visible()

    guest = visit()
    guest.goto(link_of(wait_for_mail(site, 1)))
    assert "Partenaire signataire" in guest.locator("main").inner_text()
    for field in guest.locator("main input[type=password]").all():
        field.fill(PASSPHRASE)
    for name, value in (("Prénom", "Camille"), ("Nom", "Reynaud")):
        guest.get_by_label(re.compile(f"^{name}")).fill(value)
    assert_accessible(guest)
    guest.get_by_role("button", name="Ouvrir mon compte").click()
    guest.wait_for_load_state()
    guest.goto("/compte/")
    assert EMAIL in guest.locator("main").inner_text()

    spare = add_second_factor(guest)
    assert_accessible(guest)
    again = visit()
    again.goto("/compte/connexion/")
    again.get_by_label("Adresse électronique").fill(EMAIL)
    again.get_by_label("Mot de passe").fill(PASSPHRASE)
    follow(again.get_by_role("button", name="Se connecter", exact=True))
    assert again.locator("h1").inner_text() == "Votre second facteur"
    assert_accessible(again)
    again.get_by_label("Code").fill("000000")
    follow(again.get_by_role("button", name="Entrer"))
    assert again.get_by_role("alert").first.is_visible()
    again.get_by_label("Code").fill(spare)
    again.get_by_role("button", name="Entrer").click()
    again.wait_for_url(lambda url: "connexion" not in url)

    # Closed: the next request of each of its sessions is nobody's.
    office.goto("/parametres/comptes/?q=reynaud")
    office.get_by_role("link", name="Camille Reynaud").first.click()
    office.locator("summary", has_text="Fermer le compte").click()
    office.locator("details[open]").get_by_label("Motif").fill("Départ")
    follow(office.get_by_role("button", name="Fermer le compte"))
    assert office.get_by_text("Fermé", exact=True).is_visible()
    assert_accessible(office)
    screenshot(office, f"parcours/10-{account}-compte-ferme")
    for page in (guest, again):
        page.goto("/compte/")
        assert "/compte/connexion/" in page.url
    refused = visit()
    refused.goto("/compte/connexion/")
    refused.get_by_label("Adresse électronique").fill(EMAIL)
    refused.get_by_label("Mot de passe").fill(PASSPHRASE)
    refused.get_by_role("button", name="Se connecter", exact=True).click()
    refused.wait_for_load_state()
    refused.goto("/compte/")
    assert "/compte/connexion/" in refused.url


def test_the_link_serves_once(site: Site, visit: Callable[..., Any]) -> None:
    site.start_worker()
    office = visit("administratrice")
    office.goto("/parametres/comptes/inviter/")
    office.get_by_label("Adresse électronique").fill(EMAIL)
    office.get_by_label("Rôle", exact=True).select_option(label="Élu")
    office.get_by_label("Périmètre", exact=True).select_option(label="Tout le contrat")
    office.get_by_role("button", name="Envoyer l’invitation").click()
    link = link_of(wait_for_mail(site, 1))
    office.goto("/parametres/comptes/")
    office.get_by_role("button", name=re.compile("^Retirer")).click()

    guest = visit()
    guest.goto(link)
    assert guest.locator("main input[type=password]").count() == 0


def wait_for_mail(site: Site, count: int) -> str:
    for _ in range(300):
        mails = site.read_mails()
        if len(mails) >= count:
            return mails[count - 1]
        time.sleep(0.1)
    raise AssertionError("no mail left")


def link_of(mail: str) -> str:
    found = re.search(r"https?://\S+/compte/invitation/\S+", mail)
    assert found, mail
    return found[0]


def add_second_factor(page: Any) -> str:
    """Link an application of codes; return a spare code, as a code serves only once."""
    page.goto("/compte/securite/")
    page.get_by_role("link", name="Ajouter un second facteur").click()
    page.wait_for_load_state()
    if "confirmer" in page.url:
        page.get_by_label("Mot de passe").fill(PASSPHRASE)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/securite/application/")
    secret = str(page.locator("main code").first.inner_text()).strip()
    page.get_by_label(re.compile("Code")).fill(code_of(secret))
    page.get_by_role("button", name="Ajouter ce second facteur").click()
    page.wait_for_load_state()
    page.goto("/compte/securite/secours/")
    return str(page.locator("main .codes code").first.inner_text())


def code_of(secret: str) -> str:
    """Return the code an application shows (RFC 6238): six digits, thirty seconds."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(
        b32decode(secret + "=" * (-len(secret) % 8)), step, "sha1"
    ).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
