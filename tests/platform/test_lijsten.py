# SPDX-License-Identifier: EUPL-1.2
"""R26: who may read and write, how many queries a list takes, and addresses that make no sense."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from admin.lijst import TEL_MAX
from portal.db import Base
from portal.models import Kenmerk
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, knoppen
from tests.platform.wereld import Stelsel

WAT = ("organisaties", "rollen", "beheerdersrollen", "kenmerken", "kenmerksoorten", "sectoren")
MAX_QUERIES = 6
ACTIES = {
    "organisaties": ("beeindigen", "heropenen", "samenvoegen", "splitsen"),
    "rollen": ("beeindigen", "heropenen"),
    "beheerdersrollen": ("beeindigen", "heropenen"),
    "kenmerken": ("beeindigen", "heropenen"),
    "kenmerksoorten": ("verwijderen",),
    "sectoren": ("verwijderen",),
}
Teller = Callable[[], AbstractContextManager[list[str]]]


def _rij(stelsel: Stelsel, wat: str) -> int:
    rijen: dict[str, Base] = {
        "organisaties": stelsel.bestuur,
        "rollen": stelsel.rol,
        "beheerdersrollen": stelsel.beheerdersrol,
        "kenmerken": stelsel.az,
        "kenmerksoorten": stelsel.ander,
        "sectoren": stelsel.sector,
    }
    return int(rijen[wat].id)  # type: ignore[attr-defined]


@pytest.mark.parametrize("wat", WAT)
def test_r26_de_servicedesk_leest_alles_en_schrijft_niets(
    servicedesk: Klant, stelsel: Stelsel, wat: str, db_sessie: Session
) -> None:
    nummer = _rij(stelsel, wat)
    servicedesk.get(f"{PLATFORM}/{wat}/")
    assert knoppen(servicedesk) <= {"Toon"}
    servicedesk.get(f"{PLATFORM}/{wat}/{nummer}/")
    assert not knoppen(servicedesk)
    token = servicedesk.csrf()
    voor = db_sessie.execute(select(Kenmerk.__table__)).all()
    adressen = ["nieuw/", f"{nummer}/wijzigen/", *(f"{nummer}/{a}/" for a in ACTIES[wat])]
    for adres in adressen:
        pad = f"{PLATFORM}/{wat}/{adres}"
        for methode in ("GET", "POST"):
            antwoord = servicedesk.kaal.open(pad, method=methode, data={"csrf_token": token})
            assert antwoord.status_code == 403, (pad, methode)
    assert db_sessie.execute(select(Kenmerk.__table__)).all() == voor


@pytest.mark.parametrize("wat", WAT)
def test_r26_een_medewerker_ziet_wel_wat_te_doen_is(
    medewerker: Klant, stelsel: Stelsel, wat: str
) -> None:
    medewerker.get(f"{PLATFORM}/{wat}/")
    assert "Toevoegen" in knoppen(medewerker)
    medewerker.get(f"{PLATFORM}/{wat}/{_rij(stelsel, wat)}/")
    assert "Wijzigen" in knoppen(medewerker)


@pytest.mark.parametrize("wat", WAT)
def test_r26_een_beheerder_of_bezoeker_komt_hier_niet(
    app: Flask, client: Klant, stelsel: Stelsel, wat: str, db_sessie: Session
) -> None:
    beheerder = fabriek.log_binnen(app, db_sessie, stelsel.beheerder, NU)
    for adres in ("", f"{_rij(stelsel, wat)}/", "nieuw/"):
        beheerder.get(f"{PLATFORM}/{wat}/{adres}", 403)
        client.get(f"{PLATFORM}/{wat}/{adres}", 303)


@pytest.mark.parametrize(
    ("wat", "filters"),
    [
        ("organisaties", "zoek=o&soort=bestuur&sector=hoger-onderwijs&status=actief"),
        ("rollen", "zoek=o&kenmerksoort=instellingscode&status=actief"),
        ("beheerdersrollen", "zoek=o&status=actief"),
        ("kenmerken", "zoek=2&soort=instellingscode&status=actief"),
        ("kenmerksoorten", "zoek=o"),
        ("sectoren", "zoek=o"),
    ],
)
def test_r26_een_lijst_vraagt_hoogstens_zes_keer_iets(
    medewerker: Klant, stelsel: Stelsel, tel_queries: Teller, wat: str, filters: str
) -> None:
    """However many rows, and however they are filtered."""
    medewerker.get("/contact")
    for vraag in ("", filters):
        with tel_queries() as gezien:
            antwoord = medewerker.kaal.get(f"{PLATFORM}/{wat}/?{vraag}")
        assert antwoord.status_code == 200
        assert len(gezien) <= MAX_QUERIES, gezien


@pytest.mark.parametrize("wat", WAT)
@pytest.mark.parametrize(
    "vraag",
    [
        "pagina=-1",
        "pagina=9999999999999999999",
        "pagina=x&sorteer=onzin&aflopend=%00",
        "zoek=%00%27%22%3Cscript%3E",
        "zoek=" + "a" * 3000,
        "sorteer=id&soort=x&status=y&sector=%ff",
    ],
)
def test_r26_een_raar_adres_geeft_gewoon_een_lijst(
    medewerker: Klant, stelsel: Stelsel, wat: str, vraag: str
) -> None:
    medewerker.get(f"{PLATFORM}/{wat}/?{vraag}")


@pytest.mark.parametrize("wat", WAT)
def test_r26_een_rij_die_er_niet_is_geeft_404(
    medewerker: Klant, stelsel: Stelsel, wat: str
) -> None:
    for adres in ("2147483647/", "999999/wijzigen/", "99999999999/", "x/"):
        medewerker.get(f"{PLATFORM}/{wat}/{adres}", 404)
    medewerker.get("/contact")
    for actie in (*ACTIES[wat], "wijzigen"):
        medewerker.post(f"{PLATFORM}/{wat}/999999/{actie}/", {}, 404)


def test_een_lange_lijst_zegt_dat_er_meer_zijn_en_houdt_eens_op(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    soort = stelsel.az.soort_id
    rijen = [{"soort_id": soort, "waarde": f"{n:04}"} for n in range(TEL_MAX + 1)]
    db_sessie.execute(insert(Kenmerk.__table__), rijen)  # type: ignore[arg-type]
    medewerker.get(f"{PLATFORM}/kenmerken/")
    assert "Meer dan 2.000 resultaten" in medewerker.tekst
    medewerker.get(f"{PLATFORM}/kenmerken/?pagina=99999")
    assert "Dit is de laatste pagina die wij tonen" in medewerker.tekst
