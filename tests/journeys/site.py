"""The product as people meet it: real server, real settings, real content."""

import shutil
from itertools import count
from pathlib import Path

from tests.ops.instance import (
    IS_POSTGRES,
    Instance,
    administer,
    copy_sqlite,
    create_database,
    named_here,
    url_of,
)

TEMPLATE = named_here("parcours_modele")
_numbers = count(1)


class Site(Instance):
    """An instance with the product's own settings; its mails are files."""

    def __init__(self, folder: Path, *, database_url: str) -> None:
        super().__init__(folder, database_url=database_url)
        del self.environment["DJANGO_SETTINGS_MODULE"], self.environment["EMAIL_URL"]

    def read_mails(self) -> list[str]:
        """Return the bodies of the mails sent, the oldest first."""
        import email
        from email import policy

        files = sorted(
            (self.folder / "mails").glob("*"), key=lambda f: f.stat().st_mtime
        )
        bodies = []
        for file in files:
            mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            bodies.append(body.get_content() if body else "")
        return bodies


def prepare_template(folder: Path) -> Site:
    """Load the contract, the demonstration and its accounts, once."""
    if IS_POSTGRES:
        create_database(TEMPLATE)
    site = Site(folder, database_url=url_of(folder, TEMPLATE))
    site.manage("prepare")
    return site


def copy_site(template: Site, folder: Path) -> Site:
    """Return a site of its own: nothing written there is seen elsewhere."""
    name = named_here(f"parcours_{next(_numbers)}")
    site = Site(folder, database_url=url_of(folder, name))
    if IS_POSTGRES:
        create_database(name, TEMPLATE)
    else:
        copy_sqlite(template.folder, folder)
    shutil.copytree(template.folder / "files", folder / "files")
    (folder / "static").symlink_to(template.folder / "static")
    return site


def drop_site(site: Site) -> None:
    site.stop()
    if IS_POSTGRES:
        name = site.database_url.split("?")[0].rsplit("/", 1)[1]
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(site.folder, ignore_errors=True)
