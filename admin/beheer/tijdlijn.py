# SPDX-License-Identifier: EUPL-1.2
"""The story of an account in sentences, and what to do next (R7, R12, R15-R17)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from admin.beheer.standwoorden import over
from admin.woorden import woord
from portal.domain.mogelijkheden import Daad
from portal.domain.verhaal import NADERT, Codestand, Stap, Verhaal
from portal.models import Activatiecode, Koppeling
from portal.models.soorten import Gebruikerstatus
from portal.tijd import datum, datum_tijd


class Teken(StrEnum):
    """How a point of the timeline looks."""

    KLAAR = "klaar"
    NU = "nu"
    LATER = "later"
    MIS = "mis"


@dataclass(frozen=True, slots=True)
class Punt:
    """One point: what, how it stands, and the sentences beside it."""

    titel: str
    teken: Teken
    regels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advies:
    """What to do next: a heading, why, and the endpoint with the words of its button, if any."""

    titel: str
    tekst: str
    endpoint: str = ""
    knop: str = ""


def tijdlijn(v: Verhaal) -> list[Punt]:
    """From registering to the day that the koppeling ends; what is still to come as well.

    An ended account has nothing to come. A koppeling may be older than the codes that are kept.
    """
    punten = [_aangemeld(v), _brief(v), _code(v), _gekoppeld(v), _ingelogd(v), _vervalt(v)]
    if v.is_gekoppeld and v.code is None:
        del punten[2]
    if v.gebruiker.beeindigd_op is None:
        return punten
    geweest = [punt for punt in punten if punt.teken is not Teken.LATER]
    einde = (f"Op {datum_tijd(v.gebruiker.beeindigd_op)}.",)
    return [*geweest, Punt("Account beëindigd", Teken.KLAAR, einde)]


def advies(v: Verhaal) -> Advies:
    """The first thing that the beheerder should do."""
    if v.gebruiker.status is Gebruikerstatus.BEEINDIGD and v.volgende_stap is Stap.NIETS:
        return Advies("Dit account is beëindigd", f"Dat was op {_dag(v.gebruiker.beeindigd_op)}.")
    return ADVIEZEN[v.volgende_stap](v)


def _dag(moment: datetime | None) -> str:
    return datum(moment) if moment is not None else ""


def _door(v: Verhaal, wie: int | None) -> str:
    """By whom; nothing when it was the portal itself."""
    return f" door {v.naam(wie)}" if wie is not None else ""


def _aangemeld(v: Verhaal) -> Punt:
    g = v.gebruiker
    regel = f"Op {datum(g.aangemeld_op)}{_door(v, g.aangemeld_door_id)}."
    return Punt("Aangemeld", Teken.KLAAR, (regel,))


def _brief(v: Verhaal) -> Punt:
    op = v.gebruiker.brief_gedownload_op
    if op is not None:
        return Punt("Brief gedownload", Teken.KLAAR, (f"Voor het laatst op {datum_tijd(op)}.",))
    stap = v.volgende_stap is Stap.BRIEF_DOWNLOADEN
    return Punt("Brief downloaden", Teken.NU if stap else Teken.LATER, ("Nog niet gebeurd.",))


def _code(v: Verhaal) -> Punt:
    nu = v.volgende_stap in {Stap.CODE_VERSTREKKEN, Stap.NIEUWE_CODE_VERSTREKKEN}
    if v.code is None:
        teken = Teken.NU if nu else Teken.LATER
        return Punt("Activatiecode versturen", teken, ("Nog niet gebeurd.",))
    verstuurd = f"{datum_tijd(v.code.uitgegeven_op)}{_door(v, v.code.uitgegeven_door_id)}."
    teken, rest = CODES[v.codestand](v.code)
    if nu:
        titel = "Nieuwe activatiecode versturen"
        return Punt(titel, Teken.NU, (f"De vorige: op {verstuurd}", rest))
    return Punt("Activatiecode verstuurd", teken, (f"Op {verstuurd}", rest))


CODES: Mapping[Codestand, Callable[[Activatiecode], tuple[Teken, str]]] = {
    Codestand.OPEN: lambda c: (Teken.KLAAR, f"Geldig tot {datum_tijd(c.verloopt_op)}."),
    Codestand.VERLOPEN: lambda c: (Teken.MIS, f"Verlopen op {datum_tijd(c.verloopt_op)}."),
    Codestand.GEBRUIKT: lambda c: (Teken.KLAAR, f"Gebruikt op {_dag(c.gebruikt_op)}."),
    Codestand.VERVALLEN: lambda c: (Teken.MIS, f"Vervallen op {_dag(c.vervallen_op)}."),
}


def _gekoppeld(v: Verhaal) -> Punt:
    if v.koppeling is not None and v.is_gekoppeld:
        return Punt("Gekoppeld", Teken.KLAAR, (f"Op {datum_tijd(v.koppeling.gelegd_op)}.",))
    wacht = v.volgende_stap in {Stap.KOPPELEN_AFWACHTEN, Stap.BLOKKADE_AFWACHTEN}
    blokkade = (
        (f"Er is een blokkade tot {datum_tijd(v.geblokkeerd_tot)}.",) if v.geblokkeerd_tot else ()
    )
    if v.koppeling is None:
        teken = Teken.NU if wacht else Teken.LATER
        return Punt("Koppelen", teken, ("Nog niet gebeurd.", *blokkade))
    teken = Teken.NU if wacht else Teken.MIS
    titel = "Opnieuw koppelen" if wacht else "Koppeling ongedaan gemaakt"
    return Punt(titel, teken, (_verbroken(v, v.koppeling), *blokkade))


def _verbroken(v: Verhaal, k: Koppeling) -> str:
    reden = woord(k.reden).lower() if k.reden is not None else ""
    wanneer = f"{_dag(k.beeindigd_op)}{_door(v, k.beeindigd_door_id)}"
    return f"De koppeling van {datum(k.gelegd_op)} eindigde op {wanneer}. Reden: {reden}."


def _ingelogd(v: Verhaal) -> Punt:
    op = v.gebruiker.laatste_login_op
    if op is None:
        return Punt("Laatste inlog", Teken.LATER, ("Nog nooit ingelogd.",))
    return Punt("Laatste inlog", Teken.KLAAR, (f"Op {datum_tijd(op)}.",))


def _vervalt(v: Verhaal) -> Punt:
    if v.vervalt_op is None or v.vervalt_over is None:
        uitleg = "Een koppeling vervalt na 18 maanden zonder inloggen."
        return Punt("Koppeling vervalt", Teken.LATER, (uitleg,))
    nadert = v.vervalt_over <= NADERT
    regel = f"Op {datum(v.vervalt_op)} ({over(v.vervalt_over)}), als er niet wordt ingelogd."
    return Punt("Koppeling vervalt", Teken.MIS if nadert else Teken.LATER, (regel,))


def _wacht_op_koppelen(v: Verhaal) -> Advies:
    tot = datum_tijd(v.code.verloopt_op) if v.code is not None else ""
    return Advies(
        "Wacht tot het koppelen is gelukt",
        f"{v.gebruiker} heeft een activatiecode die geldig is tot {tot}. U hoeft niets te doen. "
        "Lukt het niet op tijd? Verstuur dan een nieuwe code.",
    )


def _wacht_op_blokkade(v: Verhaal) -> Advies:
    tot = datum_tijd(v.geblokkeerd_tot) if v.geblokkeerd_tot is not None else ""
    return Advies(
        "Er is een blokkade na 5 foute pogingen",
        f"Tot {tot} kan {v.gebruiker} niet koppelen. Vraag eerst of {v.gebruiker} het zelf was. "
        "Zo ja, dan kunt u de blokkade eerder opheffen.",
        Daad.BLOKKADE_OPHEFFEN,
        "Blokkade opheffen",
    )


def _herinner(v: Verhaal) -> Advies:
    dagen = over(v.vervalt_over) if v.vervalt_over is not None else ""
    return Advies(
        "Vraag om weer eens in te loggen",
        f"De koppeling vervalt {dagen}, omdat er lang niet is ingelogd. Eén keer inloggen is "
        "genoeg. Is het account niet meer nodig? Beëindig het dan.",
    )


ADVIEZEN: Mapping[Stap, Callable[[Verhaal], Advies]] = {
    Stap.DEBLOKKEREN: lambda v: Advies(
        "Dit account is geblokkeerd",
        f"{v.gebruiker} kan niet inloggen totdat iemand het account deblokkeert.",
        Daad.DEBLOKKEREN,
        "Deblokkeren",
    ),
    Stap.ROLLEN_GEVEN: lambda v: Advies(
        "Geef rollen",
        f"{v.gebruiker} heeft nog geen rollen en ziet na het inloggen dus geen taken.",
        "rollen",
        "Rollen geven",
    ),
    Stap.BRIEF_DOWNLOADEN: lambda v: Advies(
        "Download de brief met de gebruikersnaam",
        f"Print de brief en geef hem persoonlijk aan {v.gebruiker}.",
        Daad.BRIEF,
        "Brief downloaden",
    ),
    Stap.CODE_VERSTREKKEN: lambda v: Advies(
        "Verstuur een activatiecode",
        f"Doe dit als {v.gebruiker} de brief en een eHerkenningsmiddel heeft. De code is 24 uur "
        "geldig.",
        Daad.ACTIVATIECODE,
        "Activatiecode versturen",
    ),
    Stap.NIEUWE_CODE_VERSTREKKEN: lambda v: Advies(
        "Verstuur een nieuwe activatiecode",
        f"De vorige code werkt niet meer en {v.gebruiker} is nog niet gekoppeld. De nieuwe code "
        "is 24 uur geldig.",
        Daad.ACTIVATIECODE,
        "Activatiecode versturen",
    ),
    Stap.BLOKKADE_AFWACHTEN: _wacht_op_blokkade,
    Stap.KOPPELEN_AFWACHTEN: _wacht_op_koppelen,
    Stap.TOKEN_INNEMEN: lambda v: Advies(
        "Neem het token in",
        f"{v.gebruiker} heeft nog een token, dat niet meer werkt. Vraag het terug en leg hier vast "
        "dat het is ingeleverd.",
        Daad.TOKEN_INNEMEN,
        "Token ingeleverd",
    ),
    Stap.AAN_INLOGGEN_HERINNEREN: _herinner,
    Stap.NIETS: lambda v: Advies("U hoeft niets te doen", f"{v.gebruiker} kan aan de slag."),
}
