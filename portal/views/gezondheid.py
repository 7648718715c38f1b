# SPDX-License-Identifier: EUPL-1.2
"""For operators: is the process alive, can it serve, and its figures."""

import hmac
import os

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal import migratiestand
from portal.config import LOOPBACK, Config
from portal.db import db, maak_ongedaan
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.ik import adres
from portal.web.limieten import limiter

bp = Blueprint("gezondheid", __name__)
limiter.exempt(bp)


@bp.get("/healthz")
@needs(Permission.PUBLIEK)
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@needs(Permission.PUBLIEK)
def readyz() -> Response:
    """Database reachable, migrations at head, limiter storage reachable; else 503 and which."""
    fouten = [
        naam for naam, goed in (("database", _database()), ("limieten", _limieten())) if not goed
    ]
    if fouten:
        return Response(f"niet gereed: {', '.join(fouten)}\n", 503, mimetype="text/plain")
    return Response("gereed\n", mimetype="text/plain")


@bp.get("/metrics")
@needs(Permission.PUBLIEK)
def metrics() -> Response:
    """Prometheus figures, to this machine or with the token only."""
    config: Config = current_app.extensions["config"]
    gegeven = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = config.metrics_token
    goed = token and hmac.compare_digest(gegeven.encode(), token.encode())
    if not goed and adres() not in LOOPBACK:
        abort(403)
    return Response(generate_latest(_register()), content_type=CONTENT_TYPE_LATEST)


def _register() -> CollectorRegistry:
    """The figures of this process, or of all workers where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    samen = CollectorRegistry()
    multiprocess.MultiProcessCollector(samen)  # type: ignore[no-untyped-call]
    return samen


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
        return migratiestand.is_bij(db.engine)
    except SQLAlchemyError:
        maak_ongedaan()
        return False


def _limieten() -> bool:
    return not limiter.enabled or bool(limiter.storage.check())
