# SPDX-License-Identifier: EUPL-1.2
"""A list that stays fast at a million rows, with search, filters and sorting as plain links."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_admin.contrib.sqla import ModelView
from flask_admin.model.base import ViewArgs
from sqlalchemy import ColumnElement, Select, func, inspect, select
from sqlalchemy.sql.base import ExecutableOption

from admin.basis import Basis
from admin.filters import Filter
from admin.woorden import getal
from portal.db import Base, db
from portal.domain.zoekindex import een_van, ongeacht_volgorde
from portal.web.formulier import schoon

TEL_MAX = 2_000  # counted exactly up to here
MAX_ZOEK = 100  # characters
VAN_FLASK_ADMIN = frozenset(
    {
        "action_view",
        "ajax_lookup",
        "ajax_update",
        "create_view",
        "delete_view",
        "details_view",
        "edit_view",
        "export",
    }
)


class Lijst(Basis, ModelView):  # type: ignore[misc]  # Flask-Admin has no types
    """Columns, filters and order of one noun; everything that writes is off unless declared.

    ``sorteert`` names the columns that have an index for it; ``laadt`` are loader options for what
    a row shows. Ids are found first, whole rows are read for one page only.
    """

    can_create = can_edit = can_delete = False
    can_view_details = True
    named_filter_urls = True
    page_size = 20
    list_template = "beheer/lijst.html"
    tel_max = getal(TEL_MAX)  # as it is said on the page
    weg = VAN_FLASK_ADMIN

    titel: str
    een: str  # what one row is called
    filters_vooraan = 6  # others are behind "Meer filters"
    zoekt_in = ""  # what the search looks at, for its label; empty is no search
    sorteert: Mapping[str, Any] = {}
    laadt: Sequence[ExecutableOption] = ()

    def __init__(self, model: type[Base], naam: str, endpoint: str, url: str) -> None:
        super().__init__(model, db, name=naam, endpoint=endpoint, url=url)

    @property
    def nummer(self) -> Any:
        """The primary key as ORM attribute: criteria of the session apply to those only."""
        return getattr(self.model, inspect(self.model).primary_key[0].key)

    def selectie(self) -> Select[Any]:
        """The rows that this list is about, before search and filters."""
        return select(self.model)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """The condition of the search; only asked where ``zoekt_in`` says something."""
        raise NotImplementedError

    def gekozen(self, zoekterm: str | None, filters: Sequence[Any] | None) -> Select[Any]:
        """The selection under a search and filters, without order."""
        vraag = self.selectie()
        if zoekterm:
            vraag = vraag.where(self.zoek(zoekterm))
        for index, _naam, waarde in filters or ():
            vraag = self._filters[index].apply(vraag, waarde)
        return vraag

    def selectie_nu(self) -> Select[Any]:
        """The selection under the search and filters of the address."""
        args = self._get_list_extra_args()
        return self.gekozen(args.search, args.filters)

    def keuze_nu(self) -> dict[str, str]:
        """Search and filters of the address, by their names in it; empty when there are none."""
        args = self._get_list_extra_args()
        zoek = {"zoek": args.search} if args.search else {}
        return zoek | self._get_filters(args.filters)

    def get_list(
        self,
        page: int | None,
        sort_column: str | None,
        sort_desc: bool,
        search: str | None,
        filters: Sequence[Any] | None,
        execute: bool = True,
        page_size: int | None = None,
    ) -> tuple[int, list[Any]]:
        """How many rows there are, at most TEL_MAX + 1, and those of one page; three queries."""
        vraag = self.gekozen(search, filters).with_only_columns(self.nummer)
        aantal, vraag = self._gezocht(vraag) if search else self._geteld(vraag, bool(filters))
        if not aantal:
            return 0, []
        nummers = db.session.scalars(
            vraag.order_by(*self._volgorde(sort_column, sort_desc))
            .limit(self.page_size)
            .offset((page or 0) * self.page_size)
        ).all()
        return aantal, self._rijen(nummers)

    def _gezocht(self, vraag: Select[Any]) -> tuple[int, Select[Any]]:
        """How many there are, and a query for them: what a search finds is looked up once."""
        gevonden = db.session.scalars(vraag.limit(TEL_MAX + 1)).all()
        if self.is_veel(len(gevonden)):
            return len(gevonden), self._los_van_volgorde(vraag)
        return len(gevonden), select(self.nummer).where(een_van(self.nummer, gevonden))

    def _geteld(self, vraag: Select[Any], gefilterd: bool) -> tuple[int, Select[Any]]:
        """As ``_gezocht``; to count is cheaper where an index has what a filter asks."""
        geteld = vraag.limit(TEL_MAX + 1).subquery()
        aantal = db.session.scalar(select(func.count()).select_from(geteld)) or 0
        weinig = gefilterd and not self.is_veel(aantal)
        return aantal, self._los_van_volgorde(vraag) if weinig else vraag

    def _los_van_volgorde(self, vraag: Select[Any]) -> Select[Any]:
        gevonden = ongeacht_volgorde(self.nummer, vraag)
        return self.selectie().with_only_columns(self.nummer).where(gevonden)

    def is_veel(self, aantal: int) -> bool:
        """Whether ``aantal`` only says that there are more than were counted."""
        return aantal > TEL_MAX

    def _volgorde(self, kolom: str | None, aflopend: bool) -> list[Any]:
        """The primary key breaks ties, or rows repeat and vanish between pages."""
        if kolom is None:
            kolom, aflopend = self.column_default_sort
        velden = [self.sorteert[kolom]] if kolom in self.sorteert else []
        velden.append(self.nummer)
        return [veld.desc() if aflopend else veld.asc() for veld in velden]

    def lees(self, nummers: Sequence[int]) -> Iterable[Any]:
        """The rows to show, in any order; each has the columns and the primary key."""
        vraag = select(self.model).where(self.nummer.in_(nummers)).options(*self.laadt)
        return db.session.scalars(vraag).unique()

    def verborgen(self) -> Collection[str]:
        """Columns and filters (by slug) that say nothing to who looks now."""
        return ()

    def _rijen(self, nummers: Sequence[int]) -> list[Any]:
        rijen = {self.get_pk_value(rij): rij for rij in self.lees(nummers)}
        return [rijen[str(nummer)] for nummer in nummers if str(nummer) in rijen]

    # What Flask-Admin reads from the address, in Dutch and never a fault.

    def get_sortable_columns(self) -> dict[str, Any]:
        """The declared ones; Flask-Admin's own would sort on anything."""
        return dict(self.sorteert)

    def get_filter_arg(self, index: int, flt: Filter) -> str:
        """The name of a filter in the address."""
        return flt.slug

    def _get_list_filter_args(self) -> list[Any]:
        gevonden = []
        for index, flt in enumerate(self._filters or ()):
            waarde = self.getypt(flt)
            if waarde and flt.validate(waarde):
                gevonden.append((index, flt.name, waarde))
        return gevonden

    def filterfout(self, flt: Filter) -> str:
        """What is wrong with a filter as it was filled in; empty when nothing is."""
        waarde = self.getypt(flt)
        return flt.fout if waarde and not flt.validate(waarde) else ""

    def is_ingevuld(self, filters: Iterable[Filter]) -> bool:
        """Whether anything was filled in, right or not, in one of these."""
        return any(self.getypt(flt) for flt in filters)

    def getypt(self, flt: Filter) -> str:
        """How a filter was filled in."""
        return zoekterm_van(request.args.get(flt.slug, ""))

    def _get_list_extra_args(self) -> ViewArgs:
        kolom = request.args.get("sorteer", "")
        namen = [naam for naam, _ in self._list_columns]
        pagina = request.args.get("pagina", 1, type=int)
        return ViewArgs(
            page=min(max(pagina - 1, 0), TEL_MAX // self.page_size),
            sort=namen.index(kolom) if kolom in self.sorteert and kolom in namen else None,
            sort_desc=1 if request.args.get("aflopend") else None,
            search=(self.zoekt_in and zoekterm_van(request.args.get("zoek", ""))) or None,
            filters=self._get_list_filter_args(),
            extra_args={},
        )

    def _get_filters(self, filters: Sequence[Any] | None) -> dict[str, str]:
        return {self._filters[index].slug: waarde for index, _, waarde in filters or ()}

    def _get_list_url(self, view_args: ViewArgs) -> str:
        sort = view_args.sort
        return str(
            self.get_url(
                ".index_view",
                pagina=view_args.page + 1 if view_args.page else None,
                sorteer=self._list_columns[int(sort)][0] if sort is not None else None,
                aflopend=1 if view_args.sort_desc else None,
                zoek=view_args.search,
                **self._get_filters(view_args.filters),
            )
        )


def zoekterm_van(waarde: str) -> str:
    """What was typed to search for, fit for a query."""
    return schoon(waarde).strip()[:MAX_ZOEK]
