import sqlalchemy as sa

from talent_portal.audit.models import AuditHead


def test_a_whole_book_is_reported(app, session, make):
    make.deeds(3)

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.output) == (0, "The audit is whole: 3 entries.\n")


def test_a_broken_book_fails_the_command(app, session, make):
    make.deeds(3)
    session.connection().execute(sa.update(AuditHead).values(hash="k.0"))

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 1
    assert "broken at entry 3" in result.output


def test_the_head_can_be_noted_down_and_checked_later(app, session, make):
    make.deeds(2)
    runner = app.test_cli_runner()

    noted = runner.invoke(args=["audit", "head"]).output.strip()
    make.deeds(2)

    assert noted.startswith("2:")
    assert runner.invoke(args=["audit", "verify", "--anchor", noted]).exit_code == 0
    assert runner.invoke(args=["audit", "verify", "--anchor", noted[:-1] + "x"]).exit_code == 1
    assert runner.invoke(args=["audit", "verify", "--anchor", "nonsense"]).exit_code == 2
