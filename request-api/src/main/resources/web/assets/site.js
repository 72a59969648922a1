// What is shown grows at its end: it stays in sight for readers who are at the end.
const box = document.getElementById("log-box");
if (box) {
  const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  let follow = true;
  box.addEventListener("scroll", () => { follow = atEnd(); });
  new MutationObserver(() => {
    if (follow) {
      box.scrollTop = box.scrollHeight;
    }
  }).observe(box, { childList: true, subtree: true });
}
