# SPDX-License-Identifier: EUPL-1.2
"""The rules of koppelen, straight on the domain: R5, R6, R10-R17."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, koppelingen, sessies, tellers
from portal.domain.koppelingen import Uitkomst
from portal.domain.middelen import Middel
from portal.models import Akkoord, Auditrecord, Bericht, Gebruiker, Koppeling, Sessie
from portal.models.soorten import Fase, Verbreekreden
from portal.secrets import sleutel
from tests.harnas import fabriek

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FOUTE_CODE = "0000-0000-00000"


@pytest.fixture
def gebruiker(db_sessie: Session) -> Gebruiker:
    """A gebruiker who waits for koppelen, with the documents published."""
    fabriek.maak_documenten(db_sessie, NU)
    return fabriek.maak_gebruiker(db_sessie, nu=NU)


@pytest.fixture
def code(db_sessie: Session, gebruiker: Gebruiker) -> str:
    """The gebruiker's activatiecode."""
    return activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)


def sessie_voor(
    session: Session, gebruiker: Gebruiker, persoon: str = "jan", **anders: str | None
) -> Sessie:
    """A session in the phase koppelen, of ``persoon`` acting for the gebruiker's organisatie."""
    kvk = anders.get("kvk", gebruiker.organisatie.kvk)
    rsin = anders.get("rsin")
    middel = Middel(
        sleutel_kvk=sleutel("middel", persoon, "kvk", kvk, "") if kvk else None,
        sleutel_rsin=sleutel("middel", persoon, "rsin", rsin, "") if rsin else None,
        kvk=kvk,
        rsin=rsin,
        niveau="loa3",
        pseudoniem=sleutel("pseudoniem", persoon),
    )
    token = sessies.begin_koppelen(session, middel, sector_id=None, nu=NU, adres="127.0.0.1")
    gevonden = sessies.zoek(session, token, NU)
    assert gevonden is not None
    return gevonden.sessie


def test_r10_r14_naam_en_code_met_een_middel_geven_een_koppeling_met_alles_erbij(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    resultaat = koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD
    assert koppelingen.actieve(db_sessie, gebruiker) is not None
    akkoorden = db_sessie.scalars(select(Akkoord)).all()
    assert len(akkoorden) == 2
    assert all(len(akkoord.tekst_hash) == 64 for akkoord in akkoorden)
    soorten = db_sessie.scalars(select(Bericht.soort)).all()
    assert "gekoppeld" in soorten
    oud = sessie.token_hash
    sessies.naar_portaal(db_sessie, sessie, gebruiker, NU)
    assert sessie.fase is Fase.PORTAAL and sessie.token_hash != oud


@pytest.mark.parametrize("vorm", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c} \n"])
def test_r5_de_code_mag_met_kleine_letters_spaties_en_streepjes(
    db_sessie: Session, gebruiker: Gebruiker, code: str, vorm: Callable[[str], str]
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    naam = f"  {gebruiker.gebruikersnaam.lower()} "
    resultaat = koppelingen.koppel(db_sessie, sessie, naam, vorm(code), NU)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD


@pytest.mark.parametrize(
    ("later", "verwacht"),
    [
        (timedelta(hours=24) - timedelta(seconds=1), Uitkomst.GEKOPPELD),
        (timedelta(hours=24), Uitkomst.VERLOPEN),
        (timedelta(hours=24, seconds=1), Uitkomst.VERLOPEN),
    ],
)
def test_r6_de_code_is_precies_24_uur_geldig(
    db_sessie: Session, gebruiker: Gebruiker, code: str, later: timedelta, verwacht: Uitkomst
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    resultaat = koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, NU + later)
    assert resultaat.uitkomst is verwacht


def test_r6_een_verlopen_code_telt_niet_als_poging_maar_een_verkeerde_wel(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    morgen = NU + timedelta(days=1)
    koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, morgen)
    fout = koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, FOUTE_CODE, morgen)
    assert fout.uitkomst is Uitkomst.FOUT and fout.resterend == 4


def test_r5_een_nieuwe_code_maakt_de_oude_waardeloos(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    nieuwe = activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    sessie = sessie_voor(db_sessie, gebruiker)
    naam = gebruiker.gebruikersnaam
    assert koppelingen.koppel(db_sessie, sessie, naam, code, NU).uitkomst is Uitkomst.FOUT
    assert koppelingen.koppel(db_sessie, sessie, naam, nieuwe, NU).uitkomst is Uitkomst.GEKOPPELD


def test_r6_een_gebruikte_code_werkt_ook_na_ontkoppelen_niet_nog_een_keer(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    naam = gebruiker.gebruikersnaam
    koppelingen.koppel(db_sessie, sessie_voor(db_sessie, gebruiker), naam, code, NU)
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    koppelingen.verbreek(db_sessie, koppeling, reden=Verbreekreden.DEFECT, nu=NU)
    nieuw = sessie_voor(db_sessie, gebruiker, "jan met nieuw middel")
    assert koppelingen.koppel(db_sessie, nieuw, naam, code, NU).uitkomst is Uitkomst.FOUT


def test_s37_de_code_van_een_ander_werkt_niet(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    ander = fabriek.maak_gebruiker(db_sessie, organisatie=gebruiker.organisatie, nu=NU)
    activatiecodes.geef_uit(db_sessie, ander, nu=NU, door=None)
    sessie = sessie_voor(db_sessie, gebruiker)
    resultaat = koppelingen.koppel(db_sessie, sessie, ander.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is Uitkomst.FOUT


def test_r11_vijf_verkeerde_combinaties_blokkeren_een_kwartier_vanaf_de_vijfde(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    naam = gebruiker.gebruikersnaam
    momenten = [NU + timedelta(minutes=n) for n in range(5)]
    uitkomsten = [koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, m) for m in momenten]
    assert [u.resterend for u in uitkomsten[:4]] == [4, 3, 2, 1]
    tot = momenten[-1] + timedelta(minutes=15)
    assert uitkomsten[-1].uitkomst is Uitkomst.GEBLOKKEERD
    assert uitkomsten[-1].geblokkeerd_tot == tot
    vlak_ervoor = koppelingen.koppel(db_sessie, sessie, naam, code, tot - timedelta(seconds=1))
    assert vlak_ervoor.uitkomst is Uitkomst.GEBLOKKEERD
    assert vlak_ervoor.geblokkeerd_tot == tot, "een poging tijdens de blokkade verlengt die niet"
    daarna = koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, tot)
    assert daarna.resterend == 4, "na de blokkade begint het tellen bij nul"
    goed = koppelingen.koppel(db_sessie, sessie, naam, code, tot)
    assert goed.uitkomst is Uitkomst.GEKOPPELD


def test_r12_een_collega_kan_een_account_blokkeren_en_een_vreemde_niet(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    naam = gebruiker.gebruikersnaam
    vreemde = sessie_voor(db_sessie, gebruiker, "vreemde", kvk="99999999")
    collega = sessie_voor(db_sessie, gebruiker, "collega")
    eigenaar = sessie_voor(db_sessie, gebruiker, "jan")
    for _ in range(tellers.MAX_POGINGEN):
        laatste = koppelingen.koppel(db_sessie, vreemde, naam, code, NU)
    assert laatste.uitkomst is Uitkomst.GEBLOKKEERD
    for _ in range(tellers.MAX_POGINGEN):
        koppelingen.koppel(db_sessie, collega, naam, FOUTE_CODE, NU)
    assert koppelingen.koppel(db_sessie, eigenaar, naam, code, NU).uitkomst is Uitkomst.GEBLOKKEERD
    koppelingen.hef_blokkade_op(db_sessie, gebruiker, NU)
    assert koppelingen.koppel(db_sessie, eigenaar, naam, code, NU).uitkomst is Uitkomst.GEKOPPELD
    soorten = db_sessie.scalars(select(Bericht.soort)).all()
    assert {"blokkade", "blokkade_opgeheven"} <= set(soorten)


def test_r12_een_vreemde_blokkeert_alleen_zichzelf(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    vreemde = sessie_voor(db_sessie, gebruiker, "vreemde", kvk="99999999")
    for _ in range(tellers.MAX_POGINGEN):
        koppelingen.koppel(db_sessie, vreemde, gebruiker.gebruikersnaam, FOUTE_CODE, NU)
    eigenaar = sessie_voor(db_sessie, gebruiker)
    resultaat = koppelingen.koppel(db_sessie, eigenaar, gebruiker.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD


def test_r12_een_onbekende_naam_gedraagt_zich_als_een_bekende(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    def reeks(naam: str, personen: tuple[str, str]) -> list[tuple[Uitkomst, int, datetime | None]]:
        een, twee = (sessie_voor(db_sessie, gebruiker, persoon) for persoon in personen)
        stappen = [een, een, twee, twee, een, een]
        uit = [koppelingen.koppel(db_sessie, s, naam, FOUTE_CODE, NU) for s in stappen]
        return [(r.uitkomst, r.resterend, r.geblokkeerd_tot) for r in uit]

    bekend = reeks(gebruiker.gebruikersnaam, ("a", "b"))
    onbekend = reeks("AAAAAAAA", ("c", "d"))
    assert bekend == onbekend


@pytest.mark.parametrize("deel", ["kvk", "rsin"])
def test_r13_het_middel_moet_voor_de_organisatie_of_haar_bestuur_optreden(
    db_sessie: Session, deel: str
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    bestuur = fabriek.maak_organisatie(db_sessie, rsin="123456782")
    school = fabriek.maak_organisatie(db_sessie, parent=bestuur)
    gebruiker = fabriek.maak_gebruiker(db_sessie, organisatie=school, nu=NU)
    code = activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    nummers = {"kvk": None, "rsin": None, deel: getattr(bestuur, deel)}
    sessie = sessie_voor(db_sessie, gebruiker, **nummers)
    resultaat = koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD


def test_r13_een_gekoppeld_middel_past_niet_op_een_tweede_account(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    ander = fabriek.maak_gebruiker(db_sessie, organisatie=gebruiker.organisatie, nu=NU)
    code_ander = activatiecodes.geef_uit(db_sessie, ander, nu=NU, door=None)
    een, twee = sessie_voor(db_sessie, gebruiker), sessie_voor(db_sessie, gebruiker)
    koppelingen.koppel(db_sessie, een, gebruiker.gebruikersnaam, code, NU)
    resultaat = koppelingen.koppel(db_sessie, twee, ander.gebruikersnaam, code_ander, NU)
    assert resultaat.uitkomst is Uitkomst.FOUT


@pytest.mark.parametrize("kolom", ["gebruiker_id", "middel_kvk", "middel_rsin"])
def test_r13_de_database_zelf_weigert_een_tweede_actieve_koppeling(
    db_sessie: Session, gebruiker: Gebruiker, kolom: str
) -> None:
    ander = fabriek.maak_gebruiker(db_sessie, organisatie=gebruiker.organisatie, nu=NU)
    eerste = {"gebruiker_id": gebruiker.id, "middel_kvk": "a" * 64, "middel_rsin": "b" * 64}
    tweede = {"gebruiker_id": ander.id, "middel_kvk": "c" * 64, "middel_rsin": "d" * 64}
    tweede[kolom] = eerste[kolom]
    vast = {"niveau": "loa3", "gelegd_op": NU, "laatste_login_op": NU}
    db_sessie.add(Koppeling(**eerste, **vast))
    db_sessie.flush()
    db_sessie.add(Koppeling(**tweede, **vast))
    with pytest.raises(IntegrityError):
        db_sessie.flush()
    db_sessie.rollback()


def test_r17_een_gestolen_middel_koppelt_niet_meer_aan_dat_account_een_nieuw_wel(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    naam = gebruiker.gebruikersnaam
    sessie = sessie_voor(db_sessie, gebruiker)
    koppelingen.koppel(db_sessie, sessie, naam, code, NU)
    token = sessies.naar_portaal(db_sessie, sessie, gebruiker, NU)
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    koppelingen.verbreek(db_sessie, koppeling, reden=Verbreekreden.GESTOLEN, nu=NU)
    db_sessie.expire_all()
    assert sessies.zoek(db_sessie, token, NU) is None, "lopende sessies eindigen meteen"
    nieuwe = activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    oud_middel = sessie_voor(db_sessie, gebruiker)
    assert koppelingen.koppel(db_sessie, oud_middel, naam, nieuwe, NU).uitkomst is Uitkomst.FOUT
    nieuw_middel = sessie_voor(db_sessie, gebruiker, "jan met nieuw middel")
    later = NU + timedelta(minutes=1)
    resultaat = koppelingen.koppel(db_sessie, nieuw_middel, naam, nieuwe, later)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD


def test_r16_achttien_kalendermaanden_zonder_login_maken_de_koppeling_oud(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    koppelingen.koppel(
        db_sessie, sessie_voor(db_sessie, gebruiker), gebruiker.gebruikersnaam, code, NU
    )
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    vervalt = datetime(2028, 5, 24, 8, 0, tzinfo=UTC)  # 9.00 winter is 10.00 zomertijd
    assert koppelingen.vervalt_op(koppeling) == vervalt
    assert not koppelingen.is_verlopen(koppeling, vervalt - timedelta(seconds=1))
    assert koppelingen.is_verlopen(koppeling, vervalt)


def test_r33_geen_naam_code_of_sleutel_van_een_middel_in_de_audit(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    sessie = sessie_voor(db_sessie, gebruiker)
    koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, FOUTE_CODE, NU)
    koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, NU)
    db_sessie.commit()
    tekst = " ".join(str(r.gegevens) for r in db_sessie.scalars(select(Auditrecord)))
    for geheim in (gebruiker.gebruikersnaam, code, code.replace("-", ""), sessie.middel):
        assert geheim not in tekst
    assert db_sessie.scalar(select(func.count()).select_from(Auditrecord))
