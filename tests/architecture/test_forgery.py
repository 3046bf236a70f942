"""Other people's pages cannot act here: without the token of our own form, nothing that changes anything is done."""

import pytest
from werkzeug.routing import AnyConverter

from talent_portal.accounts.permissions import Role
from talent_portal.core.access import rule_of
from tests.architecture.authorisation import UNKNOWN

# Signed by the provider instead; tests/outbox/test_webhook.py.
SIGNED = {"hooks.sendgrid"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def changing_routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.methods & CHANGING and rule.endpoint not in SIGNED]


def somewhere(route):
    """Return arguments that the route takes, for a thing that does not exist."""
    return {
        name: min(converter.items) if isinstance(converter, AnyConverter) else UNKNOWN
        for name, converter in route._converters.items()
    }


@pytest.fixture
def guarded(app, monkeypatch):
    """The application as it is served: with its tokens, and with pages for errors."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


@pytest.mark.parametrize("token", [None, "", "guessed", "IjEyMyI.aaaaaa.bbbbbbbbbbbbbbbbbbbb"])
def test_a_form_without_our_token_is_refused_everywhere(guarded, make, sign_in, statements, token):
    client = sign_in(Role.LEAD)
    wrong = []
    for route in changing_routes(guarded):
        with guarded.test_request_context():
            address = guarded.url_for(route.endpoint, **somewhere(route))
        statements.clear()
        answer = client.post(address, data={} if token is None else {"csrf_token": token})
        written = [one for one in statements if one.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        if answer.status_code not in {400, 403, 404} or written:
            wrong.append(f"{route.endpoint}: {answer.status_code} {written[:1]}")

    assert wrong == []
    assert len(changing_routes(guarded)) > 40


def test_every_changing_route_has_a_rule(app):
    assert [
        route.endpoint for route in changing_routes(app) if rule_of(app.view_functions[route.endpoint]) is None
    ] == []
