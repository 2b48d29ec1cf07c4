"""Settings: environment over credentials over file; whatever is wrong is one line that starts with its name."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadFileError, SettingsError
from bot.settings import Settings, TrustSettings, bodies, load

NAMES: dict[str, tuple[str, str, Any]] = {
    "ADDRESS": ("mote@bot.example", "address", "mote@bot.example"),
    "DATA_DIR": ("/srv/motebot", "data_dir", Path("/srv/motebot")),
    "DATABASE__URL": ("postgresql+psycopg://m@db/motebot", "database.url", "postgresql+psycopg://m@db/motebot"),
    "IMAP__HOST": ("imap.region.example", "imap.host", "imap.region.example"),
    "IMAP__PORT": ("1143", "imap.port", 1143),
    "IMAP__SECURITY": ("starttls", "imap.security", "starttls"),
    "IMAP__USER": ("mote", "imap.user", "mote"),
    "IMAP__PASSWORD": ("12345", "imap.password", "12345"),
    "IMAP__FOLDER": ("Møter", "imap.folder", "Møter"),
    "IMAP__AUTH": ("xoauth2", "imap.auth", "xoauth2"),
    "IMAP__TOKEN_COMMAND": ("token", "imap.token_command", "token"),
    "IMAP__TIMEOUT_SECONDS": ("5", "imap.timeout_seconds", 5.0),
    "IMAP__CA_FILE": (__file__, "imap.ca_file", Path(__file__)),
    "SMTP__HOST": ("smtp.region.example", "smtp.host", "smtp.region.example"),
    "SMTP__PORT": ("2525", "smtp.port", 2525),
    "SMTP__SECURITY": ("tls", "smtp.security", "tls"),
    "SMTP__USER": ("mote", "smtp.user", "mote"),
    "SMTP__PASSWORD": ("hemmelig", "smtp.password", "hemmelig"),
    "SMTP__AUTH": ("xoauth2", "smtp.auth", "xoauth2"),
    "SMTP__TOKEN_COMMAND": ("token", "smtp.token_command", "token"),
    "SMTP__TIMEOUT_SECONDS": ("5", "smtp.timeout_seconds", 5.0),
    "SMTP__CA_FILE": (__file__, "smtp.ca_file", Path(__file__)),
    "SMTP__CONNECTIONS": ("2", "smtp.connections", 2),
    "TRUST__AUTHSERV_ID": ("mx.region.example", "trust.authserv_id", "mx.region.example"),
    "TRUST__REQUIRE": ("both", "trust.require", "both"),
    "TRUST__DKIM": ("true", "trust.dkim", True),
    "TRUST__RESOLVERS": ("192.0.2.53, ::1", "trust.resolvers", "192.0.2.53, ::1"),
    "POLL_SECONDS": ("2.5", "poll_seconds", 2.5),
    "TIMEZONE": ("Europe/Helsinki", "timezone", "Europe/Helsinki"),
    "LOG_LEVEL": ("warning", "log_level", "WARNING"),
}
WRONG: dict[str, tuple[str, str]] = {
    "ADDRESS": ("mote", "is no mail address"),
    "DATABASE__URL": ("mysql://m:hemmelig@db/m", "is no database that motebot uses"),
    "IMAP__HOST": ("", "at least 1 character"),
    "IMAP__PORT": ("70000", "65535"),
    "SMTP__PORT": ("smtp", "valid integer"),
    "IMAP__SECURITY": ("ssl", "choose 'tls', 'starttls' or 'plain'"),
    "IMAP__AUTH": ("kerberos", "choose 'password' or 'xoauth2'"),
    "SMTP__TIMEOUT_SECONDS": ("inf", "less than or equal to 600"),
    "IMAP__CA_FILE": ("/nowhere/ca.pem", "there is no file /nowhere/ca.pem"),
    "SMTP__CONNECTIONS": ("0", "greater than or equal to 1"),
    "TRUST__REQUIRE": ("yes", "choose 'none', 'thread', 'dmarc' or 'both'"),
    "TRUST__DKIM": ("perhaps", "valid boolean"),
    "TRUST__RESOLVERS": ("dns.region.example", "names no DNS servers"),
    "POLL_SECONDS": ("nan", "3600"),
    "TIMEZONE": ("Europe/Atlantis", "is no time zone"),
    "LOG_LEVEL": ("LOUD", "choose 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    "IMAP__HOTS": ("x", "there is no such setting"),
    "ADRESS": ("x", "there is no such setting"),
    "IMAP": ("imap.region.example", "set its keys one by one"),
    "SMTP": ("{bad", "such as MOTEBOT_SMTP__HOST"),
    "TRUST": ("3", "set its keys one by one"),
}


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.upper().startswith("MOTEBOT_") or name == "CREDENTIALS_DIRECTORY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def value(settings: Settings, path: str) -> Any:
    found: Any = settings
    for part in path.split("."):
        found = getattr(found, part)
    return found.get_secret_value() if hasattr(found, "get_secret_value") else found


def problems(config: Path | None = None) -> list[str]:
    with pytest.raises(BadFileError) as wrong:
        load(config)
    return list(wrong.value.problems)


def toml(path: str, text: str) -> str:
    *tables, key = path.split(".")
    quoted = text if text.replace(".", "").isdigit() and key not in {"password", "user"} else f'"{text}"'
    head = f"[{tables[0]}]\n" if tables else ""
    return f"{head}{key} = {quoted}\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_read_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, path, expected = NAMES[name]
    monkeypatch.setenv(f"MOTEBOT_{name}", text)
    assert expected == value(load(None), path)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_read_from_the_file(name: str) -> None:
    text, path, expected = NAMES[name]
    Path("m.toml").write_text(toml(path, text))
    assert expected == value(load(Path("m.toml")), path)


@pytest.mark.parametrize("name", NAMES)
def test_the_environment_goes_before_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, path, expected = NAMES[name]
    other = {"host": "x", "port": "1", "address": "a@b.example"}.get(path.rpartition(".")[2], text)
    Path("m.toml").write_text(toml(path, other))
    monkeypatch.setenv(f"MOTEBOT_{name}", text)
    assert expected == value(load(Path("m.toml")), path)


def test_the_environment_completes_a_table_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("m.toml").write_text('[imap]\nhost = "imap.region.example"\nuser = "mote"\n')
    monkeypatch.setenv("MOTEBOT_IMAP__PORT", "1993")
    imap = load(Path("m.toml")).imap
    assert ("imap.region.example", 1993, "mote", "tls") == (imap.host, imap.port, imap.user, imap.security)


def test_the_defaults_are_the_documented_ones() -> None:
    settings = load(None)
    assert ("Europe/Oslo", 30.0, "thread") == (settings.timezone, settings.poll_seconds, settings.trust.require)
    assert (993, "tls", "INBOX", "password") == (
        settings.imap.port,
        settings.imap.security,
        settings.imap.folder,
        settings.imap.auth,
    )
    assert (587, "starttls") == (settings.smtp.port, settings.smtp.security)
    assert settings.database_url == f"sqlite:///{Path('data').absolute()}/motebot.sqlite"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_one_line_that_names_the_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, what = WRONG[name]
    monkeypatch.setenv(f"MOTEBOT_{name}", text)
    (line,) = problems()
    assert line.startswith(f"MOTEBOT_{name}: ")
    assert what in line
    assert "hemmelig" not in line


def test_a_misspelt_name_in_the_file_is_refused() -> None:
    Path("m.toml").write_text('adress = "mote@bot.example"\n[imap]\nhots = "x"\n[smpt]\nhost = "x"\n')
    assert {"MOTEBOT_ADRESS", "MOTEBOT_IMAP__HOTS", "MOTEBOT_SMPT"} == {
        line.partition(":")[0] for line in problems(Path("m.toml"))
    }


@pytest.mark.parametrize("name", ["motebot_adress", "Motebot_Adress"])
def test_a_misspelt_name_is_refused_in_small_letters_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "x")
    assert f"{name}: there is no such setting; README.md lists them" in problems()


@pytest.mark.parametrize("server", ["IMAP", "SMTP"])
@pytest.mark.parametrize("host", ["imap.region.example", "127.0.0.1.region.example", "192.168.1.4"])
def test_plain_to_another_host_is_refused(server: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"MOTEBOT_{server}__HOST", host)
    monkeypatch.setenv(f"MOTEBOT_{server}__SECURITY", "plain")
    assert [
        f"MOTEBOT_{server}__SECURITY: plain to {host} would send the password in the open; use tls or starttls"
    ] == problems()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_plain_to_this_machine_is_allowed(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTEBOT_IMAP__HOST", host)
    monkeypatch.setenv("MOTEBOT_IMAP__SECURITY", "plain")
    assert "plain" == load(None).imap.security


def test_a_password_is_shown_by_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTEBOT_IMAP__PASSWORD", "hemmelig")
    assert "hemmelig" not in repr(load(None))
    Path("m.toml").write_text('[smtp]\npassword = { value = "hemmelig" }\n')
    (line,) = problems(Path("m.toml"))
    assert line.startswith("MOTEBOT_SMTP__PASSWORD: ")
    assert "hemmelig" not in line


def credentials(folder: Path, values: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    for name, content in values.items():
        (folder / name).write_text(content)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))


def test_passwords_are_read_from_systemds_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {"motebot_imap__password": "hemmelig en\n", "motebot_smtp__password": "hemmelig to"}
    credentials(tmp_path / "c", given, monkeypatch)
    settings = load(None)
    assert ("hemmelig en", "hemmelig to") == (value(settings, "imap.password"), value(settings, "smtp.password"))


def test_credentials_complete_the_file_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    credentials(tmp_path / "c", {"motebot_imap__password": "credential", "other": "x"}, monkeypatch)
    Path("m.toml").write_text('[imap]\nhost = "imap.region.example"\npassword = "file"\n')
    settings = load(Path("m.toml"))
    assert ("imap.region.example", "credential") == (settings.imap.host, value(settings, "imap.password"))
    monkeypatch.setenv("MOTEBOT_IMAP__PASSWORD", "environment")
    assert "environment" == value(load(Path("m.toml")), "imap.password")


def test_no_credentials_folder_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/nowhere/at/all")
    assert "" == value(load(None), "imap.password")


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"address = \n", "is no TOML"), (b"a = 'Fjordl\xf8ftet'", "is no TOML"), (b"\0", "is no TOML")],
)
def test_a_broken_file_is_never_passed_over(content: bytes, what: str) -> None:
    Path("m.toml").write_bytes(content)
    (line,) = problems(Path("m.toml"))
    assert line.startswith("m.toml: ")
    assert what in line


def test_a_file_that_is_not_there_is_one_line() -> None:
    assert ["m.toml: cannot be read (No such file or directory); name the right one with --config"] == problems(
        Path("m.toml")
    )


def test_the_file_in_config_is_found_by_itself() -> None:
    Path("config").mkdir()
    Path("config/motebot.toml").write_text('address = "mote@bot.example"\n')
    assert "mote@bot.example" == load(None).address


def test_bodies_lie_beside_the_configuration() -> None:
    assert Path("/etc/motebot/bodies") == bodies(Path("/etc/motebot/motebot.toml"))
    assert Path("config/bodies") == bodies(None)


def test_several_mistakes_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTEBOT_IMAP__PORT", "x")
    monkeypatch.setenv("MOTEBOT_TIMEZONE", "x")
    with pytest.raises(SettingsError) as wrong:
        load(None)
    assert 2 == len(wrong.value.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("192.0.2.53", (("192.0.2.53", 53),)),
        ("192.0.2.53:5353, ::1", (("192.0.2.53", 5353), ("::1", 53))),
        ("[::1]:5353  [2001:db8::53]", (("::1", 5353), ("2001:db8::53", 53))),
    ],
)
def test_dns_servers_are_addresses_with_or_without_a_port(text: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert expected == TrustSettings(resolvers=text).resolver_addresses


@pytest.mark.parametrize(
    "text", ["192.0.2", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:70000", "[::1", "[::1]:", "::1:x"]
)
def test_dns_server_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no DNS servers"):
        TrustSettings(resolvers=text)
