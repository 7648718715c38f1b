# SPDX-License-Identifier: EUPL-1.2
"""Reads all own data of a gebruiker, as ``uitvoer`` says, for the download of R23."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    inspect,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import QueryableAttribute, Session, aliased
from sqlalchemy.sql.elements import KeyedColumnElement

from portal.domain.uitvoer import ONDERDELEN, Onderdeel
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Aanvraagrol,
    Activatiecode,
    Auditrecord,
    Autorisatie,
    Beheerdersrol,
    Document,
    Emailwijziging,
    Gebruiker,
    Importbestand,
    Kenmerk,
    Koppeling,
    Mededeling,
    Organisatie,
    Rol,
    Sector,
    Taak,
)
from portal.models.autorisatie import autorisatie_kenmerk

GEBEURTENISSEN = "Gebeurtenissen rond uw account"
VAN_U = (Autorisatie, Koppeling, Activatiecode, Emailwijziging)


@dataclass(frozen=True, slots=True)
class Deel:
    """One part of the own data: its title and rows of name and value."""

    titel: str
    rijen: Sequence[dict[str, Any]]


def alles(session: Session, gebruiker: Gebruiker) -> list[Deel]:
    """All own data, part by part; one query a part. Values are JSON values and datetimes."""
    delen = [
        Deel(onderdeel.titel, _rijen(session, _vraag(onderdeel, gebruiker)))
        for onderdeel in ONDERDELEN
    ]
    return [*delen, Deel(GEBEURTENISSEN, _rijen(session, _gebeurtenissen(gebruiker)))]


def _rijen(session: Session, vraag: Select[Any]) -> list[dict[str, Any]]:
    gevonden = session.execute(vraag).mappings()
    return [{naam: _gewoon(waarde) for naam, waarde in rij.items()} for rij in gevonden]


def _gewoon(waarde: Any) -> Any:
    return waarde.value if isinstance(waarde, Enum) else waarde


def _vraag(onderdeel: Onderdeel, gebruiker: Gebruiker) -> Select[Any]:
    """The columns to hand out of the rows that are the gebruiker's; keys show as names."""
    mapper = inspect(onderdeel.model)
    kolommen = mapper.local_table.columns
    mee = [_leesbaar(kolommen[naam]) for naam in onderdeel.mee]
    if onderdeel.model is Autorisatie:
        mee.append(_kenmerken())
    if onderdeel.model is Aanvraagbeheerder:
        mee.append(_aanvraagrollen())
    van = or_(*(kolommen[naam] == gebruiker.id for naam in onderdeel.van))
    return select(*mee).where(van).order_by(*mapper.primary_key)


def _leesbaar(kolom: KeyedColumnElement[Any]) -> ColumnElement[Any]:
    """The column itself; for a key the name of what it points to."""
    sleutel = next(iter(kolom.foreign_keys), None)
    if sleutel is None:
        return kolom.label(kolom.key)
    naam = _naam_van(sleutel.column.table.name, kolom)
    return naam.label(kolom.key.removesuffix("_id"))


def _naam_van(
    tabel: str, kolom: ColumnElement[Any] | QueryableAttribute[Any]
) -> ColumnElement[Any]:
    """The name of row ``kolom`` of ``tabel``; raises KeyError for a table without one."""
    if tabel == "gebruiker":
        wie = aliased(Gebruiker)
        delen = wie.voorletters + " " + wie.tussenvoegsel + " " + wie.achternaam
        heel = func.trim(func.replace(delen, "  ", " "))
        return select(heel).where(wie.id == kolom).scalar_subquery()
    namen: dict[str, tuple[type[Any], ColumnElement[Any] | QueryableAttribute[Any]]] = {
        "organisatie": (Organisatie, Organisatie.naam),
        "rol": (Rol, Rol.naam),
        "beheerdersrol": (Beheerdersrol, Beheerdersrol.naam),
        "sector": (Sector, Sector.naam),
        "taak": (Taak, Taak.naam),
        "mededeling": (Mededeling, Mededeling.titel),
        "aanvraag": (Aanvraag, Aanvraag.referentie),
        "importbestand": (Importbestand, Importbestand.naam),
        "document": (Document, Document.titel + ", versie " + cast(Document.nummer, String)),
    }
    model, naam = namen[tabel]
    return select(naam).where(model.id == kolom).scalar_subquery()


def _kenmerken() -> ColumnElement[Any]:
    waarden = func.aggregate_strings(Kenmerk.waarde, ", ")
    return (
        select(waarden)
        .join(autorisatie_kenmerk, autorisatie_kenmerk.c.kenmerk_id == Kenmerk.id)
        .where(autorisatie_kenmerk.c.autorisatie_id == Autorisatie.id)
        .scalar_subquery()
        .label("kenmerken")
    )


def _aanvraagrollen() -> ColumnElement[Any]:
    """The beheerdersrollen that the bestuur asked for."""
    namen = func.aggregate_strings(Beheerdersrol.naam, ", ")
    return (
        select(namen)
        .join(Aanvraagrol, Aanvraagrol.beheerdersrol_id == Beheerdersrol.id)
        .where(Aanvraagrol.aanvraagbeheerder_id == Aanvraagbeheerder.id)
        .scalar_subquery()
        .label("beheerdersrollen")
    )


def _gebeurtenissen(gebruiker: Gebruiker) -> Select[Any]:
    """Who did what with the account, and what its gebruiker did; of others only that it was done.

    The address and the details of an event are handed out where they are the gebruiker's own.
    """
    zelf = and_(Auditrecord.actor_soort == "gebruiker", Auditrecord.actor_id == gebruiker.id)
    over_mij = or_(_over(Gebruiker, [gebruiker.id]), *(_over_mijn(m, gebruiker) for m in VAN_U))
    wie = case(
        (zelf, literal("uzelf")),
        (Auditrecord.actor_soort == "gebruiker", _naam_van("gebruiker", Auditrecord.actor_id)),
        else_=Auditrecord.actor_soort,
    )
    return (
        select(
            Auditrecord.op.label("op"),
            Auditrecord.gebeurtenis.label("gebeurtenis"),
            Auditrecord.uitkomst.label("uitkomst"),
            wie.label("door"),
            case((zelf, Auditrecord.herkomst), else_=null()).label("adres"),
            case((over_mij, Auditrecord.gegevens), else_=null()).label("gegevens"),
            Auditrecord.referentie.label("referentie"),
        )
        .where(or_(zelf, over_mij))
        .order_by(Auditrecord.nummer)
    )


def _over(model: type[Any], ids: Any) -> ColumnElement[bool]:
    return and_(Auditrecord.object_soort == model.__name__.lower(), Auditrecord.object_id.in_(ids))


def _over_mijn(model: type[Any], gebruiker: Gebruiker) -> ColumnElement[bool]:
    return _over(model, select(model.id).where(model.gebruiker_id == gebruiker.id))
