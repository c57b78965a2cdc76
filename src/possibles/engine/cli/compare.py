"""`compare BEFORE AFTER`: what differs, and who made a milestone slip."""

import argparse
from typing import TYPE_CHECKING, Any

from possibles.engine.cli.files import open_project, print_json, print_table

if TYPE_CHECKING:
    from possibles.engine.scheduling.schedule import Schedule


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("compare", help="difference between two plans")
    parser.add_argument("before", help="project, .json or MS Project .xml")
    parser.add_argument("after", help="project, .json or MS Project .xml")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--milestone", metavar="KEY", help="share out this task's variance"
    )


def run(args: argparse.Namespace) -> int:
    """Compare by key, after putting both plans on the origin of the later one."""
    earlier, later = open_project(args.before), open_project(args.after)
    from possibles.engine.formats.results_json import dump_attribution, dump_variance
    from possibles.engine.scheduling.attribution import attribute_variance
    from possibles.engine.scheduling.schedule import compute_schedule
    from possibles.engine.scheduling.variance import (
        compare_plans,
        shift_baseline,
        take_baseline,
    )

    before, after = compute_schedule(earlier), compute_schedule(later)
    shift = (earlier.origin - later.origin).days
    old = shift_baseline(take_baseline(before, "before"), shift)
    result = dump_variance(compare_plans(old, after))
    key = args.milestone or _last(before, after)
    if key is not None:
        result["attribution"] = dump_attribution(attribute_variance(old, after, key))
    if args.json:
        print_json(result)
    else:
        _print(result)
    return 0


def _last(before: "Schedule", after: "Schedule") -> str | None:
    """Return the task that ends the later plan, if the earlier one has it."""
    common = [
        d
        for d in after.values()
        if d.key in before and not after.task(d.key).is_summary
    ]
    return max(common, key=lambda d: (d.finish, d.key)).key if common else None


def _print(result: dict[str, Any]) -> None:
    for name in ("added", "removed"):
        for key in result[name]:
            print_table((name, key), [])
    header = ("key", "start", "finish", "duration", "cost")
    rows = {
        row["key"]: tuple(row[name] for name in header)
        for name in ("moved", "longer", "shorter", "costlier", "cheaper")
        for row in result[name]
    }
    print_table(header, list(rows.values()))
    for part in result.get("attribution", {}).get("contributions", []):
        print_table((part["kind"], part["key"], f"{part['days']:+d} days"), [])
