# SPDX-License-Identifier: EUPL-1.2
"""The screens around one gebruiker, and around all of them."""
