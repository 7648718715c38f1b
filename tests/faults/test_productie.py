# SPDX-License-Identifier: EUPL-1.2
"""The portal as it is for real: behind a proxy with TLS, no demo, a broker of others (R33)."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import Makelaar
from portal.eherkenning.sleutels import van_map
from tests.faults.test_limieten_per_adres import REDIS
from tests.harnas.server import Server, server

BUITEN = "https://mijn.example.nl"
CIJFERTOKEN = "een-token-voor-de-cijfers"
EIGEN = "urn:etoegang:DV:00000003123456780000"


def instellingen(map_: Path) -> dict[str, str]:
    """All settings that production asks for, with a broker and a key pair in ``map_``."""
    makelaar = Makelaar(
        van_map(map_ / "makelaar", "Makelaar"), "https://makelaar.example.nl", bytes, Kluis(map_)
    )
    van_map(map_ / "wij", "Wij")
    (map_ / "makelaar.xml").write_bytes(makelaar.metadata())
    anders = {
        "DEMO": "0",
        "BASE_URL": BUITEN,
        "SECRET_KEY": "g" * 32,
        "REDIS_URL": REDIS,
        "RATELIMIT_ENABLED": "1",
        "MAIL_URL": "smtp://127.0.0.1:25",
        "MAIL_FROM": "mijnduo@example.nl",
        "EHERKENNING_IDP_METADATA": str(map_ / "makelaar.xml"),
        "EHERKENNING_ENTITY_ID": f"{EIGEN}:entities:1",
        "EHERKENNING_SERVICE_ID": f"{EIGEN}:services:1",
        "EHERKENNING_SERVICE_UUID": "6e0d3c1e-5b0f-4f0e-8f0a-0c2d7f1f9a11",
        "EHERKENNING_KEY": str(map_ / "wij/paar/sleutel.pem"),
        "EHERKENNING_CERT": str(map_ / "wij/paar/certificaat.pem"),
        "TRUSTED_PROXIES": "1",
        "METRICS_TOKEN": CIJFERTOKEN,
    }
    return {f"MIJNDUO_{naam}": waarde for naam, waarde in anders.items()}


@pytest.fixture(scope="module")
def echt(soort_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal in production."""
    map_ = tmp_path_factory.mktemp("productie")
    with redis.Redis.from_url(REDIS) as opslag:
        try:
            opslag.ping()
        except redis.ConnectionError:
            pytest.skip("Redis is niet bereikbaar")
        with server(soort_database, map_, **instellingen(map_)) as portaal:
            yield portaal
        opslag.flushdb()


def koekje(antwoord: httpx.Response) -> tuple[str, set[str]]:
    """The name of the one cookie that is set, and its attributes."""
    (regel,) = antwoord.headers.get_list("set-cookie")
    eerste, *rest = regel.split("; ")
    return eerste.partition("=")[0], set(rest)


def test_s22_s47_over_https_zijn_de_koekjes_van_deze_site_alleen_en_blijft_het_https(
    echt: Server,
) -> None:
    pagina = httpx.get(f"{echt.adres}/inloggen/hoger-onderwijs")
    naam, rest = koekje(pagina)
    assert naam == "__Host-mijnduo", "zonder Domain, met Secure en Path=/"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= rest
    assert not [deel for deel in rest if deel.startswith("Domain")]
    for pad in ("/", "/bestaat-niet", "/koppelen", "/overzicht", "/static/css/portal.css"):
        kop = httpx.get(f"{echt.adres}{pad}").headers["Strict-Transport-Security"]
        assert kop == "max-age=31536000; includeSubDomains", pad
    verzoek = httpx.get(f"{echt.adres}/eherkenning/login")
    assert {"Secure", "HttpOnly", "SameSite=None"} <= koekje(verzoek)[1], "POST van de makelaar"
    assert 'action="https://makelaar.example.nl/' in verzoek.text


def test_s60_in_productie_is_er_niets_van_de_demo(echt: Server) -> None:
    for pad in ("/demo/post", "/demo/broker/metadata"):
        assert httpx.get(f"{echt.adres}{pad}").status_code == 404
    assert httpx.post(f"{echt.adres}/demo/broker/sso").status_code == 404
    for woorden in (["demo-codes"], ["demo-post"]):
        assert echt.flask(*woorden).returncode == 1


@pytest.mark.parametrize(
    ("keten", "token", "status"),
    [
        ("198.51.100.7", "", 403),
        ("127.0.0.1, 198.51.100.7", "", 403),  # who adds a hop in front is no nearer
        ("198.51.100.7", f"Bearer {CIJFERTOKEN}", 200),
        ("198.51.100.7", "Bearer anders", 403),
        ("198.51.100.7", "Bearer \xe9\xff", 403),
        ("198.51.100.7", CIJFERTOKEN[:-1], 403),
        ("127.0.0.1", "", 200),
    ],
)
def test_s63_de_cijfers_zijn_voor_deze_machine_of_met_het_token(
    echt: Server, keten: str, token: str, status: int
) -> None:
    koppen = {"X-Forwarded-For": keten, "Authorization": token.encode("latin-1")}
    assert httpx.get(f"{echt.adres}/metrics", headers=koppen).status_code == status  # type: ignore[arg-type]


def test_s63_de_limiet_telt_per_bezoeker_achter_de_proxy(echt: Server) -> None:
    def inloggen(keten: str) -> int:
        koppen = {"X-Forwarded-For": keten}
        return httpx.get(f"{echt.adres}/eherkenning/login", headers=koppen).status_code

    assert [inloggen(f"10.0.0.{n}, 203.0.113.1") for n in range(61)] == [200] * 60 + [429]
    assert inloggen("203.0.113.2") == 200
