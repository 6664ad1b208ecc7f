// Search.
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
