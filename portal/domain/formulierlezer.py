# SPDX-License-Identifier: EUPL-1.2
"""Reads the form of the bestuur when it was filled in on screen; staff checks it (R29).

What is not well-formed is left out: then somebody takes it over from the paper.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain import beheerdersrollen, gegevens, nummers
from portal.domain.aanvraaginvoer import soort_van
from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import Aanvraagbeheerder, Aanvraagrol, Beheerdersrol, Gebruiker
from portal.models.soorten import Aanvraagsoort
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.post import formulier
from portal.post.formulier import BEHEERDERS, Roltekst

HANDELINGEN = {
    Handeling.AANMELDEN: "Aanmelden als beheerder",
    Handeling.WIJZIGEN: "Gegevens of beheerdersrollen wijzigen",
    Handeling.INTREKKEN: "Intrekken: deze persoon is geen beheerder meer",
}
NUMMERS = {"rsin": 9, "bestuursnummer": 5, "instellingscode": 4}
LENGTES = {
    "voorletters": 20,
    "tussenvoegsel": 20,
    "achternaam": 100,
    "functie": 100,
    "email": 254,
    "telefoon": 20,
}


def maak(
    session: Session, *, portaal: str, base_url: str, paden: tuple[str, str], stand: datetime
) -> bytes:
    """The form to fill in, with the beheerdersrollen of now, so that it is never stale."""
    rollen = beheerdersrollen.lopende(session)
    return formulier.maak(
        [Roltekst(rol.code, rol.naam, rol.omschrijving) for rol in rollen],
        portaal=portaal,
        base_url=base_url,
        paden=paden,
        handelingen={een.value: tekst for een, tekst in HANDELINGEN.items()},
        stand=stand,
    )


def mensen(session: Session, velden: Mapping[str, str], keuzes: Keuzes) -> list[Aanvraagbeheerder]:
    """The people on the form that are filled in well enough.

    With all that was ticked, also a beheerdersrol that the organisatie cannot have: staff sees it.
    """
    rollen = beheerdersrollen.lopende(session) if velden else ()
    gevonden = (_mens(velden, f"beheerder{nr}_", keuzes, rollen) for nr in range(1, BEHEERDERS + 1))
    return [een for een in gevonden if een is not None]


def soort(gevonden: Collection[Aanvraagbeheerder]) -> Aanvraagsoort:
    """What a form with these people is called."""
    return soort_van({een.handeling for een in gevonden})


def nummer(velden: Mapping[str, str], naam: str) -> str | None:
    """A number of the organisatie, if it can be one."""
    waarde = _tekst(velden, f"organisatie_{naam}", 50).upper().replace(" ", "")
    goed = nummers.is_rsin(waarde) if naam == "rsin" else waarde.isascii() and waarde.isalnum()
    return waarde if goed and len(waarde) == NUMMERS[naam] else None


def _mens(
    velden: Mapping[str, str], bij: str, keuzes: Keuzes, alle: Sequence[Beheerdersrol]
) -> Aanvraagbeheerder | None:
    gekozen = velden.get(f"{bij}handeling", "")
    wie = {naam: _tekst(velden, bij + naam, lengte) for naam, lengte in LENGTES.items()}
    if gekozen not in set(Handeling) or not wie["achternaam"]:
        return None
    if wie["email"] and not gegevens.is_emailadres(wie["email"]):
        wie["email"] = ""
    if wie["telefoon"] and not gegevens.is_telefoonnummer(wie["telefoon"]):
        wie["telefoon"] = ""
    handeling = Handeling(gekozen)
    rollen = [r for r in alle if f"{bij}rol_{r.code}" in velden]
    return Aanvraagbeheerder(
        handeling=handeling,
        gebruiker=None if handeling is Handeling.AANMELDEN else _account(wie, keuzes),
        **wie,
        aanvraagrollen=[]
        if handeling is Handeling.INTREKKEN
        else [Aanvraagrol(beheerdersrol=rol) for rol in rollen],
    )


def _account(wie: Mapping[str, str], keuzes: Keuzes) -> Gebruiker | None:
    """The beheerder of that last name, if there is one alone."""
    naam = wie["achternaam"].casefold()
    zelfde = [b for b in keuzes.beheerders if b.achternaam.casefold() == naam]
    return zelfde[0] if len(zelfde) == 1 else None


def _tekst(velden: Mapping[str, str], naam: str, lengte: int) -> str:
    waarde = " ".join(velden.get(naam, "").split())
    return "".join(teken for teken in waarde if teken.isprintable())[:lengte]
