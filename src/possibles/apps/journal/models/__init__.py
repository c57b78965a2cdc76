from .acte import Acte, Verb
from .changes import Change, ChangeWithoutAuthorError, Touch, current_change
from .idempotence import CleIdempotence
from .instantane import Instantane
from .recording import change
from .tracked import (
    StaleObjectError,
    TrackedManager,
    TrackedModel,
    TrackedQuerySet,
    attach_related,
    delete_all,
    save_all,
)

__all__ = [
    "Acte",
    "Change",
    "ChangeWithoutAuthorError",
    "CleIdempotence",
    "Instantane",
    "StaleObjectError",
    "Touch",
    "TrackedManager",
    "TrackedModel",
    "TrackedQuerySet",
    "Verb",
    "attach_related",
    "change",
    "current_change",
    "delete_all",
    "save_all",
]
