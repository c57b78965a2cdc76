"""A schedule brought by a spreadsheet or by MS Project: tasks, links, references."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from possibles.apps.acteurs.domain.annuaire import Annuaire
from possibles.apps.imports.domain.applying import ImportRefusedError
from possibles.apps.imports.domain.differences import apply_values
from possibles.apps.imports.enums import Outcome
from possibles.apps.imports.specs import Line, Step
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.limits import read_limits
from possibles.apps.operations.domain.planning.loading import load_plan, make_progress
from possibles.apps.operations.domain.planning.references import keep_spans
from possibles.apps.operations.enums import TacheKind
from possibles.apps.operations.models import Lien, LigneReference, Operation, Tache
from possibles.common.french import fold, format_number

from .columns import is_ours
from .texts import Attente, Spans, write_attentes

_PLAIN = (
    "name",
    "role",
    "calendar",
    "constraint_kind",
    "constraint_date",
    "actual_start",
    "actual_finish",
    "percent",
    "duration_min",
    "duration_typ",
    "duration_max",
    "note",
)


@dataclass(slots=True)
class _Target:
    """A task to write: what it waits for when that changes, the references it brings."""

    tache: Tache
    code: str
    attentes: list[Attente] | None = None
    spans: Spans = field(default_factory=dict)


class TachePlanner:
    """Recognise tasks by our codes, or by their name in their operation.

    An empty cell changes nothing of a task that is there.
    """

    def __init__(self, user: Any, options: Mapping[str, Any]) -> None:
        self.user = user
        self.annuaire = Annuaire()
        self.limits = read_limits(timezone.localdate())
        self.default = str(options.get("operation") or "")
        self.operations = _index_operations()
        taches = list(
            Tache.objects.select_related("parent", "responsable").order_by("pk")
        )
        held = {o.pk: o for o in self.operations.values()}
        self.by_code: dict[str, Tache] = {}
        self.by_name: dict[tuple[int, str], list[Tache]] = defaultdict(list)
        for tache in taches:
            if tache.operation_id in held:
                tache.operation = held[tache.operation_id]
                self.by_code[f"t{tache.pk}"] = tache
                self.by_name[tache.operation_id, fold(tache.name)].append(tache)
        self.liens: dict[int, list[Lien]] = defaultdict(list)
        for lien in Lien.objects.order_by("pk"):
            self.liens[lien.successor_id].append(lien)
        self.spans: dict[int, set[Any]] = defaultdict(set)
        for pk, *span in LigneReference.objects.values_list(
            "tache_id", "start", "finish"
        ):
            self.spans[pk].add(tuple(span))
        self.codes: dict[str, Tache] = {}
        self.lines: dict[int, int] = {}
        self.position: dict[int, int] = defaultdict(int)

    # --- Judge ------------------------------------------------------------------------

    def plan(self, line: Line) -> Step:
        values = line.values
        code = str(values["code"] or f"ligne {line.number}")
        step = Step(line.number, Outcome.INCHANGE, label=str(values["name"] or code))
        if code in self.operations and is_ours(code):
            step.notes.append("Une opération : ses tâches suivent")
            return step
        operation = self._find_operation(values, step)
        if operation is None:
            return step
        if code in self.codes:
            return step.fail("code", f"« {code} » est déjà le code d’une autre ligne.")
        tache = self._find_tache(code, operation, values)
        first = self.lines.setdefault(id(tache), line.number)
        if first != line.number:
            return step.fail(
                "name",
                f"Même tâche que la ligne {first} : donnez-leur des noms différents.",
            )
        self.codes[code] = tache
        self._fill(_Target(tache, code), values, step)
        return step

    def conclude(self, steps: Sequence[Step]) -> None:
        """Judge the links once every line is known."""
        edges: dict[str, set[str]] = defaultdict(set)
        for pk, liens in self.liens.items():
            for lien in liens:
                edges[f"t{lien.predecessor_id}"].add(f"t{pk}")
        for step in steps:
            target = step.target
            if not isinstance(target, _Target) or target.attentes is None:
                continue
            after = self._key(target.tache)
            for held in self.liens.get(target.tache.pk or 0, []):
                edges[f"t{held.predecessor_id}"].discard(after)
            for attente in target.attentes:
                self._judge(attente, after, edges, step)

    def _judge(
        self, attente: Attente, after: str, edges: dict[str, set[str]], step: Step
    ) -> None:
        found = self._known(attente.code)
        if found is None:
            step.fail(
                "predecessors",
                f"« {attente.code} » n’est le code d’aucune tâche : corrigez-le, ou "
                "ajoutez sa ligne.",
            )
            return
        before = self._key(found)
        if before == after or _reaches(edges, after, before):
            step.fail(
                "predecessors",
                f"Attendre « {found.name} » ferait une boucle : retirez ce lien.",
            )
            return
        edges[before].add(after)

    def _find_operation(
        self, values: Mapping[str, Any], step: Step
    ) -> Operation | None:
        told = str(values["operation"] or self.default)
        if not told:
            step.fail(
                "operation",
                "Dites l’opération : dans cette colonne, ou à côté du fichier.",
            )
            return None
        found = self.operations.get(told) or self.operations.get(fold(told))
        if found is None:
            step.fail(
                "operation",
                f"« {told[:60]} » n’est pas une opération connue : prenez son identifiant "
                "ou son libellé exact.",
            )
        return found

    def _find_tache(
        self, code: str, operation: Operation, values: Mapping[str, Any]
    ) -> Tache:
        known = self.by_code.get(code)
        if known is not None and known.operation_id == operation.pk:
            return known
        same = [
            tache
            for tache in self.by_name[operation.pk, fold(str(values["name"] or ""))]
            if id(tache) not in self.lines
        ]
        if len(same) == 1 and not is_ours(code):
            return same[0]
        return Tache(operation=operation, is_exemple=operation.is_exemple)

    def _fill(self, target: _Target, values: Mapping[str, Any], step: Step) -> None:
        tache = target.tache
        is_new = tache.pk is None
        wanted = {name: values[name] for name in _PLAIN}
        wanted["kind"] = values["kind"] or _guess_kind(tache, values)
        wanted["duration_days"] = values["duration_days"]
        if wanted["kind"] and wanted["kind"] != TacheKind.TACHE:
            wanted["duration_days"] = 0
        if values["constraint_kind"] == "" and tache.constraint_date:
            tache.constraint_date = None
            step.changes.append(("date de la contrainte", "", "retirée"))
        wanted["deadline"] = self._find_deadline(tache, values)
        wanted["responsable"] = self._find_responsable(values, step)
        wanted["parent"] = self._find_parent(tache, values, step)
        wanted["remaining_days"] = _find_remaining(tache, values, wanted)
        if step.errors:
            return
        step.changes += apply_values(tache, wanted)
        if is_new:
            step.changes = [("durée", "", f"{format_number(tache.duration_days)} j")]
        target.attentes = self._find_attentes(tache, values, step)
        target.spans = self._find_spans(tache, values, step)
        self._check(tache, step)
        if step.errors:
            return
        if step.changes:
            step.target = target
            step.outcome = Outcome.CREE if is_new else Outcome.MODIFIE

    def _find_deadline(self, tache: Tache, values: Mapping[str, Any]) -> Any:
        """Leave out the limit its step sets: files written by us repeat it."""
        told = values["deadline"]
        role = values["role"] or tache.role
        limit = self.limits.of_role(tache.operation, role)
        if told is None or (
            limit is not None and told == min(limit, tache.deadline or limit)
        ):
            return None
        return told

    def _find_responsable(self, values: Mapping[str, Any], step: Step) -> Any:
        text = str(values["responsable"] or "")
        if not text:
            return None
        found = self.annuaire.find(text)
        if found is None:
            step.notes.append(f"Responsable inconnu ici, laissé vide : {text[:60]}")
        return found

    def _find_parent(
        self, tache: Tache, values: Mapping[str, Any], step: Step
    ) -> Tache | None:
        text = str(values["parent"] or "")
        if not text or (text in self.operations and is_ours(text)):
            return None
        found = self.codes.get(text) or self.by_code.get(text)
        if found is None:
            named = [
                t
                for t in self.codes.values()
                if t.operation == tache.operation and fold(t.name) == fold(text)
            ]
            found = named[0] if len(named) == 1 else None
        if found is None or found.operation != tache.operation:
            step.fail(
                "parent",
                f"Le groupe « {text[:60]} » n’est pas plus haut dans le fichier, dans la "
                "même opération : déplacez sa ligne.",
            )
        elif found.kind != TacheKind.GROUPE:
            step.fail("parent", f"« {found.name} » n’est pas un groupe.")
        return found

    def _find_attentes(
        self, tache: Tache, values: Mapping[str, Any], step: Step
    ) -> list[Attente] | None:
        told = values["predecessors"]
        if told is None:
            return None
        held = [
            Attente(
                f"t{lien.predecessor_id}", lien.nature, lien.lag_days, lien.lag_calendar
            )
            for lien in self.liens.get(tache.pk or 0, [])
        ]
        before, after = write_attentes(held), write_attentes(self._rename(told))
        if before == after:
            return None
        step.changes.append(("attend", before, after))
        return list(told)

    def _rename(self, attentes: Iterable[Attente]) -> list[Attente]:
        """Tell the tasks already there by our codes, to compare with what is held."""
        renamed = []
        for attente in attentes:
            found = self._known(attente.code)
            code = attente.code if found is None else self._key(found)
            renamed.append(Attente(code, attente.nature, attente.lag, attente.unit))
        return renamed

    def _find_spans(self, tache: Tache, values: Mapping[str, Any], step: Step) -> Spans:
        told = values["references"] or {}
        known = self.spans.get(tache.pk or 0, set())
        spans = {name: span for name, span in told.items() if span not in known}
        if spans:
            step.changes.append(("références", "", ", ".join(spans)))
        return spans

    def _check(self, tache: Tache, step: Step) -> None:
        if not step.changes:
            return
        facts = {"commencée le", "terminée le", "avancement (%)"}
        is_fact = all(label in facts for label, *_ in step.changes)
        permission = "report_tache" if is_fact else "change_tache"
        if not self.user.has_perm(f"operations.{permission}", tache.operation):
            step.fail(
                "operation",
                f"Seul {tache.operation.maitre_ouvrage} modifie le planning de cette "
                "opération.",
            )
            return
        try:
            tache.full_clean(
                exclude={"operation", "parent", "responsable"}, validate_unique=False
            )
        except ValidationError as error:
            step.fail("name", " ".join(error.messages))

    def _known(self, code: str) -> Tache | None:
        return self.codes.get(code) or self.by_code.get(code)

    @staticmethod
    def _key(tache: Tache) -> str:
        return f"t{tache.pk}" if tache.pk else f"#{id(tache)}"

    # --- Write ------------------------------------------------------------------------

    def write(self, steps: Sequence[Step]) -> None:
        targets: list[_Target] = [step.target for step in steps]
        for target in targets:
            self._save(target.tache)
        for target in targets:
            if target.attentes is not None:
                self._save_links(target)
        touched = {target.tache.operation_id for target in targets}
        try:
            plan = load_plan(touched)
            plan.schedule  # noqa: B018 (a schedule that contradicts itself is refused)
        except PlanningError as error:
            raise ImportRefusedError(str(error)) from error
        spans: dict[str, dict[Tache, Any]] = defaultdict(dict)
        for target in targets:
            for name, span in target.spans.items():
                spans[name][target.tache] = span
        for name, rows in spans.items():
            keep_spans(name, rows, author=self.user)

    def _save(self, tache: Tache) -> None:
        if tache.pk is None:
            self.position[tache.operation_id] = self.position[
                tache.operation_id
            ] or _last_position(tache.operation)
            self.position[tache.operation_id] += 1
            tache.position = self.position[tache.operation_id]
        tache.parent = tache.parent  # its key is known only now
        tache.save()

    def _save_links(self, target: _Target) -> None:
        wanted = {}
        for attente in target.attentes or []:
            before = self._known(attente.code)
            if before is not None:
                wanted[before.pk, attente.nature] = attente
        for lien in self.liens.get(target.tache.pk, []):
            kept = wanted.pop((lien.predecessor_id, lien.nature), None)
            if kept is None:
                lien.delete()
            elif (lien.lag_days, lien.lag_calendar) != (kept.lag, kept.unit):
                lien.lag_days, lien.lag_calendar = kept.lag, kept.unit
                lien.save()
        for (pk, nature), attente in wanted.items():
            Lien.objects.create(
                predecessor_id=pk,
                successor=target.tache,
                nature=nature,
                lag_days=attente.lag,
                lag_calendar=attente.unit,
                is_exemple=target.tache.is_exemple,
            )


def _index_operations() -> dict[str, Operation]:
    """Return the operations by our code, identifier and title; doubtful titles apart."""
    rows = Operation.objects.select_related("maitre_ouvrage", "renouvellement")
    found: dict[str, Operation] = {}
    doubtful = set()
    for operation in rows.prefetch_related("quartiers").order_by("pk"):
        found[f"o{operation.pk}"] = operation
        if operation.idtop:
            found[fold(operation.idtop)] = operation
        title = fold(operation.title)
        if title in found:
            doubtful.add(title)
        found.setdefault(title, operation)
    return {key: o for key, o in found.items() if key not in doubtful}


def _guess_kind(tache: Tache, values: Mapping[str, Any]) -> str | None:
    if tache.pk is not None or values["duration_days"] is None:
        return None
    return TacheKind.TACHE if values["duration_days"] else TacheKind.JALON


def _find_remaining(
    tache: Tache, values: Mapping[str, Any], wanted: Mapping[str, Any]
) -> int | None:
    """Leave out what the progress already leaves of the duration."""
    told = values["remaining_days"]
    if told is None:
        return None
    duration = tache.duration_days
    if wanted["duration_days"] is not None:
        duration = wanted["duration_days"]
    held = Tache(
        duration_days=duration,
        actual_start=wanted["actual_start"] or tache.actual_start,
        actual_finish=wanted["actual_finish"] or tache.actual_finish,
        percent=tache.percent if wanted["percent"] is None else wanted["percent"],
        remaining_days=tache.remaining_days,
    )
    progress = make_progress(held)
    if progress is not None and progress.remaining_of(duration) == told:
        return None
    return int(told)


def _last_position(operation: Operation) -> int:
    last = operation.taches.order_by("-position").values_list("position", flat=True)
    return last[0] if last else 0


def _reaches(edges: Mapping[str, set[str]], start: str, goal: str) -> bool:
    """Tell whether one can walk from a task to another by the links known."""
    seen, stack = {start}, [start]
    while stack:
        here = stack.pop()
        if here == goal:
            return True
        fresh = edges.get(here, set()) - seen
        seen |= fresh
        stack += fresh
    return False
