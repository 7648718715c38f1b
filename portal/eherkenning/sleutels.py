# SPDX-License-Identifier: EUPL-1.2
"""Key pairs: read from PEM files, or made once for a demo."""

import os
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import xmlsec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from portal.config import OnjuisteInstelling

MIN_BITS = 2048  # what the standard asks; what we make ourselves is longer
DEMO_BITS = 3072
DEMO_GELDIG = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Sleutelpaar:
    """A private key with its certificate, ready for signing and for decrypting."""

    tekenaar: xmlsec.Key = field(repr=False)
    privaat: rsa.RSAPrivateKey = field(repr=False)
    certificaat: str
    naam: str


def lees(sleutelpad: Path, certificaatpad: Path, erbij: str = "") -> Sleutelpaar:
    """Read a pair; raises OnjuisteInstelling when it is no RSA pair of at least 2048 bits, by the
    names of its settings, which end with ``erbij``."""
    sleutel, cert = (f"MIJNDUO_EHERKENNING_{deel}{erbij}" for deel in ("KEY", "CERT"))
    try:
        pem = sleutelpad.read_bytes()
        # The pair is proved below by a signature; the primality test takes 0.1 s at every start.
        privaat = serialization.load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
        certificaat = x509.load_pem_x509_certificate(certificaatpad.read_bytes())
        tekenaar = xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.PEM)
    except (OSError, ValueError, TypeError, xmlsec.Error) as fout:
        raise OnjuisteInstelling(f"{sleutel} en {cert} zijn niet te lezen.") from fout
    if (
        not isinstance(privaat, rsa.RSAPrivateKey)
        or privaat.key_size < MIN_BITS
        or not _horen_bij_elkaar(privaat, certificaat)
    ):
        raise OnjuisteInstelling(
            f"{sleutel} moet een RSA-sleutel van {MIN_BITS} bits of meer zijn,"
            f" die bij {cert} hoort."
        )
    return Sleutelpaar(tekenaar, privaat, der_base64(certificaat), sleutelnaam(certificaat))


def lees_certificaten(pad: Path) -> list[xmlsec.Key]:
    """The public keys of a PEM file with certificates; raises OnjuisteInstelling."""
    try:
        gevonden = x509.load_pem_x509_certificates(pad.read_bytes())
        return [
            xmlsec.Key.from_memory(
                een.public_bytes(serialization.Encoding.DER), xmlsec.KeyFormat.CERT_DER
            )
            for een in gevonden
        ]
    except (OSError, ValueError, xmlsec.Error) as fout:
        raise OnjuisteInstelling(
            "MIJNDUO_EHERKENNING_IDP_METADATA_CERT is niet te lezen."
        ) from fout


def _horen_bij_elkaar(privaat: rsa.RSAPrivateKey, certificaat: x509.Certificate) -> bool:
    """Whether what the key signs, the certificate verifies."""
    publiek = certificaat.public_key()
    if not isinstance(publiek, rsa.RSAPublicKey):
        return False
    proef = b"proef"
    try:
        handtekening = privaat.sign(proef, padding.PKCS1v15(), hashes.SHA256())
        publiek.verify(handtekening, proef, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def der_base64(certificaat: x509.Certificate) -> str:
    """The certificate as metadata holds it: base64 without lines."""
    pem = certificaat.public_bytes(serialization.Encoding.PEM).decode()
    return "".join(pem.splitlines()[1:-1])


def sleutelnaam(certificaat: x509.Certificate) -> str:
    """The KeyName by convention: the SHA-256 fingerprint in hex."""
    return certificaat.fingerprint(hashes.SHA256()).hex()


def van_map(map_: Path, naam: str) -> Sleutelpaar:
    """The demo pair kept in ``map_``; made when missing, also by several workers at once."""
    doel = map_ / "paar"
    if not doel.exists():
        map_.mkdir(parents=True, exist_ok=True)
        tijdelijk = Path(tempfile.mkdtemp(dir=map_))
        _maak(tijdelijk, naam)
        try:
            os.rename(tijdelijk, doel)
        except OSError:  # another worker was first
            for bestand in tijdelijk.iterdir():
                bestand.unlink()
            tijdelijk.rmdir()
    return lees(doel / "sleutel.pem", doel / "certificaat.pem")


def _maak(map_: Path, naam: str) -> None:
    sleutel = rsa.generate_private_key(public_exponent=65537, key_size=DEMO_BITS)
    wie = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    nu = datetime.now(UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(wie)
        .issuer_name(wie)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + DEMO_GELDIG)
        .sign(sleutel, hashes.SHA256())
    )
    pem = sleutel.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (map_ / "sleutel.pem").touch(0o600)
    (map_ / "sleutel.pem").write_bytes(pem)
    (map_ / "certificaat.pem").write_bytes(certificaat.public_bytes(serialization.Encoding.PEM))
