# SPDX-License-Identifier: EUPL-1.2
"""The screens of beheer, on Flask-Admin: columns and verbs, no rules."""
