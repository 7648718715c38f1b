# SPDX-License-Identifier: EUPL-1.2
"""Loads sectoren, kenmerksoorten, the two tiers of rollen, and the organisaties."""

from typing import Any

from portal.demo.boek import Boek, lees
from portal.models import Beheerdersrol, Kenmerk, Kenmerksoort, Organisatie, Rol, Sector


def laad_stelsel(boek: Boek) -> None:
    """Sectoren, kenmerksoorten, rollen, and the beheerdersrollen that hand them out."""
    bron = lees("stelsel")
    for nummer, (slug, (naam, tekst)) in enumerate(bron["sectoren"].items()):
        boek.sectoren[slug] = Sector(slug=slug, naam=naam, omschrijving=tekst, volgorde=nummer)
    for code, (naam, patroon, voorbeeld, tekst) in bron["kenmerksoorten"].items():
        boek.soorten[code] = Kenmerksoort(
            code=code, naam=naam, patroon=patroon, voorbeeld=voorbeeld, omschrijving=tekst
        )
    for code, (naam, soorten, tekst) in bron["rollen"].items():
        nodig = [boek.soorten[soort] for soort in soorten]
        boek.rollen[code] = Rol(code=code, naam=naam, omschrijving=tekst, kenmerksoorten=nodig)
    for code, (naam, rollen, bevat, tekst) in bron["beheerdersrollen"].items():
        boek.beheerdersrollen[code] = Beheerdersrol(
            code=code,
            naam=naam,
            omschrijving=tekst,
            rollen=[boek.rollen[rol] for rol in rollen],
            bevat=[boek.beheerdersrollen[ander] for ander in bevat],
        )
    for groep in (boek.sectoren, boek.soorten, boek.rollen, boek.beheerdersrollen):
        boek.session.add_all(groep.values())
    boek.session.flush()


def laad_organisaties(boek: Boek) -> None:
    """The kenmerken, and the organisaties that hold them, a parent before its children."""
    bron = lees("organisaties")
    for soort, waarden in bron["kenmerken"].items():
        for waarde, naam in waarden.items():
            kenmerk = Kenmerk(soort=boek.soorten[soort], waarde=waarde, naam=naam)
            boek.kenmerken[f"{soort} {waarde}"] = kenmerk
    boek.session.add_all(boek.kenmerken.values())
    for gegevens in bron["organisatie"]:
        boek.organisaties[gegevens["kvk"]] = _organisatie(boek, gegevens)
    boek.session.add_all(boek.organisaties.values())
    boek.session.flush()


def _organisatie(boek: Boek, gegevens: dict[str, Any]) -> Organisatie:
    verwijst = {
        "parent": boek.organisaties[gegevens["parent"]] if "parent" in gegevens else None,
        "sectoren": [boek.sectoren[slug] for slug in gegevens["sectoren"]],
        "kenmerken": [boek.kenmerken[een] for een in gegevens["kenmerken"]],
        "beheerdersrollen": [boek.beheerdersrollen[een] for een in gegevens["beheerdersrollen"]],
    }
    return Organisatie(**{**gegevens, **verwijst})
