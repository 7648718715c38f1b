# SPDX-License-Identifier: EUPL-1.2
"""The filters on gebruikers: all are conditions of the domain (R12, R15-R17)."""

from sqlalchemy import ColumnElement, select, true

from admin.filters import Keuze, Opties
from portal import bereik
from portal.db import db
from portal.domain import stadia, standen
from portal.domain.stadia import Stadium
from portal.models import Gebruiker, Organisatie, Rol
from portal.models.soorten import Gebruikerstatus, Inlogmiddel
from portal.web.klok import nu

DAGEN = (7, 30, 60, 90)
ALLE = "alle"
BLOKKADE = "blokkade"
DICHT = "dicht"
NOOIT = "nooit"
GEEN = "geen"
STATUSSEN = (
    (Gebruikerstatus.ACTIEF.value, "Actief"),
    (Gebruikerstatus.GEBLOKKEERD.value, "Geblokkeerd"),
    (BLOKKADE, "Blokkade na foute pogingen"),
    (DICHT, "Geblokkeerd of blokkade"),
    (Gebruikerstatus.BEEINDIGD.value, "Beëindigd"),
    (ALLE, "Alle, ook beëindigd"),
)
MIDDELEN = (
    (Inlogmiddel.EHERKENNING.value, "eHerkenning gekoppeld"),
    (Inlogmiddel.TOKEN.value, "Token"),
    (GEEN, "Nog niet"),
    (NOOIT, "Nooit gekoppeld"),
)
WACHT_OP_BRIEF = ("wacht-op", "brief")
WACHT_OP = {"brief": Stadium.AANGEMELD, "code": Stadium.BRIEF, "koppelen": Stadium.CODE}
WACHTENDEN = (("brief", "De brief"), ("code", "Een code"), ("koppelen", "Koppelen"))


def _status(waarde: str) -> ColumnElement[bool]:
    if waarde == ALLE:
        return true()
    if waarde == BLOKKADE:
        return standen.heeft_blokkade(nu())
    if waarde == DICHT:
        return standen.is_dicht(nu())
    return Gebruiker.status == waarde


def _middel(waarde: str) -> ColumnElement[bool]:
    if waarde == NOOIT:
        return standen.nooit_gekoppeld()
    return standen.met_inlogmiddel(None if waarde == GEEN else Inlogmiddel(waarde))


def _organisaties() -> Opties:
    vraag = select(Organisatie.id, Organisatie.naam).order_by(Organisatie.naam)
    return [(str(nummer), naam) for nummer, naam in db.session.execute(vraag)]


def _rollen() -> Opties:
    """Those to hand out: the others are for somebody else to look after."""
    grens = bereik.van(db.session)
    vraag = select(Rol.id, Rol.naam).order_by(Rol.naam)
    if grens is not None:
        vraag = vraag.where(Rol.id.in_(grens.rollen))
    return [(str(nummer), naam) for nummer, naam in db.session.execute(vraag)]


def _binnen() -> Opties:
    return [(str(dagen), f"{dagen} dagen") for dagen in DAGEN]


STATUS = Keuze("status", "Status", _status, STATUSSEN, leeg="Niet beëindigd")
FILTERS = (
    Keuze(
        "organisatie",
        "Organisatie",
        lambda w: Gebruiker.organisatie_id == int(w),
        _organisaties,
    ),
    STATUS,
    Keuze("wacht-op", "Wacht op", lambda w: stadia.is_in(WACHT_OP[w], nu()), WACHTENDEN),
    Keuze("inlogmiddel", "Inlogmiddel", _middel, MIDDELEN),
    Keuze("rol", "Rol", lambda w: standen.heeft_rol(int(w), nu()), _rollen),
    Keuze(
        "vervalt",
        "Koppeling vervalt binnen",
        lambda w: standen.koppeling_vervalt(int(w), nu()),
        _binnen,
    ),
    Keuze(
        "rol-eindigt",
        "Rol loopt af binnen",
        lambda w: standen.rol_loopt_af(int(w), nu()),
        _binnen,
    ),
)
