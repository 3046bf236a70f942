"""Remember which endpoints the tests have asked, and fail a whole run that forgot one.

`--every-endpoint` is for runs of the whole suite; each worker of xdist hands its list to the controller.
"""

import pytest
from flask import Flask, request, request_started

ASKED: set[str] = set()
KNOWN: set[str] = set()
# Files are served before Flask hears of them.
EXEMPT = {"static"}


def _note(sender: Flask, **_: object) -> None:
    KNOWN.update(sender.view_functions)
    if request.endpoint is not None:
        ASKED.add(request.endpoint)


request_started.connect(_note)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-endpoint", action="store_true", help="fail when a view was asked by no test")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    output = getattr(node, "workeroutput", {})
    ASKED.update(output.get("asked", ()))
    KNOWN.update(output.get("known", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["asked"], output["known"] = sorted(ASKED), sorted(KNOWN)
    elif session.config.getoption("--every-endpoint") and forgotten():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.getoption("--every-endpoint") and forgotten():
        terminalreporter.write_line(f"No test asks: {', '.join(forgotten())}", red=True)


def forgotten() -> list[str]:
    """Return the endpoints that no test asked."""
    return sorted(KNOWN - ASKED - EXEMPT)
