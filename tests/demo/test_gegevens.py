# SPDX-License-Identifier: EUPL-1.2
"""The demo data keeps the rules that the portal keeps."""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import documenten
from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Gebruiker,
    Kenmerk,
    Mededeling,
    Onderwerp,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)
from portal.models.soorten import Documentsoort, Organisatiesoort
from tests.conftest import NU

ALLEEN_TEST = re.compile(r"[a-z.]+@[a-z-]+\.example")  # RFC 2606


def haalt_11_proef(rsin: str) -> bool:
    *gewogen, laatste = map(int, rsin)
    som = sum(cijfer * gewicht for cijfer, gewicht in zip(gewogen, range(9, 1, -1), strict=True))
    return rsin != "000000000" and (som - laatste) % 11 == 0


def mag_geven(rollen: Iterable[Beheerdersrol]) -> set[Rol]:
    uit: set[Rol] = set()
    for rol in rollen:
        uit |= {*rol.rollen, *mag_geven(rol.bevat)}
    return uit


def test_de_11_proef_kent_goede_en_foute_nummers() -> None:
    assert haalt_11_proef("123456782")
    assert not haalt_11_proef("123456783")
    assert not haalt_11_proef("000000000")


def test_kvk_rsin_en_oin_zijn_geldig_van_vorm(gevuld: Session) -> None:
    for organisatie in gevuld.scalars(select(Organisatie)):
        kvk, rsin, oin = organisatie.kvk, organisatie.rsin, organisatie.oin
        assert re.fullmatch(r"\d{8}", kvk), organisatie.naam
        assert rsin is None or (re.fullmatch(r"\d{9}", rsin) and haalt_11_proef(rsin))
        goed = {None, f"00000003{kvk}0000"} | ({f"00000001{rsin}000"} if rsin else set())
        assert oin in goed, organisatie.naam


def test_er_zijn_besturen_met_instellingen_en_de_andere_soorten(gevuld: Session) -> None:
    organisaties = gevuld.scalars(select(Organisatie)).all()
    ouders = [een.parent for een in organisaties if een.parent]
    assert len(set(ouders)) >= 3
    assert {ouder.soort for ouder in ouders} == {Organisatiesoort.BESTUUR}
    assert {een.soort for een in organisaties} == set(Organisatiesoort)
    (buiten,) = (een for een in organisaties if een.soort is Organisatiesoort.OVERIG)
    assert (buiten.rsin, buiten.oin, buiten.parent) == (None, None, None)


def test_elke_sector_heeft_een_organisatie_en_een_onderwerp(gevuld: Session) -> None:
    sectoren = set(gevuld.scalars(select(Sector)))
    verwacht = {"primair-onderwijs", "voortgezet-onderwijs", "middelbaar-beroepsonderwijs",
                "hoger-onderwijs", "gemeenten"}  # fmt: skip
    assert verwacht <= {sector.slug for sector in sectoren}
    assert all(sector.omschrijving for sector in sectoren)
    for bron in (Organisatie, Onderwerp):
        gebruikt = {sector for een in gevuld.scalars(select(bron)) for sector in een.sectoren}
        assert gebruikt == sectoren


def test_r22_kenmerken_passen_bij_het_patroon_van_hun_soort(gevuld: Session) -> None:
    for kenmerk in gevuld.scalars(select(Kenmerk)):
        assert re.fullmatch(kenmerk.soort.patroon, kenmerk.waarde), str(kenmerk)
        assert re.fullmatch(kenmerk.soort.patroon, kenmerk.soort.voorbeeld)
        assert kenmerk.naam


def test_een_bestuur_houdt_de_kenmerken_van_zijn_instellingen(gevuld: Session) -> None:
    for organisatie in gevuld.scalars(select(Organisatie)):
        if organisatie.parent is not None:
            assert set(organisatie.kenmerken) <= set(organisatie.parent.kenmerken)


def test_r22_elke_autorisatie_heeft_de_kenmerken_die_de_rol_nodig_heeft_en_de_organisatie_houdt(
    gevuld: Session,
) -> None:
    for een in gevuld.scalars(select(Autorisatie)):
        soorten = {kenmerk.soort for kenmerk in een.kenmerken}
        assert soorten == set(een.rol.kenmerksoorten), (een.gebruiker.naam, een.rol.naam)
        assert set(een.kenmerken) <= set(een.gebruiker.organisatie.kenmerken)


def test_r27_elke_autorisatie_is_gegeven_door_een_beheerder_die_dat_mag(
    gevuld: Session,
) -> None:
    toegekend: dict[Gebruiker, list[Beheerdersrol]] = {}
    for toekenning in gevuld.scalars(select(Beheerderstoekenning)):
        gebruiker, rol = toekenning.gebruiker, toekenning.beheerdersrol
        assert rol in gebruiker.organisatie.beheerdersrollen
        toegekend.setdefault(gebruiker, []).append(rol)
    for een in gevuld.scalars(select(Autorisatie)):
        assert een.door is not None
        assert een.door is not een.gebruiker, "niemand geeft zichzelf een rol"
        thuis = een.gebruiker.organisatie
        assert een.door.organisatie in (thuis, thuis.parent)
        assert een.rol in mag_geven(toegekend[een.door])


def test_r22_er_is_een_verlopen_een_toekomstige_en_een_aflopende_autorisatie(
    gevuld: Session,
) -> None:
    alle = gevuld.scalars(select(Autorisatie)).all()
    assert any(een.geldig_tot and een.geldig_tot <= NU for een in alle)
    assert any(een.geldig_van > NU for een in alle)
    assert any(een.geldig_van <= NU and een.geldig_tot and een.geldig_tot > NU for een in alle)


def test_elke_rol_opent_een_taak_en_kan_worden_uitgedeeld(gevuld: Session) -> None:
    uitdeelbaar = mag_geven(gevuld.scalars(select(Beheerdersrol)))
    openen = {een.rol for een in gevuld.scalars(select(Roltaak))}
    for rol in gevuld.scalars(select(Rol)):
        assert rol in uitdeelbaar, rol.naam
        assert rol in openen, rol.naam
        assert rol.omschrijving


def test_beheerder_po_bevat_rio_algemeen_en_rio_selfservice(gevuld: Session) -> None:
    po = gevuld.scalars(select(Beheerdersrol).where(Beheerdersrol.code == "beheerder-po")).one()
    assert {"Beheerder RIO Algemeen", "Beheerder RIO Selfservice"} <= {r.naam for r in po.bevat}


def test_de_inhoud_van_een_rol_verschilt_per_soort_organisatie(gevuld: Session) -> None:
    assert {een.organisatiesoort for een in gevuld.scalars(select(Roltaak))} > {None}


def test_r21_elke_taak_legt_uit_wat_u_doet_en_sommige_hebben_een_handleiding(
    gevuld: Session,
) -> None:
    taken = gevuld.scalars(select(Taak)).all()
    for taak in taken:
        assert 2 <= len(re.findall(r"[.?](\s|$)", taak.uitleg)) <= 9, taak.naam
        assert taak.omschrijving
    handleidingen = [taak.handleiding for taak in taken if taak.handleiding]
    assert len(handleidingen) >= 5
    assert all(10 <= tekst.count("\n") <= 30 for tekst in handleidingen)


def test_r19_er_zijn_mededelingen_van_nu_later_en_vroeger_voor_elke_doelgroep(
    gevuld: Session,
) -> None:
    alle = gevuld.scalars(select(Mededeling)).all()
    assert any(een.van > NU for een in alle)
    assert any(een.tot and een.tot < NU for een in alle)
    nu = [een for een in alle if een.van <= NU and (een.tot is None or een.tot > NU)]
    for doelgroep in ("sectoren", "organisaties", "rollen", "kenmerken"):
        assert any(getattr(een, doelgroep) for een in nu), doelgroep
    voor_allen = [
        een for een in nu if not (een.sectoren or een.organisaties or een.rollen or een.kenmerken)
    ]
    assert "Onderhoud op zaterdag 28 november" in {een.titel for een in voor_allen}
    assert not any("{" in een.titel + een.tekst for een in alle)


def test_r14_de_eerste_versie_van_beide_documenten_is_geladen_met_haar_hash(
    gevuld: Session,
) -> None:
    for soort in Documentsoort:
        document: Document = documenten.geldend(gevuld, soort, NU)
        assert document.nummer == 1
        assert document.tekst_hash == documenten.tekst_hash(document.tekst)


def test_adressen_bestaan_niet_echt(gevuld: Session) -> None:
    emails = {een.email for een in gevuld.scalars(select(Gebruiker))}
    besturen = {een.bestuur_email for een in gevuld.scalars(select(Organisatie))} - {None}
    assert all(ALLEEN_TEST.fullmatch(email or "") for email in emails | besturen)
