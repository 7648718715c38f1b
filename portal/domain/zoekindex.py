# SPDX-License-Identifier: EUPL-1.2
"""Conditions that find gebruikers and organisaties by a piece of text, at any number of rows.

A word of three characters or more is found anywhere in the fields, by the index of migration
0004: trigrams on PostgreSQL, a full-text table on SQLite. Several words must all be there.
Shorter words have no index of that kind: beside a longer one they must begin a word, alone they
must begin the name. Capitals do not count; accents do. ``%``, ``"`` and the like are themselves.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Select,
    TableClause,
    and_,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from portal.models import Gebruiker, Organisatie

MIN_DEEL = 3  # a trigram
ESCAPE = "\\"
HOOGSTE = "\U0010ffff"
NUMMERS = ARRAY(BigInteger)
SPATIE: ColumnElement[str] = literal_column("' '")  # as in the index, so not a parameter


class PerDatabase(FunctionElement[bool]):
    """Two conditions that say the same: one for SQLite, one for PostgreSQL."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> "PerDatabase":
        """Never ``… = 1``, which no index helps."""
        return self


@compiles(PerDatabase, "sqlite")
def _sqlite(element: PerDatabase, compiler: SQLCompiler, **anders: Any) -> str:
    return f"({compiler.process(next(iter(element.clauses)), **anders)})"


@compiles(PerDatabase, "postgresql")
def _postgresql(element: PerDatabase, compiler: SQLCompiler, **anders: Any) -> str:
    return f"({compiler.process(list(element.clauses)[1], **anders)})"


@dataclass(frozen=True, slots=True)
class Zoekindex:
    """What is searched of a model; ``begin`` is the field that a short term must begin."""

    model: Any
    velden: tuple[str, ...]
    begin: str

    @property
    def zoektabel(self) -> TableClause:
        """The full-text table on SQLite; the column of its own name takes what FTS5 is told."""
        naam = f"{self.model.__tablename__}_zoek"
        return table(naam, column("rowid"), column(naam))

    def met(self, term: str) -> ColumnElement[bool]:
        """The condition for ``term``; true for one without words."""
        woorden = term.replace("\0", " ").split()
        lang = [woord for woord in woorden if len(woord) >= MIN_DEEL]
        kort = [woord for woord in woorden if len(woord) < MIN_DEEL]
        delen = [self._bevat(lang)] if lang else [self._begint_met(kort.pop())] if kort else []
        delen += [self.tekst.ilike(f"% {_letterlijk(woord)}%", escape=ESCAPE) for woord in kort]
        return and_(true(), *delen)

    @property
    def tekst(self) -> ColumnElement[str]:
        """All fields with a space before each: the expression of the index on PostgreSQL."""
        delen = [deel for veld in self.velden for deel in (SPATIE, getattr(self.model, veld))]
        return reduce(add, delen)

    def _bevat(self, woorden: Sequence[str]) -> ColumnElement[bool]:
        zoektabel = self.zoektabel
        vraag = " ".join('"{}"'.format(woord.replace('"', '""')) for woord in woorden)
        gevonden = select(zoektabel.c.rowid).where(zoektabel.c[zoektabel.name].op("MATCH")(vraag))
        delen = [self.tekst.ilike(f"%{_letterlijk(woord)}%", escape=ESCAPE) for woord in woorden]
        return PerDatabase(self.model.id.in_(gevonden), and_(*delen))

    def _begint_met(self, woord: str) -> ColumnElement[bool]:
        """The name itself: an index helps for capitals as they are, so each mix is asked for."""
        veld = getattr(self.model, self.begin)
        begin = sorted(_hoofd_en_klein(woord))
        tussen = [and_(veld >= een, veld < een + HOOGSTE) for een in begin]
        als = [veld.like(f"{_letterlijk(een)}%", escape=ESCAPE) for een in begin]
        return PerDatabase(or_(*tussen), or_(*als))


GEBRUIKERS = Zoekindex(
    Gebruiker, ("voorletters", "tussenvoegsel", "achternaam", "email"), "achternaam"
)
ORGANISATIES = Zoekindex(Organisatie, ("naam", "kvk", "plaats"), "naam")


def gebruikers_met(term: str) -> ColumnElement[bool]:
    """For ``select(Gebruiker)``: name or e-mail address holds ``term``."""
    return GEBRUIKERS.met(term)


def organisaties_met(term: str) -> ColumnElement[bool]:
    """For ``select(Organisatie)``: name, KvK number or place holds ``term``."""
    return ORGANISATIES.met(term)


def ongeacht_volgorde(nummer: Any, gevonden: Select[Any]) -> ColumnElement[bool]:
    """That ``nummer`` is one of ``gevonden``, which is looked up first whatever the order asked.

    Else a database likes to walk the index of that order until it met twenty rows that fit; for
    names with a Z, or the few accounts of a kind, that is the whole table.
    """
    eerst = gevonden.order_by(None).correlate(None)
    return _vooraf(nummer, eerst, eerst)


def een_van(nummer: Any, gevonden: Sequence[int]) -> ColumnElement[bool]:
    """That ``nummer`` is one of ``gevonden``, looked up by itself whatever the order asked: one
    parameter, behind a query so that nothing is guessed from what is in it."""
    rijen = func.json_each(json.dumps(list(gevonden))).table_valued("value")
    reeks = bindparam(None, list(gevonden), type_=NUMMERS, unique=True)
    return _vooraf(nummer, select(rijen.c.value), select(func.unnest(reeks)))


def _vooraf(nummer: Any, sqlite: Select[Any], postgresql: Select[Any]) -> ColumnElement[bool]:
    """That ``nummer`` is one of those, which each database looks up before all else."""
    reeks = func.array(postgresql.scalar_subquery(), type_=NUMMERS)
    return PerDatabase(nummer.in_(sqlite), nummer == any_(reeks))


def _letterlijk(woord: str) -> str:
    """A word as part of a LIKE pattern that means just that."""
    for teken in (ESCAPE, "%", "_"):
        woord = woord.replace(teken, ESCAPE + teken)
    return woord


def _hoofd_en_klein(woord: str) -> set[str]:
    """A word of one or two characters in every mix of capitals."""
    uit = {""}
    for teken in woord:
        uit = {begin + vorm for begin in uit for vorm in (teken, teken.lower(), teken.upper())}
    return uit
