# SPDX-License-Identifier: EUPL-1.2
"""The form on paper: to download without a login, and to hand in signed (R29)."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BasisResponse
from wtforms import StringField
from wtforms.validators import StopValidation

from portal.config import Config
from portal.db import db
from portal.domain import formulierlezer, organisaties, papieren
from portal.domain.papieren import Inzending, Uitkomst
from portal.pdf import MAX_BYTES, MAX_PAGINAS, Keuring, Weigering, keur
from portal.permissions import Permission
from portal.tijd import begin_van, dag_van
from portal.web import persoonsvelden
from portal.web.access import needs
from portal.web.formulier import Formulier, bijgesneden, regels
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, ZWAAR, limiter
from portal.web.omvang import hoogstens
from portal.web.transactie import schrijft_later, zonder_database

bp = Blueprint("papier", __name__, url_prefix="/aanvraag-beheerder/papier")
NAAM = "aanmelding-en-wijziging-beheerder.pdf"
RUIM = 2 * MAX_BYTES  # bytes taken in: a file that is too large is told of beside the field
MB = MAX_BYTES // 1_000_000
FOUTEN = {
    Weigering.LEEG: "Dit bestand is leeg. Kies het ondertekende formulier als pdf",
    Weigering.TE_GROOT: f"Dit bestand is te groot. Kies een pdf van hoogstens {MB} MB",
    Weigering.GEEN_PDF: "Dit is geen pdf. Kies het ondertekende formulier als pdf",
    Weigering.KAPOT: "Dit bestand is beschadigd. Maak de pdf opnieuw en probeer het nog eens",
    Weigering.VERSLEUTELD: "Deze pdf is beveiligd. Maak een pdf zonder wachtwoord of beveiliging",
    Weigering.ACTIEF: (
        "In deze pdf zit iets dat wij niet aannemen, zoals een script of een bijlage. Druk het "
        "formulier af en scan het"
    ),
    Weigering.TE_VEEL_PAGINAS: (
        f"Deze pdf heeft te veel pagina's. Stuur alleen het formulier, hoogstens {MAX_PAGINAS} "
        "pagina's"
    ),
    Weigering.TE_INGEWIKKELD: (
        "Deze pdf kunnen wij niet lezen. Druk het formulier af, scan het en probeer het nog eens"
    ),
}
VOL = {
    Uitkomst.TE_VEEL: (
        "Uw organisatie heeft te veel aanvragen die nog lopen of van vandaag zijn. "
        "Probeer het morgen opnieuw."
    ),
    Uitkomst.VOL: "Uw organisatie heeft te veel formulieren gestuurd. Neem contact met ons op.",
}


class Inleverformulier(Formulier):
    """The signed form, and who may be asked about it."""

    organisatienaam = StringField(
        "Naam van de organisatie",
        regels("De naam van de organisatie", 200, "Vul de naam van uw organisatie in"),
        filters=[bijgesneden],
    )
    contact_naam = StringField(
        "Uw naam", regels("Uw naam", 150, "Vul uw naam in"), filters=[bijgesneden]
    )
    contact_functie = persoonsvelden.functie("Uw functie")
    contact_email = persoonsvelden.email("Uw e-mailadres")
    contact_telefoon = persoonsvelden.telefoon("Uw telefoonnummer")
    bestand = FileField("Het ondertekende formulier")

    def validate_bestand(self, veld: FileField) -> None:
        """There must be one; what it is comes later."""
        if not isinstance(veld.data, FileStorage):
            raise StopValidation("Kies het ondertekende formulier als pdf")


@bp.get("/formulier.pdf")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def formulier() -> Response:
    """The form to fill in, with the beheerdersrollen of now."""
    config: Config = current_app.extensions["config"]
    pdf = formulierlezer.maak(
        db.session,
        portaal=config.naam,
        base_url=config.base_url,
        paden=(url_for("aanvragen.begin"), url_for("papier.begin")),
        stand=begin_van(dag_van(nu())),
    )
    antwoord = Response(pdf, mimetype="application/pdf")
    antwoord.headers.set("Content-Disposition", "attachment", filename=NAAM)
    return antwoord


@bp.get("/")
@needs(Permission.AANVRAGEN)
def begin() -> str:
    """Where to choose the file."""
    return _pagina(_formulier())


@bp.post("/")
@schrijft_later
@hoogstens(RUIM)
@needs(Permission.AANVRAGEN)
@limiter.limit(ZWAAR)
def lever_in() -> BasisResponse | tuple[str, int]:
    """Judge and keep it; a request of it is then new to staff."""
    gevuld = _formulier()
    geldig = gevuld.validate()
    bestand = gevuld.bestand.data if isinstance(gevuld.bestand.data, FileStorage) else None
    inhoud = _lees(bestand)
    with zonder_database():
        keuring = keur(inhoud) if bestand is not None else Keuring(Weigering.LEEG)
    if not geldig or bestand is None:
        if bestand is not None and keuring.weigering is not None:
            gevuld.bestand.errors = [FOUTEN[keuring.weigering]]
        return _pagina(gevuld), 422
    ontvangst = papieren.lever_in(
        db.session,
        ik().sessie,
        _inzending(gevuld, bestand, inhoud, keuring),
        map_=papieren.map_van(current_app.extensions["config"].instance),
        nu=nu(),
    )
    if ontvangst.weigering is not None:
        gevuld.bestand.errors = [FOUTEN[ontvangst.weigering]]
        return _pagina(gevuld), 422
    if ontvangst.aanvraag is None:
        return _pagina(gevuld, VOL[ontvangst.uitkomst]), 429
    flash("Wij hebben uw formulier ontvangen. U krijgt een bevestiging per e-mail.", "ok")
    return redirect(url_for("aanvragen.toon", referentie=ontvangst.aanvraag.referentie), 303)


def _lees(bestand: FileStorage | None) -> bytes:
    """The whole file; what was kept on disk for it goes at once."""
    if bestand is None:
        return b""
    inhoud: bytes = bestand.read()
    bestand.close()
    return inhoud


def _inzending(
    gevuld: Inleverformulier, bestand: FileStorage, inhoud: bytes, keuring: Keuring
) -> Inzending:
    return Inzending(
        inhoud=inhoud,
        naam=bestand.filename or "",
        keuring=keuring,
        organisatienaam=gevuld.organisatienaam.data if "organisatienaam" in gevuld else "",
        contact_naam=gevuld.contact_naam.data,
        contact_functie=gevuld.contact_functie.data,
        contact_email=gevuld.contact_email.data,
        contact_telefoon=gevuld.contact_telefoon.data,
    )


def _formulier() -> Inleverformulier:
    """An organisatie that we know is not asked for its name."""
    leeg = Inleverformulier()
    if organisaties.op_kvk(db.session, ik().sessie.kvk or "") is not None:
        del leeg.organisatienaam
    return leeg


def _pagina(gevuld: Inleverformulier, weigering: str = "") -> str:
    kvk = ik().sessie.kvk or ""
    return render_template(
        "aanvraag/papier.html",
        formulier=gevuld,
        weigering=weigering,
        kvk=kvk,
        organisatie=organisaties.op_kvk(db.session, kvk),
        mb=MB,
        paginas=MAX_PAGINAS,
    )
