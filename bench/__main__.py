"""Run every bench, print what it measured, keep it under `bench/results`.

A bench is a module of this package (or of `bench.engine`) with `run() -> list[dict]`, rows
`{"what", "measure", "bar", "ok"}`: what was measured, the figure in words, the bar it must
pass (or an empty text), and whether it does. A module named on the command line runs alone.
"""

import json
import os
import pkgutil
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bench

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
# What the database itself does: measured on each of the two.
ON_BOTH = {"bench.search"}


def main(wanted: list[str]) -> int:
    machine = describe_machine()
    print("  ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    names = list_benches(wanted)
    benches: dict[str, list[dict[str, Any]]] = {}
    is_needed = not all(name.startswith("bench.engine") for name in names)
    with demonstration(is_needed=is_needed) as environment:
        for name in names:
            began = time.perf_counter()
            rows = run_alone(name, environment)
            if name in ON_BOTH and not environment.get("DATABASE_URL"):
                rows += run_on_postgres(name)
            seconds = time.perf_counter() - began
            benches[name.removeprefix("bench.")] = rows
            print(f"\n{name.removeprefix('bench.')} ({seconds:.0f} s)", flush=True)
            for row in rows:
                print(
                    f"  {verdict(row)} {row['what']} : {row['measure']}{told_bar(row)}"
                )
    if not wanted:
        today = time.strftime("%Y-%m-%d")
        write({"date": today, "machine": machine, "benches": benches})
    failed = [row for rows in benches.values() for row in rows if row["ok"] is False]
    return 1 if failed else 0


def run_alone(name: str, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Run a bench in its own process, Django set up for those of the product."""
    setup = "" if name.startswith("bench.engine") else "import django; django.setup(); "
    code = (
        f"import importlib, json, pathlib, sys; {setup}"
        f"rows = importlib.import_module({name!r}).run(); "
        "pathlib.Path(sys.argv[1]).write_text(json.dumps(rows))"
    )
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [sys.executable, "-c", code, answer.name]
        subprocess.run(command, env=environment, check=True)
        rows: list[dict[str, Any]] = json.loads(Path(answer.name).read_text())
        return rows


def run_on_postgres(name: str) -> list[dict[str, Any]]:
    """Run a bench again on a throwaway PostgreSQL, where there is one."""
    script = str(ROOT / "scripts" / "pg.sh")
    with tempfile.TemporaryDirectory(prefix="possibles-bench-pg-") as folder:
        begun = subprocess.run(
            [script, "start", folder], capture_output=True, text=True, check=False
        )
        if begun.returncode:
            return []
        try:
            url = begun.stdout.strip()
            with demonstration(is_needed=True, database=url) as environment:
                return run_alone(name, environment)
        finally:
            subprocess.run([script, "stop", folder], check=False)


@contextmanager
def demonstration(*, is_needed: bool, database: str = "") -> Iterator[dict[str, str]]:
    """Prepare a demonstration of its own for the benches of the product."""
    with tempfile.TemporaryDirectory(prefix="possibles-bench-") as data:
        environment = os.environ | {
            "POSSIBLES_DATA": data,
            "DJANGO_SETTINGS_MODULE": "possibles.config.settings.base",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "SECRET_KEY": "bench",
            "DEMO": "1",
        }
        if database:
            environment["DATABASE_URL"] = database
        if is_needed:
            subprocess.run(
                [sys.executable, "manage.py", "prepare"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        yield environment


def list_benches(wanted: list[str]) -> list[str]:
    found = [
        module.name
        for module in pkgutil.walk_packages(bench.__path__, "bench.")
        if not module.ispkg and not module.name.rsplit(".", 1)[1].startswith("_")
    ]
    return [n for n in sorted(found) if not wanted or any(w in n for w in wanted)]


def describe_machine() -> dict[str, str]:
    model = ""
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        lines = [s for s in cpu.read_text().splitlines() if s.startswith("model name")]
        model = lines[0].split(":", 1)[1].strip() if lines else ""
    return {
        "machine": f"{os.cpu_count()} × {model or platform.machine()}",
        "système": platform.system(),
        "python": platform.python_version(),
        "charge": f"{os.getloadavg()[0]:.1f}",
    }


def verdict(row: dict[str, Any]) -> str:
    return {True: "✓", False: "✗", None: "·"}[row["ok"]]


def told_bar(row: dict[str, Any]) -> str:
    return f" (borne : {row['bar']})" if row["bar"] else ""


def write(report: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{report['date']}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    lines = [
        f"# Mesures du {report['date']}",
        "",
        ", ".join(f"{name} {value}" for name, value in report["machine"].items()) + ".",
    ]
    for name, rows in report["benches"].items():
        lines += [
            "",
            f"## {name}",
            "",
            "| mesure | valeur | borne | |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {r['what']} | {r['measure']} | {r['bar'] or '—'} | {verdict(r)} |"
            for r in rows
        ]
    path.with_suffix(".md").write_text("\n".join(lines) + "\n")
    print(f"\nÉcrit : {path.with_suffix('.md')}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
