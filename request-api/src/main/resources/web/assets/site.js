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
