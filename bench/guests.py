"""A guest with a browser: reads the form page, keeps its cookie and its hidden fields, and submits."""

import http.client
import re
import time
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME = re.compile(r'name="([^"]*)"')
VALUE = re.compile(r'value="([^"]*)"')
TIMEOUT_SECONDS = 60


def visit(
    port: int, fair: str, number: int, plan: tuple[str, str], *, submit: bool = True
) -> tuple[str, float]:  # fmt: skip
    """Sign one guest up; return how it ended ("completed", "sold out", or what went wrong) and the submit's seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        return _visit(connection, f"/fairs/{fair}/sign-up", number, plan, submit=submit)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, 0.0
    finally:
        connection.close()


def _visit(
    connection: http.client.HTTPConnection, path: str, number: int, plan: tuple[str, str], *, submit: bool
) -> tuple[str, float]:
    connection.request("GET", f"{path}?{urlencode([('slot', slot) for slot in plan])}")
    answer = connection.getresponse()
    page = answer.read().decode()
    if answer.status != http.client.OK or not submit:
        return f"form page {answer.status}", 0.0
    if 'method="post"' not in page.partition("<main")[2]:
        return ("sold out" if "満席" in page else "no form"), 0.0
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    begun = time.perf_counter()
    connection.request("POST", path, _body(page, number), {"Cookie": cookie, **FORM})
    answer = connection.getresponse()
    text = answer.read().decode()
    return _ending(answer.status, text), time.perf_counter() - begun


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _body(page: str, number: int) -> str:
    """Return everything the form sends: its hidden fields as they came, and what the guest typed."""
    hidden = [(_first(NAME, tag), _first(VALUE, tag)) for tag in HIDDEN.findall(page)]
    typed = {
        "family_name": "架空",
        "given_name": f"花{number}",
        "family_kana": "カクウ",
        "given_kana": "ハナ",
        "email": f"guest{number}@example.com",
        "attendee_kind": "student",
        "interests": "civil-engineering",
        "handling": "y",
    }
    return urlencode([*hidden, *typed.items()])


def _first(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return found[1] if found else ""


def _ending(status: int, text: str) -> str:
    if status in {http.client.SEE_OTHER, http.client.FOUND}:
        return "completed"
    if status == http.client.CONFLICT and "満席" in text:
        return "sold out"
    return f"submit {status}"
