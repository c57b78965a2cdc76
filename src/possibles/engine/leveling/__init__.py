"""Resource-constrained scheduling: problem, heuristic, bounds, checker, solver."""
