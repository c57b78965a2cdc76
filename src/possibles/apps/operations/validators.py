import re

IDTOP = re.compile(r"^\d{3}-\d{7}-\d{2}-\d{4}-\d{3}$", re.ASCII)


def is_usual_idtop(text: str) -> bool:
    """Tell whether an identifier looks like ANRU's: `478-6013024-37-0002-001`.

    Convention, quarter, nature, owner, number. Others are accepted, with a remark.
    """
    return IDTOP.match(text) is not None
