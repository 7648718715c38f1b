# SPDX-License-Identifier: EUPL-1.2
"""The last button pressed more than once, on real processes (R10, R14)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import sqlalchemy as sa

from tests.harnas.server import server
from tests.harnas.wandelaar import Wandelaar

KEREN = 8


def test_r14_vaker_op_koppel_klikken_koppelt_een_keer_en_telt_niet_als_fout(
    soort_database: str, tmp_path: Path
) -> None:
    with server(soort_database, tmp_path) as draait:
        wie = draait.gebruikers[0]
        wandelaar = Wandelaar(draait.adres)
        wandelaar.log_in(wie["kvk"], wie["email"])
        wandelaar.tot_laatste_stap()
        doel, velden = wandelaar.formulier("/koppelen/koppelen")
        velden |= {naam: wie[naam] for naam in ("gebruikersnaam", "activatiecode")}
        koekjes = dict(wandelaar.http.cookies)
        wandelaar.http.close()
        streep = threading.Barrier(KEREN)

        def klik(_keer: int) -> int:
            streep.wait()
            return httpx.post(doel, data=velden, cookies=koekjes, timeout=60).status_code

        with ThreadPoolExecutor(KEREN) as handen:
            assert set(handen.map(klik, range(KEREN))) == {303}
        motor = sa.create_engine(draait.env["MIJNDUO_DATABASE_URL"], poolclass=sa.NullPool)
        with motor.connect() as database:
            assert database.scalar(sa.text("SELECT count(*) FROM koppeling")) == 1
            assert database.scalar(sa.text("SELECT sum(aantal) FROM teller")) == 0
            soorten = set(database.scalars(sa.text("SELECT soort FROM bericht")))
        motor.dispose()
    assert "gekoppeld" in soorten and "blokkade" not in soorten
