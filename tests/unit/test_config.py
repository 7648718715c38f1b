# SPDX-License-Identifier: EUPL-1.2
"""Settings: a missing or unsafe one is named, and the process ends with 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import OnjuisteInstelling, lees

WORTEL = Path(__file__).resolve().parents[2]
PRODUCTIE = {
    "MIJNDUO_SECRET_KEY": "g" * 32,
    "MIJNDUO_BASE_URL": "https://mijn.example.nl",
    "MIJNDUO_REDIS_URL": "redis://127.0.0.1:6379/9",
    "MIJNDUO_MAIL_URL": "smtp://127.0.0.1:25",
    "MIJNDUO_MAIL_FROM": "mijnduo@example.nl",
    "MIJNDUO_EHERKENNING_IDP_METADATA": "makelaar.xml",
    "MIJNDUO_EHERKENNING_ENTITY_ID": "urn:etoegang:DV:00000003123456780000:entities:1",
    "MIJNDUO_EHERKENNING_KEY": "sleutel.pem",
    "MIJNDUO_EHERKENNING_CERT": "certificaat.pem",
    "MIJNDUO_EHERKENNING_SERVICE_UUID": "6e0d3c1e-5b0f-4f0e-8f0a-0c2d7f1f9a11",
    "MIJNDUO_EHERKENNING_SERVICE_ID": "urn:etoegang:DV:00000003123456780000:services:1",
}


def test_volledige_instellingen_worden_gelezen() -> None:
    config = lees(PRODUCTIE)
    assert config.https and not config.demo
    assert "gggg" not in repr(config), "een geheim staat niet in de weergave"


@pytest.mark.parametrize(
    ("anders", "genoemd"),
    [
        ({"MIJNDUO_SECRET_KEY": "kort"}, "SECRET_KEY"),
        ({"MIJNDUO_BASE_URL": "http://mijn.example.nl"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "https://mijn.example.nl/pad"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "ftp://x"}, "BASE_URL"),
        ({"MIJNDUO_DEMO": "1"}, "DEMO"),
        ({"MIJNDUO_RATELIMIT_ENABLED": "0"}, "RATELIMIT_ENABLED"),
        ({"MIJNDUO_TRUSTED_PROXIES": "veel"}, "TRUSTED_PROXIES"),
        ({"MIJNDUO_ONBEKEND": "1"}, "MIJNDUO_ONBEKEND"),
        ({"MIJNDUO_SECRET_KEY_FILE": "/bestaat/niet"}, "SECRET_KEY_FILE"),
        ({"MIJNDUO_THEME": "../x"}, "THEME"),
        ({"MIJNDUO_EHERKENNING_KEY_NEXT": "x"}, "KEY_NEXT"),
        ({"MIJNDUO_BASE_URL": "https://mijn.example.nl:poort"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "https://mijn.example.nl:99999"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "https://naam:geheim@mijn.example.nl"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "https://mijn.example.nl#deel"}, "BASE_URL"),
        ({"MIJNDUO_BASE_URL": "https://[mijn.example.nl", "MIJNDUO_REDIS_URL": ""}, "BASE_URL"),
        ({"MIJNDUO_DATABASE_URL": "geheim"}, "DATABASE_URL"),
        ({"MIJNDUO_DATABASE_URL": "mysql://naam:geheim@host/db"}, "DATABASE_URL"),
        ({"MIJNDUO_DATABASE_URL": "postgresql+psycopg://geheim@host:poort/db"}, "DATABASE_URL"),
        ({"MIJNDUO_REDIS_URL": "geheim"}, "REDIS_URL"),
        ({"MIJNDUO_REDIS_URL": "memcached://naam:geheim@host"}, "REDIS_URL"),
        ({"MIJNDUO_REDIS_URL": "redis://naam:geheim@host:poort/0"}, "REDIS_URL"),
        ({"MIJNDUO_MAIL_FROM": "Mijn DUO"}, "MAIL_FROM"),
        ({"MIJNDUO_DEMO": "no"}, "DEMO"),
        ({"MIJNDUO_RATELIMIT_ENABLED": "off"}, "RATELIMIT_ENABLED"),
        ({"MIJNDUO_SECRET_KEY": " " * 40}, "SECRET_KEY"),
        ({"MIJNDUO_MAIL_FROM": "a@example.nl\r\nBcc: geheim@example.nl"}, "MAIL_FROM"),
        ({"MIJNDUO_NAAM": "Mijn\nDUO"}, "NAAM"),
        ({"MIJNDUO_NAAM": "Mijn\u2028DUO"}, "NAAM"),
        ({"MIJNDUO_NAAM": "Mijn\udce9"}, "NAAM"),
    ],
)
def test_een_onveilige_instelling_wordt_genoemd(anders: dict[str, str], genoemd: str) -> None:
    with pytest.raises(OnjuisteInstelling, match=genoemd) as fout:
        lees(PRODUCTIE | anders)
    assert "geheim" not in str(fout.value)


@pytest.mark.parametrize(
    ("waarde", "aan"), [("1", True), ("ja", True), ("0", False), ("nee", False), ("", False)]
)
def test_een_schakelaar_staat_aan_of_uit(waarde: str, aan: bool, tmp_path: Path) -> None:
    basis = {"MIJNDUO_BASE_URL": "http://localhost:8000", "MIJNDUO_INSTANCE": str(tmp_path)}
    assert lees(PRODUCTIE | basis | {"MIJNDUO_DEMO": waarde}).demo is aan


def test_een_instelling_en_haar_bestand_samen_wordt_geweigerd(tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("h" * 40)
    with pytest.raises(OnjuisteInstelling, match="SECRET_KEY"):
        lees(PRODUCTIE | {"MIJNDUO_SECRET_KEY_FILE": str(tmp_path / "geheim")})


@pytest.mark.parametrize("ontbreekt", sorted(PRODUCTIE))
def test_elke_ontbrekende_instelling_wordt_genoemd(ontbreekt: str) -> None:
    zonder = {naam: waarde for naam, waarde in PRODUCTIE.items() if naam != ontbreekt}
    with pytest.raises(OnjuisteInstelling, match=ontbreekt.removeprefix("MIJNDUO_")):
        lees(zonder)


def test_een_instelling_uit_een_bestand(tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("h" * 40 + "\n")
    zonder = {n: w for n, w in PRODUCTIE.items() if n != "MIJNDUO_SECRET_KEY"}
    config = lees(zonder | {"MIJNDUO_SECRET_KEY_FILE": str(tmp_path / "geheim")})
    assert config.secret_key == "h" * 40


@pytest.mark.parametrize(
    ("env", "genoemd"),
    [
        ({}, "MIJNDUO_BASE_URL"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_BASE_URL": "https://x.nl"}, "MIJNDUO_DEMO"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_MAIL_URL": "post://x"}, "MIJNDUO_MAIL_URL"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_THEME": "paars"}, "MIJNDUO_THEME"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_DATABASE_URL": "onzin"}, "MIJNDUO_DATABASE_URL"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_REDIS_URL": "onzin"}, "MIJNDUO_REDIS_URL"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": "README.md"}, "MIJNDUO_INSTANCE"),
        ({"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": "/proc/mijnduo"}, "MIJNDUO_INSTANCE"),
    ],
)
def test_het_proces_noemt_de_fout_en_eindigt_met_2(
    env: dict[str, str], genoemd: str, tmp_path: Path
) -> None:
    klaar = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=WORTEL,
        env={"PATH": os.environ["PATH"], "MIJNDUO_INSTANCE": str(tmp_path)} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert klaar.returncode == 2
    assert genoemd in klaar.stderr and "Traceback" not in klaar.stderr


def test_gunicorn_stopt_met_2_in_plaats_van_steeds_opnieuw_te_beginnen(tmp_path: Path) -> None:
    klaar = subprocess.run(
        [str(Path(sys.executable).parent / "gunicorn"), "--bind", "127.0.0.1:0", "wsgi:app"],
        cwd=WORTEL,
        env={"PATH": os.environ["PATH"], "MIJNDUO_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert klaar.returncode == 2
    assert "MIJNDUO_BASE_URL" in klaar.stderr


def test_een_naam_mag_een_spatie_hebben_die_niet_afbreekt_en_letters_van_elders() -> None:
    assert lees(PRODUCTIE | {"MIJNDUO_NAAM": "Mijn\u00a0Ülke"}).naam == "Mijn\u00a0Ülke"


def test_een_instelling_uit_een_bestand_is_ook_een_regel(tmp_path: Path) -> None:
    (tmp_path / "naam").write_text("Mijn\nDUO")
    with pytest.raises(OnjuisteInstelling, match="MIJNDUO_NAAM_FILE"):
        lees(PRODUCTIE | {"MIJNDUO_NAAM_FILE": str(tmp_path / "naam")})
