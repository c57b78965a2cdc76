from collections.abc import Collection

from .table import Table, UnreadableFileError, check_size
from .text import read_csv
from .workbook import OLD_FORMAT, read_xlsx


def read_table(filename: str, content: bytes, known: Collection[str] = ()) -> Table:
    """Read a spreadsheet or a text file; the content tells the form, not the name.

    Parameters
    ----------
    known
        Names of columns we expect: they tell which line names the columns.

    Raises
    ------
    UnreadableFileError
        The file is refused as a whole, with a sentence.
    """
    check_size(content)
    if content.startswith(OLD_FORMAT):
        raise UnreadableFileError(
            "Ce classeur est protégé par un mot de passe, ou dans l’ancien format .xls. "
            "Enregistrez-le en .xlsx sans mot de passe."
        )
    if content.startswith(b"PK"):
        return read_xlsx(content, known)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise UnreadableFileError(
            f"« {filename[:60]} » n’est pas un tableau. Choisissez un fichier .xlsx ou .csv."
        )
    return read_csv(content, known)
