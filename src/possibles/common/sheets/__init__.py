"""Read the tables people bring: hostile files are refused, honest ones understood.

    table = read_table("marches.xlsx", content, known={"reference", "objet"})

A table is text: `values.py` turns cells into numbers, dates and amounts, with a French
sentence for each one that is not.
"""

from .table import Table, UnreadableFileError, find_header
from .tables import read_table

__all__ = ["Table", "UnreadableFileError", "find_header", "read_table"]
