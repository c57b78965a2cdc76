"""What the journal tells the rooms above it."""

from django.dispatch import Signal

# Sent once at the end of a change, inside its transaction, before its records are
# sealed: what is kept in step with the objects (the search index) is written then.
change_closing = Signal()


class RefusedChangeError(Exception):
    """A change that cannot be, for a room that keeps its own tables in step with it.

    Nothing is written. `str(error)` says why and what to do, in French.
    """
