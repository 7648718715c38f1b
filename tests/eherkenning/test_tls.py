# SPDX-License-Identifier: EUPL-1.2
"""The back channel over TLS: to a broker that is known, with our certificate if asked (R33)."""

import datetime as dt
import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.config import OnjuisteInstelling, lees
from portal.eherkenning.verbinding import GeenAntwoord, Verbinding, tls_uit
from tests.eherkenning.nepmakelaar import http, luister


def maak(map_: Path, naam: str, adres: str = "127.0.0.1") -> tuple[Path, Path]:
    """A key and a certificate for ``adres``, in files."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    wie = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    nu = dt.datetime.now(dt.UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(wie)
        .issuer_name(wie)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - dt.timedelta(days=1))
        .not_valid_after(nu + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(adres))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(sleutel, hashes.SHA256())
    )
    paden = map_ / f"{naam}.key", map_ / f"{naam}.crt"
    paden[0].write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    paden[1].write_bytes(certificaat.public_bytes(serialization.Encoding.PEM))
    return paden


def verbinding(**paden: Path) -> Verbinding:
    """As the settings make it."""
    env = {f"MIJNDUO_EHERKENNING_TLS_{naam}": str(pad) for naam, pad in paden.items()}
    return Verbinding(tls_uit(lees({"MIJNDUO_DEMO": "1", **env})), geheel=2)


def antwoord(contact: socket.socket, _vraag: bytes) -> None:
    contact.sendall(http(b"<a/>"))


def server(sleutel: Path, certificaat: Path, klanten: Path | None = None) -> ssl.SSLContext:
    """The broker's side; with ``klanten`` it wants to see a certificate from there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificaat, sleutel)
    if klanten is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(klanten)
    return context


def test_een_makelaar_met_een_bekend_certificaat_wordt_gevraagd(tmp_path: Path) -> None:
    sleutel, certificaat = maak(tmp_path, "makelaar")
    with luister(antwoord, server(sleutel, certificaat)) as adres:
        assert verbinding(CA=certificaat).haal(adres, b"<v/>") == b"<a/>"


def test_een_onbekend_certificaat_of_een_voor_een_ander_adres_niet(tmp_path: Path) -> None:
    sleutel, certificaat = maak(tmp_path, "makelaar")
    with luister(antwoord, server(sleutel, certificaat)) as adres:
        with pytest.raises(GeenAntwoord):
            verbinding().haal(adres, b"<v/>")
        with pytest.raises(GeenAntwoord):
            Verbinding().haal(adres, b"<v/>")
    sleutel, certificaat = maak(tmp_path, "elders", "192.0.2.1")
    with luister(antwoord, server(sleutel, certificaat)) as adres, pytest.raises(GeenAntwoord):
        verbinding(CA=certificaat).haal(adres, b"<v/>")


def test_waar_de_makelaar_het_vraagt_tonen_wij_ons_certificaat(tmp_path: Path) -> None:
    sleutel, certificaat = maak(tmp_path, "makelaar")
    eigen_sleutel, eigen = maak(tmp_path, "mijnduo")
    vreemde_sleutel, vreemd = maak(tmp_path, "vreemd")
    with luister(antwoord, server(sleutel, certificaat, klanten=eigen)) as adres:
        bekend = verbinding(CA=certificaat, KEY=eigen_sleutel, CERT=eigen)
        assert bekend.haal(adres, b"<v/>") == b"<a/>"
        for anders in (
            verbinding(CA=certificaat),
            verbinding(CA=certificaat, KEY=vreemde_sleutel, CERT=vreemd),
        ):
            with pytest.raises(GeenAntwoord):
                anders.haal(adres, b"<v/>")


def test_oude_tls_niet(tmp_path: Path) -> None:
    _, certificaat = maak(tmp_path, "makelaar")
    tls = verbinding(CA=certificaat).tls
    assert tls is not None and tls.minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls.verify_mode is ssl.CERT_REQUIRED and tls.check_hostname


def test_een_bestand_dat_er_niet_is_stopt_het_proces_en_wordt_genoemd(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteInstelling, match="TLS_CA"):
        verbinding(CA=tmp_path / "weg.pem")
