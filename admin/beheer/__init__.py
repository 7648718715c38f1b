# SPDX-License-Identifier: EUPL-1.2
"""The screens of a beheerder, under /beheer/: only the own organisaties (R27)."""
