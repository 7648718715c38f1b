# SPDX-License-Identifier: EUPL-1.2
"""Signed forms that a bestuur uploads: judged, encrypted, kept outside the web root (R29).

The row says what the file is; the file has a random name of ours. A file without a row, left by a
transaction that failed, is wiped at night.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import aanvraagkeuzes, aanvraagstatus, aanvragen, formulierlezer, organisaties
from portal.models import Aanvraag, Aanvraagdocument, Organisatie, Sessie
from portal.models.soorten import Aanvraagkanaal, Aanvraagsoort, Aanvraagstatus
from portal.pdf import Keuring, Stand, Weigering
from portal.secrets import maak_referentie, maak_token, ontsleutel_bytes, versleutel_bytes
from portal.tijd import maanden_eerder

MAX_BESTANDEN, MAX_OPSLAG = 20, 60_000_000  # of one organisatie, kept at a time
BEWAAR_MAANDEN = 12  # after the decision
WEES = timedelta(days=1)
ERGST = (Stand.ONGELDIG, Stand.LATER_GEWIJZIGD, Stand.NIET_TE_CONTROLEREN, Stand.HEEL)


class Uitkomst(StrEnum):
    """How handing in ended."""

    ONTVANGEN = "ontvangen"
    GEWEIGERD = "geweigerd"
    TE_VEEL = "te_veel"
    VOL = "vol"


@dataclass(frozen=True, slots=True)
class Inzending:
    """The file as it was sent, what it was judged to be, and who sends it."""

    inhoud: bytes
    naam: str
    keuring: Keuring
    organisatienaam: str
    contact_naam: str
    contact_functie: str
    contact_email: str
    contact_telefoon: str


@dataclass(frozen=True, slots=True)
class Ontvangst:
    """The outcome, with the request when there is one and the reason when there is none."""

    uitkomst: Uitkomst
    aanvraag: Aanvraag | None = None
    weigering: Weigering | None = None


def map_van(instance: Path) -> Path:
    """Where the files are."""
    return instance / "aanvraagdocumenten"


def lever_in(
    session: Session, sessie: Sessie, inzending: Inzending, *, map_: Path, nu: datetime
) -> Ontvangst:
    """Keep the form and make a request of it that is new to staff."""
    assert sessie.kvk is not None
    weigering = inzending.keuring.weigering
    uitkomst = _belemmering(session, sessie.kvk, inzending, nu)
    if uitkomst is not None:
        reden = weigering.value if weigering is not None else ""
        audit.leg_vast(session, "aanvraag.papier", uitkomst, kvk=sessie.kvk, reden=reden)
        return Ontvangst(uitkomst, weigering=weigering)
    aanvraag = _maak_aanvraag(session, sessie, inzending, nu)
    session.add(aanvraag)
    aanvraag.aanvraagdocumenten.append(_bewaar(inzending, map_, nu))
    keuzes = aanvraagkeuzes.voor(session, aanvraag.kvk, nu)
    aanvraag.beheerders = formulierlezer.mensen(session, inzending.keuring.velden, keuzes)
    if aanvraag.beheerders:
        aanvraag.soort = formulierlezer.soort(aanvraag.beheerders)
    session.flush()
    aanvragen.meld_ontvangst(session, aanvraag, nu)
    return Ontvangst(Uitkomst.ONTVANGEN, aanvraag)


def haal(session: Session, aanvraag: Aanvraag, nummer: int, *, map_: Path) -> bytes | None:
    """The file as it was sent, for staff; None when there is none, or not this one any more.

    Raises ValueError when the file is not what it was: somebody touched it.
    """
    document = next((een for een in aanvraag.aanvraagdocumenten if een.id == nummer), None)
    if document is None or document.gewist_op is not None:
        return None
    inhoud = ontsleutel_bytes((map_ / document.opslagnaam).read_bytes())
    if hashlib.sha256(inhoud).hexdigest() != document.sha256:
        raise ValueError("het bestand is niet meer wat het was")
    audit.leg_vast(session, "aanvraag.document_gedownload", op=aanvraag, document=document.id)
    return inhoud


def ruim_op(session: Session, map_: Path, nu: datetime) -> int:
    """Wipe what was decided long ago, and files that no row knows; how many."""
    vraag = (
        select(Aanvraagdocument)
        .join(Aanvraagdocument.aanvraag)
        .where(
            Aanvraagdocument.gewist_op.is_(None),
            Aanvraag.afgerond_op < maanden_eerder(nu, BEWAAR_MAANDEN),
        )
    )
    oude = session.scalars(vraag).all()
    for document in oude:
        (map_ / document.opslagnaam).unlink(missing_ok=True)
        document.gewist_op = nu
    session.flush()
    return len(oude) + _wis_wezen(session, map_, nu)


def _wis_wezen(session: Session, map_: Path, nu: datetime) -> int:
    if not map_.is_dir():
        return 0
    bekend = set(session.scalars(select(Aanvraagdocument.opslagnaam)))
    oud = (nu - WEES).timestamp()
    wezen = [p for p in map_.iterdir() if p.name not in bekend and p.stat().st_mtime < oud]
    for pad in wezen:
        pad.unlink(missing_ok=True)
    return len(wezen)


def _belemmering(session: Session, kvk: str, inzending: Inzending, nu: datetime) -> Uitkomst | None:
    if inzending.keuring.weigering is not None:
        return Uitkomst.GEWEIGERD
    organisatie = organisaties.op_kvk(session, kvk)
    if organisatie is not None:  # two at once stand in line, or both would count the same
        session.refresh(organisatie, with_for_update={"of": Organisatie, "key_share": True})
    if aanvragen.zijn_te_veel(session, kvk, nu):
        return Uitkomst.TE_VEEL
    vraag = select(func.count(), func.coalesce(func.sum(Aanvraagdocument.grootte), 0))
    aantal, omvang = session.execute(
        vraag.join(Aanvraagdocument.aanvraag).where(
            Aanvraag.kvk == kvk, Aanvraagdocument.gewist_op.is_(None)
        )
    ).one()
    vol = aantal >= MAX_BESTANDEN or omvang + len(inzending.inhoud) > MAX_OPSLAG
    return Uitkomst.VOL if vol else None


def _maak_aanvraag(
    session: Session, sessie: Sessie, inzending: Inzending, nu: datetime
) -> Aanvraag:
    assert sessie.kvk is not None
    organisatie = organisaties.op_kvk(session, sessie.kvk)
    aanvraag = Aanvraag(
        referentie=maak_referentie(),
        kanaal=Aanvraagkanaal.PAPIER,
        soort=Aanvraagsoort.AANMELDEN,
        status=Aanvraagstatus.CONCEPT,
        organisatie=organisatie,
        organisatienaam=organisatie.naam if organisatie else inzending.organisatienaam,
        kvk=sessie.kvk,
        contact_naam=inzending.contact_naam,
        contact_functie=inzending.contact_functie,
        contact_email=inzending.contact_email,
        contact_telefoon=inzending.contact_telefoon,
        pseudoniem=sessie.pseudoniem,
        aanvrager_id=aanvragen.account_van(session, sessie),
        nodig=0,
        begonnen_op=nu,
        **_nummers(inzending.keuring.velden),
    )
    aanvraagstatus.zet(aanvraag, Aanvraagstatus.NIEUW, nu)
    return aanvraag


def _nummers(velden: Mapping[str, str]) -> dict[str, str | None]:
    return {naam: formulierlezer.nummer(velden, naam) for naam in formulierlezer.NUMMERS}


def _bewaar(inzending: Inzending, map_: Path, nu: datetime) -> Aanvraagdocument:
    """Write the file under a name of our own, and make its row."""
    keuring, opslagnaam = inzending.keuring, maak_token()[:40]
    map_.mkdir(mode=0o700, parents=True, exist_ok=True)
    pad = map_ / opslagnaam
    pad.touch(mode=0o600, exist_ok=False)
    pad.write_bytes(versleutel_bytes(inzending.inhoud))
    standen = {een.stand for een in keuring.handtekeningen}
    return Aanvraagdocument(
        opslagnaam=opslagnaam,
        naam=_toonbaar(inzending.naam),
        grootte=len(inzending.inhoud),
        sha256=hashlib.sha256(inzending.inhoud).hexdigest(),
        paginas=keuring.paginas,
        ontvangen_op=nu,
        handtekening=next((stand for stand in ERGST if stand in standen), ""),
        bevindingen={"handtekeningen": [asdict(een) for een in keuring.handtekeningen]},
    )


def _toonbaar(naam: str) -> str:
    """The name that the file had, to show; nothing is ever opened by it."""
    kaal = naam.replace("\\", "/").rpartition("/")[2]
    return "".join(teken for teken in kaal if teken.isprintable())[:200] or "formulier.pdf"
