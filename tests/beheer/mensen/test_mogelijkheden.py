# SPDX-License-Identifier: EUPL-1.2
"""What a page offers is what the verb does: every state × every act, by who (R28)."""

from collections.abc import Callable, Mapping
from enum import Enum

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, brieven, handelingen, koppelingen
from portal.domain.handelingen import Uitkomst
from portal.domain.mogelijkheden import Daad, beletsels
from portal.domain.verhaal import verhaal
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus, Medewerkersrol, Verbreekreden
from tests.beheer.mensen.conftest import Wereld, blokkeer, geef_token, koppel
from tests.conftest import NU
from tests.harnas import fabriek


def _geblokkeerd(_s: Session, g: Gebruiker) -> None:
    g.status = Gebruikerstatus.GEBLOKKEERD


def _beeindigd(s: Session, g: Gebruiker) -> None:
    koppel(s, g, beeindigd_op=NU, reden=Verbreekreden.BEEINDIGD)
    g.status, g.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU


def _te_veel_codes(s: Session, g: Gebruiker) -> None:
    for _ in range(activatiecodes.MAX_PER_DAG):
        activatiecodes.geef_uit(s, g, nu=NU, door=None)


TOESTANDEN: Mapping[str, Callable[[Session, Gebruiker], object]] = {
    "nieuw": lambda s, g: None,
    "gekoppeld": koppel,
    "ooit gekoppeld": lambda s, g: koppel(s, g, beeindigd_op=NU, reden=Verbreekreden.ZOEK),
    "geblokkeerd": _geblokkeerd,
    "blokkade": blokkeer,
    "met token": lambda s, g: geef_token(g),
    "te veel codes": _te_veel_codes,
    "beeindigd": _beeindigd,
    "beeindigd met token": lambda s, g: (_beeindigd(s, g), geef_token(g)),
}
MENSEN = ("jan", "anna", "bea", "medewerker")
VERBEN: Mapping[Daad, Callable[[Session, Gebruiker, Gebruiker], Enum]] = {
    Daad.ACTIVATIECODE: lambda s, g, d: activatiecodes.laat_versturen(s, g, door=d, nu=NU),
    Daad.BRIEF: lambda s, g, d: (
        brieven.haal(s, [g], door=d, nu=NU, portaal="P", base_url="https://p.example").uitkomst
    ),
    Daad.BLOKKADE_OPHEFFEN: lambda s, g, d: (
        Uitkomst.GELUKT if koppelingen.hef_blokkade_op(s, g, NU) else Uitkomst.NIETS_TE_DOEN
    ),
    Daad.KOPPELING_VERBREKEN: lambda s, g, d: handelingen.verbreek_koppeling(
        s, g, reden=Verbreekreden.ZOEK, door=d, nu=NU
    ),
    Daad.TOKEN_INNEMEN: lambda s, g, d: handelingen.lever_token_in(s, g, door=d, nu=NU),
    Daad.BLOKKEREN: lambda s, g, d: handelingen.blokkeer(s, g, door=d, nu=NU),
    Daad.DEBLOKKEREN: lambda s, g, d: handelingen.deblokkeer(s, g, door=d, nu=NU),
    Daad.BEEINDIGEN: lambda s, g, d: handelingen.beeindig(s, g, door=d, nu=NU),
}
GELUKT = {Uitkomst.GELUKT, activatiecodes.Uitkomst.VERSTUURD, brieven.Uitkomst.GEMAAKT}


@pytest.mark.parametrize("door", ["anna", "medewerker"])
@pytest.mark.parametrize("wie", MENSEN)
@pytest.mark.parametrize("toestand", TOESTANDEN)
def test_r28_wat_wordt_aangeboden_lukt_en_wat_niet_wordt_geweigerd_om_die_reden(
    db_sessie: Session, wereld: Wereld, toestand: str, wie: str, door: str
) -> None:
    medewerker = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER)
    mensen = {"medewerker": medewerker, "anna": wereld.anna, "jan": wereld.jan, "bea": wereld.bea}
    gebruiker, beheerder = mensen[wie], mensen[door]
    TOESTANDEN[toestand](db_sessie, gebruiker)
    db_sessie.commit()
    voorspeld = beletsels(db_sessie, verhaal(db_sessie, gebruiker, NU), door=beheerder)
    assert set(voorspeld) == set(Daad)
    for daad, beletsel in voorspeld.items():
        proef = db_sessie.begin_nested()
        uitkomst = VERBEN[daad](db_sessie, gebruiker, beheerder)
        proef.rollback()
        db_sessie.expire_all()
        assert (None if uitkomst in GELUKT else uitkomst) is beletsel, daad


def test_r1_de_laatste_beheerder_wordt_ook_een_medewerker_niet_aangeboden(
    db_sessie: Session, wereld: Wereld
) -> None:
    medewerker = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER)
    loop = verhaal(db_sessie, wereld.ander, NU)
    voorspeld = beletsels(db_sessie, loop, door=medewerker)
    assert voorspeld[Daad.BEEINDIGEN] is Uitkomst.LAATSTE_BEHEERDER
    assert voorspeld[Daad.BLOKKEREN] is None
