# SPDX-License-Identifier: EUPL-1.2
"""Settings of gunicorn that belong to the portal; the rest is the operator's."""

# A wrong setting then ends the whole server with exit 2, instead of workers that keep starting.
preload_app = True
