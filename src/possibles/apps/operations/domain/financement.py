"""The funding plan: what covers what, and the four checks it must pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.acteurs.models import Organisation
from possibles.apps.operations.enums import NatureOperation
from possibles.apps.operations.models import Financement, Operation
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.common.french import NNBSP, format_euros, format_percent

ANRU = "anru"
OWN_SHARE = "cofin.min_moa"
LOCAL_AUTHORITIES = frozenset(
    {
        OrganisationKind.METROPOLE,
        OrganisationKind.COMMUNE,
        OrganisationKind.DEPARTEMENT,
        OrganisationKind.REGION,
    }
)
"""Those the minimum own share binds (CGCT, L1111-10 III)."""

RATES = {
    NatureOperation.N14: "npnru.taux_ingenierie",
    NatureOperation.N24: "npnru.taux_amenagement",
    NatureOperation.N37: "npnru.taux_equipement_majore",
}


class Gravite(Enum):
    """How much a check weighs: blocking ones stop the request for funding."""

    TENU = "tenu"
    A_VERIFIER = "a_verifier"
    BLOQUANT = "bloquant"
    NON_FAIT = "non_fait"


@dataclass(frozen=True, slots=True)
class Controle:
    """One check of a plan: what it looks at, its answer in a sentence."""

    code: str
    label: str
    gravite: Gravite
    sentence: str
    source: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.gravite is Gravite.BLOQUANT

    @property
    def is_kept(self) -> bool:
        return self.gravite is Gravite.TENU


@dataclass(frozen=True, slots=True)
class Regles:
    """The parameters the checks lean on, read once."""

    own_share: Decimal | None = None
    own_share_source: str = ""
    rate: Decimal | None = None
    rate_text: str = ""
    rate_source: str = ""


@dataclass(frozen=True, slots=True)
class Ligne:
    """A funder's row, all that a check needs of it; amounts in centimes."""

    financeur: int
    name: str
    montant: int
    is_owner: bool = False
    is_anru: bool = False
    is_secured: bool = False
    assiette: int | None = None
    taux: Decimal | None = None
    plafond: int | None = None


def is_anru(organisation: Organisation) -> bool:
    return organisation.slug == ANRU


def read_rules(nature: str) -> Regles:
    """Read the parameters that apply to a nature of operation, in one query."""
    rate_code = RATES.get(NatureOperation(nature)) if nature else None
    codes = [OWN_SHARE, *([rate_code] if rate_code else [])]
    held = find_parametres(codes)
    share, rate = held.get(OWN_SHARE), held.get(rate_code or "")
    return Regles(
        own_share=None if share is None else share.value,
        own_share_source="" if share is None else share.source,
        rate=None if rate is None else rate.value,
        rate_text="" if rate is None else f"{rate.text} ({rate.certainty_label})",
        rate_source="" if rate is None else rate.source,
    )


def check_plan(
    operation: Operation, lines: Sequence[Financement] | None = None
) -> list[Controle]:
    """Check an operation's plan against its current cost."""
    rows = (
        operation.financements.select_related("financeur") if lines is None else lines
    )
    cost = operation.cost_ht if operation.recovers_vat else operation.cost_ttc
    read = [_read(operation, row) for row in rows]
    rules = read_rules(operation.nature)
    if operation.maitre_ouvrage.kind not in LOCAL_AUTHORITIES:
        rules = replace(rules, own_share=None)
    return check_lines(read, cost, rules, is_ht=operation.recovers_vat)


def _read(operation: Operation, row: Financement) -> Ligne:
    return Ligne(
        financeur=row.financeur_id,
        name=str(row.financeur),
        montant=row.montant,
        is_owner=row.financeur_id == operation.maitre_ouvrage_id,
        is_anru=is_anru(row.financeur),
        is_secured=row.is_secured,
        assiette=row.assiette,
        taux=row.taux,
        plafond=row.plafond,
    )


def check_lines(
    lines: Sequence[Ligne], cost: int | None, rules: Regles, *, is_ht: bool = True
) -> list[Controle]:
    """Return the four checks of a plan: sum, own share, rate, ceiling."""
    return [
        _check_sum(lines, cost, is_ht=is_ht),
        _check_own_share(lines, rules),
        _check_rate(lines, rules),
        _check_ceiling(lines),
    ]


def _check_sum(lines: Sequence[Ligne], cost: int | None, *, is_ht: bool) -> Controle:
    """Funders add up to the cost: without VAT when it is recovered, with it else."""
    label = "Le plan couvre le coût"
    kind = "HT" if is_ht else "TTC"
    if cost is None or not lines:
        missing = "l’estimation du coût" if cost is None else "les financements"
        return Controle("somme", label, Gravite.NON_FAIT, f"Il manque {missing}.")
    gap = cost - sum(line.montant for line in lines)
    if not gap:
        return Controle(
            "somme", label, Gravite.TENU, f"Les financements égalent le coût {kind}."
        )
    word = "Il manque" if gap > 0 else "Le plan dépasse le coût de"
    then = (
        "cherchez un financeur ou revoyez le programme"
        if gap > 0
        else "réduisez une ligne, ou mettez le coût à jour"
    )
    return Controle(
        "somme",
        label,
        Gravite.BLOQUANT,
        f"{word} {_euros(abs(gap))} ({kind}){NNBSP}: {then}.",
    )


def _check_own_share(lines: Sequence[Ligne], rules: Regles) -> Controle:
    """Check what the owner itself pays of all public money."""
    label = "Part du maître d’ouvrage"
    total = sum(line.montant for line in lines)
    if not total or rules.own_share is None:
        told = (
            "Cette règle vaut pour les collectivités." if total else "Le plan est vide."
        )
        return Controle("part", label, Gravite.NON_FAIT, told)
    own = sum(line.montant for line in lines if line.is_owner)
    share = Decimal(own) / Decimal(total)
    told = f"Le maître d’ouvrage apporte {format_percent(share, 1)} du plan"
    least = format_percent(rules.own_share)
    source = rules.own_share_source
    if share >= rules.own_share:
        return Controle(
            "part", label, Gravite.TENU, f"{told}, au moins {least}.", source
        )
    missing = _own_gap(own, total, rules.own_share)
    return Controle(
        "part",
        label,
        Gravite.BLOQUANT,
        f"{told}{NNBSP}: moins de {least}. Ajoutez-lui {_euros(missing)}, pris aux "
        "autres financeurs, ou joignez la dérogation.",
        source,
    )


def _own_gap(own: int, total: int, least: Decimal) -> int:
    wanted = (least * total).to_integral_value(rounding=ROUND_HALF_UP)
    return int(wanted) - own


def _check_rate(lines: Sequence[Ligne], rules: Regles) -> Controle:
    """Compare the convention's rate with the reference; the convention's is binding."""
    label = "Taux de l’ANRU"
    rates = [line.taux for line in lines if line.is_anru and line.taux is not None]
    if not rates:
        has_anru = any(line.is_anru for line in lines)
        told = (
            "Indiquez le taux sur la ligne de l’ANRU." if has_anru else "Sans l’ANRU."
        )
        return Controle("taux", label, Gravite.NON_FAIT, told)
    rate = max(rates)
    told = f"La convention retient {format_percent(rate, 1)}"
    if rules.rate is None or rate <= rules.rate:
        more = f", dans la limite de {rules.rate_text}" if rules.rate_text else ""
        return Controle(
            "taux", label, Gravite.TENU, f"{told}{more}.", rules.rate_source
        )
    return Controle(
        "taux",
        label,
        Gravite.A_VERIFIER,
        f"{told}, au-delà de la référence de {rules.rate_text}. "
        "Le taux de la convention l’emporte\u202f: vérifiez qu’il y est bien écrit.",
        rules.rate_source,
    )


def _check_ceiling(lines: Sequence[Ligne]) -> Controle:
    """Check that the ANRU's share stays within its base, rate and ceiling."""
    label = "Plafond de la subvention"
    own = [line for line in lines if line.is_anru]
    most = find_ceiling(own)
    if most is None:
        told = (
            "Indiquez l’assiette et le taux de la ligne de l’ANRU."
            if own
            else "Sans l’ANRU."
        )
        return Controle("plafond", label, Gravite.NON_FAIT, told)
    total = sum(line.montant for line in own)
    if total <= most:
        return Controle(
            "plafond",
            label,
            Gravite.TENU,
            f"{_euros(total)} de l’ANRU, pour {_euros(most)} au plus.",
        )
    return Controle(
        "plafond",
        label,
        Gravite.BLOQUANT,
        f"L’ANRU apporte {_euros(total)}, {_euros(total - most)} de plus que l’assiette, "
        "le taux et le plafond ne permettent\u202f: réduisez sa ligne.",
    )


def find_ceiling(lines: Sequence[Ligne]) -> int | None:
    """Return `min(base × rate, ceiling)`, in centimes; None when nothing says."""
    found: list[int] = []
    for line in lines:
        if line.assiette is not None and line.taux is not None:
            exact = Decimal(line.assiette) * line.taux
            found.append(int(exact.to_integral_value(rounding=ROUND_HALF_UP)))
        if line.plafond is not None:
            found.append(line.plafond)
    return min(found, default=None)


def subsidy_at_balance(granted: int, rate: Decimal, spent_ht: int) -> int:
    """Return the subsidy finally due: never more than granted, less if less is spent."""
    exact = (Decimal(spent_ht) * rate).to_integral_value(rounding=ROUND_HALF_UP)
    return min(granted, int(exact))


def _euros(centimes: int) -> str:
    return format_euros(centimes, short=True)


def by_funder(
    rows: Sequence[Financement],
) -> list[tuple[Any, dict[int | None, int], int]]:
    """Return each funder with its amounts by year and their sum, the largest first."""
    held: dict[int, tuple[Any, dict[int | None, int]]] = {}
    for row in rows:
        _, years = held.setdefault(row.financeur_id, (row.financeur, {}))
        years[row.year] = years.get(row.year, 0) + row.montant
    found = [(who, years, sum(years.values())) for who, years in held.values()]
    return sorted(found, key=lambda item: (-item[2], str(item[0])))
