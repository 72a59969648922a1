"use strict";

// Keeps the end of the log in view while the reader is at its end.
const box = document.getElementById("log-box");
if (box) {
  let follow = true;
  box.addEventListener("scroll", () => {
    follow = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  });
  new MutationObserver(() => {
    if (follow) {
      box.scrollTop = box.scrollHeight;
    }
  }).observe(box, { childList: true, subtree: true });
}

// Each event contains the complete dashboard.
const dashboard = document.getElementById("dashboard");
if (dashboard) {
  const sign = document.getElementById("live");
  let ahead = 0;
  let source = null;
  let retry = 0;

  const tick = () => {
    const now = Date.now() + ahead;
    for (const time of dashboard.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((now - Number(time.dataset.since)) / 1000));
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  };
  const show = (html) => {
    const focused = document.activeElement?.id;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    dashboard.replaceChildren(fresh.content);
    if (focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
    tick();
  };
  const say = (on) => {
    sign.classList.toggle("on", on);
    sign.textContent = on ? "live" : "connecting";
  };
  const close = () => {
    source?.close();
    source = null;
    clearTimeout(retry);
  };
  const open = () => {
    close();
    source = new EventSource(dashboard.dataset.stream);
    source.addEventListener("clock", (event) => { ahead = Number(event.data) - Date.now(); });
    source.addEventListener("dashboard", (event) => {
      say(true);
      show(event.data);
    });
    source.onerror = () => {
      say(false);
      // EventSource does not reconnect after a response that is not a stream: the server is busy or restarting.
      if (source?.readyState === EventSource.CLOSED) {
        retry = setTimeout(open, 5000 + Math.random() * 5000);
      }
    };
  };

  setInterval(tick, 1000);
  tick();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
}

// Filters and sorts the vulnerabilities of a scan.
const found = document.getElementById("found");
if (found) {
  const body = found.tBodies[0];
  const filter = document.getElementById("filter");
  const fixedOnly = document.getElementById("fixed-only");
  const matches = document.getElementById("matches");

  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word);
    let shown = 0;
    for (const row of body.rows) {
      const text = row.textContent.toLowerCase();
      const fits = (!fixedOnly.checked || row.dataset.fixed === "true") && words.every((word) => text.includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    matches.textContent = `${shown} of ${body.rows.length}`;
  };
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "rank" ? Number(cell.dataset.rank) : cell.textContent.trim().toLowerCase();
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const sort = (head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of found.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...body.rows];
    rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column, head.dataset.sort), value(b, column, head.dataset.sort)));
    body.append(...rows);
  };

  [...found.tHead.rows[0].cells].forEach((head, column) => {
    if (head.dataset.sort) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head, column));
      head.append(button);
    }
  });
  filter.addEventListener("input", apply);
  filter.form.addEventListener("submit", (event) => event.preventDefault());
  fixedOnly.addEventListener("change", apply);
  apply();
}
