// Says when the console no longer answers: what a page shows is then from before.
"use strict";
document.documentElement.classList.add("scripted");
const lost = document.getElementById("lost");
document.addEventListener("htmx:error", () => { lost.hidden = false; });
document.addEventListener("htmx:after:request", () => { lost.hidden = true; });
