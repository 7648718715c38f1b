# SPDX-License-Identifier: EUPL-1.2
"""The received mail of the demo; only with DEMO=1, which is loopback only."""

from flask import Blueprint, abort, current_app, render_template

from portal.config import Config
from portal.permissions import Permission
from portal.post.postbus import Postbus
from portal.web.access import needs

bp = Blueprint("demo_post", __name__, url_prefix="/demo/post")


@bp.get("")
@needs(Permission.PUBLIEK)
def lijst() -> str:
    """All mail, newest first."""
    return render_template("demo/post/lijst.html", brieven=_postbus().alle())


@bp.get("/<int(max=999999):nummer>")
@needs(Permission.PUBLIEK)
def brief(nummer: int) -> str:
    """One mail as text; 404 when there is none of that number."""
    gevonden = _postbus().een(nummer)
    if gevonden is None:
        abort(404)
    return render_template("demo/post/brief.html", brief=gevonden)


def _postbus() -> Postbus:
    config: Config = current_app.extensions["config"]
    return Postbus(config.instance)
