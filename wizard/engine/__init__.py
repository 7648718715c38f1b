# SPDX-License-Identifier: EUPL-1.2
"""The views of the wizards: a module each, and what they share."""
