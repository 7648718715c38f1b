# SPDX-License-Identifier: EUPL-1.2
"""The screens of beheer, on Flask-Admin: columns and verbs, no rules. Here the two menus."""

from collections.abc import Sequence

from flask import Flask, current_app, request
from flask_admin import Admin
from flask_admin.theme import Theme

from admin.basis import Basis
from admin.beheer import gebruikers as beheer_gebruikers
from admin.beheer import importeren
from admin.beheer import overzicht as beheer_overzicht
from admin.platform import (
    aanvragen,
    beheerdersrollen,
    kenmerken,
    kenmerksoorten,
    organisaties,
    rollen,
    sectoren,
)
from admin.platform import documenten as platform_documenten
from admin.platform import gebruikers as platform_gebruikers
from admin.platform import logboek as platform_logboek
from admin.platform import mededelingen as platform_mededelingen
from admin.platform import onderwerpen as platform_onderwerpen
from admin.platform import opvolging as platform_opvolging
from admin.platform import overzicht as platform_overzicht
from admin.platform import taken as platform_taken
from admin.woorden import getal
from portal import bereik
from portal.db import db
from portal.domain import reikwijdte
from portal.permissions import Permission
from portal.web.access import permission_van
from portal.web.ik import ik
from portal.web.klok import nu

BEHEER = "/beheer"
PLATFORMBEHEER = "/platformbeheer"


def registreer(app: Flask) -> None:
    """Add both Admins; raises RuntimeError when an address of beheerders would not be narrowed."""
    with app.app_context():  # with Flask-SQLAlchemy-Lite views need one to be made
        _maak(
            app,
            "Gebruikersbeheer",
            beheer_overzicht.Overzichtspagina(BEHEER),
            [
                beheer_gebruikers.Gebruikers(f"{BEHEER}/gebruikers"),
                importeren.Importeren(f"{BEHEER}/importeren"),
            ],
        )
        _maak(
            app,
            "Platformbeheer",
            platform_overzicht.Overzicht(PLATFORMBEHEER),
            [
                aanvragen.Aanvragen(f"{PLATFORMBEHEER}/aanvragen"),
                organisaties.Organisaties(f"{PLATFORMBEHEER}/organisaties"),
                platform_gebruikers.Gebruikers(f"{PLATFORMBEHEER}/gebruikers"),
                platform_opvolging.Opvolging(f"{PLATFORMBEHEER}/opvolging"),
                rollen.Rollen(f"{PLATFORMBEHEER}/rollen"),
                beheerdersrollen.Beheerdersrollen(f"{PLATFORMBEHEER}/beheerdersrollen"),
                kenmerken.Kenmerken(f"{PLATFORMBEHEER}/kenmerken"),
                kenmerksoorten.Kenmerksoorten(f"{PLATFORMBEHEER}/kenmerksoorten"),
                sectoren.Sectoren(f"{PLATFORMBEHEER}/sectoren"),
                platform_onderwerpen.Onderwerpen(f"{PLATFORMBEHEER}/onderwerpen"),
                platform_taken.Taken(f"{PLATFORMBEHEER}/taken"),
                platform_documenten.Documenten(f"{PLATFORMBEHEER}/documenten"),
                platform_mededelingen.Mededelingen(f"{PLATFORMBEHEER}/mededelingen"),
                platform_logboek.Logboek(f"{PLATFORMBEHEER}/logboek"),
            ],
        )
    app.jinja_env.filters["getal"] = getal
    bereik.luister()
    app.before_request(_begrens)
    _eis_bereik(app)


def _maak(app: Flask, naam: str, begin: Basis, views: Sequence[Basis]) -> None:
    menu = Admin(app, name=naam, index_view=begin, theme=Theme("beheer", "beheer/basis.html"))
    for view in views:
        menu.add_view(view)


def _begrens() -> None:
    """Before any view for beheerders runs, its database session is narrowed (R27)."""
    if permission_van(current_app, request.endpoint or "") is Permission.BEHEER:
        bereik.zet(db.session, reikwijdte.van_beheerder(db.session, ik().gebruiker, nu()))


def _eis_bereik(app: Flask) -> None:
    """All addresses under BEHEER ask for the permission that narrows; else no start."""
    los = [
        regel.rule
        for regel in app.url_map.iter_rules()
        if regel.rule.startswith(f"{BEHEER}/")
        and permission_van(app, regel.endpoint) is not Permission.BEHEER
    ]
    if los:
        raise RuntimeError(f"geen bereik op: {', '.join(los)}")
