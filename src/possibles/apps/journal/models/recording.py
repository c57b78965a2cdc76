"""The door every write goes through.

The records of a change are written last, just before its transaction commits, so that the
chain's lock is the last one taken and held for an instant: two people who write different
things never wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from possibles.apps.journal.signals import change_closing

from .acte import append_actes
from .changes import Change, ChangeWithoutAuthorError, open_change


@contextmanager
def change(
    *,
    author: AbstractBaseUser | AnonymousUser | None,
    reason: str = "",
    origin: str = "page",
) -> Iterator[Change]:
    """Open a transaction in which tracked objects may be written.

    Parameters
    ----------
    author
        The person who answers for it; `None` only for the machine (a job, a loader),
        whose `origin` then says which.
    reason
        Why, in French, as typed by the person or as the action states it.
    origin
        `page`, or the name of the command, job or import.

    Inside an open change, a second one joins it: one act of a person is one change.
    """
    outer = open_change.get()
    if outer is not None:
        yield outer
        return
    if isinstance(author, AnonymousUser) or (author is None and origin == "page"):
        raise ChangeWithoutAuthorError("a change made from a page has an author")
    opened = Change(author=author, reason=reason, origin=origin)
    token = open_change.set(opened)
    try:
        with transaction.atomic():
            yield opened
            if opened.touches:
                change_closing.send(sender=Change, change=opened)
                append_actes(opened)
    finally:
        open_change.reset(token)
