"""The settings: one typed object, environment over file, secrets from files.

A wrong or unknown value stops the start with one line that names the setting. Read by `bootstrap` only.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
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


class _Server(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Security = Security.TLS
    user: str = ""
    password: SecretStr = SecretStr("")
    auth: Auth = Auth.PASSWORD
    token_command: str = ""
    ca_file: Path | None = None
    timeout_seconds: Annotated[float, Field(gt=0)] = 30.0

    @model_validator(mode="after")
    def _plain_only_on_loopback(self) -> "_Server":
        if self.security is Security.PLAIN and self.host not in LOOPBACK:
            msg = f"plain to {self.host} would send the password in the open; use tls or starttls"
            raise ValueError(msg)
        return self


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


class DatabaseSettings(BaseModel):
    """Where the journal is kept; an empty URL means SQLite in the data directory."""

    model_config = ConfigDict(extra="forbid")

    url: str = ""


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
    log_level: str = "INFO"

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
