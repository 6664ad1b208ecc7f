// Search and zoom; everything else on the page works without.
"use strict";
document.documentElement.classList.add("has-script");
const input = document.getElementById("search");
const rows = [...document.querySelectorAll("#people tbody tr")];
const count = document.getElementById("shown");
const search = () => {
  const words = input.value.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.dataset.search.includes(word));
    shown += !row.hidden;
  }
  count.textContent = count.dataset.text.replace("{count}", shown);
};
input.addEventListener("input", search);
search();
const dialog = document.getElementById("zoom");
for (const figure of document.querySelectorAll(".zooms")) {
  figure.tabIndex = 0;
  const open = () => {
    dialog.querySelector("div").replaceChildren(...[...figure.childNodes].map((node) => node.cloneNode(true)));
    dialog.showModal();
  };
  figure.addEventListener("click", open);
  figure.addEventListener("keydown", (event) => event.key === "Enter" && open());
}
dialog.addEventListener("click", () => dialog.close());
