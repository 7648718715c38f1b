# SPDX-License-Identifier: EUPL-1.2
"""A field that says which rollen open a taak, per kind of organisatie: a table of ticks."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select
from wtforms import Field

from admin.woorden import opties
from portal.db import Base, db
from portal.domain.taakbeheer import Opener, zonder_dubbele
from portal.models import Rol, Roltaak
from portal.models.soorten import Organisatiesoort

ELKE = ("", "Elke soort organisatie")
SOORTEN = (ELKE, *opties(Organisatiesoort))


class RoltabelVeld(Field):  # type: ignore[misc]  # WTForms has no types
    """Holds a set of openers; the rows themselves are written by a verb of the domain."""

    template = "platform/roltabel.html"

    def process_data(self, value: Iterable[Roltaak] | None) -> None:
        """Begin with the rows of the taak."""
        self.data = frozenset((een.rol_id, een.organisatiesoort) for een in value or ())
        self._begin = self.data

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """What was ticked; raises ValueError for what is not in the table."""
        kan = {sleutel(rol.id, soort): (rol.id, soort) for rol in self._rollen() for soort in ALLE}
        self.data = zonder_dubbele(kan[een] for een in valuelist if een in kan)
        if set(valuelist) - kan.keys():
            raise ValueError("Kies rollen uit de tabel")

    def populate_obj(self, obj: Base, name: str) -> None:
        """Nothing: see ``taakbeheer.zet_openers``."""

    def regels(self) -> list[tuple[Rol, list[tuple[str, str, bool]]]]:
        """Per rol the ticks: value, kind of organisatie, whether it is on."""
        return [
            (
                rol,
                [
                    (sleutel(rol.id, soort), naam, (rol.id, soort) in self.data)
                    for soort, (_, naam) in zip(ALLE, SOORTEN, strict=True)
                ],
            )
            for rol in self._rollen()
        ]

    def iter_choices(self) -> Iterator[tuple[str, str, bool, dict[str, Any]]]:
        """Every tick, to compare two versions of the form."""
        for rol, vinkjes in self.regels():
            for waarde, naam, aan in vinkjes:
                yield waarde, f"{rol} ({naam.lower()})", aan, {}

    def _rollen(self) -> Sequence[Rol]:
        """Those that can be given, and those that open the taak already."""
        al = [rol_id for rol_id, _ in self._begin]
        kan = or_(Rol.beeindigd_op.is_(None), Rol.id.in_(al))
        return db.session.scalars(select(Rol).where(kan).order_by(Rol.naam)).all()


ALLE: tuple[Organisatiesoort | None, ...] = (None, *Organisatiesoort)


def sleutel(rol_id: int, soort: Organisatiesoort | None) -> str:
    """What a tick sends."""
    return f"{rol_id}-{soort or ''}"


def in_woorden(gekozen: Iterable[Opener], rollen: dict[int, str]) -> list[str]:
    """Each opener as a reader knows it, by name of the rol."""
    namen = dict(zip(ALLE, (naam for _, naam in SOORTEN), strict=True))
    return sorted(f"{rollen[rol_id]} ({namen[soort].lower()})" for rol_id, soort in gekozen)
