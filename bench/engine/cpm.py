"""Network scheduling: 100 000 tasks, one changed duration, and other schedulers.

Set MPXJ_LIB to the folder of MPXJ's jars (the `lib` folder of the PyPI package
`mpxj`) to compare with it; TaskJuggler is used when `tj3` is on the path.
"""

import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.engine.networks import ORIGIN, make_portfolio, make_random
from possibles.engine.formats.mspdi_write import write_mspdi
from possibles.engine.scheduling.changes import SetDuration
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import Link, LinkType, Project
from possibles.engine.scheduling.schedule import compute_schedule

HERE = Path(__file__).parent
SIZE, SMALL = 100_000, 10_000
RUNS = 9
OTHERS_TIMEOUT = 420


def measure(
    action: Callable[[], object], runs: int = RUNS
) -> tuple[float, float, float]:
    """Return median wall seconds, median and least CPU seconds.

    CPU seconds tell the truth on a shared machine, where the wall clock also counts
    what neighbours take.
    """
    walls, cpus = [], []
    for _ in range(runs):
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        action()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus), min(cpus)


def naive_finishes(project: Project) -> dict[str, int]:
    """Forward pass as one would first write it: dictionaries, day after day."""
    tasks = {task.key: task for task in project.tasks}
    into: dict[str, list[Link]] = {}
    for link in project.links:
        into.setdefault(link.successor, []).append(link)
    start: dict[str, int] = {}
    end: dict[str, int] = {}
    calendar = project.calendars[0]
    for key, task in tasks.items():  # the portfolio lists predecessors first
        day = calendar.next_working(0)
        for link in into.get(key, []):
            from_start = link.type in {LinkType.SS, LinkType.SF}
            instant = (start if from_start else end)[link.predecessor]
            bound = instant
            for _ in range(link.lag):
                bound = calendar.next_working(bound) + 1
            if link.type in {LinkType.FF, LinkType.SF}:
                for _ in range(task.duration):
                    bound = calendar.previous_working(bound - 1)
            day = max(day, calendar.next_working(max(bound, 0)))
        start[key], end[key] = day, calendar.finish_after(day, task.duration)
    return {key: value - 1 for key, value in end.items()}


def bench_large() -> list[dict[str, Any]]:
    rows = []
    for name, make, bar in (
        ("portfolio", make_portfolio, 0.15),
        ("random", make_random, None),
    ):
        project = make(SIZE)
        wall, cpu, least = measure(partial(compute_schedule, project))
        rows.append(
            {
                "what": f"CPM {SIZE} tasks, {len(project.links)} links ({name})",
                "measure": f"{wall:.3f} s wall, {cpu:.3f} s CPU (least {least:.3f})",
                "bar": "<= 0.15 s" if bar else "-",
                "ok": wall <= bar if bar else None,
            }
        )
    return rows


def bench_change() -> list[dict[str, Any]]:
    project = make_portfolio(5_000)
    schedule = compute_schedule(project)
    update_schedule(schedule, [SetDuration("1", 7)])
    draw = random.Random(2)
    keys = [task.key for task in project.tasks]
    walls = []
    for key in draw.sample(keys, 200):
        change = [SetDuration(key, draw.randint(1, 20))]
        before = time.perf_counter()
        update_schedule(schedule, change)
        walls.append((time.perf_counter() - before) * 1000)
    walls.sort()
    median, worst = statistics.median(walls), walls[int(0.95 * len(walls))]
    text = f"{median:.2f} ms median, {worst:.2f} ms at 95 %"
    what = "one changed duration in 5000 tasks"
    return [{"what": what, "measure": text, "bar": "<= 5 ms", "ok": median <= 5}]


def bench_naive() -> list[dict[str, Any]]:
    project = make_portfolio(SMALL)
    schedule = compute_schedule(project)
    ours, _, _ = measure(lambda: compute_schedule(project), 5)
    theirs, _, _ = measure(lambda: naive_finishes(project), 1)
    same = naive_finishes(project) == {k: d.finish for k, d in schedule.items()}
    return [_against(f"naive forward pass, {SMALL} tasks", ours, theirs, same, None)]


def bench_mpxj() -> list[dict[str, Any]]:
    what = f"MPXJ MicrosoftScheduler, {SMALL} tasks"
    jars = os.environ.get("MPXJ_LIB")
    if not jars or not shutil.which("java"):
        return [_skip(what, "MPXJ_LIB or java missing", ">= 20x")]
    project = make_portfolio(SMALL)
    schedule = compute_schedule(project)
    ours, _, _ = measure(lambda: compute_schedule(project), 5)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(write_mspdi(schedule))
        command = [
            "java",
            "-cp",
            f"{jars}/*",
            str(HERE / "java" / "Mpxj.java"),
            str(path),
            "7",
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=OTHERS_TIMEOUT
        )
    if done.returncode:
        return [_skip(what, done.stderr.splitlines()[0][:80], ">= 20x")]
    lines = [line.split() for line in done.stdout.splitlines()]
    times = [float(words[1]) / 1000 for words in lines if words[0] == "ms"]
    found = {w[0]: (w[1][:10], float(w[2])) for w in lines if w[0] in schedule}
    mine = {
        k: (str(ORIGIN + timedelta(days=d.finish)), float(d.total_float or 0))
        for k, d in schedule.items()
    }
    return [_against(what, ours, statistics.median(times), found == mine, 20)]


def bench_taskjuggler() -> list[dict[str, Any]]:
    what = f"TaskJuggler, {SMALL} tasks (whole command)"
    if not shutil.which("tj3"):
        return [_skip(what, "tj3 missing", ">= 1000x")]
    project = make_portfolio(SMALL, all_types=False)
    schedule = compute_schedule(project)
    ours, _, _ = measure(lambda: compute_schedule(project), 5)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.tjp"
        path.write_text(_as_taskjuggler(project, schedule.finish), encoding="utf-8")
        before = time.perf_counter()
        try:
            done = subprocess.run(
                ["tj3", "--silent", "-o", folder, str(path)],
                capture_output=True, text=True, check=False, timeout=OTHERS_TIMEOUT,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            ratio = OTHERS_TIMEOUT / ours
            text = f"no answer in {OTHERS_TIMEOUT} s, more than {ratio:.0f}x"
            return [
                {"what": what, "measure": text, "bar": ">= 1000x", "ok": ratio >= 1000}
            ]
        theirs = time.perf_counter() - before
        report = Path(folder) / "dates.csv"
        if done.returncode or not report.exists():
            return [_skip(what, (done.stderr or "no report")[:80], ">= 1000x")]
        rows = [line.split(";") for line in report.read_text().splitlines()[1:]]
    found = {row[0].strip('"')[1:]: row[1].strip('"') for row in rows if len(row) > 1}
    mine = {key: str(ORIGIN + timedelta(days=d.finish)) for key, d in schedule.items()}
    return [_against(what, ours, theirs, found == mine, 1000)]


def _as_taskjuggler(project: Project, finish: int) -> str:
    into: dict[str, list[str]] = {}
    for link in project.links:
        gap = f" {{ gaplength {link.lag}d }}" if link.lag else ""
        into.setdefault(link.successor, []).append(f"t{link.predecessor}{gap}")
    years = finish // 365 + 2
    lines = [
        f'project p "p" {ORIGIN} +{years}y {{ timezone "UTC" timeformat "%Y-%m-%d" }}',
    ]
    for task in project.tasks:
        holders = into.get(task.key)
        depends = f" depends {', '.join(holders)}" if holders else f" start {ORIGIN}"
        lines.append(f'task t{task.key} "t" {{ length {task.duration}d{depends} }}')
    lines.append('taskreport "dates" { formats csv columns id, end }')
    return "\n".join(lines) + "\n"


def _against(
    what: str, ours: float, theirs: float, same: bool, bar: float | None
) -> dict[str, Any]:
    ratio = theirs / ours
    agree = "same dates" if same else "DATES DIFFER"
    text = f"{ours * 1000:.1f} ms against {theirs * 1000:.0f} ms: {ratio:.0f}x, {agree}"
    ok = None if bar is None else same and ratio >= bar
    return {
        "what": what,
        "measure": text,
        "bar": f">= {bar:.0f}x" if bar else "-",
        "ok": ok,
    }


def _skip(what: str, reason: str, bar: str) -> dict[str, Any]:
    return {"what": what, "measure": f"skipped: {reason}", "bar": bar, "ok": None}


def run() -> list[dict[str, Any]]:
    return [
        *bench_large(),
        *bench_change(),
        *bench_naive(),
        *bench_mpxj(),
        *bench_taskjuggler(),
    ]


def main() -> None:
    for row in run():
        print(f"{row['what']:<48} {row['measure']:<64} {row['bar']:<10} {row['ok']}")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} CPUs, load {load}")


if __name__ == "__main__":
    main()
