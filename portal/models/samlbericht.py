# SPDX-License-Identifier: EUPL-1.2
"""Replay store: ids of SAML messages that were used, shared by all workers."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Samlbericht(Base):
    """A used id (of a request, response or assertion), as hash, kept while it could be valid."""

    __tablename__ = "samlbericht"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    bewaar_tot: Mapped[datetime] = mapped_column(index=True)
