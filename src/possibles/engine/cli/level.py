"""`level FILE`: schedule under limited resources (PSPLIB `.sm`, `.mm`, or our JSON)."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from possibles.engine.leveling.problem import LevelingProblem
from possibles.engine.leveling.progress import Options
from possibles.engine.leveling.result import Conflict, LevelingResult
from possibles.engine.leveling.solve import solve_leveling


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("level", help="schedule under limited resources")
    parser.add_argument("file", type=Path)
    parser.add_argument("--time-limit", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    problem = read_problem(args.file)
    options = Options(
        time_limit=args.time_limit, seed=args.seed, workers=max(1, args.workers)
    )
    answer = describe(problem, solve_leveling(problem, options))
    sys.stdout.write(json.dumps(answer) + "\n" if args.json else _print(answer))
    return 0


def read_problem(path: Path) -> LevelingProblem:
    """Read a problem in the format its suffix tells."""
    if path.suffix.lower() in {".sm", ".mm"}:
        from possibles.engine.formats.psplib import read_psplib

        return read_psplib(path)
    from possibles.engine.formats.leveling_json import read_leveling_problem

    return read_leveling_problem(path)


def describe(problem: LevelingProblem, result: LevelingResult) -> dict[str, Any]:
    """Return the result as plain data, ready for JSON."""
    answer: dict[str, Any] = {"status": result.status.value}
    if result.conflict is not None:
        nothing = dict.fromkeys(("makespan", "bound", "starts"))
        return answer | nothing | {"conflict": _describe_conflict(result.conflict)}
    schedule = result.schedule
    keys = [activity.key for activity in problem.activities]
    return answer | {
        "makespan": schedule and schedule.makespan,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "starts": schedule and dict(zip(keys, schedule.starts, strict=True)),
        "modes": schedule and dict(zip(keys, schedule.modes, strict=True)),
    }


def _describe_conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind.value,
        "activities": list(conflict.activities),
        "resources": list(conflict.resources),
        "lags": [list(ends) for ends in conflict.lags],
        "needed": conflict.needed,
        "available": conflict.available,
        "start": conflict.start,
        "end": conflict.end,
        "is_minimal": conflict.is_minimal,
    }


def _print(answer: dict[str, Any]) -> str:
    lines = [
        f"{name:10} {value}"
        for name, value in answer.items()
        if name not in {"starts", "modes"}
    ]
    starts = answer.get("starts") or {}
    lines += [f"  {key:20} {start:6}" for key, start in starts.items()]
    return "\n".join(lines) + "\n"
