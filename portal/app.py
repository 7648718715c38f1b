# SPDX-License-Identifier: EUPL-1.2
"""Composition root: the only module that knows all others."""

import os
import sys
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import admin
from portal import audit, cli, eherkenning, secrets
from portal.config import Config, OnjuisteInstelling, lees, maak_map
from portal.db import db
from portal.domain import organisaties
from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import Makelaar
from portal.eherkenning.simulator.paginas import Voorbeeld, maak_blueprint
from portal.eherkenning.sleutels import van_map
from portal.permissions import Permission
from portal.post import mailserver, teksten
from portal.views import (
    aanvragen,
    akkoord,
    demo_post,
    gegevens,
    gezondheid,
    inloggen,
    ondertekenen,
    overzicht,
    papier,
    publiek,
    sessie,
    taken,
    toegang,
    zoeken,
)
from portal.views import eherkenning as eherkenning_views
from portal.web import (
    access,
    cijfers,
    fouten,
    ik,
    invoer,
    klok,
    koppen,
    limieten,
    omvang,
    transactie,
    weergave,
)
from wizard.engine import aanvraag, koppelen

WORTEL = Path(__file__).resolve().parent.parent
STATIC = WORTEL / "portal" / "static"
MAX_VERZOEK = 1_000_000  # bytes
JAAR = 31_536_000

BLUEPRINTS = (
    publiek.bp,
    inloggen.bp,
    eherkenning_views.bp,
    koppelen.bp,
    aanvraag.bp,
    aanvragen.bp,
    ondertekenen.bp,
    akkoord.bp,
    overzicht.bp,
    papier.bp,
    taken.bp,
    gegevens.bp,
    toegang.bp,
    sessie.bp,
    zoeken.bp,
    gezondheid.bp,
)


def create_app(config: Config) -> Flask:
    """The portal for ``config``; raises RuntimeError when an endpoint has no permission."""
    secrets.stel_in(config.secret_key)
    audit.luister()
    teksten.stel_in(config.base_url, config.naam)
    mailserver.lees(config.mail_url)
    app = Flask(__name__, template_folder=str(WORTEL / "templates"), static_folder=str(STATIC))
    app.extensions["config"] = config
    _stel_in(app, config)
    db.init_app(app)
    makelaar = _demo_makelaar(app, config) if config.demo else None
    _begin_eherkenning(app, config, makelaar)
    ik.registreer(app)
    transactie.registreer(app)
    omvang.registreer(app)  # before a form is read
    csrf = CSRFProtect(app)  # after the transaction: a refusal is audited with who and where
    csrf.exempt(eherkenning_views.acs)
    _registreer_web(app, config)
    for bp in BLUEPRINTS:
        app.register_blueprint(bp)
    if makelaar is not None:
        _registreer_demo(app, makelaar, csrf)
    admin.registreer(app)
    cli.registreer(app)
    access.eis_dekking(app)
    return app


def _stel_in(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_ENGINES={"default": _engine(config.database_url)},
        MAX_CONTENT_LENGTH=MAX_VERZOEK,
        SESSION_COOKIE_NAME="__Host-mijnduo" if config.https else "mijnduo",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    maak_map(config.instance)
    klok.zet_klok(app)


def _engine(url: str) -> dict[str, object]:
    """Parameters stay out of the text of every database error, and so out of every log (R33)."""
    return {"url": url, "pool_pre_ping": not url.startswith("sqlite"), "hide_parameters": True}


def _registreer_web(app: Flask, config: Config) -> None:
    """The plumbing, in the order in which it sees a request."""
    vast = koppen.vaste_koppen(config.https)
    weergave.registreer(app, config)
    cijfers.registreer(app)
    koppen.registreer(app, vast, lambda: app.extensions["eherkenning"].broker.oorsprong)
    access.registreer(app)
    invoer.registreer(app)
    limieten.registreer(app, config)
    fouten.registreer(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=JAAR,
        allow_all_origins=False,
        add_headers_function=koppen.voor_bestanden(vast),
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=0)  # type: ignore[method-assign]


def _demo_makelaar(app: Flask, config: Config) -> Makelaar:
    """The stand-in broker; it learns of the portal from the portal's metadata only."""
    map_ = config.instance / "demo-makelaar"
    return Makelaar(
        van_map(map_, "Proefmakelaar"),
        config.base_url,
        lambda: eherkenning.metadata(app.extensions["eherkenning"]),
        Kluis(map_ / "antwoorden"),
    )


def _begin_eherkenning(app: Flask, config: Config, makelaar: Makelaar | None) -> None:
    """With the broker that the settings name, its metadata kept fresh; else the stand-in."""
    verversing = None
    if config.eherkenning_idp_metadata is None and makelaar is not None:
        dienst = eherkenning.laad_uit(config, makelaar.metadata())
    else:
        verbinding = eherkenning.Verbinding(eherkenning.tls_uit(config))
        verversing = eherkenning.Verversing(config, verbinding)
        dienst = eherkenning.stel_samen(config, verversing.begin(), verbinding)
    app.extensions["eherkenning"] = dienst
    app.extensions["eherkenning-verversing"] = verversing


def _registreer_demo(app: Flask, makelaar: Makelaar, csrf: CSRFProtect) -> None:
    """The stand-in broker's pages and the received mail; only with DEMO=1."""
    broker = maak_blueprint(makelaar, _voorbeelden, lambda: app.extensions["klok"]())
    csrf.exempt(broker)
    app.register_blueprint(broker)
    app.register_blueprint(demo_post.bp)
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("broker."):
            access.needs(Permission.PUBLIEK)(view)


def _voorbeelden() -> list[Voorbeeld]:
    return [Voorbeeld(o.naam, o.kvk, o.rsin) for o in organisaties.alle(db.session)]


def uit_omgeving() -> Flask:
    """The app from the environment; a wrong setting is named on stderr and ends with exit 2."""
    try:
        return create_app(lees(os.environ))
    except OnjuisteInstelling as fout:
        print(f"Mijn DUO start niet: {fout}", file=sys.stderr)
        raise SystemExit(2) from fout
