from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from .instance import (
    IS_POSTGRES,
    PASSWORD,
    Instance,
    administer,
    copy_sqlite,
    create_database,
    list_databases,
    named_here,
    url_of,
)

PEOPLE = [f"essai{number}@exemple.test" for number in range(8)]
TEMPLATE = named_here("essai_modele")
_numbers = count(1)


@pytest.fixture(scope="session")
def template_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Migrate one database, with eight people in it, to be copied by each trial."""
    folder = tmp_path_factory.mktemp("template")
    if IS_POSTGRES:
        create_database(TEMPLATE)
    instance = Instance(folder, database_url=url_of(folder, TEMPLATE))
    instance.manage("migrate", "-v0")
    instance.manage("createcachetable")
    instance.shell(
        f"""
from possibles.apps.acteurs.models import Personne
from possibles.apps.journal.models import change
with change(author=None, origin="essai"):
    for email in {PEOPLE!r}: Personne.objects.create_user(email, {PASSWORD!r}, first_name="A", last_name="B")
None
"""
    )
    yield instance
    if IS_POSTGRES:
        administer(f'DROP DATABASE "{TEMPLATE}" WITH (FORCE)')


@pytest.fixture
def instance(template_instance: Instance, tmp_path: Path) -> Iterator[Instance]:
    """Give a whole instance on its own database; killed when the test ends."""
    name = named_here(f"essai_{next(_numbers)}")
    if IS_POSTGRES:
        create_database(name, TEMPLATE)
    fresh = Instance(tmp_path / "data", database_url=url_of(tmp_path / "data", name))
    if not IS_POSTGRES:
        copy_sqlite(template_instance.folder, fresh.folder)
    yield fresh
    fresh.stop()
    if IS_POSTGRES:
        for kept in list_databases(f"{name}_avant_%"):
            administer(f'DROP DATABASE "{kept}"')
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def people() -> list[str]:
    return PEOPLE
