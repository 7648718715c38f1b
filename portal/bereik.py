# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder reaches, enforced in the database session: reads, bulk changes and writes (R27).

Screens do not filter. While a session has a Bereik, every ORM statement is narrowed to the own
organisaties, and a flush that writes anything else raises BuitenBereik. Lazy loads from objects
that were reached are free: they name who acted on them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, event, exists, false, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UserDefinedOption, with_loader_criteria
from sqlalchemy.orm.attributes import History
from sqlalchemy.orm.util import identity_key

from portal.db import Base
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Aanvraagdocument,
    Aanvraagrol,
    Activatiecode,
    Akkoord,
    Auditrecord,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Codeverzoek,
    Emailwijziging,
    Gebruiker,
    Importbestand,
    Importregel,
    Koppeling,
    Mededelinggelezen,
    Ondertekenaar,
    Organisatie,
    Samlbericht,
    Sessie,
    Taakgebruik,
    Teller,
)
from portal.models.organisatie import organisatie_kenmerk

VRIJ = "bereik_vrij"  # execution option: this statement is the house's own, such as the audit chain
SLEUTEL = "bereik"

VAN_GEBRUIKER: tuple[type[Base], ...] = (
    Activatiecode,
    Akkoord,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Emailwijziging,
    Importregel,
    Koppeling,
    Mededelinggelezen,
    Sessie,
    Taakgebruik,
    Teller,
)
VAN_ORGANISATIE: tuple[type[Base], ...] = (Auditrecord, Codeverzoek, Gebruiker, Importbestand)
VERBORGEN: tuple[type[Base], ...] = (
    Aanvraag,
    Aanvraagbeheerder,
    Aanvraagdocument,
    Aanvraagrol,
    Ondertekenaar,
    Samlbericht,
)
SCHRIJFBAAR = (
    Activatiecode,
    Autorisatie,
    Bericht,
    Emailwijziging,
    Gebruiker,
    Importbestand,
    Importregel,
    Koppeling,
    Sessie,
    Teller,
)


class BuitenBereik(Exception):
    """Something outside the reach of the beheerder would be written; nothing is."""


@dataclass(frozen=True, slots=True)
class Bereik:
    """Ids of the organisaties that ``beheerder_id`` manages and of the rollen to hand out."""

    beheerder_id: int
    organisaties: frozenset[int]
    rollen: frozenset[int]
    opties: tuple[UserDefinedOption, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opties", tuple(_opties(self.organisaties)))


def zet(session: Session, bereik: Bereik) -> None:
    """Narrow ``session`` to ``bereik`` until it is closed."""
    session.info[SLEUTEL] = bereik


def van(session: Session) -> Bereik | None:
    """The reach that ``session`` is narrowed to; None is everything."""
    gevonden: Bereik | None = session.info.get(SLEUTEL)
    return gevonden


def luister() -> None:
    """Attach the guard to every session; safe to call more than once."""
    for naam, functie in (("do_orm_execute", _lees), ("before_flush", _schrijf)):
        if not event.contains(Session, naam, functie):
            event.listen(Session, naam, functie)


def _opties(organisaties: frozenset[int]) -> Iterable[Any]:
    """One criterion for every model that says something about people or organisaties."""
    eigen = sorted(organisaties)
    yield _criterium(Organisatie, Organisatie.id.in_(eigen))
    for model in VAN_ORGANISATIE:
        yield _criterium(model, model.organisatie_id.in_(eigen))  # type: ignore[attr-defined]
    for model in VAN_GEBRUIKER:
        yield _criterium(model, _van_een_eigen(model, eigen))
    for model in VERBORGEN:
        yield _criterium(model, false())


def _van_een_eigen(model: Any, eigen: Sequence[int]) -> ColumnElement[bool]:
    """Looked up per row: a list of all own people is long, and most queries are about a few."""
    mensen = Gebruiker.__table__.alias("eigen_gebruiker")
    zelf = mensen.c.id == model.gebruiker_id
    return exists().where(zelf, mensen.c.organisatie_id.in_(eigen)).correlate_except(mensen)


def _criterium(model: type[Base], voorwaarde: ColumnElement[bool]) -> Any:
    return with_loader_criteria(model, voorwaarde, include_aliases=True, propagate_to_loaders=False)


def _lees(toestand: ORMExecuteState) -> None:
    """Every ORM statement, ``session.get``, count and bulk change included."""
    bereik = van(toestand.session)
    if bereik is None or toestand.execution_options.get(VRIJ):
        return
    if toestand.is_column_load or toestand.is_relationship_load:
        return
    if toestand.is_insert:
        raise BuitenBereik("bulk insert")
    if toestand.is_orm_statement:
        opdracht: Select[Any] = toestand.statement  # type: ignore[assignment]
        toestand.statement = opdracht.options(*bereik.opties)


def _schrijf(session: Session, _context: object, _objecten: object) -> None:
    bereik = van(session)
    if bereik is None:
        return
    keuring = _Keuring(session, bereik)
    for obj in session.deleted:
        keuring.keur(obj)
    for obj in session.dirty:
        if session.is_modified(obj):
            keuring.keur(obj)
    for obj in session.new:
        keuring.keur(obj)


class _Keuring:
    """Judges the rows of one flush; what organisaties hold is looked up once."""

    def __init__(self, session: Session, bereik: Bereik) -> None:
        self.session, self.bereik = session, bereik
        self._kenmerken: dict[int, set[int]] = {}

    def keur(self, obj: Any) -> None:
        """Raise BuitenBereik unless ``obj`` may be written, as it was and as it becomes."""
        if not isinstance(obj, SCHRIJFBAAR):
            raise BuitenBereik(type(obj).__name__)
        organisaties = self.bereik.organisaties
        if isinstance(obj, Gebruiker):
            goed = self._gebruiker(obj)
        elif isinstance(obj, Importbestand):
            goed = obj.door_id == self.bereik.beheerder_id and obj.organisatie_id in organisaties
        elif isinstance(obj, Bericht) and obj in self.session.new:
            goed = self._mensen(obj) <= organisaties | self._besturen()
        else:
            goed = self._mensen(obj) <= organisaties
        if goed and isinstance(obj, Autorisatie):
            goed = self._autorisatie(obj)
        if not goed:
            raise BuitenBereik(f"{type(obj).__name__} {getattr(obj, 'id', None)}")

    def _gebruiker(self, gebruiker: Gebruiker) -> bool:
        """An account of the own organisaties, before and after; not the own one, nor of staff."""
        organisaties = _oud_en_nieuw(gebruiker, "organisatie_id") - {None}
        if gebruiker.organisatie is not None:
            organisaties.add(gebruiker.organisatie.id)
        return (
            gebruiker.id != self.bereik.beheerder_id
            and organisaties <= self.bereik.organisaties
            and not _oud_en_nieuw(gebruiker, "medewerkersrol") - {None}
        )

    def _mensen(self, obj: Any) -> set[int | None]:
        """The organisaties of everybody that a row belongs or belonged to."""
        gevonden: set[int | None] = set()
        nummers = _oud_en_nieuw(obj, "gebruiker_id") - {None}
        gebruiker = getattr(obj, "gebruiker", None)
        if gebruiker is not None and gebruiker.id not in nummers:
            gevonden.add(gebruiker.organisatie_id or gebruiker.organisatie.id)
        for nummer in nummers:
            # Of one in the session the organisatie is known; whether that changed is judged apart.
            bekend = self.session.identity_map.get(identity_key(Gebruiker, nummer))
            gevonden.add(bekend.organisatie_id if bekend else self._organisatie_van(nummer))
        return gevonden or {None}

    def _besturen(self) -> set[int | None]:
        """Where mail may go besides: the bestuur manages the own people too, and hears of it."""
        tabel = Organisatie.__table__
        vraag = select(tabel.c.parent_id).where(tabel.c.id.in_(self.bereik.organisaties))
        return set(self.session.connection().execute(vraag).scalars()) - {None}

    def _organisatie_van(self, gebruiker_id: int) -> int | None:
        tabel = Gebruiker.__table__
        vraag = select(tabel.c.organisatie_id).where(tabel.c.id == gebruiker_id)
        return self.session.connection().execute(vraag).scalar()

    def _autorisatie(self, autorisatie: Autorisatie) -> bool:
        """Others' only; to give or widen it takes a rol to hand out and kenmerken that are held."""
        gebruiker = autorisatie.gebruiker
        if gebruiker.id == self.bereik.beheerder_id:
            return False
        if autorisatie in self.session.deleted or _wordt_korter(autorisatie):
            return True
        kenmerken = {kenmerk.id for kenmerk in autorisatie.kenmerken}
        rol_id = autorisatie.rol_id or autorisatie.rol.id
        return rol_id in self.bereik.rollen and kenmerken <= self._heeft(gebruiker.organisatie.id)

    def _heeft(self, organisatie_id: int) -> set[int]:
        if organisatie_id not in self._kenmerken:
            vraag = select(organisatie_kenmerk.c.kenmerk_id).where(
                organisatie_kenmerk.c.organisatie_id == organisatie_id
            )
            self._kenmerken[organisatie_id] = set(
                self.session.connection().execute(vraag).scalars()
            )
        return self._kenmerken[organisatie_id]


def _historie(obj: Any, naam: str) -> History:
    historie: History = inspect(obj).attrs[naam].load_history()
    return historie


def _oud_en_nieuw(obj: Any, naam: str) -> set[Any]:
    historie = _historie(obj, naam)
    return {*(historie.added or ()), *(historie.unchanged or ()), *(historie.deleted or ())}


def _wordt_korter(autorisatie: Autorisatie) -> bool:
    """Only an earlier end: taking away is open for every rol of the own gebruikers."""
    toestand = inspect(autorisatie)
    if not toestand.persistent:
        return False
    anders = {attr.key for attr in toestand.attrs if attr.load_history().has_changes()}
    einde = _historie(autorisatie, "geldig_tot")
    oud = einde.deleted[0] if einde.deleted else None
    nieuw = autorisatie.geldig_tot
    return anders == {"geldig_tot"} and nieuw is not None and (oud is None or nieuw < oud)
