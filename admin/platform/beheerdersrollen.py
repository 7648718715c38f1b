# SPDX-License-Identifier: EUPL-1.2
"""Beheerdersrollen: which rollen they hand out, what they contain, and ending them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import selectinload
from wtforms.validators import StopValidation

from admin.acties import Melding, MetActies
from admin.filters import Lopend
from admin.formulier import ModelFormulier
from admin.platform.einde import beeindigen, heropenen
from admin.platform.velden import codeveld, naamveld, omschrijvingveld
from admin.velden import LopendeMultipleField
from admin.woorden import OPMAAK, aantal, lopend, lopend_sinds, opsomming
from portal.db import db
from portal.domain import beheerdersrollen, rollen
from portal.domain.beheerdersrollen import Uitkomst
from portal.models import Beheerdersrol
from portal.permissions import Permission
from portal.web.klok import nu

GEEN_BEHEERDER = "Er is op dit moment geen beheerder met deze beheerdersrol."


def _geen_rondgang(formulier: ModelFormulier, veld: LopendeMultipleField) -> None:
    if formulier.rij is None:
        return
    rond = beheerdersrollen.rondgang(db.session, formulier.rij, veld.data)
    if rond:
        raise StopValidation(
            f"{opsomming(rond)} bevat deze beheerdersrol zelf al. Zo ontstaat een kring"
        )


class Beheerdersrolformulier(ModelFormulier):
    """What a beheerdersrol is called, and what its holder may hand out."""

    vast = frozenset({"code"})
    code = codeveld("beheerdersrol", Beheerdersrol.code, 60)
    naam = naamveld("beheerdersrol", Beheerdersrol.naam)
    omschrijving = omschrijvingveld("Voor wie deze beheerdersrol is bedoeld.")
    rollen = LopendeMultipleField(
        "Rollen",
        rijen=lambda: rollen.lopende(db.session),
        description="Deze rollen kan een beheerder met deze beheerdersrol aan gebruikers geven.",
    )
    bevat = LopendeMultipleField(
        "Bevat ook",
        [_geen_rondgang],
        rijen=lambda: beheerdersrollen.lopende(db.session),
        description="De beheerder kan ook alles geven wat deze beheerdersrollen geven.",
    )


def _belet(rol: Beheerdersrol) -> str:
    zonder = beheerdersrollen.zonder_beheerder(db.session, rol, nu())
    if rol.beeindigd_op is not None or not zonder:
        return ""
    houdt = "houdt" if len(zonder) == 1 else "houden"
    return (
        f"{aantal(len(zonder), 'organisatie', 'organisaties')} {houdt} dan geen beheerder over: "
        f"{opsomming(zonder)}. Het bestuur vraagt daar eerst een andere beheerdersrol of een "
        "opvolger aan."
    )


def _uitleg(rol: Beheerdersrol) -> Sequence[str]:
    beheerders, organisaties, _ = beheerdersrollen.in_bezit(db.session, rol, nu())
    uit = [f"Niemand kan de beheerdersrol {rol} nog krijgen."]
    if omvattend := beheerdersrollen.omvattende(db.session, rol):
        uit.append(f"Zij telt niet meer mee in {opsomming(omvattend)}.")
    if not beheerders:
        return [*uit, GEEN_BEHEERDER]
    return [
        *uit,
        f"{_wie(beheerders, organisaties)} {'raakt' if beheerders == 1 else 'raken'} deze "
        "beheerdersrol kwijt. Wij mailen hen.",
        "Rollen die al aan gebruikers zijn gegeven, blijven.",
    ]


def _wie(beheerders: int, organisaties: int) -> str:
    bij = aantal(organisaties, "organisatie", "organisaties")
    return f"{aantal(beheerders, 'beheerder', 'beheerders')} van {bij}"


def _beeindig(rol: Beheerdersrol) -> Melding:
    uitkomst = beheerdersrollen.beeindig(db.session, rol, nu())
    if uitkomst is not Uitkomst.GELUKT:
        return Melding("Deze beheerdersrol was al beëindigd.", gelukt=False)
    return Melding(f"De beheerdersrol {rol} is beëindigd.")


class Beheerdersrollen(MetActies):
    """List and pages of beheerdersrollen."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Beheerdersrollen"
    een = "beheerdersrol"
    formulier = Beheerdersrolformulier
    can_create = True
    column_list = ("naam", "rollen", "bevat", "status")
    column_details_list = ("naam", "code", "omschrijving", "status", "gebruik")
    column_labels = {
        "naam": "Naam",
        "code": "Code",
        "omschrijving": "Omschrijving",
        "rollen": "Rollen",
        "bevat": "Bevat ook",
        "status": "Status",
        "gebruik": "In gebruik bij",
    }
    column_formatters = {"status": lambda _v, _c, rol, _n: lopend(rol)}
    column_formatters_detail = {
        "status": lambda _v, _c, rol, _n: lopend_sinds(rol),
        "gebruik": lambda _v, _c, rol, _n: _gebruik(rol),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {"naam": Beheerdersrol.naam}
    column_filters = (Lopend(Beheerdersrol.beeindigd_op),)
    laadt = (selectinload(Beheerdersrol.rollen), selectinload(Beheerdersrol.bevat))
    zoekt_in = "naam of code"
    toon_template = "platform/beheerdersrol.html"
    acties = (
        beeindigen("Beheerdersrol", _uitleg, _beeindig, _belet),
        heropenen(
            "Beheerdersrol",
            lambda rol: [
                f"Het bestuur kan de beheerdersrol {rol} weer aanvragen.",
                "Wie deze beheerdersrol had, krijgt die niet vanzelf terug.",
            ],
            beheerdersrollen.heropen,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Beheerdersrol, "Beheerdersrollen", "platform_beheerdersrollen", url)

    def vind(self, nr: int, *, slot: bool = False) -> Beheerdersrol:
        """With ``slot`` all are locked first: what one contains is judged over all of them."""
        if slot:
            beheerdersrollen.pak_alle(db.session)
        gevonden: Beheerdersrol = super().vind(nr, slot=slot)
        return gevonden

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or the code."""
        return or_(
            Beheerdersrol.naam.icontains(term, autoescape=True),
            Beheerdersrol.code.icontains(term, autoescape=True),
        )

    def gevolgen(self, formulier: ModelFormulier, obj: Beheerdersrol) -> Sequence[str]:
        """What beheerders can hand out more and less."""
        gevolg = beheerdersrollen.gevolg(
            db.session, obj, formulier.rollen.data, formulier.bevat.data, nu()
        )
        if not gevolg.erbij and not gevolg.weg:
            return ()
        uit = []
        if gevolg.erbij:
            uit.append(f"Wordt erbij uit te delen: {opsomming(gevolg.erbij)}.")
        if gevolg.weg:
            uit.append(f"Kan niet meer worden uitgedeeld: {opsomming(gevolg.weg)}.")
            uit.append("Wat al aan gebruikers is gegeven, blijft.")
        if not gevolg.beheerders:
            return [*uit, GEEN_BEHEERDER]
        return [*uit, f"Dit geldt voor {_wie(gevolg.beheerders, gevolg.organisaties)}."]

    def erbij(self, obj: Beheerdersrol) -> dict[str, Any]:
        """What it hands out, also by what it contains."""
        alle = beheerdersrollen.stelsel(db.session)
        eigen = {rol.id for rol in obj.rollen}
        bereik = alle.rollen(alle.omvat([obj]))
        return {
            "eigen": sorted(obj.rollen, key=str),
            "via": sorted((r for n, r in bereik.items() if n not in eigen), key=str),
            "bevat": sorted(obj.bevat, key=str),
            "omvattend": beheerdersrollen.omvattende(db.session, obj),
        }


def _gebruik(rol: Beheerdersrol) -> str:
    beheerders, organisaties, gehouden = beheerdersrollen.in_bezit(db.session, rol, nu())
    mag = aantal(gehouden, "organisatie mag", "organisaties mogen")
    return f"{_wie(beheerders, organisaties)}; {mag} deze beheerdersrol hebben"
