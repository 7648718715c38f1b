# SPDX-License-Identifier: EUPL-1.2
"""Mail: texts, the outbox that keeps them, and the delivery over SMTP (R3-R5, R33)."""
