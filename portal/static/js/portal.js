// SPDX-License-Identifier: EUPL-1.2
// What the pages do more with JavaScript; all of it works without.

const $ = (keuze, binnen = document) => binnen.querySelector(keuze);

// A form that goes on by itself (to eHerkenning); its button stays for who waits.
$("form[data-verstuur]")?.submit();

// After an error or an answer to what was done: focus where reading goes on.
$("[role][data-focus]")?.focus();

// htmx: tell that it is busy, and never lose what was typed.
let wacht;
const bezig = $("#portal-bezig");
const storing = $("#portal-storing");
document.addEventListener("htmx:before:request", () => {
  storing.hidden = true;
  wacht = setTimeout(() => (bezig.textContent = "Bezig, een moment geduld"), 1000);
});
const klaar = () => {
  clearTimeout(wacht);
  bezig.textContent = "";
};
document.addEventListener("htmx:after:request", (gebeurtenis) => {
  klaar();
  const { response, text } = gebeurtenis.detail.ctx;
  if (response.status >= 500) {
    storing.hidden = false;
    gebeurtenis.preventDefault();
  } else if (!text.includes('id="stap"')) {
    // Another page (logged out, gekoppeld): go there instead of swapping in nothing.
    gebeurtenis.preventDefault();
    location.assign(response.raw.url);
  }
});
document.addEventListener("htmx:error", () => {
  klaar();
  storing.hidden = false;
});
document.addEventListener("htmx:after:swap", () => {
  // What was told above the step before is no news to this one.
  document.querySelectorAll("main > .portal-melding").forEach((melding) => melding.remove());
  scrollTo(0, 0);
  $("#stap [data-focus]")?.focus();
});

// An open menu closes with Escape or a click beside it.
const sluit = (menu) => (menu.open = false);
document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest?.("details.portal-menu[open]");
  if (menu) {
    sluit(menu);
    $("summary", menu).focus();
  }
});
document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("details.portal-menu[open]").forEach((menu) => {
    if (!menu.contains(target)) sluit(menu);
  });
});

// The limits of a session: warn two minutes ahead; the idle one can be put off. What a form that
// asks for it holds at the end is kept, for after the next login.
const WAARSCHUW = 120;
const dialoog = $("#portal-sessie");
if (dialoog) {
  const { stilte, einde, verleng, weg } = dialoog.dataset;
  const formulier = () => $("form[data-bewaar]"); // htmx may have put another one in its place
  const tekst = $("#sessie-tekst");
  const vensters = new BroadcastChannel("sessie");
  let gezien = Date.now();
  let eind = gezien + einde * 1000;
  let eindeGemeld = false;
  const leeft = () => {
    gezien = Date.now();
    vensters.postMessage(eind);
  };
  leeft();
  // The session goes on in another window: then here as well.
  vensters.addEventListener("message", ({ data }) => {
    gezien = Date.now();
    eind = Math.max(eind, data);
    if (!eindeGemeld) dialoog.close();
  });
  if (formulier()) tekst.append(" Wat u hebt ingevuld, bewaren wij tot u opnieuw inlogt.");
  const toon = () => {
    if (!dialoog.open) dialoog.showModal();
    $("#sessie-kop").focus();
  };
  const vertrek = async () => {
    clearInterval(klok);
    const open = formulier();
    if (open) {
      const body = new FormData(open);
      await fetch(open.dataset.bewaar, { method: "POST", body }).catch(() => {});
    }
    location.assign(weg);
  };
  const klok = setInterval(() => {
    const totStilte = Number(stilte) - (Date.now() - gezien) / 1000;
    const totEinde = (eind - Date.now()) / 1000;
    if (totStilte <= 0 || totEinde <= 0) vertrek();
    else if (totEinde <= WAARSCHUW && !eindeGemeld) {
      eindeGemeld = true;
      tekst.textContent =
        "U bent bijna 4 uur ingelogd. U wordt over 2 minuten uitgelogd en kunt dit niet uitstellen. Sla uw werk nu op.";
      $("#sessie-blijf").textContent = "Sluiten";
      toon();
    } else if (totStilte <= WAARSCHUW && !dialoog.open) toon();
  }, 1000);
  const blijf = async () => {
    dialoog.close();
    if (eindeGemeld) return;
    const headers = { "X-CSRFToken": $("meta[name=csrf-token]").content };
    const antwoord = await fetch(verleng, { method: "POST", headers }).catch(() => {});
    if (antwoord?.status === 204) leeft();
    else if (antwoord) vertrek();
  };
  $("#sessie-blijf").addEventListener("click", blijf);
  dialoog.addEventListener("cancel", blijf);
  document.addEventListener("htmx:after:request", leeft);
}
