"""Where `next` may lead: to a path of ours, nowhere else."""

from urllib.parse import quote, urlsplit

import pytest

from talent_portal.accounts.permissions import Role

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "evil.example",
    "@evil.example",
    "//portal.test@evil.example",
    "/%09/evil.example\r\nSet-Cookie: a=b",
    "．//evil.example",
]


def is_ours(location: str) -> bool:
    """Read the address as careless browsers do: backslashes are slashes, tabs and newlines do not count."""
    read = location.replace("\\", "/").replace("\t", "").replace("\n", "").strip()
    return read.startswith("/") and not read.startswith("//") and not urlsplit(read).netloc


@pytest.mark.parametrize("payload", ELSEWHERE)
def test_next_never_leaves_the_house(client, make, sign_in, payload):
    make.first_step(client, make.staff())
    target = quote(payload)
    client.post(f"/sign-in?next={target}", data={"email": "x@example.com", "password": "x"})
    already_in = sign_in(Role.LEAD).get(f"/sign-in?next={target}")

    if already_in.status_code != 400:
        assert is_ours(already_in.headers["Location"])


@pytest.mark.parametrize("payload", ELSEWHERE)
def test_next_is_checked_again_after_the_second_step(client, make, payload):
    member = make.staff()
    data = {"email": make.email_of(member), "password": "corridor violet thunder 九十九島"}

    first = client.post(f"/sign-in?next={quote(payload)}", data=data)
    answer = client.post("/sign-in/code", data={"code": make.app_code()})

    if first.status_code != 400:
        assert is_ours(answer.headers["Location"])


def test_people_come_back_to_where_they_wanted(client, make):
    member = make.staff()
    data = {"email": make.email_of(member), "password": "corridor violet thunder 九十九島"}
    asked = client.get("/account/password").headers["Location"]

    client.post(asked, data=data)
    answer = client.post("/sign-in/code", data={"code": make.app_code()})

    assert answer.headers["Location"] == "/account/password"
