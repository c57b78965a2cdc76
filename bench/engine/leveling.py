"""PSPLIB samples at 5 seconds and 2 workers: mean gap to the best known makespans."""

import csv
import os
import sys
import time
from pathlib import Path
from typing import Any

from possibles.engine.formats.psplib import read_psplib
from possibles.engine.leveling.checker import check_schedule
from possibles.engine.leveling.progress import Options
from possibles.engine.leveling.solve import solve_leveling

REPO = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("POSSIBLES_SHARED", REPO.parent / "shared"))
SAMPLES = SHARED / "data" / "psplib"
SECONDS, WORKERS = 5.0, 2
BARS = {"j30": 0.0, "j60": 0.4, "j90": None, "j120": 2.5}


def solve_set(name: str, seed: int) -> list[dict[str, Any]]:
    """Solve every sample of the set; each plan is checked, none beats a bound."""
    with (SAMPLES / "best_known.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["set"] == name]
    found = []
    for row in rows:
        problem = read_psplib(SAMPLES / f"{row['instance']}.sm")
        start = time.perf_counter()
        result = solve_leveling(problem, Options(SECONDS, seed=seed, workers=WORKERS))
        seconds = time.perf_counter() - start
        if result.schedule is None or result.objective is None:
            raise AssertionError(row["instance"])
        keys = [activity.key for activity in problem.activities]
        starts = dict(zip(keys, result.schedule.starts, strict=True))
        modes = dict(zip(keys, result.schedule.modes, strict=True))
        best = int(row["best_ub"])
        if check_schedule(problem, starts, modes) or result.bound > best:
            raise AssertionError(row["instance"])
        found.append(
            {
                "instance": row["instance"],
                "makespan": result.objective,
                "best": best,
                "bound": result.bound,
                "status": result.status.value,
                "seconds": seconds,
                "gap": 100 * (result.objective - best) / best,
            }
        )
    return found


def run(seed: int = 0) -> list[dict[str, Any]]:
    if not SAMPLES.is_dir():
        return [{"what": "RCPSP", "measure": "no samples", "bar": "-", "ok": None}]
    rows = []
    for name, bar in BARS.items():
        found = solve_set(name, seed)
        gap = sum(item["gap"] for item in found) / len(found)
        proved = sum(item["status"] == "optimal" for item in found)
        slowest = max(item["seconds"] for item in found)
        ok = None if bar is None else gap <= bar
        if name == "j30":
            ok = proved == len(found)
        rows.append(
            {
                "what": f"RCPSP {name}, {SECONDS:.0f} s, {WORKERS} workers",
                "measure": f"gap {gap:.2f} %, {proved}/{len(found)} proved, "
                f"slowest {slowest:.1f} s",
                "bar": "-" if bar is None else f"<= {bar} %",
                "ok": ok,
                "details": found,
            }
        )
    return rows


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
        print(f"{row['what']:32} {row['measure']:50} {row['bar']:>8} {row['ok']}")
        for item in row.get("details", ()):
            print(
                f"    {item['instance']:10} {item['makespan']:4} best {item['best']:4}"
                f" bound {item['bound']:4} {item['status']:9} {item['seconds']:.2f} s"
            )
