# SPDX-License-Identifier: EUPL-1.2
"""Registering and authorising, as a beheerder meets it."""
