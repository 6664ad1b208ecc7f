// Hover texts at once, and zoom. Without a script, browsers show the same texts after a moment.
"use strict";
document.documentElement.classList.add("has-script");
const tip = document.getElementById("tip");
const dialog = document.getElementById("zoom");
const place = dialog.querySelector("div");
for (const title of document.querySelectorAll("svg title")) {
  title.parentNode.dataset.tip = title.textContent;
  title.remove();
}
const point = (event) => {
  const mark = event.target.closest("[data-tip]");
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.tip;
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = (event.clientY > 60 ? event.clientY - 40 : event.clientY + 20) + "px";
};
document.addEventListener("pointermove", point);
document.addEventListener("pointerdown", point);
document.addEventListener("scroll", () => { tip.hidden = true; }, true);
let picture, whole, seen, drag;
const look = (x, y, factor) => {
  const width = Math.min(whole.width, Math.max(whole.width / 12, seen.width * factor));
  const height = (width * whole.height) / whole.width;
  seen = {
    x: Math.max(0, Math.min(whole.width - width, x + (seen.width - width) / 2)),
    y: Math.max(0, Math.min(whole.height - height, y + (seen.height - height) / 2)),
    width,
    height,
  };
  picture.setAttribute("viewBox", [seen.x, seen.y, seen.width, seen.height].join(" "));
};
for (const figure of document.querySelectorAll(".zooms")) {
  figure.tabIndex = 0;
  const open = () => {
    place.replaceChildren(...[...figure.childNodes].map((node) => node.cloneNode(true)));
    picture = place.querySelector("svg");
    const { width, height } = picture.viewBox.baseVal;
    whole = { x: 0, y: 0, width, height };
    seen = whole;
    dialog.append(tip); // else it would stand behind
    dialog.showModal();
  };
  figure.addEventListener("click", open);
  figure.addEventListener("keydown", (event) => event.key === "Enter" && open());
}
dialog.addEventListener("close", () => document.body.append(tip));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
  const factor = Number(event.target.dataset.factor);
  if (factor) look(seen.x, seen.y, factor);
});
place.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = picture.getBoundingClientRect();
  const factor = event.deltaY < 0 ? 0.8 : 1.25;
  // What is under the pointer stays there.
  const off = [(event.clientX - box.x) / box.width - 0.5, (event.clientY - box.y) / box.height - 0.5];
  look(seen.x + seen.width * (1 - factor) * off[0], seen.y + seen.height * (1 - factor) * off[1], factor);
}, { passive: false });
place.addEventListener("pointerdown", (event) => { drag = [event.clientX, event.clientY, seen]; });
place.addEventListener("pointermove", (event) => {
  if (!drag || !event.buttons) return;
  const scale = seen.width / picture.getBoundingClientRect().width;
  look(drag[2].x - (event.clientX - drag[0]) * scale, drag[2].y - (event.clientY - drag[1]) * scale, 1);
});
addEventListener("pointerup", () => { drag = undefined; });
