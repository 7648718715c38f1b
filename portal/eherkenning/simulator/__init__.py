# SPDX-License-Identifier: EUPL-1.2
"""A stand-in eHerkenning broker, so that nobody needs real credentials to see the whole flow."""
