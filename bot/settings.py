"""The settings: one typed object, environment over file, secrets from files.

A wrong or unknown value stops the start with one line that names the setting. Read by `bootstrap` only.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableError

from bot.errors import BadFileError, SettingsError

PREFIX = "MOTEBOT_"
SECRET = "password"  # noqa: S105 - the name of a key
EXAMPLES = {"database": "URL", "imap": "HOST", "smtp": "HOST", "trust": "REQUIRE"}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DATABASES = ("sqlite:", "postgresql:", "postgresql+psycopg:")
_BRACKETED = re.compile(r"\[([^\]]*)\](?::(\d{1,5}))?")
DEFAULT_FILES = (Path("config/motebot.toml"), Path("/etc/motebot/motebot.toml"))


class Security(StrEnum):
    """How a connection to a mail server is protected; `plain` only to a server on this machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class Auth(StrEnum):
    """How motebot signs in to a mail server."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    XOAUTH2 = "xoauth2"


class Require(StrEnum):
    """What an answer must show before it is counted by itself."""

    NONE = "none"
    THREAD = "thread"
    DMARC = "dmarc"
    BOTH = "both"


class LogLevel(StrEnum):
    """From which level up the service's log tells."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class _Server(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: Annotated[str, Field(min_length=1)] = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Security = Security.TLS
    user: str = ""
    password: SecretStr = SecretStr("")
    auth: Auth = Auth.PASSWORD
    token_command: str = ""
    ca_file: Path | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0

    @field_validator("ca_file")
    @classmethod
    def _there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            msg = f"there is no file {value}; name the certificate of the authority"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> "_Server":
        if self.security is Security.PLAIN and self.host not in LOOPBACK:
            raise _wrong("security", f"plain to {self.host} would send the password in the open; use tls or starttls")
        return self


def _wrong(key: str, what: str) -> PydanticCustomError:
    """What is wrong with one key of a table that only shows when the whole table is seen."""
    return PydanticCustomError("table", "{what}", {"key": key, "what": what})


class ImapSettings(_Server):
    """Where the bot's mail is read."""

    port: Annotated[int, Field(ge=1, le=65535)] = 993
    folder: str = "INBOX"


class SmtpSettings(_Server):
    """Where the bot's letters are handed in."""

    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Security = Security.STARTTLS
    connections: Annotated[int, Field(ge=1, le=32)] = 4


class TrustSettings(BaseModel):
    """How senders are judged."""

    model_config = ConfigDict(extra="forbid")

    authserv_id: str = ""
    require: Require = Require.THREAD
    dkim: bool = False
    resolvers: str = ""

    @field_validator("resolvers")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        try:
            _resolvers(value)
        except ValueError as error:
            msg = f"{value!r} names no DNS servers; write addresses such as 192.0.2.53, 192.0.2.54:5353 or [::1]:53"
            raise ValueError(msg) from error
        return value

    @property
    def resolver_addresses(self) -> tuple[tuple[str, int], ...]:
        """The address and port of each DNS server that is named."""
        return _resolvers(self.resolvers)


def _resolvers(value: str) -> tuple[tuple[str, int], ...]:
    """Addresses with or without a port, between blanks or commas; ValueError for anything else."""
    return tuple(_resolver(each) for each in value.replace(",", " ").split())


def _resolver(text: str) -> tuple[str, int]:
    bracketed = _BRACKETED.fullmatch(text)
    host, port = (bracketed[1], bracketed[2]) if bracketed else (text, None)
    if bracketed is None and text.count(":") == 1:
        host, _, port = text.partition(":")
    number = int(port) if port is not None else 53
    if not 1 <= number <= 65_535:
        msg = f"{number} is no port"
        raise ValueError(msg)
    return str(ip_address(host)), number


class DatabaseSettings(BaseModel):
    """Where the journal is kept; an empty URL means SQLite in the data directory."""

    model_config = ConfigDict(extra="forbid")

    url: str = ""

    @field_validator("url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(DATABASES):
            # Not the value itself: it may hold a password.
            msg = "is no database that motebot uses; write sqlite:////PATH or postgresql+psycopg://USER@HOST/NAME"
            raise ValueError(msg)
        return value


class Settings(BaseSettings):
    """Everything that an installation sets."""

    model_config = SettingsConfigDict(
        env_prefix="MOTEBOT_",
        env_nested_delimiter="__",
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    address: str = ""
    data_dir: Path = Path("data")
    database: DatabaseSettings = DatabaseSettings()
    imap: ImapSettings = ImapSettings()
    smtp: SmtpSettings = SmtpSettings()
    trust: TrustSettings = TrustSettings()
    poll_seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0
    timezone: str = "Europe/Oslo"
    log_level: LogLevel = LogLevel.INFO

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _at_home(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            msg = f"{value!r} is no time zone; write one such as Europe/Oslo"
            raise ValueError(msg) from error
        return value

    @field_validator("address")
    @classmethod
    def _ascii_address(cls, value: str) -> str:
        local, at, domain = value.rpartition("@")
        if value and not (at and local and domain and value.isascii() and not set(value) & set(" <>,\r\n\0")):
            msg = f"{value!r} is no mail address; write one such as mote@region.example"
            raise ValueError(msg)
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of what people read."""
        return ZoneInfo(self.timezone)

    @property
    def database_url(self) -> str:
        """The database's URL, SQLite in the data directory by default."""
        return self.database.url or f"sqlite:///{(self.data_dir / 'motebot.sqlite').absolute()}"


def load(config: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from the environment, over systemd's credentials, over the configuration file.

    `config` None means the first of `DEFAULT_FILES` that is there, if any. A credential is a file named like the
    setting, such as `motebot_imap__password`, in the folder that systemd names in CREDENTIALS_DIRECTORY.
    BadFileError where the file cannot be read, SettingsError with a line for each setting that is wrong or unknown.
    """
    file = config or default_file()
    _check_file(file)
    _check_names(environment)
    try:
        return _sources(file, environment.get("CREDENTIALS_DIRECTORY"))()
    except ValidationError as error:
        raise SettingsError([_line(each) for each in error.errors()]) from None
    except UnreadableError as error:
        # A table given as one value that is no JSON; the library's text, which says no more, names it in quotes.
        raise SettingsError([_is_table(str(error).split('"')[1])]) from None


def default_file() -> Path | None:
    """The configuration file where none is named: the first of `DEFAULT_FILES` that is there, if any."""
    return next((path for path in DEFAULT_FILES if path.is_file()), None)


def bodies(config: Path | None) -> Path:
    """The folder of bodies that a meeting file may name: `bodies` beside the configuration file."""
    return (config or default_file() or DEFAULT_FILES[0]).parent / "bodies"


def _check_file(file: Path | None) -> None:
    if file is None:
        return
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFileError([f"{file}: cannot be read ({error.strerror}); name the right one with --config"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFileError([f"{file}: is no TOML: {error}"]) from None


def _check_names(environment: Mapping[str, str]) -> None:
    """Refuse a misspelt name, which pydantic-settings would pass over in silence."""
    known = {name.upper() for name in Settings.model_fields}
    names = [name for name in environment if name.upper().startswith(PREFIX)]
    unknown = [name for name in names if name.upper().removeprefix(PREFIX).partition("__")[0] not in known]
    if unknown:
        raise SettingsError([f"{name}: there is no such setting; README.md lists them" for name in unknown])


def _sources(file: Path | None, credentials: str | None) -> type[Settings]:
    class Sourced(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            sources = [init_settings, env_settings]
            if credentials and isinstance(file_secret_settings, SecretsSettingsSource):
                secrets = NestedSecretsSettingsSource(
                    file_secret_settings,
                    secrets_dir=credentials,
                    secrets_dir_missing="ok",
                    secrets_nested_delimiter="__",
                    env_prefix=PREFIX,
                )
                sources.append(secrets)
            if file is not None:
                sources.append(TomlConfigSettingsSource(settings_cls, file))
            return tuple(sources)

    return Sourced


def _line(error: ErrorDetails) -> str:
    """One line for one wrong setting, in words of our own: pydantic's are written for programmers."""
    limits = error.get("ctx", {})
    path = [str(part) for part in error["loc"]] + ([limits["key"]] if "key" in limits else [])
    name = PREFIX + "__".join(path).upper()
    given = "what is given" if SECRET in path else repr(error.get("input"))
    match error["type"]:
        case "extra_forbidden":
            return f"{name}: there is no such setting; README.md lists them"
        case "table":
            return f"{name}: {limits['what']}"
        case "value_error":
            return f"{name}: {limits.get('error', error['msg'])}"
        case "enum":
            return f"{name}: {given} is not known; choose {limits.get('expected')}"
        case "model_type" | "model_attributes_type":
            return _is_table(path[0])
        case _:
            return f"{name}: {given} cannot be used: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _is_table(key: str) -> str:
    name = PREFIX + key.upper()
    return f"{name}: is a table; set its keys one by one, such as {name}__{EXAMPLES.get(key, 'KEY')}"
