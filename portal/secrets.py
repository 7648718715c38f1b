# SPDX-License-Identifier: EUPL-1.2
"""Makes, hashes, compares and encrypts secrets: the only place that does (R2, R5, R33)."""

import base64
import ctypes
import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# No look-alikes: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V (R2).
NAAM_TEKENS = "ACDEFGHJKMNPQRTWXY34679"
NAAM_LENGTE = 8
REFERENTIE_LENGTE = 12  # 54 bits, read aloud in three groups of four
# Crockford base32; 13 characters are 65 bits (R5).
CODE_TEKENS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTE = 13
CODE_GROEPEN = (4, 8)
_LEESFOUTEN = str.maketrans({"O": "0", "I": "1", "L": "1"})

# The hash of a random text that nobody kept, with the parameters below: takes the same time (R12).
VAN_NIEMAND = (
    "$argon2id$v=19$m=19456,t=2,p=1$TH+X4CLEXbxRXaeB+dFnSA$dAh746"
    "m8bGev/9MgN0SlHUmi4zqbHLVqSzWawT7kjWQ"
)

# glibc would keep the 19 MB of a check for the next one, in every thread apart. From this size on
# it gives memory back at once.
M_MMAP_THRESHOLD, GROOT = -3, 1 << 20

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_sleutels: dict[str, bytes] = {}


def stel_in(secret_key: str) -> None:
    """Derive this process's keys from the SECRET_KEY; call once at start."""
    for doel in ("hmac", "fernet"):
        afleiding = HKDF(SHA256(), 32, salt=None, info=f"mijnduo {doel}".encode())
        _sleutels[doel] = afleiding.derive(secret_key.encode())
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # another C library gives back by itself
        mallopt(M_MMAP_THRESHOLD, GROOT)


def maak_gebruikersnaam() -> str:
    """A random name of 8 unmistakable characters (R2); uniqueness is the database's."""
    return "".join(secrets.choice(NAAM_TEKENS) for _ in range(NAAM_LENGTE))


def maak_referentie() -> str:
    """A random number to speak of something by, for example ``A4CD-97HK-MPQR``."""
    tekens = "".join(secrets.choice(NAAM_TEKENS) for _ in range(REFERENTIE_LENGTE))
    return "-".join(tekens[begin : begin + 4] for begin in range(0, REFERENTIE_LENGTE, 4))


def normaal_gebruikersnaam(getypt: str) -> str:
    """The name as stored: capitals, no surrounding spaces (R2)."""
    return getypt.strip().upper()


def maak_activatiecode() -> str:
    """A random code as it is mailed, for example ``4F7K-9QPX-2M3TA`` (R5)."""
    code = "".join(secrets.choice(CODE_TEKENS) for _ in range(CODE_LENGTE))
    een, twee = CODE_GROEPEN
    return f"{code[:een]}-{code[een:twee]}-{code[twee:]}"


def normaal_activatiecode(getypt: str) -> str:
    """The code without spaces and dashes, in capitals, look-alikes read as meant (R5)."""
    kaal = "".join(t for t in getypt.upper() if t.isalnum())
    return kaal.translate(_LEESFOUTEN)


def hash_geheim(geheim: str) -> str:
    """argon2id with a salt of its own."""
    return _hasher.hash(geheim)


def klopt(opgeslagen: str | None, geheim: str) -> bool:
    """Whether ``geheim`` is what was hashed. Without a hash it takes as long and says no (R12)."""
    try:
        _hasher.verify(opgeslagen or VAN_NIEMAND, geheim)
    except (VerificationError, InvalidHashError):
        return False
    return opgeslagen is not None


def maak_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """How a random token is stored; it has enough bits to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def sleutel(doel: str, *delen: str) -> str:
    """A keyed hash (hex) of ``delen`` for one ``doel``: tells equality, not the value (R33)."""
    bericht = "\x00".join((doel, *delen)).encode()
    return hmac.digest(_sleutels["hmac"], bericht, "sha256").hex()


def versleutel(tekst: str) -> bytes:
    """Encrypt for storage at rest."""
    return versleutel_bytes(tekst.encode())


def ontsleutel(gegevens: bytes) -> str:
    """The text that was encrypted; raises cryptography.fernet.InvalidToken when tampered with."""
    return ontsleutel_bytes(gegevens).decode()


def versleutel_bytes(inhoud: bytes) -> bytes:
    """Encrypt a file for storage at rest."""
    return _fernet().encrypt(inhoud)


def ontsleutel_bytes(gegevens: bytes) -> bytes:
    """What was encrypted; raises cryptography.fernet.InvalidToken when tampered with."""
    return _fernet().decrypt(gegevens)


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_sleutels["fernet"]))
