# SPDX-License-Identifier: EUPL-1.2
"""Mijn gegevens: look, change, confirm an e-mail address, take it all along (R23)."""

import json
from datetime import UTC, datetime

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BasisResponse

from portal import audit
from portal.db import db
from portal.domain import emailwijzigingen, gegevens, inzage, sessies
from portal.domain.emailwijzigingen import Uitkomst as Emailuitkomst
from portal.domain.gegevens import Uitkomst
from portal.domain.inzage import Deel
from portal.models import Sector
from portal.permissions import Permission
from portal.tijd import amsterdam
from portal.views.gegevensformulier import GegevensFormulier
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.limieten import GEVOELIG, limiter
from portal.web.transactie import schrijft
