# SPDX-License-Identifier: EUPL-1.2
"""The settings, read once from the environment; the process stops when one is missing or unsafe."""

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from unicodedata import category
from urllib.parse import urlsplit

PREFIX = "MIJNDUO_"
MIN_SECRET = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
AAN = frozenset({"1", "true", "ja", "aan"})
UIT = frozenset({"", "0", "false", "nee", "uit"})
DATABASES = frozenset({"sqlite", "postgresql+psycopg"})
LIMIETOPSLAG = frozenset({"redis", "rediss", "redis+unix"})
ONLEESBAAR = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, no text, line ends
BINDINGEN = frozenset({"", "artifact", "post"})  # empty: as the broker's metadata tells


class OnjuisteInstelling(Exception):
    """A setting is unknown, missing or unsafe; the text says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one process. Names are those of the contract, in lower case.

    Paths and addresses are plain values; secrets never appear in ``repr``.
    """

    secret_key: str = field(repr=False)
    base_url: str
    instance: Path
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    mail_url: str = field(repr=False)
    mail_from: str
    eherkenning_idp_metadata: str | None
    eherkenning_entity_id: str
    eherkenning_key: Path | None
    eherkenning_cert: Path | None
    eherkenning_key_next: Path | None
    eherkenning_cert_next: Path | None
    eherkenning_service_uuid: str
    eherkenning_service_id: str
    eherkenning_binding: str
    eherkenning_cert_in_bericht: bool
    eherkenning_idp_metadata_cert: Path | None
    eherkenning_contact_email: str
    eherkenning_contact_telefoon: str
    eherkenning_tls_ca: Path | None
    eherkenning_tls_key: Path | None
    eherkenning_tls_cert: Path | None
    trusted_proxies: int
    ratelimit_enabled: bool
    metrics_token: str | None = field(repr=False)
    demo: bool
    theme: str
    naam: str

    @property
    def https(self) -> bool:
        """Whether the outside address is https; decides Secure and the __Host- prefix."""
        return self.base_url.startswith("https://")

    @property
    def loopback(self) -> bool:
        """Whether the outside address is this machine only."""
        return (urlsplit(self.base_url).hostname or "") in LOOPBACK


NAMES = {PREFIX + f.name.upper() for f in fields(Config)}


def _waarden(env: Mapping[str, str]) -> dict[str, str]:
    """The MIJNDUO_ settings by bare lower-case name; ``…_FILE`` is replaced by the file's text."""
    uit: dict[str, str] = {}
    for naam, waarde in env.items():
        if not naam.startswith(PREFIX):
            continue
        if naam in NAMES:
            uit.setdefault(naam.removeprefix(PREFIX).lower(), _een_regel(naam, waarde))
            continue
        bloot = naam.removesuffix("_FILE")
        if bloot == naam or bloot not in NAMES:
            raise OnjuisteInstelling(f"{naam} is geen bekende instelling.")
        if env.get(bloot):
            raise OnjuisteInstelling(f"{bloot} en {naam} zijn er allebei: geef er een op.")
        uit[bloot.removeprefix(PREFIX).lower()] = _een_regel(naam, _uit_bestand(naam, waarde))
    return uit


def _een_regel(naam: str, waarde: str) -> str:
    """What may stand in a header of a mail or in a path: no line ends, no control characters."""
    if any(category(teken) in ONLEESBAAR for teken in waarde):
        raise OnjuisteInstelling(f"{naam} mag geen regeleinde of stuurteken bevatten.")
    return waarde


def _uit_bestand(naam: str, pad: str) -> str:
    try:
        return Path(pad).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fout:
        raise OnjuisteInstelling(f"{naam}: het bestand is niet te lezen.") from fout


def _vlag(waarden: Mapping[str, str], naam: str, standaard: bool) -> bool:
    """On or off; a word that is neither stops the process, since nobody knows what was meant."""
    if naam not in waarden:
        return standaard
    woord = waarden[naam].strip().lower()
    if woord not in AAN | UIT:
        raise OnjuisteInstelling(f"{PREFIX}{naam.upper()} moet 1 of 0 zijn.")
    return woord in AAN


def _pad(waarden: Mapping[str, str], naam: str) -> Path | None:
    return Path(waarden[naam]) if waarden.get(naam) else None


def _geheel(waarden: Mapping[str, str], naam: str, standaard: int) -> int:
    tekst = waarden.get(naam, str(standaard))
    if not tekst.isdecimal() or len(tekst) > 2:
        raise OnjuisteInstelling(f"{PREFIX}{naam.upper()} moet een getal van 0 tot en met 99 zijn.")
    return int(tekst)


def maak_map(instance: Path) -> None:
    """Make the instance folder; raises OnjuisteInstelling when nothing can be kept in it."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as fout:
        raise OnjuisteInstelling("MIJNDUO_INSTANCE is geen map en is niet te maken.") from fout
    if not os.access(instance, os.W_OK | os.X_OK):
        raise OnjuisteInstelling("MIJNDUO_INSTANCE is een map waarin niet te schrijven is.")


def _demo_geheim(instance: Path) -> str:
    """A secret made once for the demo, so that a restart keeps sessions and codes valid."""
    maak_map(instance)
    pad = instance / "demo-geheim"
    if not pad.exists():
        nieuw = instance / f"demo-geheim.{os.getpid()}"
        nieuw.write_text(secrets.token_urlsafe(48), encoding="ascii")
        nieuw.chmod(0o600)
        try:
            os.link(nieuw, pad)
        except FileExistsError:
            pass
        finally:
            nieuw.unlink()
    return pad.read_text(encoding="ascii")


def lees(env: Mapping[str, str]) -> Config:
    """Read and check all settings from ``env``.

    Raises OnjuisteInstelling with a Dutch text naming the setting at fault.
    """
    w = _waarden(env)
    demo = _vlag(w, "demo", False)
    instance = Path(w.get("instance") or "instance").absolute()
    config = Config(
        secret_key=w.get("secret_key") or (_demo_geheim(instance) if demo else ""),
        base_url=w.get("base_url", "http://127.0.0.1:8000" if demo else "").rstrip("/"),
        instance=instance,
        database_url=w.get("database_url") or f"sqlite:///{instance / 'mijnduo.sqlite3'}",
        redis_url=w.get("redis_url") or None,
        mail_url=w.get("mail_url") or ("smtp://127.0.0.1:8025" if demo else ""),
        mail_from=w.get("mail_from") or ("Mijn DUO <mijnduo@example.nl>" if demo else ""),
        eherkenning_idp_metadata=w.get("eherkenning_idp_metadata") or None,
        eherkenning_entity_id=w.get("eherkenning_entity_id")
        or ("urn:etoegang:DV:00000003999999990000:entities:9001" if demo else ""),
        eherkenning_key=_pad(w, "eherkenning_key"),
        eherkenning_cert=_pad(w, "eherkenning_cert"),
        eherkenning_key_next=_pad(w, "eherkenning_key_next"),
        eherkenning_cert_next=_pad(w, "eherkenning_cert_next"),
        eherkenning_service_uuid=w.get("eherkenning_service_uuid")
        or ("6e0d3c1e-5b0f-4f0e-8f0a-0c2d7f1f9a11" if demo else ""),
        eherkenning_service_id=w.get("eherkenning_service_id")
        or ("urn:etoegang:DV:00000003999999990000:services:9001" if demo else ""),
        eherkenning_binding=w.get("eherkenning_binding", "").strip().lower(),
        eherkenning_cert_in_bericht=_vlag(w, "eherkenning_cert_in_bericht", False),
        eherkenning_idp_metadata_cert=_pad(w, "eherkenning_idp_metadata_cert"),
        eherkenning_contact_email=w.get("eherkenning_contact_email", ""),
        eherkenning_contact_telefoon=w.get("eherkenning_contact_telefoon", ""),
        eherkenning_tls_ca=_pad(w, "eherkenning_tls_ca"),
        eherkenning_tls_key=_pad(w, "eherkenning_tls_key"),
        eherkenning_tls_cert=_pad(w, "eherkenning_tls_cert"),
        trusted_proxies=_geheel(w, "trusted_proxies", 0),
        ratelimit_enabled=_vlag(w, "ratelimit_enabled", True),
        metrics_token=w.get("metrics_token") or None,
        demo=demo,
        theme=w.get("theme") or "portaal",
        naam=w.get("naam") or "Mijn DUO",
    )
    _controleer(config)
    return config


def _controleer(c: Config) -> None:
    """Refuse what is missing or unsafe; the first fault found is named."""
    for eisen in (_adres_en_geheim, _diensten, _eherkenning):
        for fout, tekst in eisen(c):
            if fout:
                raise OnjuisteInstelling(PREFIX + tekst)


def _is_adres(tekst: str, schemas: Iterable[str]) -> bool:
    """Whether ``tekst`` is an address of one of ``schemas``, with a port that exists."""
    try:
        url = urlsplit(tekst)
        return url.scheme in schemas and "://" in tekst and (url.port is None or url.port > 0)
    except ValueError:
        return False


def _adres_en_geheim(c: Config) -> Iterable[tuple[bool, str]]:
    if not c.base_url:
        return ((True, "BASE_URL ontbreekt."),)
    if not _is_adres(c.base_url, {"http", "https"}):
        return ((True, "BASE_URL is geen webadres."),)
    url = urlsplit(c.base_url)
    return (
        (not url.hostname or "@" in url.netloc, "BASE_URL is geen webadres."),
        (bool(url.path or url.query or url.fragment), "BASE_URL mag geen pad hebben."),
        (url.scheme == "http" and not c.loopback, "BASE_URL moet met https:// beginnen."),
        (c.demo and not c.loopback, "DEMO mag alleen met een BASE_URL op deze machine."),
        (
            len(c.secret_key.strip()) < MIN_SECRET,
            f"SECRET_KEY ontbreekt of is korter dan {MIN_SECRET} tekens.",
        ),
        (not c.theme.replace("-", "").isalnum(), "THEME is geen naam van een themabestand."),
    )


def _diensten(c: Config) -> Iterable[tuple[bool, str]]:
    return (
        (
            not c.ratelimit_enabled and not c.loopback,
            "RATELIMIT_ENABLED=0 mag alleen met een BASE_URL op deze machine.",
        ),
        (
            not c.redis_url and not c.loopback,
            "REDIS_URL ontbreekt; die is nodig om verzoeken per adres te tellen.",
        ),
        (
            not _is_adres(c.database_url, DATABASES),
            "DATABASE_URL moet beginnen met postgresql+psycopg:// of sqlite:///.",
        ),
        (
            c.redis_url is not None and not _is_adres(c.redis_url, LIMIETOPSLAG),
            "REDIS_URL moet beginnen met redis:// of rediss://.",
        ),
        (not c.mail_url, "MAIL_URL ontbreekt."),
        (not c.mail_from, "MAIL_FROM ontbreekt."),
        ("@" not in parseaddr(c.mail_from)[1], "MAIL_FROM is geen e-mailadres."),
    )


def _eherkenning(c: Config) -> Iterable[tuple[bool, str]]:
    return (
        (not c.demo and not c.eherkenning_idp_metadata, "EHERKENNING_IDP_METADATA ontbreekt."),
        (
            not c.demo and not (c.eherkenning_key and c.eherkenning_cert),
            "EHERKENNING_KEY en EHERKENNING_CERT ontbreken.",
        ),
        (
            (c.eherkenning_key is None) != (c.eherkenning_cert is None),
            "EHERKENNING_KEY en EHERKENNING_CERT horen bij elkaar.",
        ),
        (
            (c.eherkenning_key_next is None) != (c.eherkenning_cert_next is None),
            "EHERKENNING_KEY_NEXT en EHERKENNING_CERT_NEXT horen bij elkaar.",
        ),
        (
            (c.eherkenning_tls_key is None) != (c.eherkenning_tls_cert is None),
            "EHERKENNING_TLS_KEY en EHERKENNING_TLS_CERT horen bij elkaar.",
        ),
        (c.eherkenning_binding not in BINDINGEN, "EHERKENNING_BINDING moet artifact of post zijn."),
        (not c.eherkenning_entity_id, "EHERKENNING_ENTITY_ID ontbreekt."),
        (not c.eherkenning_service_uuid, "EHERKENNING_SERVICE_UUID ontbreekt."),
        (not c.eherkenning_service_id, "EHERKENNING_SERVICE_ID ontbreekt."),
    )
