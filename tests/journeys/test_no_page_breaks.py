"""Whatever is typed, anywhere, by anybody: an answer in words, never a fault of ours.

Every door of every feature is opened with the worst texts in every field its pages know, in the address, and as files
in place of words. Each try is undone.
"""

import io
import re

import pytest

from tests.architecture.authorisation import declared
from tests.core.corpus import FORM, REFUSED, SAMPLES, as_form
from tests.visitors import routes, things_of

NAMES = re.compile(r'\bname="([^"]{1,60})"')
# Names that forms of ours have, on pages that only open after another step.
ALWAYS = {"text", "page", "state", "day", "email", "code", "subject", "version", "key", "nonce", "next", "token"}
WORST = {
    "NUL": REFUSED["NUL"],
    "lone surrogate": REFUSED["lone surrogate"],
    "beyond 2⁶³": "9223372036854775808",
    "endless number": "9" * 400,
    "no number": "1e400",
    "long": SAMPLES["long"],
    "template": "{{ config }}{% raw %}%(name)s",
    "beyond the basic plane": SAMPLES["beyond the basic plane"],
}
ACTORS = ("anonymous", "member_a", "lead", "coordinator")
REFUSED_UNREAD = 413
# Reports of the mail service, not a form: a door with a limit of its own.
LIGHT = {"hooks.sendgrid"}
FEATURES = sorted({endpoint.split(".")[0] for endpoint in declared()})


def places(app, visitors, feature):
    """Yield (endpoint, methods, address) of every door of a feature, for a thing that exists."""
    doors = {name: door for name, door in declared().items() if name.split(".")[0] == feature}
    for route in routes(app, set(doors)):
        arguments = things_of(doors[route.endpoint], route, visitors.world)["a"]
        with app.test_request_context():
            yield route.endpoint, route.methods, app.url_for(route.endpoint, **arguments)


def names_on(visitors, found):
    """Return the names of every field that the pages of a feature show to anybody."""
    told = set(ALWAYS)
    for _endpoint, methods, address in found:
        if "GET" in methods:
            pages = (visitors.answer(actor, "GET", address).data.decode("utf-8", "replace") for actor in ACTORS)
            told |= {name for page in pages for name in NAMES.findall(page)}
    return sorted(told - {"csrf_token"})


def broken_by_texts(visitors, names, found):
    """Yield what fails when every field says the same bad text."""
    for endpoint, methods, address in found:
        actor = "anonymous" if endpoint.split(".")[0] in {"signin", "reset", "mail_code", "invitation"} else "lead"
        for name, text in WORST.items():
            tries = []
            if "GET" in methods:
                tries.append(("GET", f"{address}?{as_form(dict.fromkeys(names[:40], text[:300])).decode()}", {}))
            if "POST" in methods:
                tries.append(("POST", address, {"data": as_form(dict.fromkeys(names, text)), "content_type": FORM}))
            for method, where, given in tries:
                status = visitors.answer(actor, method, where, **given).status_code
                if status >= 500 or (status == REFUSED_UNREAD and endpoint not in LIGHT):
                    yield f"{method} {endpoint} with {name}: {status}"


def broken_by_bodies(visitors, names, found):
    """Yield what fails when files, lists and bodies of another kind come in place of words."""
    for endpoint, _methods, address in (place for place in found if "POST" in place[1]):
        bodies = {
            "files": {"data": {name: (io.BytesIO(b"\x00\xff"), "x.txt") for name in names[:20]}},
            "lists": {"data": {name: ["1", "", "長崎"] for name in names}},
            "broken json": {"data": b'{"a": [', "content_type": "application/json"},
            "json": {"json": dict.fromkeys(names, 5)},
            "a json list": {"json": [1, [2], {"a": None}]},
            "bytes": {"data": b"a=\xff\xfe&%ED%A0%80=%00", "content_type": FORM},
            "half a form": {"data": b"--x\r\nContent-Disp", "content_type": "multipart/form-data; boundary=x"},
        }
        for name, given in bodies.items():
            status = visitors.answer("lead", "POST", address, **given).status_code
            if status >= 500:
                yield f"{endpoint} with {name}: {status}"


# Both in one test: the things, and the names of the fields, are found once.
@pytest.mark.parametrize("feature", FEATURES)
def test_no_text_file_list_or_odd_body_breaks_a_page(app, visitors, feature):
    found = list(places(app, visitors, feature))
    names = names_on(visitors, found)

    assert list(broken_by_texts(visitors, names, found)) == []
    assert list(broken_by_bodies(visitors, names, found)) == []
