// Searches the copy: all words have to be there, the last letters of each may be missing; a word in the title counts more.
"use strict";
(() => {
  const { pages, words, places } = window.mootSearch;
  const [form, field, list, count] = ["search", "q", "found", "count"].map((id) => document.getElementById(id));
  const split = (text) => text.normalize("NFC").toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu) ?? [];

  const from = (word) => {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // Page -> weight, for one word: whole words before beginnings.
  const weigh = (word) => {
    const found = new Map();
    for (let i = from(word); i < words.length && words[i].startsWith(word); i++) {
      const whole = words[i] === word ? 2 : 1;
      for (const place of places[i]) {
        const page = place >> 1;
        found.set(page, Math.max(found.get(page) ?? 0, whole * (place & 1 ? 10 : 1)));
      }
    }
    return found;
  };

  const find = (text) => {
    const asked = split(text).slice(0, 12).map((word) => weigh(word.slice(0, 39))); // longer words are cut in the index
    if (asked.length === 0) return [];
    return [...asked[0].keys()]
      .filter((page) => asked.every((found) => found.has(page)))
      .map((page) => [page, asked.reduce((sum, found) => sum + found.get(page), 0)])
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([page]) => pages[page]);
  };

  const show = () => {
    const found = find(field.value);
    list.replaceChildren(
      ...found.slice(0, 50).map(([title, path, beginning]) => {
        const [item, link, more] = ["li", "a", "p"].map((name) => document.createElement(name));
        link.href = path;
        link.dir = more.dir = "auto";
        link.textContent = title;
        more.textContent = beginning;
        item.append(link, more);
        return item;
      }),
    );
    count.textContent = field.value.trim() === "" ? "" : found.length === 0 ? count.dataset.none : count.dataset.some.replace("{0}", found.length);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
})();
