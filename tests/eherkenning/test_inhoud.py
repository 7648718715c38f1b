# SPDX-License-Identifier: EUPL-1.2
"""What the attributes of a right answer may look like, and what they may not (R8, R13)."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from lxml import etree

from portal import eherkenning
from portal.eherkenning import Identiteit, Reden, Weigering, namen
from portal.eherkenning.namen import DS, SAML, SAMLP, XENC, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.versleuteling import versleuteld
from tests.aanval.sluitwerk import Slot
from tests.eherkenning.conftest import NU, VERZOEK, Proef
from tests.eherkenning.hulp import naar_base64, verwijder, vind

Wijziging = Callable[[etree._Element], object]
ONTBREEKT = Weigering(Reden.IDENTITEIT_ONTBREEKT)


def name_id(soort: str, waarde: str, vorm: str | None = namen.PERSISTENT) -> etree._Element:
    kind = etree.Element(q(SAML, "NameID"), {"NameQualifier": soort}, nsmap={"saml": SAML})
    if vorm:
        kind.set("Format", vorm)
    kind.text = waarde
    return kind


def erbij(naam: str, *inhoud: str | etree._Element) -> Wijziging:
    """One more attribute, with a value for each of ``inhoud``."""

    def wijzig(response: etree._Element) -> None:
        blok = vind(response, "AttributeStatement")
        attribuut = etree.SubElement(blok, q(SAML, "Attribute"), {"Name": naam})
        for deel in inhoud:
            houder = etree.SubElement(attribuut, q(SAML, "AttributeValue"))
            if isinstance(deel, str):
                houder.text = deel
            else:
                houder.append(deepcopy(deel))

    return wijzig


def met(proef: Proef, *wijzigingen: Wijziging, **anders: object) -> Identiteit | Weigering:
    def alle(response: etree._Element) -> None:
        for wijzig in wijzigingen:
            wijzig(response)

    return proef.lees(proef.getekend(alle, **anders))


def goed(gelezen: Identiteit | Weigering) -> Identiteit:
    assert isinstance(gelezen, Identiteit), gelezen
    return gelezen


def test_het_bewijs_van_ad_en_mr_wordt_verdragen_en_niet_gelezen(proef: Proef) -> None:
    """All of Advice is signed by a key that we trust, and says another level."""
    verklaring = replace(proef.verklaring, advies=True)
    antwoord = uitgever.antwoord(verklaring, proef.afnemer, proef.makelaar.paar)
    tekst = etree.tostring(antwoord)
    assert b"XACMLAuthzDecisionStatementType" in tekst and tekst.count(b"<ds:Signature") >= 4
    assert b'PrefixList="xs"' in tekst and b"X509" not in tekst
    assert goed(proef.lees(antwoord)).kvk == "12345678"
    for knoop in antwoord.iter(q(SAML, "Advice")):
        next(knoop.iter(q(SAML, "Audience"))).text = "urn:vreemd"
        break
    assert proef.lees(antwoord) == Weigering(Reden.HANDTEKENING), "ook het bewijs is getekend"


def test_het_bewijs_alleen_is_geen_antwoord(proef: Proef) -> None:
    """The enclosed statement in place of the broker's, under the broker's own signature."""
    verklaring = replace(proef.verklaring, advies=True)
    antwoord = uitgever.antwoord(verklaring, proef.afnemer, proef.makelaar.paar)
    binnen = vind(antwoord, "Advice")[0]
    buiten = antwoord.find(q(SAML, "Assertion"))
    antwoord.replace(buiten, binnen)
    paar = proef.makelaar.paar
    verwijder(next(antwoord.iter(q(DS, "Signature"))))
    uitgever.onderteken(antwoord, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
    assert proef.lees(antwoord) == Weigering(Reden.NIET_VOOR_ONS)


@pytest.mark.parametrize("soort", sorted(namen.PSEUDOS))
def test_het_pseudoniem_heeft_een_oude_en_een_nieuwe_naam(proef: Proef, soort: str) -> None:
    nieuw = met(proef, erbij(namen.ACTING, name_id(soort, "ef" * 32)), acting="")
    oud = met(proef, erbij(soort, "ef" * 32), acting="", vorm="plain")
    assert goed(nieuw).acting == goed(oud).acting == "ef" * 32


def test_kvk_en_rsin_mogen_samen_in_een_attribuut_of_in_twee(proef: Proef) -> None:
    twee = [name_id(namen.KVK, "12345678"), name_id(namen.RSIN, "123456782")]
    samen = goed(met(proef, erbij(namen.LEGAL, *twee), kvk=None))
    apart = goed(met(proef, *(erbij(namen.LEGAL, deel) for deel in twee), kvk=None))
    assert (samen.kvk, samen.rsin) == (apart.kvk, apart.rsin) == ("12345678", "123456782")
    dubbel = goed(met(proef, erbij(namen.LEGAL, twee[0])))
    assert dubbel.kvk == "12345678", "twee keer hetzelfde is geen tegenspraak"


def test_alleen_een_rsin_is_ook_een_organisatie(proef: Proef) -> None:
    gelezen = goed(met(proef, kvk=None, rsin="123456782"))
    assert (gelezen.kvk, gelezen.rsin) == (None, "123456782")


@pytest.mark.parametrize(
    "wijziging",
    [
        erbij(namen.LEGAL, name_id(namen.KVK, "12345678", namen.TRANSIENT)),
        erbij(namen.ACTING, name_id(namen.PSEUDO, "ab" * 32, namen.TRANSIENT)),
        erbij(namen.ACTING, name_id("urn:etoegang:1.12:EntityConcernedID:BSN", "123456782")),
        erbij(namen.LEGAL, name_id(namen.KVK, "")),
        erbij(namen.KVK, ""),
        erbij(namen.TUSSEN_KVK, ""),
        erbij(namen.TUSSEN_KVK, "geen nummer"),
        erbij(namen.TUSSEN, name_id("urn:onbekend", "87654321")),
        erbij(namen.TUSSEN_KVK, "87654321", "11112222"),
        erbij(namen.LEGAL, etree.Element("vreemd")),
        erbij("urn:etoegang:1.9:IntermediateEntityID:eIDAS", "87654321"),
        erbij("urn:etoegang:1.9:IntermediateEntityID:", "87654321"),
        erbij(namen.TUSSEN_KVK),
        erbij(namen.VESTIGING),
    ],
)
def test_wat_vluchtig_leeg_of_onbekend_is_is_niemand(proef: Proef, wijziging: Wijziging) -> None:
    assert met(proef, wijziging) == ONTBREEKT


def test_een_arabisch_cijfer_is_geen_cijfer(proef: Proef) -> None:
    assert met(proef, kvk="1234567٨", vorm="plain") == ONTBREEKT


def test_andere_attributen_tellen_niet_mee_hoe_ze_er_ook_uitzien(proef: Proef) -> None:
    diep = etree.fromstring("<a xmlns='urn:x'><b/><c/></a>")
    gelezen = met(
        proef,
        erbij("urn:etoegang:1.9:attribute:FirstName", "Jan", "Piet"),
        erbij("urn:etoegang:1.11:attribute-represented:CompanyName", diep, diep),
        erbij("urn:etoegang:1.13:attribute-intermediate:CompanyName", ""),
    )
    assert goed(gelezen).beperkingen == frozenset()


@pytest.mark.parametrize("soort", [
    namen.PSEUDO, namen.ACTING, namen.SERVICE_ID, namen.VESTIGING, namen.TUSSEN_KVK,
])  # fmt: skip
def test_een_organisatie_wordt_door_haar_soort_geen_persoon_of_dienst(
    proef: Proef, soort: str
) -> None:
    vreemd = erbij(namen.LEGAL, name_id(soort, "ef" * 32))
    gelezen = goed(met(proef, vreemd))
    assert (gelezen.kvk, gelezen.intermediair, gelezen.beperkingen) == (
        "12345678",
        None,
        frozenset(),
    )
    assert met(proef, vreemd, acting="") == ONTBREEKT


@pytest.mark.parametrize(
    ("naam", "inhoud"),
    [
        (namen.TUSSEN_KVK, "87654321"),
        ("urn:etoegang:1.9:IntermediateEntityID:KvK", "87654321"),
        ("urn:etoegang:1.13:IntermediateEntityID:KvKnr", "87654321"),
        ("urn:etoegang:1.13:IntermediateSubjectID", name_id(namen.KVK, "87654321")),
        (namen.TUSSEN, name_id(namen.KVK, "87654321")),
        (namen.TUSSEN, name_id(namen.TUSSEN_KVK, "87654321")),
        (namen.TUSSEN_KVK, name_id(namen.TUSSEN_KVK, "87654321")),
    ],
)
def test_een_intermediair_is_dezelfde_onder_elke_naam(
    proef: Proef, naam: str, inhoud: str | etree._Element
) -> None:
    gelezen = goed(met(proef, erbij(naam, inhoud)))
    assert (gelezen.intermediair, gelezen.kvk) == ("87654321", "12345678")
    beide = goed(met(proef, erbij(naam, inhoud), erbij(namen.TUSSEN_RSIN, "123456782")))
    assert beide.intermediair == "87654321", "het KvK-nummer gaat voor"


@pytest.mark.parametrize("naam", [
    "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr",
    "urn:etoegang:1.9:ServiceRestriction:SubdossierNr",
    "urn:etoegang:1.13:ServiceRestriction:Vestigingsnr",
    "urn:etoegang:core:servicerestriction:VanMorgen",
])  # fmt: skip
def test_een_beperking_wordt_gezien_ook_een_onbekende(proef: Proef, naam: str) -> None:
    gelezen = goed(met(proef, erbij(naam, "000012345678")))
    assert gelezen.beperkingen == {naam}


def test_extensions_en_een_versleutelde_assertion_horen_er_niet_in(proef: Proef) -> None:
    def extensies(response: etree._Element) -> None:
        response.insert(1, etree.Element(q(SAMLP, "Extensions")))
        etree.SubElement(response[1], "{urn:x}vreemd")

    def versleutelde(response: etree._Element) -> None:
        omhulsel = versleuteld(
            name_id(namen.KVK, "1"), proef.afnemer.publiek, proef.dv.entity_id, "x"
        )
        omhulsel.tag = q(SAML, "EncryptedAssertion")
        response.append(omhulsel)

    for wijziging in (extensies, versleutelde):
        assert met(proef, wijziging) == Weigering(Reden.MISVORMD)


def test_een_sleutel_voor_een_ander_ernaast_stoort_niet(proef: Proef) -> None:
    """Several EncryptedKeys: for another recipient first, ours by its name."""

    def wijzig(response: etree._Element) -> None:
        for omhulsel in response.iter(q(SAML, "EncryptedID")):
            onze = omhulsel.find(q(XENC, "EncryptedKey"))
            ander = deepcopy(onze)
            ander.set("Recipient", "urn:etoegang:DV:00000003000000000000:entities:1")
            ander.set("Id", f"{onze.get('Id')}-ander")
            onze.addprevious(ander)

    assert goed(met(proef, wijzig)).kvk == "12345678"


def test_de_sleutel_mag_ook_in_de_gegevens_zelf_staan(proef: Proef) -> None:
    def wijzig(response: etree._Element) -> None:
        for omhulsel in response.iter(q(SAML, "EncryptedID")):
            info = next(omhulsel.iter(q(DS, "KeyInfo")))
            verwijder(info[0])
            info.append(omhulsel.find(q(XENC, "EncryptedKey")))

    assert goed(met(proef, wijzig)).kvk == "12345678"


def test_wat_achter_slot_staat_mag_de_naamruimte_van_zijn_omgeving_gebruiken(proef: Proef) -> None:
    """Without a prefix of its own, as a broker may write it that works in a default namespace."""

    def slot(soort: str, waarde: str) -> str:
        kaal = f'<NameID NameQualifier="{soort}">{waarde}</NameID>'.encode()
        tekst = etree.tostring(Slot().omhulsel(kaal, proef.afnemer.publiek)).decode()
        return tekst.replace("<saml:EncryptedID ", f'<saml:EncryptedID xmlns="{SAML}" ')

    leeg = proef.ongetekend(acting="ACTING", kvk="LEGAL", vorm="nameid")
    tekst = re.sub(
        "<saml:NameID [^>]*>(ACTING|LEGAL)</saml:NameID>", r"\1", etree.tostring(leeg).decode()
    )
    tekst = tekst.replace("ACTING", slot(namen.PSEUDO, "ef" * 32))
    vol = etree.fromstring(tekst.replace("LEGAL", slot(namen.KVK, "12345678")))
    uitgever.teken(vol, proef.makelaar.paar)
    assert goed(proef.lees(vol)).acting == "ef" * 32


def test_tijdens_een_sleutelwissel_van_de_makelaar_gelden_twee_sleutels(proef: Proef) -> None:
    oud, nieuw = proef.makelaar.paar, proef.vreemd
    vreemde = proef.publieke_sleutel(nieuw)
    dv = replace(
        proef.dv, broker=replace(proef.dv.broker, sleutels=(*proef.dv.broker.sleutels, vreemde))
    )
    for paar, naam, telt in (
        (oud, oud.naam, True),
        (nieuw, nieuw.naam, True),
        (nieuw, "een naam die niemand kent", True),
        (nieuw, oud.naam, False),
    ):
        antwoord = proef.ongetekend()
        for element in (vind(antwoord, "Assertion"), antwoord):
            uitgever.onderteken(element, paar.tekenaar, plaats=1, sleutelnaam=naam)
        gelezen = eherkenning.lees(dv, naar_base64(antwoord), verzoek_id=VERZOEK, nu=NU)
        assert isinstance(gelezen, Identiteit) == telt, (naam, gelezen)


def test_een_onbekende_sleutel_staat_met_zijn_naam_in_het_logboek(
    proef: Proef, caplog: pytest.LogCaptureFixture
) -> None:
    """Who operates the portal sees which key the broker signs with; a name is one short line."""
    for naam in ("sleutel van morgen", "regel\nregel" + "x" * 1000):
        caplog.clear()
        antwoord = proef.ongetekend()
        for element in (vind(antwoord, "Assertion"), antwoord):
            uitgever.onderteken(element, proef.vreemd.tekenaar, plaats=1, sleutelnaam=naam)
        assert proef.lees(antwoord) == Weigering(Reden.HANDTEKENING)
        [regel] = caplog.messages
        assert ascii(naam[:10])[1:-1] in regel and "\n" not in regel and len(regel) < 250
