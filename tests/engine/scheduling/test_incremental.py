from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.scheduling.builders import plan
from tests.engine.scheduling.strategies import projects

from possibles.engine.scheduling import schedule as module
from possibles.engine.scheduling.changes import (
    AddLink,
    AddTask,
    RemoveTask,
    SetDuration,
    SetLag,
    apply_changes,
)
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import Link, Task, TaskKind
from possibles.engine.scheduling.schedule import compute_schedule


@settings(max_examples=120, deadline=None)
@given(projects(), st.data())
def test_update_equals_full_recomputation(project, data):
    works = [task.key for task in project.tasks if task.duration]
    schedule = compute_schedule(project)

    for _ in range(2):
        changes = [
            SetDuration(key, data.draw(st.integers(1, 9)))
            for key in (
                data.draw(st.lists(st.sampled_from(works), max_size=2)) if works else []
            )
        ]
        links = schedule.project.links
        if links and data.draw(st.booleans()):
            link = data.draw(st.sampled_from(links))
            changes.append(SetLag(link, data.draw(st.integers(-3, 4))))
        full = compute_schedule(apply_changes(schedule.project, changes))

        update = update_schedule(schedule, changes)

        assert dict(update.schedule) == dict(full)
        assert update.schedule.finish == full.finish
        assert set(update.moved) == {
            key
            for key in full
            if (full[key].start, full[key].finish)
            != (schedule[key].start, schedule[key].finish)
        }
        schedule = update.schedule


def test_only_what_moves_is_visited():
    tasks = [Task(f"t{i}", 2) for i in range(50)]
    links = [Link(f"t{i}", f"t{i + 1}") for i in range(48)]
    schedule = compute_schedule(plan(tasks, links))

    update = update_schedule(schedule, [SetDuration("t46", 3)])

    assert update.moved == ("t46", "t47", "t48")
    assert update.recomputed == 3


def test_summaries_move_with_their_tasks():
    project = plan(
        [Task("g", kind=TaskKind.SUMMARY), Task("a", 2, parent="g"), Task("b", 1)],
        [Link("g", "b")],
    )

    update = update_schedule(compute_schedule(project), [SetDuration("a", 3)])

    assert update.moved == ("a", "b", "g")


def test_structural_changes_are_told_too():
    schedule = compute_schedule(plan([Task("a", 2), Task("b", 1), Task("c", 1)]))

    update = update_schedule(
        schedule, [AddTask(Task("new", 4)), AddLink(Link("new", "a")), RemoveTask("c")]
    )

    assert update.moved == ("a",)
    assert list(update.schedule) == ["a", "b", "new"]


def test_the_given_schedule_does_not_change():
    schedule = compute_schedule(plan([Task("a", 2), Task("b", 1)], [Link("a", "b")]))
    before = dict(schedule)

    update_schedule(schedule, [SetDuration("a", 9)])

    assert dict(schedule) == before


def test_a_schedule_computed_by_levels_updates_alike(monkeypatch):
    tasks = [Task(f"t{i}", 2) for i in range(8)]
    links = [Link(f"t{i}", f"t{i + 4}") for i in range(4)]
    project = plan(tasks, links)
    monkeypatch.setattr(module, "_SMALL", 0)
    monkeypatch.setattr(module, "_LEVELS_PER_NODE", 1)

    update = update_schedule(compute_schedule(project), [SetDuration("t0", 5)])

    changed = apply_changes(project, [SetDuration("t0", 5)])
    assert dict(update.schedule) == dict(compute_schedule(changed))
    assert (update.moved, update.recomputed) == (("t0", "t4"), 2)
