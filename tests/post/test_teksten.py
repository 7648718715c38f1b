# SPDX-License-Identifier: EUPL-1.2
"""The mails: plain Dutch, no gebruikersnaam (R4, S42), a code only where it belongs (R5, R33)."""

import re
from datetime import UTC, datetime
from itertools import chain

import pytest

from portal.models import Aanvraag, Aanvraagbeheerder, Gebruiker, Ondertekenaar, Organisatie
from portal.models.soorten import Aanvraagstatus, Beheerderhandeling, Verbreekreden
from portal.post import aanvraagteksten, besluitteksten, teksten
from portal.post.besluitteksten import Beheerdersmaand
from portal.post.mail import Mail

OP = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
OP_TEKST = "24 november 2026 om 14.05 uur"
CODE = "4F7K-9QPX-2M3TA"
LINK = "/aanvraag-beheerder/ondertekenen/een-token"
BIJZONDER = {
    "email_bevestigen": "/gegevens/email/een-token",
    "aanvraag_ondertekenen": LINK,
    "aanvraag_herinnering": LINK,
}
GEBRUIKERSNAAM = "K7MPRW3X"


def maak_gebruiker(voorletters: str = "J.", achternaam: str = "Vries") -> Gebruiker:
    return Gebruiker(
        gebruikersnaam=GEBRUIKERSNAAM,
        voorletters=voorletters,
        tussenvoegsel="de",
        achternaam=achternaam,
        email="jan@example.nl",
        telefoon="0612345678",
        organisatie=Organisatie(naam="Stichting Scholen Noord", kvk="12345678"),
    )


def maak_aanvraag(jan: Gebruiker, status: Aanvraagstatus = Aanvraagstatus.NIEUW) -> Aanvraag:
    return Aanvraag(
        referentie="A4CD-97HK-MPQR",
        status=status,
        kvk="12345678",
        organisatienaam=jan.organisatie.naam,
        contact_naam=jan.naam,
        contact_email=jan.email,
        ondertekenaars=[Ondertekenaar(naam=jan.naam, email=jan.email)],
    )


def van_aanvragen(jan: Gebruiker) -> list[Mail]:
    aanvraag = maak_aanvraag(jan)
    return [
        aanvraagteksten.ondertekenen(aanvraag.ondertekenaars[0], LINK, OP),
        aanvraagteksten.ingediend(aanvraag, jan.naam),
        aanvraagteksten.ondertekend(aanvraag, jan.naam),
        aanvraagteksten.ingetrokken(aanvraag, jan.naam),
        besluitteksten.toegekend(aanvraag, jan.naam, ["J. de Vries heeft gekregen: Beheerder A."]),
        besluitteksten.afgewezen(aanvraag, jan.naam, "De handtekening ontbreekt."),
        besluitteksten.verlopen(aanvraag, jan.naam),
        besluitteksten.beheerder_nieuw(jan),
        besluitteksten.beheerder_gewijzigd(jan),
        besluitteksten.beheerder_af(jan),
        besluitteksten.maandbericht(
            jan.organisatie,
            "oktober 2026",
            [Beheerdersmaand(jan.naam, ["A"], ["B"], ["rollen: 2"])],
            ["Er is nog maar één beheerder."],
        ),
        aanvraagteksten.herinnering(aanvraag.ondertekenaars[0], LINK, OP),
    ]


def alle(jan: Gebruiker) -> dict[str, Mail]:
    """Every mail that there is, in every variant."""
    beheerder = maak_gebruiker("A.", "Beheer")
    mails = [
        teksten.bevestiging_aanmelding(jan),
        teksten.activatiecode(jan, CODE, OP),
        teksten.code_aangevraagd(beheerder, jan.organisatie),
        teksten.code_uitgegeven(beheerder, jan, OP),
        teksten.code_verloopt_bijna(jan, OP),
        teksten.code_verloopt_bijna_beheerder(beheerder, jan, OP),
        teksten.code_verlopen(jan, OP),
        teksten.code_verlopen_beheerder(beheerder, jan, OP),
        teksten.gekoppeld(jan, OP),
        teksten.verbreking_nadert(jan, OP, 30),
        teksten.blokkade(jan, OP),
        teksten.blokkade_opgeheven(jan),
        teksten.blokkade_beheerder(jan, jan, OP),
        teksten.account_geblokkeerd_beheerder(jan, jan, "A. Ander"),
        teksten.account_geblokkeerd(jan),
        teksten.account_gedeblokkeerd(jan),
        teksten.account_beeindigd(jan, OP),
        teksten.account_verhuisd(jan, "A", OP, gekoppeld=True, minder=True, beheerder=True),
        teksten.token_ingeleverd(jan, OP),
        teksten.email_bevestigen(jan, "/gegevens/email/een-token", OP),
        teksten.email_gewijzigd(jan, OP),
        teksten.rechten_gewijzigd(jan, OP),
        *van_aanvragen(jan),
    ]
    redenen = set(Verbreekreden) - {Verbreekreden.BEEINDIGD}  # that is account_beeindigd
    verbroken = {f"verbroken {r}": teksten.koppeling_verbroken(jan, r) for r in redenen}
    return {mail.soort: mail for mail in mails} | verbroken


@pytest.fixture(autouse=True)
def _portaal() -> None:
    teksten.stel_in("https://portaal.example.nl", "Mijn DUO")


def test_elke_tekst_wordt_gebruikt_en_elke_mail_heeft_een_eigen_tekst() -> None:
    bestanden = {pad.stem for pad in teksten.MAP.glob("*.txt")} - {"_basis"}
    assert {mail.soort for mail in alle(maak_gebruiker()).values()} == bestanden


def test_geen_mail_noemt_de_gebruikersnaam_of_andere_gegevens_r4() -> None:
    for mail in alle(maak_gebruiker()).values():
        for geheim in (GEBRUIKERSNAAM, "jan@example.nl", "0612345678", "12345678"):
            assert geheim not in mail.onderwerp + mail.tekst, mail.soort


def test_alleen_de_mail_met_de_code_noemt_de_code_en_nooit_het_onderwerp_r5_r33() -> None:
    for naam, mail in alle(maak_gebruiker()).items():
        assert CODE not in mail.onderwerp
        assert (CODE in mail.tekst) == (naam == "activatiecode")
        assert CODE not in repr(mail)


def test_de_code_mail_zegt_tot_wanneer_op_de_nederlandse_klok_en_verloopt_zelf_r6() -> None:
    mail = teksten.activatiecode(maak_gebruiker(), CODE, OP)
    assert OP_TEKST in mail.tekst
    assert mail.verloopt_op == OP


def test_alleen_een_link_om_te_bevestigen_of_tekenen_heeft_een_bijzonder_adres() -> None:
    gewoon = {"/inloggen", "/contact", "/gegevens", "/beheer/", "/problemen-met-inloggen"}
    gewoon |= {"/aanvraag-beheerder/"}
    for naam, mail in alle(maak_gebruiker()).items():
        links = re.findall(r"https?://\S+", mail.tekst)
        paden = {link.removeprefix("https://portaal.example.nl") for link in links}
        bijzonder = {BIJZONDER[naam]} if naam in BIJZONDER else set()
        assert paden - gewoon == bijzonder, naam


def test_elke_mail_is_aan_iemand_gericht_en_ondertekend() -> None:
    for mail in alle(maak_gebruiker()).values():
        assert mail.tekst.startswith("Beste "), mail.soort
        assert "\nMet vriendelijke groet,\n\nMijn DUO\n" in mail.tekst
        assert "\n\n\n" not in mail.tekst, mail.soort
        assert "{{" not in mail.tekst
        assert max(map(len, mail.tekst.splitlines())) <= 90, mail.soort


def test_een_naam_kan_geen_regel_of_kop_toevoegen() -> None:
    boos = maak_gebruiker("J.\r\nBcc: x@example.nl\n\nHoi", "Vries\u2028{{ 7*7 }}")
    for mail in alle(boos).values():
        regels = chain([mail.onderwerp], mail.tekst.splitlines())
        assert not any(regel.startswith(("Bcc", "Hoi")) for regel in regels), mail.soort
        assert mail.onderwerp.isprintable()
        assert "49" not in mail.tekst


def test_de_waarschuwing_telt_in_dagen() -> None:
    jan = maak_gebruiker()
    assert "over 7 dagen" in teksten.verbreking_nadert(jan, OP, 7).onderwerp
    assert teksten.verbreking_nadert(jan, OP, 1).onderwerp.endswith("over 1 dag")


def test_na_een_beeindigd_account_wordt_niemand_uitgenodigd_om_te_koppelen() -> None:
    jan = maak_gebruiker()
    mail = teksten.account_beeindigd(jan, OP)
    assert "opnieuw" not in mail.tekst and "/inloggen" not in mail.tekst
    assert OP_TEKST in mail.tekst
    assert "18 maanden" in teksten.koppeling_verbroken(jan, Verbreekreden.NIET_INGELOGD).tekst


def test_wie_zelf_beheerder_is_leest_waar_een_nieuwe_code_vandaan_komt() -> None:
    jan = maak_gebruiker()
    assert "servicedesk" in teksten.verbreking_nadert(jan, OP, 7).tekst
    for reden in set(Verbreekreden) - {Verbreekreden.BEEINDIGD}:
        assert "servicedesk" in teksten.koppeling_verbroken(jan, reden).tekst


def test_r29_alleen_bij_een_nieuwe_beheerder_kondigt_de_mail_een_brief_aan() -> None:
    aanvraag = maak_aanvraag(maak_gebruiker())
    for handeling in Beheerderhandeling:
        aanvraag.beheerders = [Aanvraagbeheerder(handeling=handeling, achternaam="Nieuw")]
        tekst = besluitteksten.toegekend(aanvraag, "Bea", ["Er is iets gebeurd."]).tekst
        assert ("brief" in tekst) == (handeling is Beheerderhandeling.AANMELDEN)


def test_r29_de_mail_over_een_aanvraag_zegt_of_er_nog_getekend_moet_worden() -> None:
    jan = maak_gebruiker()
    wacht = maak_aanvraag(jan, Aanvraagstatus.WACHT_OP_ONDERTEKENING)
    assert "wacht nog op ondertekening" in aanvraagteksten.ingediend(wacht, jan.naam).tekst
    assert "is ondertekend" in aanvraagteksten.ingediend(maak_aanvraag(jan), jan.naam).tekst
    for mail in van_aanvragen(jan):
        assert "A4CD" not in mail.onderwerp


@pytest.mark.parametrize("pad", ["https://elders.example/x", "//elders.example/x", "x"])
def test_de_bevestigingslink_kan_niet_naar_elders_wijzen(pad: str) -> None:
    with pytest.raises(ValueError, match="geen pad"):
        teksten.email_bevestigen(maak_gebruiker(), pad, OP)
    with pytest.raises(ValueError, match="geen pad"):
        aanvraagteksten.ondertekenen(maak_aanvraag(maak_gebruiker()).ondertekenaars[0], pad, OP)


@pytest.mark.parametrize(
    ("base_url", "domein"),
    [
        ("https://portaal.example.nl", "portaal.example.nl"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_het_domein_past_in_een_message_id(base_url: str, domein: str) -> None:
    teksten.stel_in(base_url, "Mijn DUO")
    assert teksten.domein() == domein
