# SPDX-License-Identifier: EUPL-1.2
"""Wizards as data: a pure core, one engine that knows HTTP, and the flows."""
