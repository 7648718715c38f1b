# SPDX-License-Identifier: EUPL-1.2
"""Versions of the privacystatement and the gebruikersvoorwaarden (R14, R26)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request
from wtforms import StringField, TextAreaField
from wtforms.validators import StopValidation

from admin.basis import Antwoord
from admin.bewerken import Bewerkbaar
from admin.filters import Keuze
from admin.formulier import ModelFormulier
from admin.lijst import VAN_FLASK_ADMIN
from admin.woorden import OPMAAK
from portal.db import db
from portal.domain import documenten, veilige_tekst
from portal.models import Document
from portal.models.soorten import Documentsoort
from portal.permissions import Permission
from portal.tijd import datum_tijd
from portal.web.formulier import bijgesneden, regels
from portal.web.klok import nu

SOORTEN = {
    Documentsoort.PRIVACY: "Privacystatement",
    Documentsoort.VOORWAARDEN: "Gebruikersvoorwaarden",
}
KORT = 12  # characters of a hash in the list


def _veilig(_formulier: ModelFormulier, veld: TextAreaField) -> None:
    try:
        veilige_tekst.keur(veld.data)
    except veilige_tekst.Onveilig as fout:
        raise StopValidation(str(fout)) from fout


def _niet_ingehaald(formulier: "DocumentFormulier", _veld: TextAreaField) -> None:
    """Somebody else published meanwhile: said once, and then it may go on."""
    vorige = documenten.nieuwste(db.session, formulier.soort)
    if vorige is not None and vorige.id != formulier.gezien:
        formulier.begin_na(formulier.soort, vorige)
        raise StopValidation(
            f"Iemand anders heeft intussen versie {vorige.nummer} gepubliceerd. Lees die eerst."
            " Klik daarna opnieuw als u deze tekst toch wilt publiceren"
        )


class DocumentFormulier(ModelFormulier):
    """The next version; ``stand`` says of which soort, and which version was the last one."""

    titel = StringField(
        "Titel",
        regels("De titel", 150, "Vul een titel in"),
        filters=[bijgesneden],
        render_kw={"breedte": "l"},
    )
    tekst = TextAreaField(
        "Tekst",
        [*regels("De tekst", 100_000, "Vul de tekst in"), _veilig, _niet_ingehaald],
        description=f"In HTML. {veilige_tekst.MAG}. De titel staat er al boven: begin met een"
        " alinea of met h2.",
        render_kw={"rows": 30},
    )

    def begin_na(self, soort: Documentsoort, vorige: Document | None) -> None:
        """Remember what this version comes after."""
        self.stand.data = f"{soort.value}-{vorige.id if vorige else 0}"

    @property
    def soort(self) -> Documentsoort:
        """Which text it is; a form that does not say so ends with 400."""
        naam = (self.stand.data or "").partition("-")[0]
        return Documentsoort(naam) if naam in set(Documentsoort) else abort(400)

    @property
    def gezien(self) -> int:
        """The id of the version that was the last one when the form was opened."""
        nummer = (self.stand.data or "").partition("-")[2]
        return int(nummer) if nummer.isdecimal() and len(nummer) < 10 else 0


class Documenten(Bewerkbaar):
    """List and pages of the versions; what was published stays as it was."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    weg = VAN_FLASK_ADMIN | {"wijzigen"}
    titel = "Voorwaarden en privacy"
    een = "versie"
    knop = "Voorbeeld bekijken"
    formulier = DocumentFormulier
    list_template = "platform/documenten.html"
    toon_template = "platform/document.html"
    column_list = ("titel", "nummer", "geldend", "geldig_vanaf", "tekst_hash")
    column_labels = {
        "titel": "Titel",
        "soort": "Soort",
        "nummer": "Versie",
        "geldend": "Geldt nu",
        "geldig_vanaf": "Geldig vanaf",
        "tekst_hash": "Controlegetal (SHA-256)",
    }
    column_details_list = ("soort", "nummer", "geldig_vanaf", "tekst_hash")
    column_formatters = {
        "geldend": lambda _v, _c, rij, _n: "Ja" if rij.geldt else "Nee",
        "geldig_vanaf": lambda _v, _c, rij, _n: datum_tijd(rij.geldig_vanaf),
        "tekst_hash": lambda _v, _c, rij, _n: f"{rij.tekst_hash[:KORT]}…",
    }
    column_formatters_detail = {
        "soort": lambda _v, _c, rij, _n: SOORTEN[rij.soort],
        "geldig_vanaf": column_formatters["geldig_vanaf"],
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("geldig_vanaf", True)
    sorteert = {"geldig_vanaf": Document.geldig_vanaf}
    column_filters = (
        Keuze(
            "soort",
            "Soort",
            lambda w: Document.soort == w,
            [(soort.value, naam) for soort, naam in SOORTEN.items()],
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Document, "Voorwaarden en privacy", "platform_documenten", url)

    def _rijen(self, nummers: Sequence[int]) -> list[Any]:
        """With whether each is in force."""
        rijen, geldende = super()._rijen(nummers), documenten.geldende(db.session, nu())
        for rij in rijen:
            rij.geldt = rij.id in geldende
        return rijen

    def kop_nieuw(self, formulier: Any) -> str:
        """Says of which text it is a new version."""
        return f"Nieuwe versie: {SOORTEN[formulier.soort].lower()}"

    def begin(self, formulier: Any) -> None:
        """With the text as it is now; 404 without ``?soort=``."""
        naam = request.args.get("soort", "")
        soort = Documentsoort(naam) if naam in set(Documentsoort) else abort(404)
        vorige = documenten.nieuwste(db.session, soort)
        formulier.begin_na(soort, vorige)
        if vorige is not None:
            formulier.titel.data, formulier.tekst.data = vorige.titel, vorige.tekst

    def controle(self, formulier: Any, obj: Any) -> Antwoord:
        """The text as readers get it, and how many have to agree again."""
        return self.bevestig(
            "platform/document_voorbeeld.html",
            formulier,
            obj,
            tekst=veilige_tekst.keur(formulier.tekst.data),
            aantal=documenten.moeten_opnieuw(db.session),
        )

    def maak(self, formulier: Any, obj: Any) -> Document:
        """Publish it; in force from now on."""
        return documenten.publiceer(
            db.session, formulier.soort, formulier.titel.data, formulier.tekst.data, nu()
        )

    def erbij(self, obj: Document) -> Mapping[str, Any]:
        """Whether the hash is that of the text."""
        return {
            "klopt": documenten.tekst_hash(obj.tekst) == obj.tekst_hash,
            "geldt": obj.id in documenten.geldende(db.session, nu()),
        }
