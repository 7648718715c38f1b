# SPDX-License-Identifier: EUPL-1.2
"""The mails about what was decided on a request of the bestuur (R29); numbers in the text only."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.models import Aanvraag, Gebruiker, Organisatie
from portal.models.soorten import Beheerderhandeling
from portal.post.mail import Mail
from portal.post.teksten import maak


@dataclass(frozen=True, slots=True)
class Beheerdersmaand:
    """What a beheerder got, lost and did in a month."""

    naam: str
    kreeg: Sequence[str]
    verloor: Sequence[str]
    deed: Sequence[str]


def maandbericht(
    organisatie: Organisatie,
    maand: str,
    beheerders: Sequence[Beheerdersmaand],
    zorgen: Sequence[str],
) -> Mail:
    """To the bestuur, about ``maand``, such as "oktober 2026"; ``zorgen`` is how it is now."""
    return maak(
        "bestuur_maandbericht",
        naam=f"bestuur van {organisatie.naam}",
        organisatie=organisatie.naam,
        maand=maand,
        beheerders=beheerders,
        zorgen=zorgen,
    )


def toegekend(aanvraag: Aanvraag, naam: str, regels: Sequence[str]) -> Mail:
    """To the bestuur: what its beheerders got and lost, a sentence each; how a new one begins."""
    nieuw = any(een.handeling is Beheerderhandeling.AANMELDEN for een in aanvraag.beheerders)
    return _over("aanvraag_toegekend", aanvraag, naam, regels=regels, nieuw=nieuw)


def afgewezen(aanvraag: Aanvraag, naam: str, reden: str) -> Mail:
    """To the bestuur: refused, and why."""
    return _over("aanvraag_afgewezen", aanvraag, naam, reden=reden)


def verlopen(aanvraag: Aanvraag, naam: str) -> Mail:
    """To the bestuur: closed, since it was not signed in time."""
    return _over("aanvraag_verlopen", aanvraag, naam)


def beheerder_nieuw(gebruiker: Gebruiker) -> Mail:
    """To a new beheerder: a letter comes by post, and then (R3); without gebruikersnaam (R4)."""
    return _aan("beheerder_nieuw", gebruiker)


def beheerder_gewijzigd(gebruiker: Gebruiker) -> Mail:
    """To somebody with an account: the beheerdersrollen changed, at the request of the bestuur."""
    return _aan("beheerder_gewijzigd", gebruiker)


def beheerder_af(gebruiker: Gebruiker) -> Mail:
    """To who is beheerder no more, and stays a gebruiker."""
    return _aan("beheerder_af", gebruiker)


def _over(
    soort: str,
    aanvraag: Aanvraag,
    naam: str,
    *,
    regels: Sequence[str] = (),
    nieuw: bool = False,
    reden: str = "",
) -> Mail:
    return maak(
        soort,
        naam=naam,
        organisatie=aanvraag.organisatienaam,
        referentie=aanvraag.referentie,
        regels=regels,
        nieuw=nieuw,
        reden=reden,
    )


def _aan(soort: str, gebruiker: Gebruiker) -> Mail:
    return maak(soort, naam=gebruiker.naam, organisatie=gebruiker.organisatie.naam)
