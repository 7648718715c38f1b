# SPDX-License-Identifier: EUPL-1.2
"""The forms for merging and splitting: which organisatie, and what goes along.

What may be typed depends on the organisatie at hand, so each has a form class of its own.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.validators import InputRequired, StopValidation

from admin.platform.organisatieformulier import Basisgegevens
from admin.platform.velden import KenmerkenVeld, OrganisatieVeld
from admin.velden import KeuzeVeld, RegelsVeld
from admin.woorden import opsomming
from portal.db import db
from portal.domain import groepen, kenmerken, splitsing
from portal.models import Gebruiker, Organisatie
from portal.web.formulier import Formulier

IN_HAKEN = re.compile(r"<([^<>]+)>\s*$")
IEDEREEN, LIJST = "kenmerken", "lijst"
WIE = [
    (IEDEREEN, "Iedereen van wie alle kenmerken meegaan"),
    (LIJST, "De gebruikers die ik hieronder noem"),
]


def _van_haar(van: Organisatie) -> Callable[[Formulier, KenmerkenVeld], None]:
    """Validator: only kenmerken that the organisatie holds."""

    def keur(_formulier: Formulier, veld: KenmerkenVeld) -> None:
        vreemd = [een for een in veld.data if een not in van.kenmerken]
        if vreemd:
            genoemd = opsomming([kenmerken.als_regel(kenmerk) for kenmerk in vreemd])
            raise StopValidation(f"{van} heeft dit kenmerk niet: {genoemd}")

    return keur


def samenvoegformulier(van: Organisatie) -> Formulier:
    """The form to let ``van`` go up in another; all goes along until somebody says otherwise."""

    class Samenvoegformulier(Formulier):
        naar = OrganisatieVeld(
            "KvK-nummer van de organisatie waarin zij opgaat",
            [InputRequired("Vul een KvK-nummer in")],
            description="Deze organisatie blijft bestaan en krijgt de gebruikers.",
            render_kw={"breedte": "s"},
        )
        kenmerken = KenmerkenVeld(
            "Kenmerken die meegaan",
            [_van_haar(van)],
            description="Eén per regel. Haal weg wat niet meegaat.",
            render_kw={"rows": 8},
        )
        sectoren = BooleanField("Sectoren die nog ontbreken gaan mee", default=True)
        beheerdersrollen = BooleanField(
            "Beheerdersrollen die nog ontbreken gaan mee, zodat het bestuur die kan aanvragen",
            default=True,
        )

    return Samenvoegformulier(kenmerken=splitsing.lopende_kenmerken(van))


def splitsformulier(van: Organisatie) -> Basisgegevens:
    """The form for the new organisatie and what of ``van`` goes there."""

    class Splitsformulier(Basisgegevens):
        kenmerken = KenmerkenVeld(
            "Kenmerken die naar de nieuwe organisatie gaan",
            [_van_haar(van)],
            description="Eén per regel. Haal weg wat niet meegaat.",
            render_kw={"rows": 8},
        )
        houdt = BooleanField(f"{van} houdt deze kenmerken ook")
        wie = KeuzeVeld("Wie gaat mee?", choices=WIE, default=IEDEREEN, render_kw={"rondjes": True})
        gebruikers = RegelsVeld(
            "Gebruikers die meegaan",
            [_noemt_iemand],
            zoek=lambda regels: _zoek(van, regels),
            regel=_regel,
            description=(
                "Alleen als u hen zelf noemt. Eén per regel: het e-mailadres. Hebben er twee "
                "hetzelfde adres? Schrijf dan: naam <e-mailadres>."
            ),
            render_kw={"rows": 6},
        )

    return Splitsformulier(
        kenmerken=splitsing.lopende_kenmerken(van), soort=van.soort, parent=van.parent
    )


def _noemt_iemand(formulier: Any, veld: RegelsVeld) -> None:
    if formulier.wie.data == LIJST and not veld.data:
        raise StopValidation("Noem de gebruikers die meegaan")


def _regel(gebruiker: Gebruiker) -> str:
    return f"{gebruiker.naam} <{gebruiker.email}>"


def _zoek(van: Organisatie, regels: Sequence[str]) -> dict[str, Gebruiker]:
    """The gebruiker of each line; raises ValueError for an address that two have."""
    mensen = groepen.gebruikers_van(db.session, van)
    per_regel: dict[str, list[Gebruiker]] = {}
    for een in mensen:
        for sleutel in (een.email.casefold(), _regel(een).casefold()):
            per_regel.setdefault(sleutel, []).append(een)
    gevonden = {regel: _kandidaten(regel, per_regel) for regel in regels}
    dubbel = [regel for regel, wie in gevonden.items() if len(wie) > 1]
    if dubbel:
        raise ValueError(f"Hier horen meer gebruikers bij: {opsomming(dubbel)}")
    return {regel: wie[0] for regel, wie in gevonden.items() if wie}


def _kandidaten(regel: str, per_regel: dict[str, list[Gebruiker]]) -> list[Gebruiker]:
    """As typed, else by the address in brackets alone."""
    heel = per_regel.get(regel.casefold(), [])
    adres = IN_HAKEN.search(regel)
    return heel or (per_regel.get(adres[1].strip().casefold(), []) if adres else [])
