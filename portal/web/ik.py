# SPDX-License-Identifier: EUPL-1.2
"""Who is using the portal: a server-side session seen through Flask-Login."""

from datetime import datetime

from flask import Flask, g, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user

from portal.db import db
from portal.domain import sessies
from portal.models import Gebruiker, Sessie
from portal.models.soorten import Fase, Inlogmiddel, Medewerkersrol
from portal.web.klok import nu

THUIS = {Fase.KOPPELEN: "koppelen.begin", Fase.AANVRAAG: "aanvragen.mijn"}


class Ik(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The session at hand; its id in the cookie is the random token, never an account id."""

    def __init__(self, gevonden: sessies.Gevonden, token: str, moment: datetime) -> None:
        self.sessie: Sessie = gevonden.sessie
        self.is_beheerder: bool = gevonden.is_beheerder
        self.moet_akkoord: bool = gevonden.moet_akkoord
        self._token = token
        self._moment = moment

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self._token

    @property
    def fase(self) -> Fase | None:
        """Koppelen or portaal."""
        return self.sessie.fase

    @property
    def thuis(self) -> str:
        """The endpoint where one belongs in this phase."""
        return THUIS.get(self.sessie.fase, "overzicht.toon")

    @property
    def gebruiker(self) -> Gebruiker:
        """The account; only in the phase portaal."""
        assert self.sessie.gebruiker is not None
        return self.sessie.gebruiker

    @property
    def medewerkersrol(self) -> Medewerkersrol | None:
        """What the account may do as staff; None when it is not of staff."""
        return self.sessie.gebruiker.medewerkersrol if self.sessie.gebruiker else None

    @property
    def met_eherkenning(self) -> bool:
        """Whether this session began with eHerkenning."""
        return self.sessie.inlogmiddel is Inlogmiddel.EHERKENNING

    @property
    def naam(self) -> str:
        """The name at the top right; empty before koppelen."""
        return self.sessie.gebruiker.naam if self.sessie.gebruiker else ""

    @property
    def seconden_tot_stilte(self) -> int:
        """Seconds until the idle limit, counted from this request (R24)."""
        return int(sessies.STILTE.total_seconds())

    @property
    def seconden_tot_einde(self) -> int:
        """Seconds until the absolute limit (R24)."""
        return int((sessies.einde(self.sessie) - self._moment).total_seconds())


class Bezoeker(AnonymousUserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Nobody in particular."""

    fase: Fase | None = None
    is_beheerder = False
    moet_akkoord = False
    medewerkersrol: Medewerkersrol | None = None
    met_eherkenning = False


def ik() -> Ik:
    """The session at hand; only behind a permission that asks for one."""
    gevonden: Ik = current_user._get_current_object()
    return gevonden


def vergeet_ik() -> None:
    """Nobody, for the rest of this request: the database that knew who it is, is away."""
    g._login_user = Bezoeker()  # where Flask-Login keeps it


def adres() -> str:
    """The caller's address as the trusted proxies tell it."""
    return request.remote_addr or ""


def registreer(app: Flask) -> None:
    """Connect Flask-Login to the sessions in the database."""
    manager = LoginManager(app)
    manager.anonymous_user = Bezoeker
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
    def _laad(token: str) -> Ik | None:
        moment = nu()
        gevonden = sessies.zoek(db.session, token, moment)
        return Ik(gevonden, token, moment) if gevonden else None
