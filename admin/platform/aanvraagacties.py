# SPDX-License-Identifier: EUPL-1.2
"""What a medewerker does with a request of the bestuur: words around the verbs (R29)."""

from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from admin import brief
from admin.acties import Actie, Melding
from admin.platform.aanvraagpersoon import PersoonFormulier
from admin.platform.aanvraagwoorden import BEZWAREN, WEIGERINGEN, gevolgen
from admin.platform.organisatieformulier import postcode_klopt
from admin.velden import KeuzeVeld
from admin.woorden import opsomming, opties
from portal.db import db
from portal.domain import aanvraagbesluit, aanvraaginvoer, aanvraagplan, brieven
from portal.domain.aanvraagbesluit import Uitkomst
from portal.models import Aanvraag, Gebruiker
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from portal.permissions import Permission
from portal.web.formulier import Formulier, bijgesneden, regels, verplicht
from portal.web.ik import ik
from portal.web.klok import nu

Verb = Callable[..., Uitkomst]


class Afwijzing(Formulier):
    """Why not."""

    reden = TextAreaField(
        "Reden",
        regels("De reden", 2000, "Vul in waarom de aanvraag wordt afgewezen"),
        filters=[bijgesneden],
        description="Deze tekst gaat per e-mail naar wie aanvroeg en naar alle ondertekenaars.",
    )


class NieuweOrganisatie(Formulier):
    """What the form does not tell of an organisatie that is not known yet."""

    soort = KeuzeVeld(
        "Soort organisatie",
        [verplicht("Kies de soort organisatie")],
        choices=[("", "Kies een soort"), *opties(Organisatiesoort)],
        coerce=str,
    )
    adres = StringField(
        "Straat en huisnummer",
        regels("Het adres", 200, "Vul het adres in: daar gaat de brief naartoe"),
        filters=[bijgesneden],
    )
    postcode = StringField(
        "Postcode",
        [*regels("De postcode", 7, "Vul de postcode in, zoals 1234 AB"), postcode_klopt],
        filters=[bijgesneden],
        render_kw={"breedte": "xs"},
    )
    plaats = StringField(
        "Plaats", regels("De plaats", 100, "Vul de plaats in"), filters=[bijgesneden]
    )


def _melding(uitkomst: Uitkomst, gelukt: str) -> Melding:
    if uitkomst is Uitkomst.GELUKT:
        return Melding(gelukt)
    return Melding(WEIGERINGEN[uitkomst], gelukt=False)


def _doe(verb: Verb, gelukt: str) -> Callable[[Aanvraag, Formulier], Melding]:
    return lambda aanvraag, _formulier: _melding(
        verb(db.session, aanvraag, door=ik().gebruiker, nu=nu()), gelukt
    )


def is_behandelaar(aanvraag: Aanvraag) -> bool:
    """Whether who looks may assess it now."""
    return aanvraagbesluit.is_behandelaar(db.session, aanvraag, ik().gebruiker)


def is_tweede(aanvraag: Aanvraag) -> bool:
    """Whether who looks may confirm it now."""
    return aanvraagbesluit.is_tweede(db.session, aanvraag, ik().gebruiker)


def _te_claimen(aanvraag: Aanvraag) -> bool:
    van_ander = aanvraag.status is Status.IN_BEOORDELING and (
        aanvraag.behandelaar_id != ik().gebruiker.id
    )
    vrij = aanvraag.status is Status.NIEUW
    return vrij or (van_ander and aanvraagbesluit.is_over_te_nemen(aanvraag, nu()))


def _is_bekend(aanvraag: Aanvraag) -> bool:
    return aanvraagplan.maak(db.session, aanvraag, nu()).organisatie is not None


def _belet(aanvraag: Aanvraag) -> str:
    bezwaren = aanvraagplan.maak(db.session, aanvraag, nu()).bezwaren
    return " ".join(BEZWAREN[bezwaar] for bezwaar in bezwaren)


def _uitleg(aanvraag: Aanvraag) -> Sequence[str]:
    return gevolgen(aanvraag, aanvraagplan.maak(db.session, aanvraag, nu()))


def _uitleg_goedkeuren(aanvraag: Aanvraag) -> Sequence[str]:
    return [*_uitleg(aanvraag), "Dit gebeurt pas als een andere medewerker het bevestigt."]


def _uitleg_bevestigen(aanvraag: Aanvraag) -> Sequence[str]:
    return [*_uitleg(aanvraag), "Het bestuur en de beheerders krijgen een e-mail."]


def _keur_goed(aanvraag: Aanvraag, formulier: Formulier) -> Melding:
    nieuw = {}
    if isinstance(formulier, NieuweOrganisatie):
        nieuw = {
            veld: str(formulier[veld].data) for veld in ("soort", "adres", "postcode", "plaats")
        }
    uitkomst = aanvraagbesluit.keur_goed(
        db.session, aanvraag, nieuwe_organisatie=nieuw, door=ik().gebruiker, nu=nu()
    )
    return _melding(uitkomst, "Uw oordeel is vastgelegd. Een andere medewerker bevestigt het.")


def _wijs_af(aanvraag: Aanvraag, formulier: Afwijzing) -> Melding:
    uitkomst = aanvraagbesluit.wijs_af(
        db.session, aanvraag, formulier.reden.data, door=ik().gebruiker, nu=nu()
    )
    return _melding(uitkomst, "De aanvraag is afgewezen. De reden is gemaild.")


def te_schrijven(aanvraag: Aanvraag) -> list[Gebruiker]:
    """The new beheerders who may have a letter."""
    if aanvraag.status is not Status.TOEGEKEND:
        return []
    return [
        regel.gebruiker
        for regel in aanvraag.beheerders
        if regel.handeling is Handeling.AANMELDEN
        and regel.gebruiker is not None
        and regel.gebruiker.status is not Gebruikerstatus.BEEINDIGD
    ]


def _haal_brieven(aanvraag: Aanvraag, _formulier: Formulier) -> Melding | Response:
    resultaat = brief.haal(te_schrijven(aanvraag))
    if resultaat.uitkomst is not brieven.Uitkomst.GEMAAKT:
        return Melding("Er is geen brief te maken.", gelukt=False)
    return brief.als_pdf(resultaat, f"brieven-{aanvraag.referentie}.pdf")


def _voeg_persoon_toe(aanvraag: Aanvraag, formulier: PersoonFormulier) -> Melding:
    rij = formulier.als_rij()
    if aanvraaginvoer.voeg_toe(db.session, aanvraag, rij, door=ik().gebruiker):
        return Melding("De persoon staat op de aanvraag.")
    return Melding(WEIGERINGEN[Uitkomst.KAN_NIET_MEER], gelukt=False)


def _wis_personen(aanvraag: Aanvraag, _formulier: Formulier) -> Melding:
    if aanvraaginvoer.begin_opnieuw(db.session, aanvraag, door=ik().gebruiker):
        return Melding("Er staat niemand meer op de aanvraag.")
    return Melding(WEIGERINGEN[Uitkomst.KAN_NIET_MEER], gelukt=False)


def _op_papier(aanvraag: Aanvraag) -> bool:
    return aanvraaginvoer.kan(db.session, aanvraag, ik().gebruiker)


def _zeg(*zinnen: str) -> Callable[[Aanvraag], Sequence[str]]:
    return lambda _aanvraag: zinnen


def _actie(
    slug: str,
    naam: str,
    kop: str,
    uitleg: Callable[[Aanvraag], Sequence[str]],
    doe: Callable[[Aanvraag, Any], Melding | Response],
    **meer: Any,
) -> Actie:
    return Actie(
        slug,
        naam,
        titel=lambda een: f"{kop}: {een}",
        uitleg=uitleg,
        doe=doe,
        permission=Permission.MEDEWERKER,
        **meer,
    )


ACTIES = (
    _actie(
        "claimen",
        "In behandeling nemen",
        "Aanvraag in behandeling nemen",
        _zeg("U beoordeelt deze aanvraag. Collega's zien dat u ermee bezig bent."),
        _doe(aanvraagbesluit.claim, "U behandelt deze aanvraag."),
        kan=_te_claimen,
    ),
    _actie(
        "persoon",
        "Persoon overnemen van papier",
        "Persoon overnemen",
        _zeg("Neem over wat op het ondertekende formulier staat."),
        _voeg_persoon_toe,
        formulier=PersoonFormulier,
        kan=lambda een: _op_papier(een) and not aanvraaginvoer.is_vol(een),
    ),
    _actie(
        "personen-wissen",
        "Opnieuw overnemen",
        "Personen wissen",
        _zeg("Alle personen gaan van de aanvraag af. Daarna neemt u ze opnieuw over."),
        _wis_personen,
        kan=lambda een: _op_papier(een) and bool(een.beheerders),
    ),
    _actie(
        "goedkeuren",
        "Goedkeuren",
        "Aanvraag goedkeuren",
        _uitleg_goedkeuren,
        _keur_goed,
        kan=lambda een: is_behandelaar(een) and _is_bekend(een),
        belet=_belet,
        zoals_gezien=True,
    ),
    _actie(
        "goedkeuren-nieuw",
        "Goedkeuren en organisatie toevoegen",
        "Aanvraag goedkeuren",
        _uitleg_goedkeuren,
        _keur_goed,
        formulier=NieuweOrganisatie,
        kan=lambda een: is_behandelaar(een) and not _is_bekend(een),
        belet=_belet,
        zoals_gezien=True,
    ),
    _actie(
        "bevestigen",
        "Bevestigen en toekennen",
        "Aanvraag toekennen",
        _uitleg_bevestigen,
        _doe(aanvraagbesluit.bevestig, "De aanvraag is toegekend. Iedereen is gemaild."),
        kan=is_tweede,
        belet=lambda een: _belet(een) if is_tweede(een) else "",
        zoals_gezien=True,
    ),
    _actie(
        "terugsturen",
        "Terugsturen",
        "Aanvraag terugsturen",
        _zeg("De aanvraag gaat terug naar de eerste beoordelaar. Er wordt niets toegekend."),
        _doe(
            aanvraagbesluit.stuur_terug,
            "De aanvraag is terug bij de eerste beoordelaar.",
        ),
        kan=lambda een: een.status is Status.WACHT_OP_TWEEDE,
    ),
    _actie(
        "teruggeven",
        "Teruggeven",
        "Aanvraag teruggeven",
        _zeg("De aanvraag staat weer open. Een collega kan de aanvraag in behandeling nemen."),
        _doe(aanvraagbesluit.geef_terug, "De aanvraag staat weer open."),
        kan=is_behandelaar,
    ),
    _actie(
        "afwijzen",
        "Afwijzen",
        "Aanvraag afwijzen",
        _zeg("Er wordt niets toegekend. Het bestuur krijgt uw reden per e-mail."),
        _wijs_af,
        formulier=Afwijzing,
        kan=lambda een: is_behandelaar(een) or is_tweede(een),
        gevaarlijk=True,
    ),
    _actie(
        "brieven",
        "Brieven downloaden",
        "Brieven downloaden",
        lambda een: [
            f"U krijgt één pdf met een brief voor {opsomming(te_schrijven(een))}.",
            "Stuur elke brief in een eigen envelop per post naar het adres van de organisatie.",
            "Wij leggen vast dat u de brieven hebt gedownload.",
        ],
        _haal_brieven,
        kan=lambda een: bool(te_schrijven(een)),
    ),
)
