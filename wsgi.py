# SPDX-License-Identifier: EUPL-1.2
"""The WSGI application: ``gunicorn wsgi:app`` or ``flask --app wsgi``."""

from portal.app import uit_omgeving

app = uit_omgeving()
