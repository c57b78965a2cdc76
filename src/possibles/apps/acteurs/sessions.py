"""What is noted when someone signs in, fails to, or signs out."""

import hashlib
import logging
import time
from typing import Any

from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)

SIGNED_IN_AT = "signed_in_at"
logger = logging.getLogger("possibles.security")


def note_sign_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if request is not None:
        request.session[SIGNED_IN_AT] = time.time()
    logger.info("signed in user=%s", user.pk)


def note_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Note an attempt without the address: only what tells two attempts alike."""
    address = str(credentials.get("email", "")).lower()
    mark = hashlib.sha256(address.encode()).hexdigest()[:12]
    logger.warning("sign-in refused address=%s", mark)


def note_sign_out(sender: Any, user: Any, **kwargs: Any) -> None:
    logger.info("signed out user=%s", getattr(user, "pk", None))


def connect() -> None:
    user_logged_in.connect(note_sign_in, dispatch_uid="acteurs.note_sign_in")
    user_login_failed.connect(note_failure, dispatch_uid="acteurs.note_failure")
    user_logged_out.connect(note_sign_out, dispatch_uid="acteurs.note_sign_out")
