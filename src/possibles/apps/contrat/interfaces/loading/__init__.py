"""Load reference files (`content/**`): checked first, then written whole or not at all.

    report = load_path(Path("content/amp"))

Loading again changes nothing. What people edited since is kept and told. See
`docs/development/content.md` for the files, and `schema.py` for what each may hold.
"""

from .errors import ContentError, Problem
from .run import load_path
from .writer import LoadReport

__all__ = ["ContentError", "LoadReport", "Problem", "load_path"]
