"""`simulate FILE`: Monte Carlo on our risk JSON, or on an MS Project XML file."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from possibles.engine.risk.network import RiskNetwork
from possibles.engine.risk.result import MilestoneRisk, Percentiles, Simulation
from possibles.engine.risk.simulation import SAMPLES, simulate


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("simulate", help="Monte Carlo on a network")
    parser.add_argument("file", type=Path)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--low", type=float, default=0.9, help="shortest / planned")
    parser.add_argument("--high", type=float, default=1.4, help="longest / planned")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    network = _read_network(args)
    result = simulate(
        network,
        samples=args.samples,
        seed=args.seed,
        workers=max(1, args.workers),
    )
    origin = None if network.origin is None else network.origin.isoformat()
    if args.json:
        text = json.dumps({"origin": origin, **asdict(result)}) + "\n"
    else:
        text = _print(result, origin)
    sys.stdout.write(text)
    return 0


def _read_network(args: argparse.Namespace) -> RiskNetwork:
    from possibles.engine.risk.convert import Spread, convert_project

    spread = Spread(args.low, args.high)
    if args.file.suffix.lower() == ".xml":
        from possibles.engine.formats.mspdi import read_mspdi
        from possibles.engine.scheduling.schedule import compute_schedule

        project = read_mspdi(args.file).project
        return convert_project(project, compute_schedule(project), spread=spread)
    from possibles.engine.formats.risk_json import read_risk_network

    return read_risk_network(args.file, spread=spread)


def _print(result: Simulation, origin: str | None) -> str:
    days = "" if origin is None else f", days from {origin}"
    lines = [f"{result.samples} samples, seed {result.seed}{days}"]
    lines.append(_line("finish", result.finish))
    lines.append(_line("cost", result.cost))
    lines += [_milestone_line(milestone) for milestone in result.milestones]
    lines += [
        f"  {bar.key:20} {bar.low:10.1f} {bar.high:10.1f}  {bar.kind}"
        for bar in result.tornado
    ]
    return "\n".join(lines) + "\n"


def _milestone_line(milestone: MilestoneRisk) -> str:
    line = _line(milestone.key, milestone.finish)
    if milestone.probability is None:
        return line
    return f"{line}  by {milestone.deadline}: {milestone.probability:.1%}"


def _line(name: str, values: Percentiles) -> str:
    return (
        f"{name:22} P10 {values.p10:8} P50 {values.p50:8} "
        f"P80 {values.p80:8} P95 {values.p95:8}"
    )
