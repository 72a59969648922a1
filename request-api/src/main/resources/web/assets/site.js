"use strict";

// The log grows at its end, which stays in sight for readers who are there.
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

// The picture of the home page comes whole with each event.
const picture = document.getElementById("picture");
if (picture) {
  const sign = document.getElementById("live");
  let ahead = 0;
  let source = null;
  let retry = 0;

  const tick = () => {
    const now = Date.now() + ahead;
    for (const time of picture.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((now - Number(time.dataset.since)) / 1000));
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  };
  const show = (html) => {
    const focused = document.activeElement?.id;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    picture.replaceChildren(fresh.content);
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
    source = new EventSource(picture.dataset.stream);
    source.addEventListener("clock", (event) => { ahead = Number(event.data) - Date.now(); });
    source.addEventListener("picture", (event) => {
      say(true);
      show(event.data);
    });
    source.onerror = () => {
      say(false);
      // An answer that is no stream ends the source for good: the server is busy or restarting.
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
