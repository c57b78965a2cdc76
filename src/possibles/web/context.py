"""What the frame of every page needs, computed only when a template asks for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from .navigation import Module, find_shortcut_links, list_modules

THEMES = {"light": "Clair", "dark": "Sombre", "auto": "Comme l’appareil"}
DENSITIES = {"normal": "Confortable", "compact": "Compacte"}


class Frame:
    """The navigation, the looks and the number of the request, for `base.html`."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def theme(self) -> str:
        return _choice(self.request, "theme", THEMES)

    @cached_property
    def density(self) -> str:
        return _choice(self.request, "densite", DENSITIES)

    @property
    def has_shortcuts(self) -> bool:
        return self.request.COOKIES.get("raccourcis") != "non"

    @cached_property
    def modules(self) -> list[Module]:
        return list_modules(self.request)

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses of the frame by name; empty when missing or closed to this person."""
        return find_shortcut_links(self.request)

    @property
    def user_id(self) -> str:
        user = getattr(self.request, "user", None)
        return str(user.pk) if user is not None and user.is_authenticated else ""

    @property
    def incident(self) -> str:
        return str(getattr(self.request, "incident", ""))

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)


def _choice(request: HttpRequest, cookie: str, choices: dict[str, str]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in choices else _defaults[cookie]


_defaults = {"theme": "auto", "densite": "normal"}


def page(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
