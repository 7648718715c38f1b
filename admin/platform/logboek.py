# SPDX-License-Identifier: EUPL-1.2
"""The logboek: the audit trail, to read only (R26, R31)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response
from sqlalchemy import select

from admin import woorden
from admin.basis import adres
from admin.bestand import als_csv
from admin.bewerken import Bewerkbaar
from admin.platform.logfilters import FILTERS
from admin.woorden import LEEG, OPMAAK, tekst
from portal import audit
from portal.audit import opzoeken
from portal.db import db
from portal.models import Auditrecord, Beheerdersrol, Gebruiker, Organisatie, Rol, Taak
from portal.permissions import Permission
from portal.tijd import amsterdam, datum_tijd
from portal.web.ik import ik
from portal.web.transactie import schrijft

NAAM = "logboek"
GEHEIM = "***"
ZONDER_ACCOUNT = "nog zonder account"
WIJST_NAAR = {"rol_id": Rol, "taak_id": Taak, "beheerdersrol_id": Beheerdersrol}
BEGIN_VAN_TIJD = "____-__-__T"
KOLOMMEN = (
    ("Nummer", Auditrecord.nummer),
    ("Tijd", Auditrecord.op),
    ("Soort actor", Auditrecord.actor_soort),
    ("Nummer actor", Auditrecord.actor_id),
    ("Herkomst", Auditrecord.herkomst),
    ("Gebeurtenis", Auditrecord.gebeurtenis),
    ("Uitkomst", Auditrecord.uitkomst),
    ("Soort object", Auditrecord.object_soort),
    ("Nummer object", Auditrecord.object_id),
    ("Nummer organisatie", Auditrecord.organisatie_id),
    ("Referentie", Auditrecord.referentie),
    ("Gegevens", Auditrecord.gegevens),
    ("Hash", Auditrecord.hash),
)


class Logboek(Bewerkbaar):
    """List and pages of the records, and the list as a file."""

    permission = wijzigt = Permission.MEDEWERKER
    titel = "Logboek"
    een = "logregel"
    list_template = "platform/logboek.html"
    toon_template = "platform/logregel.html"
    column_list = ("op", "gebeurtenis", "uitkomst", "wie", "object")
    column_labels = {
        "nummer": "Nummer",
        "op": "Tijd",
        "gebeurtenis": "Gebeurtenis",
        "uitkomst": "Uitkomst",
        "wie": "Door",
        "object": "Over",
        "herkomst": "Internetadres",
        "referentie": "Referentie",
    }
    column_details_list = ("op", "gebeurtenis", "uitkomst", "herkomst", "referentie")
    column_formatters = {
        "op": lambda _v, _c, rij, _n: _op_de_seconde(rij.op),
        "gebeurtenis": lambda _v, _c, rij, _n: woorden.leesbaar(rij.gebeurtenis),
        "uitkomst": lambda _v, _c, rij, _n: woorden.leesbaar(rij.uitkomst) or LEEG,
        "wie": lambda _v, _c, rij, _n: rij.wie,
        "object": lambda _v, _c, rij, _n: _object(rij) or LEEG,
    }
    column_formatters_detail = column_formatters
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("op", True)
    sorteert = {"op": Auditrecord.op}
    column_filters = FILTERS

    def __init__(self, url: str) -> None:
        super().__init__(Auditrecord, "Logboek", "platform_logboek", url)

    def _rijen(self, nummers: Sequence[int]) -> list[Any]:
        """With the names of who acted; one query for all."""
        rijen = super()._rijen(nummers)
        namen = _namen({rij.actor_id for rij in rijen})
        for rij in rijen:
            rij.wie = namen.get(rij.actor_id, _actor(rij))
        return rijen

    @adres("/logboek.csv")
    @schrijft
    def csv(self) -> Response:
        """What the filters leave, newest first, streamed; that it was taken is in the trail too."""
        vraag = self.selectie_nu().with_only_columns(*(kolom for _, kolom in KOLOMMEN))
        vraag = vraag.order_by(Auditrecord.op.desc(), Auditrecord.nummer.desc())
        audit.leg_vast(db.session, f"{NAAM}.gedownload", op=ik().gebruiker, keuze=self.keuze_nu())
        return als_csv(NAAM, [kop for kop, _ in KOLOMMEN], vraag, _cellen)

    def erbij(self, obj: Auditrecord) -> Mapping[str, Any]:
        """Who and where by name, the details as a table, the neighbours, and the chain."""
        wie = db.session.get(Gebruiker, obj.actor_id) if obj.actor_id else None
        waar = db.session.get(Organisatie, obj.organisatie_id) if obj.organisatie_id else None
        return {
            "wie": wie,
            "waar": waar,
            "actor": _actor(obj),
            "over": _object(obj),
            "regels": leesbaar(_met_namen(obj.gegevens)),
            "buren": opzoeken.buren(db.session, obj),
            "keten": audit.controleer(db.session, obj),
        }


def leesbaar(gegevens: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The details of a record: what, how it was (where that is known), how it became."""
    return [(naam.replace("_", " "), *_was_werd(waarde)) for naam, waarde in gegevens.items()]


def _met_namen(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """With the name of a rol or taak behind its number, as far as it is still there."""
    return {naam: _genoemd(WIJST_NAAR.get(naam), waarde) for naam, waarde in gegevens.items()}


def _genoemd(model: type[Any] | None, waarde: Any) -> Any:
    if model is None:
        return waarde
    if isinstance(waarde, list):
        return [_genoemd(model, een) for een in waarde]
    rij = db.session.get(model, waarde) if isinstance(waarde, int) else None
    return f"{waarde} ({rij})" if rij is not None else waarde


def _was_werd(waarde: Any) -> tuple[str, str]:
    if isinstance(waarde, dict) and waarde.keys() == {"erbij", "eraf"}:
        return _opsomming(waarde["eraf"]), _opsomming(waarde["erbij"])
    if isinstance(waarde, list) and len(waarde) == 2:
        return _waarde(waarde[0]), _waarde(waarde[1])
    return "", _waarde(waarde)


def _opsomming(nummers: Sequence[Any]) -> str:
    return ", ".join(map(str, nummers)) or LEEG


def _waarde(waarde: Any) -> str:
    if waarde == GEHEIM:
        return "(geheim, niet bewaard)"
    if isinstance(waarde, str):
        return _tijd(waarde) or waarde or "(leeg)"
    if isinstance(waarde, dict | list):
        return json.dumps(waarde, ensure_ascii=False)
    return tekst(waarde)


def _tijd(waarde: str) -> str:
    """A moment as a reader knows it; empty for any other text."""
    if len(waarde) < len(BEGIN_VAN_TIJD) or waarde[10] != "T":
        return ""
    try:
        moment = datetime.fromisoformat(waarde)
    except ValueError:
        return ""
    return datum_tijd(moment) if moment.tzinfo else ""


def _op_de_seconde(moment: datetime) -> str:
    return f"{amsterdam(moment):%d-%m-%Y %H:%M:%S}"


def _object(record: Auditrecord) -> str:
    nummer = "" if record.object_id is None else f" {record.object_id}"
    return f"{record.object_soort}{nummer}"


def _actor(record: Auditrecord) -> str:
    """Who acted, for one without a name: on the way to a koppeling nobody has an account yet."""
    if record.actor_id is not None:
        return f"{record.actor_soort} {record.actor_id}"
    return ZONDER_ACCOUNT if record.actor_soort == "gebruiker" else record.actor_soort


def _namen(nummers: Iterable[int | None]) -> dict[int | None, str]:
    vraag = select(Gebruiker).where(Gebruiker.id.in_({een for een in nummers if een}))
    return {wie.id: wie.naam for wie in db.session.scalars(vraag)}


def _cellen(rij: Any) -> Iterable[object]:
    """The cells of one row; the time as on a Dutch clock, with its distance to UTC (R34)."""
    cellen = {kolom.key: waarde for (_, kolom), waarde in zip(KOLOMMEN, rij, strict=True)}
    cellen["op"] = amsterdam(cellen["op"]).isoformat(" ", "milliseconds")
    cellen["gegevens"] = json.dumps(cellen["gegevens"], ensure_ascii=False, sort_keys=True)
    return cellen.values()
