// SPDX-License-Identifier: EUPL-1.2
// Sends the answer back by itself; without JavaScript the button does.
document.querySelector("form[data-verstuur]")?.submit();
