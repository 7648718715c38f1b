# SPDX-License-Identifier: EUPL-1.2
"""Mijn DUO met eHerkenning: the portal. Imports nothing, so nothing can go round through it."""
