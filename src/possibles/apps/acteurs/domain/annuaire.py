"""Find an organisation as files name it: by SIRET, by name, by short name."""

from django.utils.text import slugify

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.acteurs.models import Organisation
from possibles.common.french import fold

SIRET_LENGTH = 14


def siret_of(text: str) -> str:
    """Return the fourteen digits of a cell, or nothing."""
    digits = "".join(text.split())
    is_siret = digits.isascii() and digits.isdigit() and len(digits) == SIRET_LENGTH
    return digits if is_siret else ""


class Annuaire:
    """The organisations known, read once; those to be created, kept until then."""

    def __init__(self) -> None:
        self._by_siret: dict[str, Organisation] = {}
        self._by_siren: dict[str, list[Organisation]] = {}
        self._by_name: dict[str, Organisation] = {}
        self._slugs: set[str] = set()
        for organisation in Organisation.objects.order_by("pk"):
            self._keep(organisation)

    def find(self, text: str, siret: str = "") -> Organisation | None:
        """Return the one of this SIRET, or else of this name.

        Another establishment of the same company is the same company, when there is one.
        """
        number = siret or siret_of(text)
        if number in self._by_siret:
            return self._by_siret[number]
        if text and not siret_of(text) and fold(text) in self._by_name:
            return self._by_name[fold(text)]
        same = self._by_siren.get(number[:9], []) if number else []
        return same[0] if len(same) == 1 else None

    def propose(self, text: str, siret: str = "") -> Organisation:
        """Return a company to be created; asked again, it is the same one."""
        number = siret or siret_of(text)
        name = text if text and not siret_of(text) else f"Entreprise {number}"
        proposed = Organisation(
            name=name[:200],
            kind=OrganisationKind.ENTREPRISE,
            siret=number,
            slug=self._free_slug(name),
        )
        self._keep(proposed)
        return proposed

    def _keep(self, organisation: Organisation) -> None:
        self._slugs.add(organisation.slug)
        if organisation.siret:
            self._by_siret.setdefault(organisation.siret, organisation)
            self._by_siren.setdefault(organisation.siret[:9], []).append(organisation)
        for name in (organisation.name, organisation.short_name):
            if name:
                self._by_name.setdefault(fold(name), organisation)

    def _free_slug(self, name: str) -> str:
        base = slugify(name)[:70] or "entreprise"
        slug, number = base, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        return slug


def ensure_saved(organisation: Organisation | None) -> None:
    """Create a company proposed earlier. Inside a change."""
    if organisation is not None and organisation.pk is None:
        organisation.save()
