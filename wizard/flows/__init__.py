# SPDX-License-Identifier: EUPL-1.2
"""A wizard each: its steps, forms and what finishing does."""
