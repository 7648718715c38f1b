# SPDX-License-Identifier: EUPL-1.2
"""The forms of an organisatie: its numbers and address, and all that a medewerker keeps of it."""

from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from admin.formulier import ModelFormulier, Uniek, of_niets
from admin.platform.velden import KenmerkenVeld, OrganisatieVeld
from admin.velden import KeuzeVeld, LopendeMultipleField, RelatiesMultipleField
from admin.woorden import opsomming, opties
from portal.db import db
from portal.domain import beheerdersrollen, gegevens, nummers, organisatiebeheer, sectoren
from portal.domain.organisatiebeheer import Gegevens, Parentbezwaar
from portal.models import Organisatie
from portal.models.soorten import Organisatiesoort
from portal.web.formulier import Formulier, bijgesneden, hoogstens, leesbaar, regels
from portal.web.klok import nu

BEZWAREN = {
    Parentbezwaar.ZICHZELF: "Een organisatie kan niet haar eigen bestuur zijn",
    Parentbezwaar.BEEINDIGD: "Deze organisatie is beëindigd. Vul een ander bestuur in",
    Parentbezwaar.ZELF_ONDER_BESTUUR: (
        "Deze organisatie valt zelf onder een bestuur. Vul het KvK-nummer van dat bestuur in"
    ),
    Parentbezwaar.HEEFT_KINDEREN: (
        "Onder deze organisatie vallen zelf organisaties. Dan kan zij niet onder een bestuur vallen"
    ),
}
SMAL, KLEIN = {"breedte": "xs"}, {"breedte": "s"}


def _kvk(_formulier: ModelFormulier, veld: StringField) -> None:
    if not nummers.is_kvknummer(veld.data):
        raise StopValidation("Een KvK-nummer heeft 8 cijfers")


def _rsin(_formulier: ModelFormulier, veld: StringField) -> None:
    if veld.data and not nummers.is_rsin(veld.data):
        raise StopValidation("Dit is geen RSIN. Controleer de 9 cijfers")


def _oin(formulier: ModelFormulier, veld: StringField) -> None:
    if not veld.data:
        return
    if not nummers.is_oin(veld.data):
        raise StopValidation("Een OIN heeft 20 cijfers en begint met 0000000")
    if not nummers.oin_past(veld.data, formulier.kvk.data or "", formulier.rsin.data):
        raise StopValidation("In dit OIN staat een ander KvK-nummer of RSIN")


def postcode_klopt(_formulier: Formulier, veld: StringField) -> None:
    """Validator: a postcode, or nothing; it is kept as "1234 AB"."""
    if not veld.data:
        return
    vorm = nummers.als_postcode(veld.data)
    if vorm is None:
        raise StopValidation("Een postcode schrijft u zo: 1234 AB")
    veld.data = vorm


def _email(_formulier: ModelFormulier, veld: StringField) -> None:
    if veld.data and not gegevens.is_emailadres(veld.data):
        raise StopValidation("Vul een e-mailadres in zoals bestuur@voorbeeld.nl")


def keur_parent(formulier: ModelFormulier, veld: OrganisatieVeld) -> None:
    """Only where it changes, so that what was so before can be saved."""
    rij = formulier.rij
    if veld.data is None or (rij is not None and rij.parent_id == veld.data.id):
        return
    bezwaar = organisatiebeheer.keur_parent(db.session, rij, veld.data)
    if bezwaar is not None:
        raise StopValidation(BEZWAREN[bezwaar])


def _nog_in_gebruik(formulier: "Organisatieformulier", veld: LopendeMultipleField) -> None:
    """What a beheerder has stays on the list: the bestuur decides about that (R29)."""
    rij = formulier.rij
    if rij is None:
        return
    nog = organisatiebeheer.nog_toegekend(db.session, rij, veld.data, nu())
    if nog:
        raise StopValidation(
            f"Een beheerder van deze organisatie heeft nog: {opsomming(nog)}. "
            "Het bestuur trekt dat eerst in"
        )


class Basisgegevens(ModelFormulier):
    """What identifies an organisatie, and where it is."""

    naam = StringField(
        "Naam", regels("De naam", 200, "Vul de naam van de organisatie in"), [bijgesneden]
    )
    soort = KeuzeVeld("Soort", choices=opties(Organisatiesoort), coerce=str)
    kvk = StringField(
        "KvK-nummer",
        [
            *regels("Het KvK-nummer", 8, "Vul het KvK-nummer in"),
            _kvk,
            Uniek(Organisatie.kvk, "Dit KvK-nummer is al van {}"),
        ],
        [bijgesneden],
        description="8 cijfers.",
        render_kw=KLEIN,
    )
    rsin = StringField(
        "RSIN",
        [
            leesbaar,
            hoogstens(9, "Het RSIN"),
            _rsin,
            Uniek(Organisatie.rsin, "Dit RSIN is al van {}"),
        ],
        [of_niets],
        description="9 cijfers.",
        render_kw=KLEIN,
    )
    oin = StringField(
        "OIN",
        [leesbaar, hoogstens(20, "Het OIN"), _oin, Uniek(Organisatie.oin, "Dit OIN is al van {}")],
        [of_niets],
        description="20 cijfers.",
    )
    adres = StringField("Straat en huisnummer", regels("Het adres", 200), [bijgesneden])
    postcode = StringField(
        "Postcode",
        [*regels("De postcode", 7), postcode_klopt],
        [bijgesneden],
        description="Zoals 1234 AB.",
        render_kw=SMAL,
    )
    plaats = StringField("Plaats", regels("De plaats", 100), [bijgesneden])
    parent = OrganisatieVeld(
        "KvK-nummer van het bestuur",
        [keur_parent],
        description="Alleen als de organisatie onder een bestuur (bevoegd gezag) valt.",
        render_kw=KLEIN,
    )


class Organisatieformulier(Basisgegevens):
    """All that a medewerker keeps of an organisatie."""

    bestuur_email = StringField(
        "E-mailadres van het bestuur",
        [leesbaar, hoogstens(254, "Het e-mailadres"), _email],
        [of_niets],
        description="Hierop krijgt het bestuur bericht over zijn beheerders.",
    )
    sectoren = RelatiesMultipleField("Sectoren", rijen=lambda: sectoren.alle(db.session))
    beheerdersrollen = LopendeMultipleField(
        "Beheerdersrollen",
        [_nog_in_gebruik],
        rijen=lambda: beheerdersrollen.lopende(db.session),
        description="Deze beheerdersrollen kan het bestuur voor zijn beheerders aanvragen.",
    )
    kenmerken = KenmerkenVeld(
        "Kenmerken",
        description=(
            "Eén kenmerk per regel: de code van de kenmerksoort en dan de waarde. Zoals: "
            "instellingscode 21AZ. Een waarde die nog niet bestaat, maken wij voor u."
        ),
        render_kw={"rows": 10},
    )

    def gegevens(self) -> Gegevens:
        """What was filled in, for the verbs."""
        waarden: dict[str, Any] = {veld.name: veld.data for veld in self.inhoud()}
        return Gegevens(**waarden | {"soort": Organisatiesoort(self.soort.data)})
