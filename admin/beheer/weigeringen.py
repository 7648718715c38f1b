# SPDX-License-Identifier: EUPL-1.2
"""Every way in which a verb on an account refuses, as a sentence (R32)."""

from collections.abc import Callable, Mapping
from enum import Enum

from portal.domain import activatiecodes, brieven
from portal.domain.activatiecodes import MAX_PER_DAG
from portal.domain.handelingen import Uitkomst
from portal.models import Gebruiker

Zin = Callable[[Gebruiker], str]
# One sentence for every way in which a verb refuses.
WEIGERINGEN: Mapping[Enum, Zin] = {
    Uitkomst.NIETS_TE_DOEN: lambda g: (
        f"Er valt hier niets te doen. Kijk bij {g} hoe het er nu voor staat."
    ),
    Uitkomst.NIET_UZELF: lambda _: (
        "Dit is uw eigen account. Vraag een andere beheerder om dit te doen."
    ),
    Uitkomst.BESCHERMD: lambda g: (
        f"{g} is ook beheerder. Dit kan alleen op verzoek van het bestuur, met het formulier "
        "Aanmelding en wijziging beheerder."
    ),
    Uitkomst.LAATSTE_BEHEERDER: lambda g: (
        f"{g} is de laatste beheerder van {g.organisatie}. Er moet eerst een opvolger zijn."
    ),
    Uitkomst.AL_BEEINDIGD: lambda g: f"Het account van {g} is al beëindigd.",
    activatiecodes.Uitkomst.BEEINDIGD: lambda g: (
        f"Het account van {g} is beëindigd. Meld {g} opnieuw aan als er weer toegang nodig is."
    ),
    activatiecodes.Uitkomst.GEBLOKKEERD: lambda g: (
        f"Het account van {g} is geblokkeerd. Deblokkeer het eerst."
    ),
    activatiecodes.Uitkomst.AL_GEKOPPELD: lambda g: (
        f"{g} heeft al een eHerkenningsmiddel gekoppeld en heeft geen code nodig. Werkt het middel "
        "niet meer? Maak dan eerst de koppeling ongedaan."
    ),
    activatiecodes.Uitkomst.ALLEEN_VOOR_BEHEERDER: lambda g: (
        f"{g} is geen beheerder. De code komt van een beheerder van {g.organisatie}."
    ),
    activatiecodes.Uitkomst.TE_VAAK: lambda g: (
        f"{g} kreeg in de afgelopen 24 uur al {MAX_PER_DAG} codes. Controleer het e-mailadres en "
        "probeer het later opnieuw."
    ),
    brieven.Uitkomst.NIET_UZELF: lambda _: (
        "Uw eigen brief kunt u niet downloaden. Een andere beheerder of de servicedesk kan dat "
        "voor u doen."
    ),
    brieven.Uitkomst.BEEINDIGD: lambda g: (
        f"Het account van {g} is beëindigd. Daar hoort geen brief meer bij."
    ),
}
