# SPDX-License-Identifier: EUPL-1.2
"""Mijn gegevens: look, change, confirm an e-mail address, take it all along (R23)."""

import json
from datetime import UTC, datetime

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal import audit
from portal.db import db
from portal.domain import emailwijzigingen, gegevens, invoer, inzage, sessies, toegang
from portal.domain.emailwijzigingen import Uitkomst as Emailuitkomst
from portal.domain.gegevens import Uitkomst
from portal.domain.inzage import Deel
from portal.models import Sector
from portal.permissions import Permission
from portal.tijd import amsterdam
from portal.views import leesbaar
from portal.views.gegevensformulier import FORMULIER, VELDEN, GegevensFormulier
from portal.views.sessie import na_uitloggen
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.invoer import bewaar_ingevuld, onthoudt, velden_van
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from portal.web.transactie import schrijft

bp = Blueprint("gegevens", __name__, url_prefix="/gegevens")
LOGIN_TE_OUD = "Log opnieuw in om uw e-mailadres te wijzigen"
TE_VAAK = "U hebt vandaag al 5 keer een ander e-mailadres opgegeven. Probeer het morgen opnieuw"
INLOGTEKSTEN = {
    ("koppelen", "portaal"): "eHerkenning gekoppeld en ingelogd",
    ("login.eherkenning", "portaal"): "Ingelogd met eHerkenning",
    ("login.token", "portaal"): "Ingelogd met token",
    ("login.token", "fout"): "Mislukte poging met token",
    ("login.token", "geblokkeerd"): "Poging met token geweigerd: geblokkeerd",
    ("login.token", "alleen_eherkenning"): "Token geweigerd: u logt in met eHerkenning",
}
EMAIL_STATUS = {
    Emailuitkomst.LOGIN_TE_OUD: (LOGIN_TE_OUD, 422),
    Emailuitkomst.TE_VAAK: (TE_VAAK, 429),
}


@bp.get("")
@needs(Permission.INGELOGD)
def toon() -> Response:
    """The form with what is stored, or was typed before, and all about the account."""
    formulier, ingevuld = GegevensFormulier(), _eerder_ingevuld()
    formulier.vul(ik().gebruiker, ingevuld)
    return _pagina(formulier, 200, van_eerder=bool(ingevuld))


@bp.post("")
@onthoudt(velden_van(FORMULIER, VELDEN))
@needs(Permission.INGELOGD)
@limiter.limit(GEVOELIG)
def wijzig() -> BasisResponse:
    """Save; a new e-mail address waits for its confirmation. Nothing typed is lost."""
    formulier = GegevensFormulier()
    if not formulier.validate():
        return _pagina(formulier, 422)
    wie, moment = ik(), nu()
    uitkomst = gegevens.wijzig(
        db.session, wie.gebruiker, formulier.invoer(), formulier.versie.data or ""
    )
    formulier.versie.data = gegevens.versie(wie.gebruiker)
    if uitkomst is Uitkomst.INTUSSEN_GEWIJZIGD:
        return _pagina(formulier, 409, verschillen=formulier.verschillen(wie.gebruiker))
    email = emailwijzigingen.vraag_aan(
        db.session, wie.sessie, formulier.email.data, pad=_pad, nu=moment
    )
    invoer.vergeet(db.session, wie.gebruiker, FORMULIER)
    if email is Emailuitkomst.LOGIN_TE_OUD:  # saved after the login that is asked for
        invoer.bewaar(wie.sessie, FORMULIER, {"email": formulier.email.data})
    if email in EMAIL_STATUS:
        tekst, status = EMAIL_STATUS[email]
        formulier.email.errors = [tekst]
        return _pagina(formulier, status, opgeslagen=uitkomst is Uitkomst.OPGESLAGEN)
    if uitkomst is Uitkomst.OPGESLAGEN:
        flash("Uw gegevens zijn opgeslagen.", "ok")
    elif email is Emailuitkomst.ONGEWIJZIGD:
        flash("U hebt niets gewijzigd.", "info")
    if email is Emailuitkomst.GEVRAAGD:
        flash("Uw nieuwe e-mailadres geldt pas als u het hebt bevestigd.", "let-op")
    return redirect(url_for("gegevens.toon"), 303)


@bp.post("/ingevuld")
@onthoudt(velden_van(FORMULIER, VELDEN))
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def ingevuld() -> Response:
    """What stands in the form when a limit comes, sent by the page: kept, not saved (R24)."""
    bewaar_ingevuld()
    return Response(status=204)


@bp.post("/ingevuld/wissen")
@needs(Permission.INGELOGD)
def wis_ingevuld() -> BasisResponse:
    """Forget what was typed before, and show what is stored."""
    invoer.vergeet(db.session, ik().gebruiker, FORMULIER)
    return redirect(url_for("gegevens.toon"), 303)


@bp.post("/e-mail/intrekken")
@needs(Permission.INGELOGD)
def email_intrekken() -> BasisResponse:
    """Withdraw the open change of the e-mail address."""
    emailwijzigingen.trek_in(db.session, ik().gebruiker, nu())
    flash("Uw e-mailadres blijft zoals het was.", "ok")
    return redirect(url_for("gegevens.toon"), 303)


@bp.get("/e-mail/bevestigd")
@needs(Permission.PUBLIEK)
def email_bevestigd() -> str:
    """That the new address counts from now on."""
    return render_template("gegevens/email_bevestigd.html")


@bp.get("/e-mail/<token>")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def email(token: str) -> Response:
    """Behind the link: a button. Looking changes nothing, mail scanners open links too."""
    gevonden = emailwijzigingen.bekijk(db.session, token, nu())
    if gevonden is None:
        return _link_werkt_niet()
    return make_response(
        render_template("gegevens/email_bevestigen.html", wijziging=gevonden, token=token)
    )


@bp.post("/e-mail/<token>")
@needs(Permission.PUBLIEK)
@limiter.limit(GEVOELIG)
def bevestig_email(token: str) -> BasisResponse:
    """The new address counts; works without being logged in, the link is the proof."""
    uitkomst = emailwijzigingen.bevestig(db.session, token, nu())
    if uitkomst is not Emailuitkomst.BEVESTIGD:
        return _link_werkt_niet()
    return redirect(url_for("gegevens.email_bevestigd"), 303)


@bp.post("/sessies/beeindigen")
@needs(Permission.INGELOGD)
def overal_uitloggen() -> BasisResponse:
    """End all own sessions, this one too (S26)."""
    wie = ik().gebruiker
    sessies.beeindig_alle(db.session, wie, nu())
    audit.leg_vast(db.session, "sessie.overal_uitgelogd", op=wie)
    return na_uitloggen()


@bp.get("/download")
@schrijft
@needs(Permission.INGELOGD)
def download() -> Response:
    """All own data as a JSON file; audited."""
    moment = nu()
    inhoud = {
        "gemaakt_op": moment,
        "gegevens": {deel.titel: deel.rijen for deel in _haal_op("json")},
    }
    tekst = json.dumps(inhoud, ensure_ascii=False, indent=2, default=_als_tekst)
    antwoord = Response(tekst, mimetype="application/json")
    naam = f"mijn-gegevens-{amsterdam(moment):%Y-%m-%d}.json"
    antwoord.headers.set("Content-Disposition", "attachment", filename=naam)
    return antwoord


@bp.get("/download/leesbaar")
@schrijft
@needs(Permission.INGELOGD)
def download_leesbaar() -> str:
    """The same as a page to read or print; audited."""
    tabellen = [leesbaar.tabel(deel) for deel in _haal_op("pagina")]
    return render_template("gegevens/leesbaar.html", tabellen=tabellen, moment=nu())


def _haal_op(vorm: str) -> list[Deel]:
    wie = ik().gebruiker
    audit.leg_vast(db.session, "gegevens.gedownload", op=wie, vorm=vorm)
    return inzage.alles(db.session, wie)


def _eerder_ingevuld() -> dict[str, str]:
    """What was typed before a limit came, as far as it differs from what is stored."""
    wie, moment = ik(), nu()
    gevonden = invoer.terug(db.session, wie.gebruiker, FORMULIER, moment)
    if not emailwijzigingen.mag_wijzigen(wie.sessie, moment):
        gevonden.pop("email", None)
    anders = any(
        waarde != getattr(wie.gebruiker, naam)
        for naam, waarde in gevonden.items()
        if naam != "versie"
    )
    return gevonden if anders else {}


def _als_tekst(waarde: datetime) -> str:
    return waarde.astimezone(UTC).isoformat(timespec="seconds")


def _pad(token: str) -> str:
    return url_for("gegevens.email", token=token)


def _link_werkt_niet() -> Response:
    return make_response(render_template("gegevens/email_link.html"), 404)


def _pagina(
    formulier: GegevensFormulier,
    status: int,
    verschillen: list[tuple[str, str, str]] | None = None,
    opgeslagen: bool = False,
    van_eerder: bool = False,
) -> Response:
    wie, moment = ik(), nu()
    sector = db.session.get(Sector, wie.sessie.sector_id) if wie.sessie.sector_id else None
    pagina = render_template(
        "gegevens/toon.html",
        formulier=formulier,
        account=gegevens.account(db.session, wie.gebruiker, moment),
        lopend=emailwijzigingen.lopende(db.session, wie.gebruiker, moment),
        login_vers=emailwijzigingen.mag_wijzigen(wie.sessie, moment),
        sector=sector,
        verschillen=verschillen,
        opgeslagen=opgeslagen,
        van_eerder=van_eerder,
        inlogteksten=INLOGTEKSTEN,
        gemis=lambda autorisatie: toegang.gemis(autorisatie, moment),
    )
    return make_response(pagina, status)
