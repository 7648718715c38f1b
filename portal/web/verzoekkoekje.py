# SPDX-License-Identifier: EUPL-1.2
"""Binds an eHerkenning request to this browser: a signed, short-lived cookie of its own.

The answer may come as a cross-site POST, to which a Lax cookie is not sent. So this one is
SameSite=None over https. On a loopback http address browsers take None only with Secure, other
clients take Secure only over https: there both forms are set, with the same value.
"""

from dataclasses import asdict, dataclass

from flask import Request, Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

GELDIG = 30 * 60  # seconds to log in at the broker
HOOGSTENS = 3  # tabs at once
PAD = "/eherkenning"
NAAM, NAAM_LAX = "eherkenning-verzoek", "eherkenning-verzoek-lax"


@dataclass(frozen=True, slots=True)
class Verzoekkoekje:
    """One request that waits for its answer; ``doel`` is where it leads, if not to the portal."""

    relay_state: str
    verzoek_id: str
    sector: str
    doel: str = ""


def _schrijver() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="eherkenning-verzoek")


def _alle(verzoek: Request) -> list[Verzoekkoekje]:
    tekst = verzoek.cookies.get(NAAM) or verzoek.cookies.get(NAAM_LAX) or ""
    try:
        return [Verzoekkoekje(**deel) for deel in _schrijver().loads(tekst, max_age=GELDIG)]
    except (BadData, TypeError):
        return []


def zet(antwoord: Response, verzoek: Request, nieuw: Verzoekkoekje) -> None:
    """Remember ``nieuw`` beside the last few requests of this browser."""
    _bewaar(antwoord, [*_alle(verzoek), nieuw][-HOOGSTENS:])


def zoek(verzoek: Request, relay_state: str) -> Verzoekkoekje | None:
    """The waiting request of this browser under ``relay_state``, or None."""
    return next((k for k in _alle(verzoek) if k.relay_state == relay_state), None)


def wis(antwoord: Response, verzoek: Request, gebruikt: Verzoekkoekje) -> None:
    """Forget a request that was answered."""
    _bewaar(antwoord, [k for k in _alle(verzoek) if k != gebruikt])


def _bewaar(antwoord: Response, koekjes: list[Verzoekkoekje]) -> None:
    waarde = _schrijver().dumps([asdict(koekje) for koekje in koekjes]) if koekjes else ""
    https = bool(current_app.config["SESSION_COOKIE_SECURE"])
    leeftijd = GELDIG if koekjes else 0
    antwoord.set_cookie(
        NAAM, waarde, leeftijd, path=PAD, secure=True, httponly=True, samesite="None"
    )
    if not https:
        antwoord.set_cookie(NAAM_LAX, waarde, leeftijd, path=PAD, httponly=True, samesite="Lax")
