"""The two other ways out: a folder, and a mail server of one's own."""

import contextlib
import dataclasses
import email
import socketserver
import threading
from email import policy

import pytest

from talent_portal.outbox import jobs
from talent_portal.outbox.gateway import File, Parcel
from talent_portal.outbox.gateway.folder import FolderGateway
from talent_portal.outbox.gateway.parcel import as_message
from talent_portal.outbox.gateway.smtp import SmtpGateway
from talent_portal.outbox.rules import LetterState, OutcomeKind
from talent_portal.settings import MailGatewayKind, MailSettings

PARCEL = Parcel(
    reference="abcdefghjkmn",
    message_id="<abcdefghjkmn@portal.test>",
    language="ja",
    to="a..b@docomo.example.com",
    subject="【確認】お申し込み",
    body="本文です。\n" * 40,
    files=(File("予定.ics", b"BEGIN:VCALENDAR", "text/calendar"),),
)


class Server(socketserver.ThreadingTCPServer):
    """An SMTP server that answers one command as told; `hang-up` breaks the line there."""

    daemon_threads = True
    allow_reuse_address = True
    answers: dict[str, str]
    taken: list[bytes]


class Session(socketserver.StreamRequestHandler):
    usual = {"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "QUIT": "221 bye"}

    def handle(self):
        with contextlib.suppress(OSError):
            self.say(self.server.answers.get("HELLO", "220 here"))
            while line := self.rfile.readline():
                word = line.split()[0].decode().upper()
                if not self.say(self.server.answers.get(word, self.usual.get(word, "502 what?"))):
                    return
                if word == "DATA" and word not in self.server.answers and not self.letter():
                    return

    def letter(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.taken.append(b"".join(lines))
        return self.say(self.server.answers.get("END", "250 taken"))

    def say(self, answer: str) -> bool:
        if answer != "hang-up":
            self.wfile.write(f"{answer}\r\n".encode())
        return answer != "hang-up"


@contextlib.contextmanager
def smtp_server(**answers):
    with Server(("127.0.0.1", 0), Session) as server:
        server.answers, server.taken = answers, []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def gateway(server, **given):
    port = server.server_address[1]
    return SmtpGateway(MailSettings(smtp_host="127.0.0.1", smtp_port=port, timeout_seconds=2.0, **given))


def test_a_message_says_what_it_is_and_goes_to_one_person(session):
    message = email.message_from_bytes(as_message(PARCEL).as_bytes(), policy=policy.default)

    assert message["To"] == "a..b@docomo.example.com"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert message["Subject"] == "【確認】お申し込み"
    assert message["Message-ID"] == "<abcdefghjkmn@portal.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Portal-Letter"] == "abcdefghjkmn"
    assert message.get_body().get_content().splitlines() == PARCEL.body.splitlines()
    assert [file.get_filename() for file in message.iter_attachments()] == ["予定.ics"]


@pytest.mark.parametrize("field", ["to", "subject", "message_id"])
def test_a_line_break_in_a_header_is_refused(session, tmp_path, field):
    forged = dataclasses.replace(PARCEL, **{field: "x\r\nBcc: everybody@example.com"})

    assert FolderGateway(tmp_path).send(forged).kind is OutcomeKind.REFUSED
    assert list(tmp_path.iterdir()) == []


def test_the_folder_keeps_one_file_per_letter(make, app):
    letter = make.letter(to="hanako@example.com", body="本文\n")

    jobs.deliver_due()

    kept = app.extensions["settings"].mail.folder / f"{letter.reference}.eml"
    assert "hanako@example.com" in kept.read_text()
    assert make.fresh(letter).state is LetterState.ACCEPTED


def test_a_folder_that_cannot_be_written_is_trouble(session, tmp_path):
    (tmp_path / "file").write_text("in the way")

    assert FolderGateway(tmp_path / "file").send(PARCEL).kind is OutcomeKind.TROUBLE


def test_a_mail_server_takes_the_letter(session):
    with smtp_server() as server:
        outcome = gateway(server).send(PARCEL)

    assert outcome.kind is OutcomeKind.ACCEPTED
    assert b"X-Portal-Letter: abcdefghjkmn" in server.taken[0]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"HELLO": "421 busy"}, OutcomeKind.TROUBLE),
        ({"HELLO": "hang-up"}, OutcomeKind.TROUBLE),
        ({"RCPT": "550 nobody here"}, OutcomeKind.REFUSED),
        ({"RCPT": "451 later"}, OutcomeKind.TROUBLE),
        ({"DATA": "552 too big"}, OutcomeKind.REFUSED),
        ({"END": "452 full"}, OutcomeKind.TROUBLE),
        ({"END": "hang-up"}, OutcomeKind.UNCERTAIN),
    ],
)
def test_what_a_mail_server_says_decides(session, answers, kind):
    with smtp_server(**answers) as server:
        assert gateway(server).send(PARCEL).kind is kind


def test_a_mail_server_that_is_not_there_is_trouble(session):
    with smtp_server() as server:
        pass

    assert gateway(server).send(PARCEL).kind is OutcomeKind.TROUBLE


def test_a_wrong_password_stops_the_queue(session):
    with smtp_server(EHLO="250-here\r\n250 AUTH PLAIN", AUTH="535 no") as server:
        outcome = gateway(server, smtp_user="portal", smtp_password="wrong").send(PARCEL)

    assert outcome.kind is OutcomeKind.FORBIDDEN


def test_no_password_crosses_the_net_in_the_clear(session, monkeypatch):
    monkeypatch.setattr("talent_portal.outbox.gateway.smtp.LOCAL", frozenset())
    with smtp_server(EHLO="250-here\r\n250 AUTH PLAIN") as server:
        outcome = gateway(server, smtp_user="portal", smtp_password="secret").send(PARCEL)

    assert (outcome.kind, outcome.code) == (OutcomeKind.FORBIDDEN, "smtp_no_tls")


def test_the_settings_choose_the_way_out(make, app, monkeypatch):
    with smtp_server() as server:
        settings = app.extensions["settings"]
        mail = dataclasses.replace(
            settings.mail, gateway=MailGatewayKind.SMTP, smtp_host="127.0.0.1", smtp_port=server.server_address[1]
        )
        monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(settings, mail=mail))
        make.letter()

        jobs.deliver_due()

    assert len(server.taken) == 1
