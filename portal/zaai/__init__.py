# SPDX-License-Identifier: EUPL-1.2
"""Fills an empty database with as many invented gebruikers as wanted, to try the portal large."""
