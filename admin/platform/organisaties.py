# SPDX-License-Identifier: EUPL-1.2
"""Organisaties: numbers, parent, sectoren, what they hold, and ending them."""

from collections.abc import Sequence
from typing import Any

from flask import flash
from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from admin.acties import Actie, Melding
from admin.filters import Keuze, Kvk, Lopend
from admin.formulier import ModelFormulier
from admin.platform.einde import beeindigen, heropenen
from admin.platform.opvolging import zorgen
from admin.platform.organisatieformulier import Organisatieformulier
from admin.platform.organisatiefusie import Fusie
from admin.platform.zinnen import autorisaties, verliezen
from admin.woorden import OPMAAK, aantal, link, lopend, lopend_sinds, opsomming, opties
from portal.db import db
from portal.domain import (
    aanvraagtelling,
    groepen,
    kenmerken,
    organisatie_einde,
    organisatiebeheer,
    organisaties,
    sectoren,
)
from portal.domain.organisatie_einde import Uitkomst
from portal.domain.organisatiebeheer import Gegevens
from portal.domain.zoekindex import organisaties_met
from portal.models import Organisatie, Sector
from portal.models.soorten import Organisatiesoort
from portal.permissions import Permission
from portal.web.ik import ik
from portal.web.klok import nu

GETOOND = 25  # children on the page of a parent
NIET = {
    Uitkomst.AL_BEEINDIGD: "Deze organisatie was al beëindigd.",
    Uitkomst.HEEFT_KINDEREN: (
        "Onder deze organisatie vallen nog andere. Zet die eerst onder een ander bestuur, of voeg "
        "deze organisatie samen met een andere."
    ),
    Uitkomst.TE_VEEL: (
        f"Deze organisatie heeft meer dan {groepen.HOOGSTENS} gebruikers. Dat is te veel voor één "
        "keer. Splits de organisatie eerst, of beëindig eerst accounts."
    ),
    Uitkomst.HEEFT_MEDEWERKERS: (
        "Medewerkers van het portaal horen bij deze organisatie. Zij kan niet worden beëindigd."
    ),
}


def _belet(organisatie: Organisatie) -> str:
    reden = organisatie_einde.belemmering(db.session, organisatie)
    return NIET[reden] if reden is not None else ""


def _uitleg(organisatie: Organisatie) -> Sequence[str]:
    tel = organisaties.tellingen(db.session, organisatie, nu())
    if not tel.gebruikers:
        return [f"{organisatie} heeft geen gebruikers. Niemand wordt geraakt."]
    beheerders = aantal(tel.beheerders, "beheerder", "beheerders")
    gekoppeld = aantal(tel.gekoppeld, "koppeling", "koppelingen")
    return [
        f"Alle accounts van {organisatie} eindigen: "
        f"{aantal(tel.gebruikers, 'gebruiker', 'gebruikers')}"
        f"{f', van wie {beheerders}' if tel.beheerders else ''}.",
        f"Hun rollen vervallen en {gekoppeld} met een eHerkenningsmiddel "
        f"{'wordt' if tel.gekoppeld == 1 else 'worden'} ongedaan gemaakt."
        if tel.gekoppeld
        else "Hun rollen vervallen.",
        "Wie nu is ingelogd, wordt bij de volgende klik uitgelogd.",
        "Wij mailen iedereen dat het account is beëindigd.",
        "Gaan de gebruikers naar een andere organisatie? Kies dan Samenvoegen.",
    ]


def _beeindig(organisatie: Organisatie) -> Melding:
    uitkomst = organisatie_einde.beeindig(db.session, organisatie, door=ik().gebruiker, nu=nu())
    assert uitkomst is Uitkomst.GELUKT, uitkomst  # what stands in the way was asked before
    return Melding(f"{organisatie} is beëindigd.")


class Organisaties(Fusie):
    """List and pages of organisaties."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Organisaties"
    een = "organisatie"
    formulier = Organisatieformulier
    can_create = True
    column_list = ("naam", "soort", "kvk", "plaats", "parent", "status")
    column_details_list = (
        "soort",
        "status",
        "kvk",
        "rsin",
        "oin",
        "parent",
        "adres",
        "postcode",
        "plaats",
        "bestuur_email",
        "sectoren",
        "beheerdersrollen",
    )
    column_labels = {
        "naam": "Naam",
        "soort": "Soort",
        "kvk": "KvK-nummer",
        "rsin": "RSIN",
        "oin": "OIN",
        "parent": "Bestuur",
        "adres": "Straat en huisnummer",
        "postcode": "Postcode",
        "plaats": "Plaats",
        "bestuur_email": "E-mailadres van het bestuur",
        "sectoren": "Sectoren",
        "beheerdersrollen": "Beheerdersrollen",
        "status": "Status",
    }
    column_formatters = {"status": lambda _v, _c, een, _n: lopend(een)}
    column_formatters_detail = {
        "status": lambda _v, _c, een, _n: lopend_sinds(een),
        "parent": lambda view, _c, een, _n: een.parent and view.link_naar(een.parent),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {
        "naam": Organisatie.naam,
        "plaats": Organisatie.plaats,
    }
    column_filters = (
        Keuze("soort", "Soort", lambda w: Organisatie.soort == w, opties(Organisatiesoort)),
        Keuze(
            "sector",
            "Sector",
            lambda slug: Organisatie.sectoren.any(Sector.slug == slug),
            lambda: [(een.slug, een.naam) for een in sectoren.alle(db.session)],
        ),
        Lopend(Organisatie.beeindigd_op),
        Kvk(
            "bestuur",
            "KvK-nummer bestuur",
            lambda kvk: Organisatie.parent.has(Organisatie.kvk == kvk),
        ),
    )
    laadt = (joinedload(Organisatie.parent),)
    zoekt_in = "naam, KvK-nummer of plaats"
    toon_template = "platform/organisatie.html"
    acties: Sequence[Actie] = (
        beeindigen("Organisatie", _uitleg, _beeindig, _belet),
        heropenen(
            "Organisatie",
            lambda organisatie: [
                f"{organisatie} kan weer gebruikers en beheerders krijgen.",
                "Accounts die zijn geëindigd, komen niet vanzelf terug.",
            ],
            organisatie_einde.heropen,
            kan=lambda een: een.beeindigd_op is not None and een.opgegaan_in_id is None,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Organisatie, "Organisaties", "platform_organisaties", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or place, or the begin of the KvK number."""
        return organisaties_met(term)

    def maak(self, formulier: ModelFormulier, obj: Organisatie) -> None:
        """A new organisatie; says which kenmerken were made for it."""
        assert isinstance(formulier, Organisatieformulier)
        gegevens = formulier.gegevens()
        nieuw = _nieuwe_kenmerken(gegevens)
        organisatiebeheer.vul(db.session, obj, gegevens)
        if nieuw:
            flash(f"{nieuw} toegevoegd aan de kenmerken.", "info")

    def wijzig(self, formulier: ModelFormulier, obj: Organisatie) -> None:
        """Change it, with all that follows."""
        assert isinstance(formulier, Organisatieformulier)
        organisatiebeheer.wijzig(
            db.session, obj, formulier.gegevens(), door=ik().gebruiker, nu=nu()
        )

    def gevolgen(self, formulier: ModelFormulier, obj: Organisatie) -> Sequence[str]:
        """Who is touched, and which kenmerken are made."""
        assert isinstance(formulier, Organisatieformulier)
        gegevens = formulier.gegevens()
        gevolg = organisatiebeheer.gevolg(db.session, obj, gegevens, nu())
        uit = verliezen(gevolg.eindigt, "omdat een verplicht kenmerk wegvalt")
        if gevolg.krimpt:
            gaat = "gaat" if gevolg.krimpt == 1 else "gaan"
            uit.append(f"{autorisaties(gevolg.krimpt)} {gaat} door met de andere kenmerken.")
        if uit:
            uit.append("Wij mailen deze gebruikers dat hun rechten zijn gewijzigd.")
        if gevolg.koppelingen:
            wordt = "wordt" if gevolg.koppelingen == 1 else "worden"
            uit.append(
                f"{aantal(gevolg.koppelingen, 'koppeling', 'koppelingen')} met een "
                f"eHerkenningsmiddel {wordt} ongedaan gemaakt, omdat het middel van het oude "
                "nummer of bestuur kan zijn. Wij mailen deze gebruikers hoe zij weer inloggen."
            )
        if gevolg.gebruikers:
            uit.append(
                f"Bij een andere soort kunnen rollen andere taken openen: voor "
                f"{aantal(gevolg.gebruikers, 'gebruiker', 'gebruikers')}."
            )
        if nieuw := _nieuwe_kenmerken(gegevens):
            uit.append(f"{nieuw} toegevoegd aan de kenmerken.")
        return uit

    def erbij(self, obj: Organisatie) -> dict[str, Any]:
        """Who and what belongs to it."""
        opgegaan = obj.opgegaan_in_id and db.session.get(Organisatie, obj.opgegaan_in_id)
        return {
            "tel": organisaties.tellingen(db.session, obj, nu()),
            "kinderen": organisaties.kinderen(db.session, obj, GETOOND),
            "kenmerken": organisaties.kenmerken_per_soort(db.session, obj),
            "opgegaan_in": opgegaan,
            "zorgen": zorgen(obj),
            "aanvragen": aanvraagtelling.per_organisatie(db.session, [obj.id]).get(obj.id, 0),
        }

    def link_naar(self, organisatie: Organisatie) -> str:
        """A link to its page."""
        return link(str(organisatie), self.get_url(".toon", nr=organisatie.id))


def _nieuwe_kenmerken(gegevens: Gegevens) -> str:
    """The kenmerken that do not exist yet, as the begin of a sentence."""
    nieuw = [kenmerken.als_regel(k) for k in gegevens.kenmerken if k.id is None]
    wordt = "wordt" if len(nieuw) == 1 else "worden"
    return f"{opsomming(nieuw)} {wordt}" if nieuw else ""
