# SPDX-License-Identifier: EUPL-1.2
"""Rollen: which kenmerken they need, which taken they open, and ending them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import selectinload

from admin.acties import Melding, MetActies
from admin.filters import Keuze, Lopend
from admin.formulier import ModelFormulier
from admin.platform.einde import beeindigen, heropenen
from admin.platform.velden import codeveld, naamveld, omschrijvingveld
from admin.platform.zinnen import NIEMAND, autorisaties, mail, verliezen, wie
from admin.velden import RelatiesMultipleField
from admin.woorden import OPMAAK, aantal, lopend, lopend_sinds, opsomming, woord
from portal.db import db
from portal.domain import kenmerken, rollen
from portal.domain.inperking import Omvang
from portal.models import Kenmerksoort, Rol
from portal.permissions import Permission
from portal.web.klok import nu

ELKE_SOORT = "Elke soort organisatie"


class Rolformulier(ModelFormulier):
    """What a rol is called and which kenmerken its holder must have."""

    vast = frozenset({"code"})
    code = codeveld("rol", Rol.code, 60)
    naam = naamveld("rol", Rol.naam)
    omschrijving = omschrijvingveld("Wat iemand met deze rol kan doen.")
    kenmerksoorten = RelatiesMultipleField(
        "Nodige kenmerken",
        rijen=lambda: kenmerken.soorten(db.session),
        description="Wie deze rol krijgt, heeft van elke aangevinkte soort een kenmerk nodig.",
    )


def _uitleg(rol: Rol) -> Sequence[str]:
    omvang = rollen.omvang(db.session, rol, nu())
    uit = [f"Beheerders kunnen de rol {rol} niet meer geven."]
    if in_rollen := rollen.in_beheerdersrollen(db.session, rol):
        uit.append(f"De rol verdwijnt uit {_beheerdersrollen(in_rollen)}.")
    if not omvang.autorisaties:
        return [*uit, NIEMAND]
    return [
        *uit,
        *verliezen(omvang, "meteen"),
        mail(omvang, later=True),
    ]


def _beheerdersrollen(namen: Sequence[object]) -> str:
    soort = "de beheerdersrol" if len(namen) == 1 else "de beheerdersrollen"
    return f"{soort} {opsomming(namen)}"


def _beeindig(rol: Rol) -> Melding:
    if rollen.beeindig(db.session, rol, nu()):
        return Melding(f"De rol {rol} is beëindigd.")
    return Melding("Deze rol was al beëindigd.", gelukt=False)


class Rollen(MetActies):
    """List and pages of rollen."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Rollen"
    een = "rol"
    formulier = Rolformulier
    can_create = True
    column_list = ("naam", "code", "kenmerksoorten", "status")
    column_details_list = (
        "naam",
        "code",
        "omschrijving",
        "kenmerksoorten",
        "status",
        "gebruik",
    )
    column_labels = {
        "naam": "Naam",
        "code": "Code",
        "omschrijving": "Omschrijving",
        "kenmerksoorten": "Nodige kenmerken",
        "status": "Status",
        "gebruik": "Autorisaties",
    }
    column_formatters = {"status": lambda _v, _c, rol, _n: lopend(rol)}
    column_formatters_detail = {
        "status": lambda _v, _c, rol, _n: lopend_sinds(rol),
        "gebruik": lambda _v, _c, rol, _n: _gebruik(rollen.omvang(db.session, rol, nu())),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {"naam": Rol.naam}
    column_filters = (
        Keuze(
            "kenmerksoort",
            "Nodig kenmerk",
            lambda code: Rol.kenmerksoorten.any(Kenmerksoort.code == code),
            lambda: [(een.code, een.naam) for een in kenmerken.soorten(db.session)],
        ),
        Lopend(Rol.beeindigd_op),
    )
    laadt = (selectinload(Rol.kenmerksoorten),)
    zoekt_in = "naam of code"
    toon_template = "platform/rol.html"
    acties = (
        beeindigen("Rol", _uitleg, _beeindig),
        heropenen(
            "Rol",
            lambda rol: [
                f"Beheerders met de juiste beheerdersrol kunnen de rol {rol} weer geven.",
                "Autorisaties die zijn geëindigd, komen niet vanzelf terug.",
            ],
            rollen.heropen,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Rol, "Rollen", "platform_rollen", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or the code."""
        return or_(
            Rol.naam.icontains(term, autoescape=True), Rol.code.icontains(term, autoescape=True)
        )

    def wijzig(self, formulier: ModelFormulier, obj: Rol) -> None:
        """Other kenmerksoorten are for the verb, which tells who is touched."""
        obj.naam, obj.omschrijving = formulier.naam.data, formulier.omschrijving.data
        rollen.stel_kenmerksoorten_in(db.session, obj, formulier.kenmerksoorten.data, nu())

    def gevolgen(self, formulier: ModelFormulier, obj: Rol) -> Sequence[str]:
        """Who would need another kenmerk."""
        gekozen = formulier.kenmerksoorten.data
        erbij = [soort for soort in gekozen if soort not in obj.kenmerksoorten]
        eraf = [soort for soort in obj.kenmerksoorten if soort not in gekozen]
        return [*_erbij(obj, gekozen, erbij), *_eraf(obj, eraf)]

    def erbij(self, obj: Rol) -> dict[str, Any]:
        """What it opens, and which beheerdersrollen hand it out."""
        return {
            "opent": [
                (een, woord(een.organisatiesoort) if een.organisatiesoort else ELKE_SOORT)
                for een in rollen.opent(db.session, obj)
            ],
            "beheerdersrollen": rollen.in_beheerdersrollen(db.session, obj),
        }


def _erbij(rol: Rol, gekozen: Sequence[Kenmerksoort], erbij: Sequence[Kenmerksoort]) -> list[str]:
    if not erbij:
        return []
    namen = opsomming(erbij)
    omvang = rollen.tellen_niet_meer(db.session, rol, gekozen, nu())
    uit = [f"Wie de rol {rol} krijgt, heeft ook dit kenmerk nodig: {namen}."]
    if not omvang.autorisaties:
        return [*uit, "Iedereen met deze rol heeft dit kenmerk al."]
    telt = "telt" if omvang.autorisaties == 1 else "tellen"
    uit.append(
        f"{autorisaties(omvang.autorisaties)} {telt} niet meer, tot een beheerder dit kenmerk "
        f"toevoegt: van {wie(omvang)}."
    )
    uit.append(mail(omvang, later=False))
    zonder = rollen.missen_kenmerk(db.session, rol, gekozen, nu())
    if zonder:
        kan = "heeft" if zonder == 1 else "hebben"
        uit.append(
            f"{aantal(zonder, 'organisatie', 'organisaties')} {kan} zelf geen passend kenmerk. "
            "Daar kan een beheerder dit niet herstellen. Geef die organisaties eerst het kenmerk."
        )
    return uit


def _eraf(rol: Rol, eraf: Sequence[Kenmerksoort]) -> list[str]:
    if not eraf:
        return []
    omvang = rollen.omvang(db.session, rol, nu())
    return [
        f"De rol {rol} wordt niet meer beperkt door: {opsomming(eraf)}.",
        f"Dat geldt voor {wie(omvang)}." if omvang.gebruikers else NIEMAND,
    ]


def _gebruik(omvang: Omvang) -> str:
    return f"{autorisaties(omvang.autorisaties)} van {wie(omvang)}"
