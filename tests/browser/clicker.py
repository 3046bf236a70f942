"""A visitor of the journeys who sits at Chromium: opens pages, fills in what can be seen, clicks the buttons."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from talent_portal.core.db import close_reading
from tests.browser import checks
from tests.journeys.visitor import Form, Visitor

TICKED = {"checkbox", "radio"}


class Clicker(Visitor):
    """A `Visitor` whose forms are sent by the browser itself; every page on the way is looked at."""

    def __init__(self, window: Page) -> None:
        self.window = window
        self.address = "/"
        self.page = ""

    def open(self, address: str, status: int = 200) -> str:
        """Type an address."""
        # What the test reads holds a snapshot of the database, which would be old by the next letter.
        close_reading()
        parts = urlsplit(address)
        answer = self.window.goto(parts._replace(scheme="", netloc="").geturl())
        assert answer is not None
        return self._look(answer.status, status)

    def press(self, form: Form, /, *, status: int = 200, **typed: Any) -> str:
        """Fill in a form and click its button: the one named by what is typed, else the first."""
        close_reading()
        shown = self.window.locator("form").nth(form.place)
        pressed = dict(form.buttons).keys() & typed.keys()
        for name, given in typed.items():
            if name not in pressed:
                self._fill(shown, name, [] if given is None else [given] if isinstance(given, str) else list(given))
        wanted = "".join(f'[name="{name}"][value="{typed[name]}"]' for name in pressed)
        button = shown.locator(f"button{wanted}").first
        self._unfold(button)
        with self.window.expect_navigation() as arrived:
            button.click()
        return self._look(arrived.value.status, status)

    def _fill(self, form: Locator, name: str, values: list[str]) -> None:
        fields = form.locator(f'[name="{name}"]')
        self._unfold(fields.first)
        kind, tag = fields.first.evaluate("field => [field.type, field.tagName.toLowerCase()]")
        if kind in TICKED:
            for box in fields.all():
                self._tick(box, wanted=box.get_attribute("value") in values)
        elif tag == "select":
            fields.first.select_option(values)
        else:
            fields.first.fill(values[0] if values else "")

    def _tick(self, box: Locator, *, wanted: bool) -> None:
        """Click the label where a box has to change; a choice of several is left by choosing another."""
        if box.is_checked() != wanted and (wanted or box.get_attribute("type") == "checkbox"):
            label = box.evaluate_handle("box => box.labels[0] || box").as_element()
            assert label is not None
            label.click()

    @staticmethod
    def _unfold(field: Locator) -> None:
        """Open whatever the field is folded into."""
        folded = field.locator("xpath=ancestor::details[not(@open)]/summary")
        for summary in folded.all():
            summary.click()

    def _look(self, found: int, wanted: int) -> str:
        expect(self.window.locator("h1")).to_be_visible()
        self.address, self.page = urlsplit(self.window.url).path, self.window.content()
        assert found == wanted, f"{found} at {self.address}"
        assert checks.structure(self.window) == []
        return self.page
