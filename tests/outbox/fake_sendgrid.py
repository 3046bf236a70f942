"""A provider on the loopback that can be told to fail in every way the real one does.

`plan` is a list of modes, used up one per request; after that `usual` applies. Modes: accept, 401, 403, 400, 413, 429,
500, hang, drop (nothing accepted), ackdrop and ackhang (accepted, then the line breaks or sleeps), garbage, html
(200 without an id), nameless (202 without an id), slow (byte by byte), twice (accepted, reported twice).
"""

import base64
import contextlib
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCEPTING = frozenset({"accept", "ackdrop", "ackhang", "twice"})


@dataclass
class FakeSendGrid:
    """What it was told, and what it has seen."""

    plan: list[str] = field(default_factory=list)
    usual: str = "accept"
    hang_seconds: float = 5.0
    headers_429: dict[str, str] = field(default_factory=dict)
    requests: list[dict] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"fake": self}))
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.go_away()

    def go_away(self) -> None:
        """Listen no more; connections are refused from here on."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def times_accepted(self) -> Counter:
        return Counter(self.accepted)

    def take(self, raw: bytes, key: str) -> str:
        """Note one request; return how to answer it."""
        body = json.loads(raw)
        with self.lock:
            self.requests.append(body)
            self.faults += faults_of(body, key)
            mode = self.plan.pop(0) if self.plan else self.usual
            self.modes.append(mode)
            if mode in ACCEPTING:
                self.accepted.append(reference_of(body))
        return mode


def reference_of(body: dict) -> str:
    return body["personalizations"][0]["custom_args"]["portal_letter"]


def faults_of(body: dict, key: str) -> list[str]:
    """What no request may do: several readers, personal data in what the provider keeps, tracking, wrong headers."""
    people = body["personalizations"]
    first, args, sent = people[0], people[0].get("custom_args", {}), body.get("headers", {})
    readers = [reader for person in people for kind in ("to", "cc", "bcc") for reader in person.get(kind, [])]
    tracking = body["tracking_settings"]
    wrong = {
        "not exactly one recipient": len(people) != 1 or len(readers) != 1 or "to" not in first,
        "custom args carry more than the reference": set(args) != {"portal_letter"} or len(args["portal_letter"]) != 12,
        "custom args at the top": "custom_args" in body or "categories" in body,
        "a name in a header": any(readers[0]["email"] in value for value in sent.values()),
        "reference missing in headers": sent.get("X-Portal-Letter") != args.get("portal_letter"),
        "not marked as automatic": sent.get("Auto-Submitted") != "auto-generated",
        "no stable message id": not sent.get("Message-ID", "").startswith(f"<{args.get('portal_letter')}@"),
        "tracked": any(setting["enable"] for setting in tracking.values()),
        "wrong key": key != "Bearer SG.test",
    }
    return [name for name, found in wrong.items() if found]


def files_of(body: dict) -> dict[str, bytes]:
    return {file["filename"]: base64.b64decode(file["content"]) for file in body.get("attachments", [])}


class Handler(BaseHTTPRequestHandler):
    """One request, answered as the plan says."""

    fake: FakeSendGrid

    def log_message(self, *_):
        """Say nothing."""

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        mode = self.fake.take(raw, self.headers.get("Authorization", ""))
        with contextlib.suppress(OSError):  # the caller was killed meanwhile
            self.behave(mode)
        self.close_connection = True

    def behave(self, mode: str) -> None:
        ways = {
            "accept": lambda: self.answer(202, {"X-Message-Id": f"sg-{len(self.fake.accepted)}"}),
            "twice": lambda: self.answer(202, {"X-Message-Id": f"sg-{len(self.fake.accepted)}"}),
            "hang": lambda: time.sleep(self.fake.hang_seconds),
            "ackhang": lambda: time.sleep(self.fake.hang_seconds),
            "drop": lambda: None,
            "ackdrop": lambda: None,
            "garbage": lambda: self.wfile.write(b"\x00\xff nobody speaks like this\r\n\r\n"),
            "html": lambda: self.answer(200, {"Content-Type": "text/html"}, b"<h1>Sign in to the hotel network</h1>"),
            "nameless": lambda: self.answer(202, {}),
            "slow": self.trickle,
        }
        if mode.isdigit():
            self.answer(int(mode), self.fake.headers_429 if mode == "429" else {}, b'{"errors":[{"message":"no"}]}')
        else:
            ways[mode]()

    def answer(self, status: int, headers: dict, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def trickle(self) -> None:
        self.wfile.write(b"HTTP/1.1 202 Accepted\r\nX-Slow: ")
        for _ in range(int(self.fake.hang_seconds / 0.05)):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)
