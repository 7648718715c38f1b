# SPDX-License-Identifier: EUPL-1.2
"""Once a month the bestuur is told what its beheerders were given, and did in numbers (R1, R29).

Where a successor is needed it says so; without any beheerder that is all it says. That it was sent
is in the audit trail, which is also how it is known not to send it again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal import audit
from portal.domain import opvolging
from portal.domain.onderhoud import Uitkomst
from portal.domain.opvolging import Signaal
from portal.models import Auditrecord, Beheerderstoekenning, Gebruiker, Organisatie
from portal.post import besluitteksten, outbox
from portal.post.besluitteksten import Beheerdersmaand
from portal.tijd import MAANDEN, begin_van, dag_van

GEBEURTENIS = "bestuur.maandbericht"
# What a beheerder does, as the trail calls it, and how many times it was done in words.
DADEN: Mapping[str, str] = {
    "gebruiker.gemaakt": "gebruikers aangemeld",
    "gebruiker.gewijzigd": "accounts van anderen gewijzigd, geblokkeerd of beëindigd",
    "autorisatie.gemaakt": "rollen gegeven",
    "autorisatie.gewijzigd": "rollen gewijzigd of ingetrokken",
    "autorisatie.verwijderd": "rollen teruggenomen",
    "brief.gedownload": "brieven gedownload",
    "activatiecode.gemaakt": "activatiecodes laten versturen",
    "koppeling.gewijzigd": "koppelingen ongedaan gemaakt",
}

ZORGEN: Mapping[Signaal, str] = {
    Signaal.GEEN: "Er is geen beheerder. Niemand kan gebruikers aanmelden of helpen.",
    Signaal.EEN: "Er is nog maar één beheerder. Meld een tweede aan, dan is er altijd iemand.",
    Signaal.ONTKOPPELD: "Een beheerder kan niet inloggen: de koppeling is verbroken.",
    Signaal.STIL: "Een beheerder heeft 12 maanden niet ingelogd. Werkt iedereen nog bij u?",
}


def te_berichten(session: Session, nu: datetime) -> Sequence[int]:
    """Ids of the organisaties whose bestuur was not told about last month yet."""
    van, tot = vorige_maand(nu)
    al = exists().where(
        Auditrecord.gebeurtenis == GEBEURTENIS,
        Auditrecord.organisatie_id == Organisatie.id,
        Auditrecord.gegevens["maand"].as_string() == _maand(van),
    )
    ooit = exists().where(
        Beheerderstoekenning.gebruiker_id == Gebruiker.id,
        Gebruiker.organisatie_id == Organisatie.id,
    )
    verlaten = Organisatie.id.in_(opvolging.met(nu, Signaal.GEEN))
    vraag = select(Organisatie.id).where(
        Organisatie.bestuur_email.is_not(None),
        Organisatie.beeindigd_op.is_(None),
        ~al,
        or_(ooit.where(_in_maand(van, tot)), and_(ooit, verlaten)),
    )
    return session.scalars(vraag.order_by(Organisatie.id)).all()


def bericht(session: Session, organisatie_id: int, nu: datetime) -> Uitkomst:
    """Tell the bestuur of one organisatie about last month; once."""
    organisatie = session.scalars(
        select(Organisatie)
        .where(Organisatie.id == organisatie_id)
        .with_for_update(of=Organisatie, skip_locked=True, key_share=True)
    ).one_or_none()
    if organisatie is None or organisatie.id not in te_berichten(session, nu):
        return Uitkomst.NIETS
    assert organisatie.bestuur_email is not None
    van, tot = vorige_maand(nu)
    dag = dag_van(van)
    stand = opvolging.signalen(session, nu, [organisatie.id]).get(organisatie.id)
    mail = besluitteksten.maandbericht(
        organisatie,
        f"{MAANDEN[dag.month - 1]} {dag.year}",
        _beheerders(session, organisatie, van, tot),
        [ZORGEN[signaal] for signaal in stand.signalen] if stand else [],
    )
    outbox.zet_klaar(session, mail, aan=organisatie.bestuur_email, nu=nu)
    audit.leg_vast(session, GEBEURTENIS, op=organisatie, maand=_maand(van))
    return Uitkomst.BERICHT


def vorige_maand(nu: datetime) -> tuple[datetime, datetime]:
    """When the last whole month began and ended, on the Dutch calendar (R34)."""
    deze = dag_van(nu).replace(day=1)
    vorige = date(deze.year - (deze.month == 1), (deze.month - 2) % 12 + 1, 1)
    return begin_van(vorige), begin_van(deze)


def _maand(van: datetime) -> str:
    return f"{dag_van(van):%Y-%m}"


def _in_maand(van: datetime, tot: datetime) -> ColumnElement[bool]:
    """Toekenningen that counted at some moment of the month."""
    eind = Beheerderstoekenning.geldig_tot
    return and_(Beheerderstoekenning.geldig_van < tot, or_(eind.is_(None), eind >= van))


def _beheerders(
    session: Session, organisatie: Organisatie, van: datetime, tot: datetime
) -> list[Beheerdersmaand]:
    vraag = (
        select(Beheerderstoekenning)
        .join(Beheerderstoekenning.gebruiker)
        .where(Gebruiker.organisatie_id == organisatie.id, _in_maand(van, tot))
        .order_by(Gebruiker.achternaam, Gebruiker.id, Beheerderstoekenning.id)
        .options(
            joinedload(Beheerderstoekenning.gebruiker),
            joinedload(Beheerderstoekenning.beheerdersrol),
        )
    )
    per_beheerder: dict[Gebruiker, list[Beheerderstoekenning]] = {}
    for een in session.scalars(vraag):
        per_beheerder.setdefault(een.gebruiker, []).append(een)
    gedaan = _gedaan(session, [gebruiker.id for gebruiker in per_beheerder], van, tot)
    return [
        Beheerdersmaand(
            gebruiker.naam,
            [str(een.beheerdersrol) for een in gegeven if een.geldig_van >= van],
            [
                str(een.beheerdersrol)
                for een in gegeven
                if een.geldig_tot is not None and een.geldig_tot < tot
            ],
            gedaan.get(gebruiker.id, []),
        )
        for gebruiker, gegeven in per_beheerder.items()
    ]


def _gedaan(
    session: Session, beheerders: Sequence[int], van: datetime, tot: datetime
) -> dict[int, list[str]]:
    """Per beheerder (id) what was done how often; to the own account does not count."""
    zelf = and_(
        Auditrecord.object_soort == "gebruiker", Auditrecord.object_id == Auditrecord.actor_id
    )
    vraag = (
        select(Auditrecord.actor_id, Auditrecord.gebeurtenis, func.count())
        .where(
            Auditrecord.actor_soort == "gebruiker",
            Auditrecord.actor_id.in_(beheerders),
            Auditrecord.op >= van,
            Auditrecord.op < tot,
            Auditrecord.gebeurtenis.in_(DADEN),
            Auditrecord.uitkomst == "gelukt",
            ~zelf,
        )
        .group_by(Auditrecord.actor_id, Auditrecord.gebeurtenis)
    )
    gevonden = {(wie, wat): aantal for wie, wat, aantal in session.execute(vraag)}
    return {
        nummer: [
            f"{woorden}: {gevonden[nummer, wat]}"
            for wat, woorden in DADEN.items()
            if (nummer, wat) in gevonden
        ]
        for nummer in beheerders
    }
