# SPDX-License-Identifier: EUPL-1.2
"""How a request of the bestuur reads to a medewerker: status, age, what would happen, what not."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from admin.woorden import aantal, label, opsomming, woord
from portal.domain.aanvraagbesluit import Uitkomst
from portal.domain.aanvraagplan import Bezwaar, Plan, Stap
from portal.models import Aanvraag
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.pdf import Stand
from portal.tijd import dag_van, datum

KLEUREN = {
    Status.NIEUW: "info",
    Status.WACHT_OP_TWEEDE: "let-op",
    Status.IN_BEOORDELING: "info",
    Status.TOEGEKEND: "ok",
    Status.AFGEWEZEN: "fout",
}
WEIGERINGEN = {
    Uitkomst.KAN_NIET_MEER: "Dit kan niet meer. Kijk hoe de aanvraag er nu voor staat.",
    Uitkomst.AL_GECLAIMD: "Een collega behandelt deze aanvraag al.",
    Uitkomst.NIET_VAN_U: "U behandelt deze aanvraag niet. Neem de aanvraag eerst in behandeling.",
    Uitkomst.BETROKKEN: (
        "U bent bij deze aanvraag betrokken: u deed de aanvraag, tekende mee of staat er zelf op. "
        "Een andere medewerker behandelt de aanvraag."
    ),
    Uitkomst.ZELF_BEOORDEELD: "U hebt deze aanvraag zelf beoordeeld. Een collega bevestigt dat.",
    Uitkomst.BEZWAREN: "De aanvraag kan zo niet worden toegekend.",
}
BEZWAREN = {
    Bezwaar.NIEMAND: "Er staat nog niemand op de aanvraag.",
    Bezwaar.DUBBEL: "Iemand staat twee keer op de aanvraag.",
    Bezwaar.GEEN_DOCUMENT: "Er is geen ondertekend formulier.",
    Bezwaar.NIET_ONDERTEKEND: "Nog niet genoeg mensen hebben getekend.",
    Bezwaar.ORGANISATIE_BEEINDIGD: "De organisatie is beëindigd.",
    Bezwaar.ACCOUNT_ONBEKEND: (
        "Van iemand die wordt gewijzigd of ingetrokken, is er geen lopend account bij deze "
        "organisatie."
    ),
    Bezwaar.GEEN_EMAIL: "Van een nieuwe beheerder ontbreekt het e-mailadres.",
    Bezwaar.GEEN_ROLLEN: "Voor iemand is geen beheerdersrol gevraagd.",
    Bezwaar.ROL_NIET_VOOR_ORGANISATIE: (
        "Er is een beheerdersrol gevraagd die deze organisatie niet kan hebben. Voeg die toe bij "
        "de organisatie, of wijs de aanvraag af."
    ),
    Bezwaar.ROL_BEEINDIGD: "Er is een beheerdersrol gevraagd die is beëindigd.",
}
VELDNAMEN = {
    "naam": "Naam",
    "rsin": "RSIN",
    "bestuursnummer": "Bestuursnummer",
    "instellingscode": "Instellingscode",
    "email": "E-mailadres",
    "telefoon": "Telefoonnummer",
}
STANDEN = {
    Stand.HEEL: ("Past bij het hele bestand, maar niet vertrouwd", "let-op"),
    Stand.LATER_GEWIJZIGD: ("Document na ondertekening gewijzigd", "fout"),
    Stand.ONGELDIG: ("Ongeldig: past niet bij dit bestand", "fout"),
    Stand.NIET_TE_CONTROLEREN: ("Niet te controleren", "let-op"),
}


def statuslabel(aanvraag: Aanvraag) -> Markup:
    """The status in a coloured field."""
    return label(woord(aanvraag.status), KLEUREN.get(aanvraag.status, "info"))


def ouderdom(aanvraag: Aanvraag, nu: datetime) -> str:
    """For how many days it waits for staff, or else since it was handed in."""
    sinds = aanvraag.ondertekend_op or aanvraag.ingediend_op or aanvraag.begonnen_op
    dagen = (dag_van(nu) - dag_van(sinds)).days
    return "Sinds vandaag" if not dagen else aantal(dagen, "dag", "dagen")


def gevolgen(aanvraag: Aanvraag, plan: Plan) -> list[str]:
    """What granting does, in sentences; who confirms has read exactly these."""
    uit = []
    if plan.organisatie is None:
        erbij = aanvraag.gegevens.get("organisatie", {})
        plek = " ".join(erbij[n] for n in ("adres", "postcode", "plaats") if erbij.get(n))
        uit.append(
            f"De organisatie {aanvraag.organisatienaam} (KvK {aanvraag.kvk}) wordt toegevoegd"
            f"{f', met als adres {plek}' if plek else ''}. Kenmerken en sectoren voegt u "
            "daarna toe bij de organisatie."
        )
    for stap in plan.stappen:
        uit += _bij_persoon(stap)
    if plan.zonder_beheerder:
        uit.append("Let op: daarna heeft de organisatie geen beheerder meer.")
    return uit


def _bij_persoon(stap: Stap) -> Iterator[str]:
    naam = stap.regel.naam
    if stap.regel.handeling is Handeling.INTREKKEN:
        yield (
            f"{naam} is geen beheerder meer en verliest {opsomming(_rollen(stap.weg))}. Zonder "
            "andere rollen eindigt ook het account."
        )
        return
    if stap.account is None:
        yield f"{naam} ({stap.regel.email}) krijgt een nieuw account."
    elif stap.regel.handeling is Handeling.AANMELDEN:
        yield f"{naam} heeft al een account ({stap.account.email}) en houdt dat."
    for veld, oud, nieuw in stap.anders:
        yield f"{naam}: {veldnaam(veld).lower()} wordt {nieuw} (was: {oud or 'leeg'})."
    if stap.erbij:
        yield f"{naam} krijgt {opsomming(stap.erbij)}."
    if stap.weg:
        yield f"{naam} verliest {opsomming(_rollen(stap.weg))}."


def _rollen(weg: Sequence[object]) -> list[object]:
    return [getattr(een, "beheerdersrol", een) for een in weg] or ["geen beheerdersrol"]


def veldnaam(veld: str) -> str:
    """The label of a column."""
    return VELDNAMEN.get(veld, veld.capitalize())


def handtekeningen(bevindingen: Sequence[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Of each digital signature: whose it says to be, what we found, and the kind of label."""
    uit = []
    for een in bevindingen:
        oordeel, kleur = STANDEN[Stand(een["stand"])]
        wie = een.get("naam") or "onbekend"
        op = (
            f", gezet op {datum(datetime.fromisoformat(een['gezet_op']))}"
            if een.get("gezet_op")
            else ""
        )
        door = f"; certificaat van {een['uitgever']}" if een.get("uitgever") else ""
        uit.append((f"Handtekening van {wie}{op}{door}", oordeel, kleur))
    return uit
