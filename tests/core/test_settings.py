"""The environment is read once, and refused when it does not add up."""

import json
import stat

import pytest

from talent_portal.settings import PURPOSES, Settings, SettingsError, new_key, parse_ring

VALID = {
    "PORTAL_ENVIRONMENT": "production",
    "PORTAL_BASE_URL": "https://portal.example.jp",
    "PORTAL_MAIL_GATEWAY": "sendgrid",
    "PORTAL_SENDGRID_API_KEY": "key",
    "PORTAL_SENDGRID_WEBHOOK_KEY": "key",
    **{f"PORTAL_KEYS_{purpose.upper()}": new_key() for purpose in PURPOSES},
}


def test_production_starts_when_everything_is_said():
    assert Settings.from_env(VALID).production


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"PORTAL_BASE_URL": "http://portal.example.jp"}, "https"),
        ({"PORTAL_MAIL_GATEWAY": "folder"}, "PORTAL_MAIL_GATEWAY"),
        ({"PORTAL_SENDGRID_API_KEY": ""}, "PORTAL_SENDGRID_API_KEY"),
        ({"PORTAL_KEYS_VAULT": ""}, "PORTAL_KEYS_VAULT"),
        ({"PORTAL_KEYS_VAULT": VALID["PORTAL_KEYS_COOKIE"]}, "share a key"),
        ({"PORTAL_KEYS_VAULT": "k1:dGVzdA=="}, "32 random bytes"),
        ({"PORTAL_KEYS_VAULT": "k1:not base64"}, "base64"),
        ({"PORTAL_RACE_GUARDS_OFF": "1"}, "PORTAL_RACE"),
        ({"PORTAL_RACE_SLEEP_MS": "5"}, "PORTAL_RACE"),
        ({"PORTAL_ENVIRONMENT": "prod"}, "PORTAL_ENVIRONMENT"),
        ({"PORTAL_PROXY_HOPS": "-1"}, "PORTAL_PROXY_HOPS"),
        ({"PORTAL_PROXY_HOPS": "one"}, "PORTAL_PROXY_HOPS"),
        ({"PORTAL_DATABASE_URL": "postgresql://portal@db/portal"}, r"postgresql\+psycopg"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_production_refuses_by_name(change, reason):
    with pytest.raises(SettingsError, match=reason):
        Settings.from_env(VALID | change)


def test_development_needs_nothing_and_keeps_its_keys(tmp_path):
    env = {"PORTAL_DATA_DIR": str(tmp_path)}

    first, second = Settings.from_env(env), Settings.from_env(env)

    assert first.keys == second.keys
    kept = tmp_path / "development-keys.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert set(json.loads(kept.read_text())) == set(PURPOSES)
    assert first.database_url.endswith(f"{tmp_path}/portal.sqlite3")


def test_a_ring_is_read_newest_first():
    newer, older = new_key(), new_key()

    assert [key_id for key_id, _ in parse_ring("vault", f"{newer}, {older}")] == [
        newer.split(":")[0],
        older.split(":")[0],
    ]


def test_no_secret_is_printed():
    settings = Settings.from_env(VALID | {"PORTAL_DATABASE_URL": "postgresql+psycopg://portal:geheim@db/portal"})

    assert "geheim" not in repr(settings)
    assert VALID["PORTAL_KEYS_VAULT"].split(":")[1] not in repr(settings)
    assert "sendgrid_api_key" not in repr(settings)
