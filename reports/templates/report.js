"use strict";
(() => {
  const all = (query, from = document) => Array.from(from.querySelectorAll(query));
  const one = (query) => document.querySelector(query);
  const status = one(".status");
  const root = document.documentElement;
  let quiet;

  function say(text) {
    status.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => { status.textContent = ""; }, 2500);
  }

  // Clipboard access is refused for files in some browsers: fall back to a selection.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("Copied");
  }

  function openTo(element) {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  }

  function followHash() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) {
      openTo(target);
      target.scrollIntoView();
    }
  }

  function isDark() {
    return (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  }

  const theme = one("#theme");
  const nameTheme = () => { theme.textContent = isDark() ? "Light theme" : "Dark theme"; };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  nameTheme();

  const data = one("#report");
  const save = one("#save");
  if (data) {
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([data.textContent], { type: "application/json" }));
      link.download = "bundlescope-report.json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  } else {
    save.remove();
  }

  const filter = one("#filter");
  if (filter) {
    const findings = all(".finding");
    const count = one("#filter-count");
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const finding of findings) {
        const text = `${finding.dataset.level} ${finding.dataset.text}`;
        finding.hidden = !words.every((word) => text.includes(word));
        if (!finding.hidden) {
          shown += 1;
          if (words.length) openTo(finding.parentElement);
        }
      }
      for (const group of all(".effects")) group.hidden = all(".finding:not([hidden])", group).length === 0;
      count.textContent = words.length ? `${shown} of ${findings.length} shown` : "";
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
      if (event.key === "/" && one("#keys").checked && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        filter.focus();
      } else if (event.key === "Escape" && event.target === filter) {
        filter.value = "";
        filter.dispatchEvent(new Event("input"));
      }
    });
    const openAll = one("#open-all");
    openAll.addEventListener("click", () => {
      const open = openAll.textContent === "Open all";
      for (const item of all("#findings .finding, #findings .effects")) item.open = open;
      openAll.textContent = open ? "Close all" : "Open all";
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      const text = button.dataset.copy;
      copy(text.startsWith("#") ? location.href.split("#")[0] + text : text);
    }
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details.finding, details.effects").filter((item) => !item.open);
    for (const item of opened) item.open = true;
  });
  addEventListener("afterprint", () => { for (const item of opened) item.open = false; });
  addEventListener("hashchange", followHash);
  for (const item of all(".tools, .filter, .copy")) item.hidden = false;
  followHash();
})();
