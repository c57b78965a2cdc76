from typing import Any

import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import has_role, holds, is_signed_in, steers


@rules.predicate
def is_author(user: Any, document: Any = None) -> bool:
    return document is not None and document.author_id == user.pk


@rules.predicate
def is_filed(user: Any, document: Any = None) -> bool:
    return document is not None and document.is_filed


rules.add_perm("documents.view_document", rules.always_true)
rules.add_perm("documents.add_document", has_role)
rules.add_perm("documents.publish_document", steers)
rules.add_perm("documents.change_document", is_signed_in & (is_author | steers))
rules.add_perm(
    "documents.delete_document", is_signed_in & (is_author | steers) & ~is_filed
)
rules.add_perm(
    "documents.change_gabarit", holds(Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET)
)
