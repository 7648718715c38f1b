# SPDX-License-Identifier: EUPL-1.2
"""R26: an organisatie goes up in another in one step, looked at first, all or nothing."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import (
    Aanvraag,
    Activatiecode,
    Auditrecord,
    Beheerderstoekenning,
    Bericht,
    Mededeling,
    Sessie,
)
from portal.models.soorten import (
    Aanvraagkanaal,
    Aanvraagsoort,
    Aanvraagstatus,
    Gebruikerstatus,
    Verbreekreden,
)
from portal.secrets import ontsleutel
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import bekijk_samenvoeging, bevestig_fusie, getal, post_van, velden
from tests.platform.wereld import Twee, koppel


def test_r26_eerst_staat_er_precies_wat_er_gebeurt(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s = twee.stelsel
    koppel(db_sessie, s.anna)
    activatiecodes.geef_uit(db_sessie, s.bob, nu=NU, door=None)
    bekijk_samenvoeging(medewerker, twee)
    assert getal(medewerker, "Gebruikers die meegaan") == 3
    assert getal(medewerker, "Autorisaties die eindigen") == 1
    assert getal(medewerker, "Autorisaties die doorgaan met minder kenmerken") == 1
    assert getal(medewerker, "Autorisaties die meegaan") == 0
    assert getal(medewerker, "Koppelingen die ongedaan worden gemaakt") == 1
    assert getal(medewerker, "Activatiecodes die vervallen") == 1
    assert getal(medewerker, "Beheerders die geen beheerder meer zijn") == 1
    assert getal(medewerker, "Kenmerken die niet meegaan") == 1
    tekst = medewerker.tekst
    assert "Wat verloren gaat" in tekst and "T. Appel" in tekst and "Instellingscode 21AZ" in tekst
    for geheim in (s.anna.gebruikersnaam, s.bob.gebruikersnaam):
        assert geheim not in tekst
    assert s.bestuur.beeindigd_op is None and s.anna.organisatie_id == s.bestuur.id


def test_r26_na_de_bevestiging_is_alles_gebeurd(
    medewerker: Klant, twee: Twee, db_sessie: Session, app: Flask
) -> None:
    """R13: koppelingen are undone. Who was beheerder is so no more. R4: names stay."""
    s, naar = twee.stelsel, twee.naar
    koppeling = koppel(db_sessie, s.anna)
    activatiecodes.geef_uit(db_sessie, s.bob, nu=NU, door=None)
    fabriek.log_binnen(app, db_sessie, s.bob, NU)
    oud = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=s.bestuur,
        status=Gebruikerstatus.BEEINDIGD,
        beeindigd_op=NU,
    )
    naam = s.anna.gebruikersnaam
    bekijk_samenvoeging(medewerker, twee)
    bevestig_fusie(medewerker, twee.pad)
    for gebruiker in (s.anna, s.bob, s.beheerder):
        assert gebruiker.organisatie_id == naar.id
        assert post_van(db_sessie, gebruiker)[-1] == "account_verhuisd"
    assert s.anna.gebruikersnaam == naam
    assert oud.organisatie_id == s.bestuur.id, "wie weg is blijft in de geschiedenis staan"
    assert (s.bestuur.beeindigd_op, s.bestuur.opgegaan_in_id) == (NU, naar.id)
    assert s.van_anna.geldig_tot == NU
    assert s.van_bob.geldig_tot is None and s.van_bob.kenmerken == [s.bz]
    assert koppeling.reden is Verbreekreden.ORGANISATIE and koppeling.beeindigd_op == NU
    assert db_sessie.scalars(select(Activatiecode)).one().vervallen_op == NU
    sessie = db_sessie.scalars(select(Sessie).where(Sessie.gebruiker_id == s.bob.id)).one()
    assert sessie.beeindigd_op == NU
    van_beheerder = Beheerderstoekenning.gebruiker_id == s.beheerder.id
    assert (
        db_sessie.scalars(select(Beheerderstoekenning).where(van_beheerder)).one().geldig_tot == NU
    )
    spoor = set(db_sessie.scalars(select(Auditrecord.gebeurtenis)))
    assert {"organisatie.samengevoegd", "gebruiker.gewijzigd", "koppeling.gewijzigd"} <= spoor
    medewerker.volg()
    assert "Stichting Waalwerd is opgegaan in Stichting Groot. 3 gebruikers gingen mee" in (
        medewerker.tekst
    )


def test_r26_de_mail_zegt_wat_er_voor_deze_gebruiker_veranderde(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s = twee.stelsel
    koppel(db_sessie, s.anna)
    bekijk_samenvoeging(medewerker, twee, kenmerken="instellingscode 21AZ")
    bevestig_fusie(medewerker, twee.pad)

    def mail(gebruiker_id: int) -> str:
        bericht = db_sessie.scalars(
            select(Bericht).where(Bericht.gebruiker_id == gebruiker_id)
        ).one()
        assert bericht.inhoud is not None
        return " ".join(ontsleutel(bericht.inhoud).split())

    anna, bob, beheerder = mail(s.anna.id), mail(s.bob.id), mail(s.beheerder.id)
    assert "van Stichting Waalwerd naar Stichting Groot" in anna
    assert "koppeling met uw eHerkenningsmiddel is ongedaan gemaakt" in anna
    assert "koppeling" not in bob and "beheerder zijn bij" not in bob
    assert "U bent niet meer aangewezen als beheerder" in beheerder
    for tekst, wie in ((anna, s.anna), (bob, s.bob)):
        assert "Niet al uw rollen" not in tekst, "alle kenmerken gingen mee"
        assert wie.gebruikersnaam not in tekst


def test_r26_kenmerken_sectoren_en_beheerdersrollen_kunnen_mee(
    medewerker: Klant, twee: Twee
) -> None:
    s, naar = twee.stelsel, twee.naar
    medewerker.get(twee.pad)
    gestuurd = velden(medewerker) | {"naar": naar.kvk}
    assert gestuurd["kenmerken"] == "instellingscode 21AZ\ninstellingscode 22BZ"
    medewerker.post(twee.pad, gestuurd, 200)
    assert getal(medewerker, "Autorisaties die meegaan") == 2
    assert getal(medewerker, "Kenmerken erbij voor Stichting Groot") == 1
    assert "Er gaan geen rollen of kenmerken verloren" not in medewerker.tekst, "een beheerder wel"
    bevestig_fusie(medewerker, twee.pad)
    assert set(naar.kenmerken) == {s.az, s.bz}
    assert naar.sectoren == [s.sector] and naar.beheerdersrollen == [s.beheerdersrol]
    assert s.van_anna.geldig_tot is None and s.van_anna.kenmerken == [s.az]


def test_r26_scholen_komen_onder_het_nieuwe_bestuur_en_koppelen_opnieuw(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    """R13: their means may act for the number of the board that goes."""
    school = fabriek.maak_organisatie(db_sessie, naam="School", parent=twee.stelsel.bestuur)
    leraar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    koppeling = koppel(db_sessie, leraar)
    bekijk_samenvoeging(medewerker, twee)
    assert getal(medewerker, "Organisaties die onder Stichting Groot komen") == 1
    assert getal(medewerker, "Koppelingen die ongedaan worden gemaakt") == 1
    bevestig_fusie(medewerker, twee.pad)
    assert school.parent_id == twee.naar.id and leraar.organisatie_id == school.id
    assert koppeling.beeindigd_op == NU
    assert post_van(db_sessie, leraar) == ["koppeling_verbroken"]


def test_r26_een_bestuur_kan_opgaan_in_de_eigen_school(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s, school = twee.stelsel, twee.naar
    tweede = fabriek.maak_organisatie(db_sessie, parent=s.bestuur)
    school.parent = s.bestuur
    db_sessie.commit()
    bekijk_samenvoeging(medewerker, twee)
    bevestig_fusie(medewerker, twee.pad)
    assert school.parent_id is None and tweede.parent_id == school.id
    assert s.anna.organisatie_id == school.id


def test_r26_als_er_intussen_iets_verandert_gebeurt_er_niets(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s = twee.stelsel
    veranderingen = (
        lambda: fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=s.bestuur),
        lambda: fabriek.geef(db_sessie, s.anna, s.rol, s.bz, nu=NU),
        lambda: setattr(s.van_bob, "geldig_tot", NU + timedelta(days=9)),
        lambda: koppel(db_sessie, s.bob),
        lambda: setattr(s.anna, "achternaam", "Peer"),
        lambda: twee.naar.kenmerken.append(s.az),
        lambda: fabriek.maak_organisatie(db_sessie, parent=s.bestuur),
    )
    bekijk_samenvoeging(medewerker, twee)
    for verander in veranderingen:
        verander()
        db_sessie.commit()
        bevestig_fusie(medewerker, twee.pad, 409)
        assert "Er is intussen iets veranderd" in medewerker.tekst
        assert s.bestuur.beeindigd_op is None
    bevestig_fusie(medewerker, twee.pad)
    assert s.bestuur.opgegaan_in_id == twee.naar.id


def test_r26_aanpassen_gaat_terug_naar_het_ingevulde_formulier(
    medewerker: Klant, twee: Twee
) -> None:
    bekijk_samenvoeging(medewerker, twee, kenmerken="instellingscode 21AZ")
    medewerker.post(twee.pad, velden(medewerker) | {"aanpassen": "1"}, 200)
    assert velden(medewerker)["naar"] == twee.naar.kvk
    assert velden(medewerker)["kenmerken"] == "instellingscode 21AZ"


def test_r26_de_pagina_waarschuwt_voor_wat_bij_de_oude_blijft(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s = twee.stelsel
    for toekenning in db_sessie.scalars(select(Beheerderstoekenning)):
        toekenning.geldig_tot = NU
    db_sessie.add_all(
        [
            Aanvraag(
                referentie="A-1",
                organisatie=s.bestuur,
                organisatienaam="x",
                kvk=s.bestuur.kvk,
                kanaal=Aanvraagkanaal.PAPIER,
                soort=Aanvraagsoort.AANMELDEN,
                status=Aanvraagstatus.NIEUW,
                begonnen_op=NU,
                ingediend_op=NU,
            ),
            Mededeling(titel="t", tekst="t", van=NU, organisaties=[s.bestuur]),
        ]
    )
    db_sessie.commit()
    bekijk_samenvoeging(medewerker, twee)
    for zin in (
        "Stichting Groot heeft geen beheerder",
        "Er lopen aanvragen van het bestuur: 1",
        "Mededelingen voor Stichting Waalwerd: 1",
    ):
        assert zin in medewerker.tekst
