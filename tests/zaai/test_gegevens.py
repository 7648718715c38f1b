# SPDX-License-Identifier: EUPL-1.2
"""What is sown keeps the rules that the portal keeps, and has everything that lists must show."""

import re
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import (
    Activatiecode,
    Akkoord,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Koppeling,
    Organisatie,
    Taak,
    Teller,
)
from portal.models.soorten import Gebruikerstatus, Medewerkersrol, Organisatiesoort, Verbreekreden
from portal.secrets import NAAM_TEKENS, VAN_NIEMAND
from portal.tijd import maanden_later
from portal.zaai.mensen import TOP
from portal.zaai.namen import aflopend
from portal.zaai.organisaties import TAKKEN
from tests.conftest import NU
from tests.demo.test_gegevens import haalt_11_proef, mag_geven
from tests.zaai.conftest import OMVANG

ADRES = re.compile(r"[a-z0-9.]+@[a-z0-9-]+\.example")  # RFC 2606


def test_de_grootste_van_20_000_organisaties_heeft_3_7_procent_van_de_gebruikers() -> None:
    gewicht = aflopend(20_000, TOP)
    assert 0.036 < gewicht[0] / gewicht[-1] < 0.038


def test_organisaties_verschillen_in_soort_en_grootte(vol: Session) -> None:
    organisaties = vol.scalars(select(Organisatie)).all()
    assert {een.soort for een in organisaties} == set(Organisatiesoort)
    ouders = {een.parent for een in organisaties if een.parent}
    assert {ouder.soort for ouder in ouders} == {Organisatiesoort.BESTUUR}
    mensen = Counter(vol.scalars(select(Gebruiker.organisatie_id)))
    (grootste, meeste), *_ = mensen.most_common(1)
    assert grootste == 2
    assert meeste > 3 * OMVANG.gebruikers / OMVANG.organisaties


def test_nummers_zijn_geldig_van_vorm_en_adressen_bestaan_niet_echt(vol: Session) -> None:
    for een in vol.scalars(select(Organisatie)):
        assert re.fullmatch(r"99\d{6}", een.kvk)
        assert een.rsin is None or haalt_11_proef(een.rsin)
        assert een.oin in {f"00000003{een.kvk}0000", f"00000001{een.rsin}000"}
    adressen = vol.scalars(select(Gebruiker.email)).all()
    adressen += vol.scalars(
        select(Organisatie.bestuur_email).where(Organisatie.bestuur_email != "")
    )
    assert not [adres for adres in adressen if not ADRES.fullmatch(str(adres))]


def test_r2_gebruikersnamen_hebben_acht_tekens_die_niet_op_elkaar_lijken(vol: Session) -> None:
    namen = vol.scalars(select(Gebruiker.gebruikersnaam)).all()
    assert all(len(naam) == 8 and set(naam) <= set(NAAM_TEKENS) for naam in namen)
    assert len(set(namen)) == OMVANG.gebruikers


def test_r22_kenmerken_passen_bij_het_patroon_van_hun_soort(vol: Session) -> None:
    for kenmerk in vol.scalars(select(Kenmerk)):
        assert re.fullmatch(kenmerk.soort.patroon, kenmerk.waarde), str(kenmerk)


def test_een_bestuur_houdt_de_kenmerken_van_zijn_instellingen(vol: Session) -> None:
    for een in vol.scalars(select(Organisatie).where(Organisatie.parent_id.is_not(None))):
        assert een.parent is not None
        assert een.kenmerken and set(een.kenmerken) <= set(een.parent.kenmerken)


def test_r22_r27_elke_autorisatie_heeft_haar_kenmerken_van_een_beheerder_die_haar_mag_geven(
    vol: Session,
) -> None:
    toegekend = {
        een.gebruiker_id: een.beheerdersrol for een in vol.scalars(select(Beheerderstoekenning))
    }
    autorisaties = vol.scalars(select(Autorisatie)).all()
    assert len(autorisaties) > OMVANG.gebruikers / 2
    for een in autorisaties:
        assert {k.soort for k in een.kenmerken} == set(een.rol.kenmerksoorten)
        assert len(een.kenmerken) == len(een.rol.kenmerksoorten)
        thuis = een.gebruiker.organisatie
        assert set(een.kenmerken) <= set(thuis.kenmerken)
        assert een.door is not None and een.door is not een.gebruiker
        assert een.door.organisatie in (thuis, thuis.parent)
        assert een.rol in mag_geven([toegekend[een.door.id]])


def test_r27_een_beheerder_heeft_een_beheerdersrol_die_de_organisatie_houdt(vol: Session) -> None:
    toekenningen = vol.scalars(select(Beheerderstoekenning)).all()
    assert toekenningen
    for een in toekenningen:
        assert een.beheerdersrol in een.gebruiker.organisatie.beheerdersrollen


def test_elke_tak_deelt_rollen_uit_die_een_taak_openen(vol: Session) -> None:
    assert sum(tak.aandeel for tak in TAKKEN) == 1
    assert vol.scalar(select(func.count(Taak.id)))


def test_elk_stadium_van_een_account_komt_voor(vol: Session) -> None:
    standen = Counter(vol.scalars(select(Gebruiker.status)))
    assert set(standen) == set(Gebruikerstatus)
    gekoppeld = select(Koppeling.gebruiker_id)
    for vraag in (
        select(Gebruiker.id).where(Gebruiker.brief_gedownload_op.is_(None)),
        select(Gebruiker.id).where(Gebruiker.id.not_in(gekoppeld)),
        select(Gebruiker.id).where(Gebruiker.token_geheim.is_not(None)),
        gekoppeld.where(Koppeling.beeindigd_op.is_(None)),
        gekoppeld.where(Koppeling.gewaarschuwd_op.is_not(None)),
        gekoppeld.group_by(Koppeling.gebruiker_id).having(func.count() == 2),
        select(Activatiecode.id).where(Activatiecode.verloopt_op > NU),
        select(Activatiecode.id).where(Activatiecode.vervallen_op.is_not(None)),
        select(Activatiecode.id).where(Activatiecode.verlopen_gemeld_op.is_not(None)),
        select(Teller.id),
    ):
        assert vol.scalars(vraag).first() is not None, str(vraag)
    redenen = set(vol.scalars(select(Koppeling.reden)))
    assert redenen == {None, *Verbreekreden} - {Verbreekreden.ORGANISATIE}


def test_r6_r14_r16_tijden_volgen_op_elkaar(vol: Session) -> None:
    for een in vol.scalars(select(Gebruiker)):
        momenten = [een.aangemeld_op, een.brief_gedownload_op, een.laatste_login_op]
        gevuld = [moment for moment in momenten if moment is not None]
        assert gevuld == sorted(gevuld) and gevuld[-1] <= NU, een.id
    for code in vol.scalars(select(Activatiecode)):
        assert code.verloopt_op == code.uitgegeven_op + timedelta(hours=24)
        assert code.uitgegeven_op <= NU
        assert code.gebruikt_op is None or code.gebruikt_op < code.verloopt_op
    for koppeling in vol.scalars(select(Koppeling)):
        assert koppeling.gelegd_op <= koppeling.laatste_login_op <= NU
        loopt = koppeling.beeindigd_op is None
        assert not loopt or maanden_later(koppeling.laatste_login_op, 18) > NU
        assert loopt or koppeling.laatste_login_op <= (koppeling.beeindigd_op or NU) <= NU


def test_r14_wie_gekoppeld_is_ging_akkoord_met_beide_documenten(vol: Session) -> None:
    akkoord = Counter(vol.scalars(select(Akkoord.gebruiker_id)))
    gekoppeld = set(vol.scalars(select(Koppeling.gebruiker_id)))
    assert set(akkoord) == gekoppeld
    assert set(akkoord.values()) == {2, 4}


def test_r5_r33_geen_enkele_gezaaide_code_is_te_gebruiken(vol: Session) -> None:
    assert set(vol.scalars(select(Activatiecode.code_hash))) == {VAN_NIEMAND}


def test_er_zijn_twee_medewerkers_en_een_servicedesk(vol: Session) -> None:
    rollen = Counter(
        vol.scalars(select(Gebruiker.medewerkersrol).where(Gebruiker.medewerkersrol.is_not(None)))
    )
    assert rollen == {Medewerkersrol.MEDEWERKER: 2, Medewerkersrol.SERVICEDESK: 1}
