"""Sessions of a browser on one site; what goes wrong in them is kept, and told at the end."""

from collections.abc import Sequence
from typing import Any


class Browsing:
    """Open pages; any console error, uncaught exception, 5xx or stranger is a fault."""

    def __init__(self, browser: Any, url: str) -> None:
        self.browser = browser
        self.url = url
        self.contexts: list[Any] = []
        self.faults: list[str] = []
        self.expected: Sequence[str] = ()

    def open(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        javascript: bool = True,
        **options: Any,
    ) -> Any:
        """Return a page of a new session."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
            base_url=self.url,
            **options,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("page", self._watch)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def assert_clean(self) -> None:
        faults = [f for f in self.faults if not any(e in f for e in self.expected)]
        assert faults == [], "\n".join(faults)

    def _watch(self, page: Any) -> None:
        def note(fault: str) -> None:
            self.faults.append(f"{fault} ({page.url})")

        page.on(
            "console",
            lambda m: (
                note(f"console: {m.text}")
                if m.type == "error" and not _is_expected_status(m.text)
                else None
            ),
        )
        page.on("pageerror", lambda e: note(f"exception: {e}"))
        page.on(
            "response",
            lambda r: note(f"{r.status}: {r.url}") if r.status >= 500 else None,
        )
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((self.url, "data:", "blob:"))
                else note(f"third party: {r.url}")
            ),
        )


def _is_expected_status(text: str) -> bool:
    """Chromium logs every 4xx as a console error; a test asks for some on purpose."""
    return text.startswith("Failed to load resource") and "status of 4" in text


def follow(target: Any) -> None:
    """Click what leads to another page, and wait until that page is whole."""
    with target.page.expect_navigation(wait_until="load"):
        target.click()
