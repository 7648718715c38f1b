# SPDX-License-Identifier: EUPL-1.2
"""Who a gebruiker is, as a beheerder types it or has it in a file (R2, R32)."""

from portal.domain.gebruikers import Persoon
from portal.web import persoonsvelden
from portal.web.formulier import Formulier


class PersoonFormulier(Formulier):
    """Name and contact data of somebody else."""

    voorletters = persoonsvelden.voorletters("De voorletters")
    tussenvoegsel = persoonsvelden.tussenvoegsel("Het tussenvoegsel")
    achternaam = persoonsvelden.achternaam("De achternaam", "Vul de achternaam in")
    functie = persoonsvelden.functie("De functie")
    email = persoonsvelden.email("Het e-mailadres")
    telefoon = persoonsvelden.telefoon("Het telefoonnummer")

    def persoon(self) -> Persoon:
        """What was typed."""
        return Persoon(**{naam: self[naam].data or "" for naam in Persoon.__slots__})
