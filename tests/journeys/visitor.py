"""A person at a browser without scripts: opens pages, fills in the forms that stand there, presses their buttons.

Hidden fields travel as the page gave them, and a field that the page does not offer cannot be typed into: what a
journey sends is what somebody could send.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Pairs = list[tuple[str, str]]
CHOSEN = {"checkbox", "radio"}
PRESSED = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """One form of a page: where it goes, its place among the forms, what stands in it, what could be typed."""

    action: str
    method: str
    place: int = 0
    standing: Pairs = field(default_factory=list)
    offered: dict[str, set[str]] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    buttons: Pairs = field(default_factory=list)

    def filled(self, typed: dict[str, Any]) -> dict[str, list[str]]:
        """Return what the browser sends; `typed` replaces what stands in a field (None or [] empties it)."""
        sent: dict[str, list[str]] = {}
        for name, value in self.standing:
            sent.setdefault(name, []).append(value)
        for name, given in typed.items():
            values = [] if given is None else [given] if isinstance(given, str) else list(given)
            for value in values:
                assert self.takes(name, value), f"{self.action} offers no {name} = {value}: {self.offered.get(name)}"
            sent[name] = values
        if self.buttons and not {name for name, _ in self.buttons} & typed.keys():
            sent.setdefault(self.buttons[0][0], []).append(self.buttons[0][1])
        return sent

    def holds(self, value: str) -> bool:
        """Return whether a hidden field or a button carries this value; every form carries nothing."""
        return not value or any(value == carried for _, carried in (*self.standing, *self.buttons))

    def takes(self, name: str, value: str) -> bool:
        """Return whether somebody could type or choose this here."""
        return name in self.free or value in self.offered.get(name, ()) or (name, value) in self.buttons


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.apart: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self.inside: Form | None = None
        self.select: tuple[str, list[str], list[str]] | None = None
        self.area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(have.get("action", ""), have.get("method", "get").lower(), len(self.forms))
            self.forms.append(self.inside)
        elif self.inside is not None and "disabled" not in have and (have.get("name") or tag == "option"):
            self.field(tag, have)

    def field(self, tag: str, have: dict[str, str]) -> None:
        form, name, value = self.inside, have.get("name", ""), have.get("value", "")
        assert form is not None
        if tag == "button" or (tag == "input" and have.get("type") in PRESSED):
            form.buttons.append((name, value))  # the first is the one that Enter presses
        elif tag == "input" and have.get("type") in CHOSEN:
            form.offered.setdefault(name, set()).add(value or "on")
            if "checked" in have:
                form.standing.append((name, value or "on"))
        elif tag == "input":
            form.standing.append((name, value))
            form.free |= {name} if have.get("type") != "hidden" else set()
        elif tag == "textarea":
            self.area = (name, [])
            form.free.add(name)
        elif tag == "select":
            self.select = (name, [], [])
        elif tag == "option" and self.select is not None:
            self.select[1].append(value)
            self.select[2].extend([value] if "selected" in have else [])

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea" and self.area is not None and self.inside is not None:
            self.inside.standing.append((self.area[0], "".join(self.area[1]).lstrip("\r\n")))
            self.area = None
        elif tag == "select" and self.select is not None and self.inside is not None:
            name, options, chosen = self.select
            self.inside.offered[name] = set(options)
            self.inside.standing.extend((name, value) for value in chosen or options[:1])
            self.select = None


def forms_on(page: str) -> list[Form]:
    """Return the forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class Visitor:
    """One browser; `page` is the text of the page that is open."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.address = "/"
        self.page = ""

    def open(self, address: str, status: int = 200) -> str:
        """Type an address, follow where it leads, and return the page."""
        parts = urlsplit(address)
        return self._arrive(self.client.get(parts._replace(scheme="", netloc="").geturl()), status)

    def _arrive(self, answer: TestResponse, status: int) -> str:
        for _ in range(5):
            if answer.status_code not in {302, 303}:
                break
            answer = self.client.get(answer.location)
        self.address, self.page = answer.request.path, answer.text
        assert answer.status_code == status, f"{answer.status_code} at {self.address}: {problems(self.page)}"
        return self.page

    def forms(self, action: str, holding: str = "") -> list[Form]:
        """Return the forms whose address ends like this and which send `holding`, by a hidden field or a button."""
        return [form for form in forms_on(self.page) if self.target(form).endswith(action) and form.holds(holding)]

    def form(self, action: str, holding: str = "") -> Form:
        """Return the one form of this kind."""
        found = self.forms(action, holding)
        assert len(found) == 1, f"{len(found)} forms for {action} {holding} at {self.address}: {problems(self.page)}"
        return found[0]

    def target(self, form: Form) -> str:
        """Return the path that a form of this page is sent to."""
        return urlsplit(urljoin(self.address, form.action or self.address)).path

    def send(self, action: str, holding: str = "", /, *, status: int = 200, **typed: Any) -> str:
        """Fill in the one form of the open page that this names, and press its button; return where that leads."""
        return self.press(self.form(action, holding), status=status, **typed)

    def press(self, form: Form, /, *, status: int = 200, **typed: Any) -> str:
        """Fill in a form of the open page and press its button; return where that leads."""
        sent, target = form.filled(typed), self.target(form)
        if form.method == "get":
            return self._arrive(self.client.get(target, query_string=sent), status)
        return self._arrive(self.client.post(target, data=sent), status)


def problems(page: str) -> str:
    """Return what a page complains about, short enough to read in a failed test."""
    found = re.findall(r'class="[^"]*(?:error|notice)[^"]*"[^>]*>(.*?)</(?:p|div|section)>', page, flags=re.DOTALL)
    return " | ".join(words_of(one) for one in found)[:1500]


def words_of(page: str) -> str:
    """Return the words of a page without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
