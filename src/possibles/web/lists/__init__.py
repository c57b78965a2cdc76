"""Lists written once: filters in the URL, columns, sorts, named views, totals, exports.

A page declares a `ListSpec`; `Listing(spec, request)` binds it to what the address asks.
The same listing feeds the screen, its other faces (board, map) and the exports, so that
what is exported is what is shown.
"""

from .answers import answer, as_table, export
from .listing import Listing
from .matching import match_text
from .spec import Choice, Column, Filter, ListSpec, choices_of, opens

__all__ = [
    "Choice",
    "Column",
    "Filter",
    "ListSpec",
    "Listing",
    "answer",
    "as_table",
    "choices_of",
    "export",
    "match_text",
    "opens",
]
