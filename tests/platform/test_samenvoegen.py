# SPDX-License-Identifier: EUPL-1.2
"""R26: an organisatie goes up in another in one step, looked at first, all or nothing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, groepen, organisatie_einde, samenvoeging, splitsing
from portal.models import (
    Aanvraag,
    Activatiecode,
    Auditrecord,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Koppeling,
    Mededeling,
    Organisatie,
    Sessie,
)
from portal.models.soorten import (
    Aanvraagsoort,
    Aanvraagstatus,
    Gebruikerstatus,
    Medewerkersrol,
    Verbreekreden,
)
from portal.secrets import ontsleutel
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.conftest import Stelsel, koppel, maak_beheerder
from tests.platform.hulp import PLATFORM, fouten, post_van, velden


@dataclass
class Twee:
    """``stelsel.bestuur`` goes up in ``naar``, which holds 22BZ and has a beheerder."""

    stelsel: Stelsel
    naar: Organisatie
    pad: str

    def vraag(self, **anders: object) -> dict[str, object]:
        """What a medewerker fills in."""
        keuzes: dict[str, object] = {"naar": self.naar.kvk, "kenmerken": ""}
        return keuzes | anders


@pytest.fixture
def twee(stelsel: Stelsel, db_sessie: Session) -> Twee:
    """Both organisaties."""
    naar = fabriek.maak_organisatie(
        db_sessie, naam="Stichting Groot", kvk="60400004", kenmerken=[stelsel.bz]
    )
    maak_beheerder(db_sessie, naar, stelsel.beheerdersrol)
    db_sessie.commit()
    return Twee(stelsel, naar, f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/samenvoegen/")


def bekijk(klant: Klant, twee: Twee, status: int = 200, **anders: object) -> None:
    """Fill in the form and look at what would happen."""
    klant.get(twee.pad)
    klant.post(twee.pad, twee.vraag(**anders), status)


def bevestig(klant: Klant, pad: str, status: int = 303) -> None:
    """The button under what would happen."""
    gezien = klant.boom.xpath("//button[@name='gezien']/@value")[0]
    klant.post(pad, velden(klant) | {"gezien": gezien}, status)


def getal(klant: Klant, naam: str) -> int:
    """The number beside a name in the list of what would happen."""
    gevonden = klant.boom.xpath(f"//dt[normalize-space()='{naam}']/following-sibling::dd")
    return int(gevonden[0].text_content())


def test_r26_eerst_staat_er_precies_wat_er_gebeurt(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s = twee.stelsel
    koppel(db_sessie, s.anna)
    activatiecodes.geef_uit(db_sessie, s.bob, nu=NU, door=None)
    bekijk(medewerker, twee)
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
    """R13: koppelingen are undone. R29: who was beheerder is so no more. R4: names stay."""
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
    bekijk(medewerker, twee)
    bevestig(medewerker, twee.pad)
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
    bekijk(medewerker, twee, kenmerken="instellingscode 21AZ")
    bevestig(medewerker, twee.pad)

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
    bevestig(medewerker, twee.pad)
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
    bekijk(medewerker, twee)
    assert getal(medewerker, "Organisaties die onder Stichting Groot komen") == 1
    assert getal(medewerker, "Koppelingen die ongedaan worden gemaakt") == 1
    bevestig(medewerker, twee.pad)
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
    bekijk(medewerker, twee)
    bevestig(medewerker, twee.pad)
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
    bekijk(medewerker, twee)
    for verander in veranderingen:
        verander()
        db_sessie.commit()
        bevestig(medewerker, twee.pad, 409)
        assert "Er is intussen iets veranderd" in medewerker.tekst
        assert s.bestuur.beeindigd_op is None
    bevestig(medewerker, twee.pad)
    assert s.bestuur.opgegaan_in_id == twee.naar.id


def test_r26_aanpassen_gaat_terug_naar_het_ingevulde_formulier(
    medewerker: Klant, twee: Twee
) -> None:
    bekijk(medewerker, twee, kenmerken="instellingscode 21AZ")
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
                soort=Aanvraagsoort.AANMELDEN,
                status=Aanvraagstatus.NIEUW,
                begonnen_op=NU,
            ),
            Mededeling(titel="t", tekst="t", van=NU, organisaties=[s.bestuur]),
        ]
    )
    db_sessie.commit()
    bekijk(medewerker, twee)
    for zin in (
        "Stichting Groot heeft geen beheerder",
        "Er lopen aanvragen van het bestuur: 1",
        "Mededelingen voor Stichting Waalwerd: 1",
    ):
        assert zin in medewerker.tekst


@pytest.mark.parametrize(
    ("waarde", "melding"),
    [
        ("", "Vul een KvK-nummer in"),
        ("60999999", "Wij kennen geen organisatie met dit KvK-nummer"),
        ("x" * 10_000, "Wij kennen geen organisatie met dit KvK-nummer"),
        ("\x00", "Vul een KvK-nummer in"),
    ],
)
def test_r26_zonder_bestaande_organisatie_wordt_niets_samengevoegd(
    medewerker: Klant, twee: Twee, waarde: str, melding: str
) -> None:
    bekijk(medewerker, twee, 422, naar=waarde)
    assert melding in fouten(medewerker)


def test_r26_een_kenmerk_dat_zij_niet_heeft_kan_niet_mee(medewerker: Klant, twee: Twee) -> None:
    twee.stelsel.bestuur.kenmerken.remove(twee.stelsel.bz)
    bekijk(medewerker, twee, 422, kenmerken="instellingscode 22BZ\ninstellingscode 99XX")
    assert fouten(medewerker) == [
        "Stichting Waalwerd heeft dit kenmerk niet: instellingscode 22BZ en instellingscode 99XX"
    ]


def test_r26_wat_niet_kan_samengaan_wordt_geweigerd(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s, naar = twee.stelsel, twee.naar
    bekijk(medewerker, twee, 409, naar=s.bestuur.kvk)
    assert "Vul het KvK-nummer van een andere organisatie in" in medewerker.tekst
    boven = fabriek.maak_organisatie(db_sessie)
    fabriek.maak_organisatie(db_sessie, parent=s.bestuur)
    naar.parent = boven
    db_sessie.commit()
    bekijk(medewerker, twee, 409)
    assert "Voeg haar samen met dat bestuur" in medewerker.tekst
    naar.parent, naar.beeindigd_op = None, NU
    db_sessie.commit()
    bekijk(medewerker, twee, 409)
    assert "Een van de twee organisaties is beëindigd" in medewerker.tekst
    naar.beeindigd_op, s.anna.medewerkersrol = None, Medewerkersrol.SERVICEDESK
    db_sessie.commit()
    bekijk(medewerker, twee, 409)
    assert "Medewerkers van het portaal horen bij deze organisatie" in medewerker.tekst
    assert s.bestuur.beeindigd_op is None


def test_r26_te_veel_gebruikers_tegelijk_wordt_geweigerd(
    twee: Twee, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one transaction in one request: merging, splitting and ending alike."""
    s = twee.stelsel
    samen = samenvoeging.Opdracht(s.bestuur, twee.naar, [], False, False)
    nieuw = Organisatie(naam="Nieuw", soort=s.bestuur.soort, kvk="60500005")
    allen = frozenset({s.anna.id, s.bob.id, s.beheerder.id})
    deel = splitsing.Opdracht(s.bestuur, nieuw, [], False, allen)
    monkeypatch.setattr(groepen, "HOOGSTENS", 2)
    assert samenvoeging.maak_plan(db_sessie, samen, NU) is samenvoeging.Weigering.TE_VEEL
    assert splitsing.maak_plan(db_sessie, deel, NU) is splitsing.Weigering.TE_VEEL
    einde = organisatie_einde.beeindig(db_sessie, s.bestuur, door=s.bob, nu=NU)
    assert einde is organisatie_einde.Uitkomst.TE_VEEL


def test_r26_een_vreemd_kenmerk_meegeven_is_een_fout_van_de_aanroeper(
    twee: Twee, db_sessie: Session
) -> None:
    vreemd = fabriek.maak_kenmerk(db_sessie)
    opdracht = samenvoeging.Opdracht(twee.stelsel.bestuur, twee.naar, [vreemd], False, False)
    with pytest.raises(ValueError, match="niet houdt"):
        samenvoeging.maak_plan(db_sessie, opdracht, NU)


def test_r26_een_samenvoeging_die_halverwege_mislukt_laat_alles_zoals_het_was(
    medewerker: Klant, twee: Twee, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last thing done is broken on purpose."""
    s = twee.stelsel
    koppel(db_sessie, s.anna)

    def breek(*_: object, **__: object) -> None:
        raise RuntimeError("stuk")

    bekijk(medewerker, twee)
    with monkeypatch.context() as stuk:
        stuk.setattr(samenvoeging.audit, "leg_vast", breek)
        bevestig(medewerker, twee.pad, 500)
    assert s.bestuur.beeindigd_op is None and s.anna.organisatie_id == s.bestuur.id
    assert db_sessie.scalars(select(Koppeling)).one().beeindigd_op is None
    assert db_sessie.scalar(select(func.count(Bericht.id))) == 0
    open_ = select(func.count(Autorisatie.id)).where(Autorisatie.geldig_tot.is_(None))
    assert db_sessie.scalar(open_) == 2
