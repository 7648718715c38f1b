# SPDX-License-Identifier: EUPL-1.2
"""The conversation with a mail server: encrypted, logged in, and what each answer means."""

import ipaddress
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from portal.post.mail import GeenVerbinding, Geweigerd, NuNiet, Post
from portal.post.verzender import SmtpVerzender
from tests.post.hulp import maak_app, maak_config
from tests.post.smtp import Postkantoor

POST = Post("<1@x.nl>", "jan@example.nl", "Proef", "Tekst\n", datetime(2026, 11, 24, tzinfo=UTC))


def app_voor(mail_url: str, instance: Path) -> Flask:
    return maak_app(maak_config("sqlite://", mail_url, instance))


def verstuur(mail_url: str, instance: Path, post: Post = POST) -> None:
    app = app_voor(mail_url, instance)
    with app.app_context(), SmtpVerzender(app) as verzender:
        verzender.verstuur(post)


@pytest.fixture(scope="module")
def certificaat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key, in one file."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    nu = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    pad = tmp_path_factory.mktemp("tls") / "cert.pem"
    pad.write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + cert.public_bytes(serialization.Encoding.PEM)
    )
    return pad


@pytest.fixture
def beveiligd(certificaat: Path) -> Iterator[Postkantoor]:
    """A server that asks for STARTTLS and a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificaat)
    with Postkantoor(tls=context, wachtwoord="p@ss") as kantoor:
        yield kantoor


def met_starttls(kantoor: Postkantoor, wachtwoord: str = "p%40ss") -> str:
    return f"smtp://jan:{wachtwoord}@127.0.0.1:{kantoor.poort}?starttls=1"


def test_met_starttls_en_wachtwoord_komt_de_mail_aan(
    beveiligd: Postkantoor, certificaat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificaat))
    verstuur(met_starttls(beveiligd), tmp_path)
    assert beveiligd.ontvangen[0]["Subject"] == "Proef"


def test_een_onbekend_certificaat_wordt_niet_vertrouwd(
    beveiligd: Postkantoor, tmp_path: Path
) -> None:
    with pytest.raises(GeenVerbinding, match="SSLCertVerificationError"):
        verstuur(met_starttls(beveiligd), tmp_path)
    assert beveiligd.ontvangen == []


def test_een_fout_wachtwoord_is_geen_fout_van_de_mail(
    beveiligd: Postkantoor, certificaat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificaat))
    with pytest.raises(GeenVerbinding, match="SMTPAuthenticationError"):
        verstuur(met_starttls(beveiligd, "fout"), tmp_path)


def test_een_server_zonder_starttls_krijgt_niets(postkantoor: Postkantoor, tmp_path: Path) -> None:
    with pytest.raises(GeenVerbinding, match="SMTPNotSupportedError"):
        verstuur(f"{postkantoor.url}?starttls=1", tmp_path)
    assert postkantoor.ontvangen == []


@pytest.mark.parametrize(
    ("antwoord", "fout"),
    [
        ("550 bestaat niet", Geweigerd),
        ("450 later", NuNiet),
        ("421 te druk", NuNiet),
    ],
)
def test_het_antwoord_op_de_ontvanger_beslist(
    postkantoor: Postkantoor, tmp_path: Path, antwoord: str, fout: type[Exception]
) -> None:
    postkantoor.rcpt = antwoord
    with pytest.raises(fout, match=antwoord[:3]):
        verstuur(postkantoor.url, tmp_path)


@pytest.mark.parametrize(("antwoord", "fout"), [("554 nee", Geweigerd), ("452 vol", NuNiet)])
def test_het_antwoord_op_de_tekst_beslist(
    postkantoor: Postkantoor, tmp_path: Path, antwoord: str, fout: type[Exception]
) -> None:
    postkantoor.data = antwoord
    with pytest.raises(fout, match=antwoord[:3]):
        verstuur(postkantoor.url, tmp_path)


def test_een_adres_met_een_bijzonder_domein_gaat_als_punycode(
    postkantoor: Postkantoor, tmp_path: Path
) -> None:
    verstuur(
        postkantoor.url, tmp_path, Post("<1@x.nl>", "jan@bücher.nl", "P", "T\n", POST.gemaakt_op)
    )
    assert postkantoor.ontvangen[0]["To"] == "jan@xn--bcher-kva.nl"


def test_een_onverzendbaar_adres_houdt_de_volgende_mail_niet_op(
    postkantoor: Postkantoor, tmp_path: Path
) -> None:
    app = app_voor(postkantoor.url, tmp_path)
    with app.app_context(), SmtpVerzender(app) as verzender:
        with pytest.raises(Geweigerd, match="UnicodeEncodeError"):
            verzender.verstuur(Post("<1@x.nl>", "jörg@example.nl", "P", "T\n", POST.gemaakt_op))
        verzender.verstuur(POST)
    assert len(postkantoor.ontvangen) == 1


def test_een_kop_in_het_onderwerp_gaat_niet_de_deur_uit(
    postkantoor: Postkantoor, tmp_path: Path
) -> None:
    post = Post("<1@x.nl>", "jan@example.nl", "P\r\nBcc: piet@example.nl", "T\n", POST.gemaakt_op)
    with pytest.raises(Geweigerd, match="BadHeaderError"):
        verstuur(postkantoor.url, tmp_path, post)
    assert postkantoor.ontvangen == []


def test_een_verbinding_die_wegvalt_wordt_opnieuw_gemaakt(tmp_path: Path, vrije_poort: int) -> None:
    app = app_voor(f"smtp://127.0.0.1:{vrije_poort}", tmp_path)
    with app.app_context(), SmtpVerzender(app) as verzender:
        for _ in range(2):
            with Postkantoor(poort=vrije_poort) as kantoor:
                verzender.verstuur(POST)
                assert len(kantoor.ontvangen) == 1
        with pytest.raises(GeenVerbinding):
            verzender.verstuur(POST)
