# SPDX-License-Identifier: EUPL-1.2
"""Where somebody stands in a wizard, for any wizard and any answers (R10, S31)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import Antwoorden, Place, Step, Wizard

SLUGS = ("a", "b", "c", "d", "e")


def stap(slug: str, hangt_af_van: str = "") -> Step:
    """Done by {"goed": True}; with ``hangt_af_van`` only for who answered that step with "ja"."""

    def gevraagd(antwoorden: Antwoorden) -> bool:
        return not hangt_af_van or bool(antwoorden.get(hangt_af_van, {}).get("ja"))

    return Step(slug, slug.upper(), lambda antwoord: bool(antwoord.get("goed")), gevraagd)


@st.composite
def wizards(trek: st.DrawFn) -> Wizard:
    """One to five steps; between the first and the last any may hang on an earlier one."""
    slugs = SLUGS[: trek(st.integers(1, 5))]
    stappen = [stap(slugs[0])]
    for nummer, slug in enumerate(slugs[1:], start=1):
        keuze = st.sampled_from(("", *slugs[:nummer]))
        stappen.append(stap(slug, "" if slug == slugs[-1] else trek(keuze)))
    return Wizard("w", "W", tuple(stappen))


antwoorden = st.dictionaries(
    st.sampled_from((*SLUGS, "vreemd")),
    st.fixed_dictionaries({}, optional={"goed": st.booleans(), "ja": st.booleans()}),
)
plaatsen = st.builds(Place, wizards(), antwoorden)


@given(plaatsen)
def test_s31_wie_ergens_bij_kan_heeft_alles_ervoor_gedaan(plaats: Place) -> None:
    for nummer, step in enumerate(plaats.visible):
        eerder_klaar = all(s.klaar(plaats.antwoord(s)) for s in plaats.visible[:nummer])
        assert plaats.reaches(step) == eerder_klaar


@given(plaatsen)
def test_er_is_altijd_precies_een_open_stap_en_daar_kan_men_bij(plaats: Place) -> None:
    assert plaats.open_step in plaats.visible
    assert plaats.reaches(plaats.open_step)
    na = plaats.visible[plaats.index(plaats.open_step) + 1 :]
    assert not any(plaats.reaches(step) for step in na)


@given(plaatsen)
def test_terug_gaat_een_zichtbare_stap_en_eindigt_bij_de_eerste(plaats: Place) -> None:
    gezien, step = [], plaats.visible[-1]
    while (vorige := plaats.before(step)) is not None:
        gezien.append(vorige)
        step = vorige
    assert tuple(reversed(gezien)) == plaats.visible[:-1]


@given(plaatsen)
def test_een_goed_antwoord_op_de_open_stap_brengt_nooit_terug(plaats: Place) -> None:
    oud = plaats.open_step
    nieuw = plaats.met(oud, {"goed": True})
    assert nieuw.reaches(oud)
    assert nieuw.index(nieuw.open_step) >= nieuw.index(oud)


@given(plaatsen)
def test_een_antwoord_dat_niet_meer_telt_maakt_de_stap_weer_open(plaats: Place) -> None:
    eerste = plaats.visible[0]
    assert plaats.met(eerste, {}).open_step == eerste


@given(plaatsen, st.text())
def test_een_adres_is_van_een_zichtbare_stap_of_van_geen(plaats: Place, slug: str) -> None:
    zichtbaar = {step.slug for step in plaats.visible}
    for kandidaat in (*SLUGS, slug):
        gevonden = plaats.step(kandidaat)
        assert (gevonden is not None) == (kandidaat in zichtbaar)
        assert gevonden is None or gevonden.slug == kandidaat


@given(plaatsen)
def test_antwoorden_verandert_niemand_ter_plekke(plaats: Place) -> None:
    voor = {slug: dict(antwoord) for slug, antwoord in plaats.antwoorden.items()}
    plaats.met(plaats.open_step, {"goed": True})
    assert plaats.antwoorden == voor


def test_een_stap_die_niet_meer_gevraagd_wordt_houdt_niemand_tegen() -> None:
    wizard = Wizard("w", "W", (stap("a"), stap("b", "a"), stap("c")))
    met_b = Place(wizard, {"a": {"goed": True, "ja": True}})
    zonder_b = Place(wizard, {"a": {"goed": True, "ja": False}})
    assert [s.slug for s in met_b.visible] == ["a", "b", "c"]
    assert met_b.open_step.slug == "b"
    assert [s.slug for s in zonder_b.visible] == ["a", "c"]
    assert zonder_b.open_step.slug == "c" and zonder_b.step("b") is None


def test_een_herhaalde_stap_houdt_rijen_die_los_wijzigen() -> None:
    herhaald = Step("a", "A", lambda _antwoord: True, repeated=True)
    plaats = Place(Wizard("w", "W", (herhaald, stap("b"))), {})
    assert plaats.rijen(herhaald) == []
    twee = plaats.met_rij(herhaald, None, {"n": 1}).met_rij(herhaald, None, {"n": 2})
    assert twee.met_rij(herhaald, 0, {"n": 3}).rijen(herhaald) == [{"n": 3}, {"n": 2}]
    assert twee.zonder_rij(herhaald, 0).rijen(herhaald) == [{"n": 2}]
    assert plaats.antwoorden == {}, "de oude plaats blijft zoals die was"
    for doe in (lambda: twee.zonder_rij(herhaald, 2), lambda: twee.met_rij(herhaald, 2, {})):
        with pytest.raises(IndexError):
            doe()
