"""`arbitrate FILE`: decide a portfolio given as JSON, with proof and reasons."""

import argparse
from pathlib import Path
from typing import Any

from possibles.engine.cli.files import print_json, print_table
from possibles.engine.errors import InvalidInput


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("arbitrate", help="what to keep, how and when")
    parser.add_argument("file", help="portfolio, .json")
    parser.add_argument("--time-limit", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--gap", type=float, default=1e-3, help="stop once certified")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--why", metavar="KEY", help="explain why one operation is out")
    parser.add_argument("--robust", type=int, metavar="PERCENT", help="dates held at P")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the decisions; an impossible portfolio prints its conflict."""
    from possibles.engine.arbitration import Effort, Status, arbitrate
    from possibles.engine.arbitration.files import read_portfolio, write_result
    from possibles.engine.arbitration.robust import arbitrate_robustly

    portfolio = read_portfolio(Path(args.file))
    effort = Effort(args.time_limit, args.gap, args.seed, args.workers)
    answer: dict[str, Any] = {}
    if args.robust is not None:
        robust = arbitrate_robustly(portfolio, effort, percent=args.robust)
        result = robust.result
        answer = {"holds": robust.holds, "rounds": robust.rounds}
    else:
        result = arbitrate(portfolio, effort)
    answer |= write_result(result)
    if args.why is not None:
        answer["why"] = _explain(portfolio, result, args.why)
    if args.json:
        print_json(answer)
    else:
        _print(answer)
    return 0 if result.status is not Status.UNKNOWN else 3


def _explain(portfolio: Any, result: Any, key: str) -> Any:
    from possibles.engine.arbitration import explain_exclusion
    from possibles.engine.arbitration.codec import to_json

    if result.plan is None or key not in result.plan.decisions:
        raise InvalidInput("the operation is unknown or there is no plan", keys=(key,))
    return to_json(explain_exclusion(portfolio, result.plan, key))


def _print(answer: dict[str, Any]) -> None:
    rows: list[tuple[object, ...]]
    if answer["status"] == "infeasible":
        rows = [(c["kind"], " ".join(c["keys"])) for c in answer["conflict"]]
        print_table(("conflict", "keys"), rows)
        return
    gap = answer["gap"]
    print_table((answer["status"], "" if gap is None else f"gap {gap:.3%}"), [])
    rows = [
        (
            key,
            item["decision"]["verdict"],
            item["decision"]["variant"],
            " ".join(map(str, item["decision"]["starts"])),
            min(item["margins"].values(), default=""),
        )
        for key, item in answer["operations"].items()
    ]
    print_table(("operation", "verdict", "variant", "months", "margin"), rows)
    money: list[tuple[object, ...]] = [
        (year, line["gross"], line["net"], line["ceiling"])
        for year, line in answer["money"].items()
    ]
    print_table(("year", "gross", "net", "ceiling"), money)
