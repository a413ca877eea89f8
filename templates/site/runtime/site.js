"use strict";

// Everything here is an extra: the pages are whole without it.

(() => {
  const root = document.currentScript.dataset.root;
  const tools = document.querySelector("[data-tools]");

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // What a person chose last time; a browser may forbid to remember it.
  const memory = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        // then it holds for this page only
      }
    },
  };

  // --- light and dark ------------------------------------------------------------------------------------

  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const themeButton = make("button", { type: "button" });

  function theme() {
    return document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light");
  }

  function nameTheme() {
    themeButton.textContent = theme() === "dark" ? "Light" : "Dark";
    themeButton.setAttribute("aria-label", `Switch to ${themeButton.textContent.toLowerCase()} colours`);
  }

  const remembered = memory.get("theme");
  if (remembered === "light" || remembered === "dark") {
    document.documentElement.dataset.theme = remembered;
  }
  themeButton.addEventListener("click", () => {
    document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
    memory.set("theme", theme());
    nameTheme();
  });
  prefersDark.addEventListener("change", nameTheme);
  nameTheme();

  // --- search --------------------------------------------------------------------------------------------

  const MOST = 20;
  const input = make("input", {
    type: "search",
    placeholder: "Search ( / )",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search types, members, operations and events",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
  });
  const found = make("div", { id: "found", class: "found", role: "listbox", "aria-label": "Found", hidden: "" });
  const said = make("p", { class: "unseen", role: "status" });
  tools.append(make("div", { class: "search", role: "search" }, input, found, said), themeButton);

  let loading = null;
  let chosen = -1;

  // The index is loaded when somebody begins to search: as a script, since pages of files may not fetch.
  function loadIndex() {
    loading ??= new Promise((resolve) => {
      const script = make("script", { src: `${root}search-index.js` });
      script.addEventListener("load", () => resolve(window.searchIndex));
      document.head.append(script);
    });
    return loading;
  }

  // The smaller, the better: the whole name, its beginning, the beginning of a word in it, anywhere.
  function rank(name, wanted) {
    const at = name.toLowerCase().indexOf(wanted);
    if (at < 0) return Infinity;
    if (at === 0) return name.length === wanted.length ? 0 : 1;
    const before = name[at - 1];
    const begins = /[^A-Za-z0-9]/.test(before) || /[A-Z]/.test(name[at]);
    return begins ? 2 : 3;
  }

  function search(index, text) {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") return [];
    return index
      .map((entry) => ({ entry, rank: rank(entry[0], wanted) + (entry[1] === "member" ? 0.5 : 0) }))
      .filter((each) => each.rank < Infinity)
      .sort((a, b) => a.rank - b.rank || a.entry[0].length - b.entry[0].length)
      .map((each) => each.entry);
  }

  function choose(number) {
    const options = found.children;
    chosen = options.length === 0 ? -1 : (number + options.length) % options.length;
    for (const [at, option] of [...options].entries()) {
      option.setAttribute("aria-selected", String(at === chosen));
    }
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    found.hidden = true;
    found.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    choose(0);
  }

  async function show() {
    const text = input.value;
    const results = search(await loadIndex(), text);
    if (text !== input.value) return; // somebody went on typing
    const options = results.slice(0, MOST).map(([name, kind, address], at) => {
      const attributes = { id: `found-${at}`, role: "option", href: root + address, tabindex: "-1" };
      return make("a", attributes, make("code", {}, name), make("span", {}, kind));
    });
    found.replaceChildren(...options);
    found.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    said.textContent = text.trim() === "" ? "" : `${results.length} found`;
    choose(0);
  }

  input.addEventListener("focus", loadIndex, { once: true });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") {
      input.value = "";
      close();
    } else if (event.key === "Enter" && chosen >= 0) found.children[chosen].click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });

  // --- what folds ----------------------------------------------------------------------------------------

  // A link to something opens it, and whatever it is folded up in.
  function unfold() {
    let place = document.getElementById(location.hash.slice(1)); // no anchor of ours needs an escape
    for (; place !== null; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
    }
  }

  addEventListener("hashchange", unfold);
  unfold();

  // Whoever opened a language wants to see it on the next page, too.
  const samples = [...document.querySelectorAll("details[data-language]")];
  const language = memory.get("language");
  if (samples.some((sample) => sample.dataset.language === language)) {
    for (const sample of samples) sample.open = sample.dataset.language === language;
  }
  for (const sample of samples) {
    sample.firstElementChild.addEventListener("click", () => {
      if (sample.open) return;
      memory.set("language", sample.dataset.language);
      for (const other of samples) if (other !== sample) other.open = false;
    });
  }

  const variants = [...document.querySelectorAll("main > .variants > details")];
  if (variants.length > 1) {
    const button = make("button", { type: "button", class: "all", "aria-expanded": "false" }, "Open all");
    button.addEventListener("click", () => {
      const opening = button.textContent === "Open all";
      for (const variant of variants) variant.open = opening;
      button.textContent = opening ? "Close all" : "Open all";
      button.setAttribute("aria-expanded", String(opening));
    });
    variants[0].parentElement.before(button);
  }
})();
