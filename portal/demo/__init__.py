# SPDX-License-Identifier: EUPL-1.2
"""Demo data: invented organisaties and people in a domain that a real user recognises."""
