// A board wider than the page becomes a window on it; what lies beyond its edges is counted, so that nobody takes the
// part for the whole. A board that fits stands on the page as it is.
"use strict";

{
  const narrow = matchMedia("(max-width: 47.99rem)");

  function fit() {
    const frame = document.getElementById("board-frame");
    if (!frame) return;
    const bar = document.querySelector(".board-bar");
    document.getElementById("desk").style.setProperty("--board-bar", `${bar?.offsetHeight ?? 0}px`);
    const wide = !narrow.matches && document.getElementById("board").scrollWidth > frame.clientWidth + 1;
    frame.toggleAttribute("data-window", wide);
    frame.toggleAttribute("data-fits", !wide && !narrow.matches);
    count();
  }

  function count() {
    const frame = document.getElementById("board-frame");
    const line = document.getElementById("board-beyond");
    if (!line) return;
    if (!frame.hasAttribute("data-window")) {
      line.hidden = true;
      return;
    }
    const box = frame.getBoundingClientRect();
    const rows = [...document.querySelectorAll("#board [data-step]")];
    const blocks = [...document.querySelectorAll("#board .has-meeting")].map((one) => one.getBoundingClientRect());
    const columns = [...document.querySelectorAll("#board [data-room]")].map((one) => one.getBoundingClientRect());
    const last = rows.at(-1)?.querySelector("small")?.textContent ?? "";
    const foot = box.bottom - line.offsetHeight;
    const below = blocks.filter((one) => one.bottom - 4 > foot).length;
    const goesOn = rows.length > 0 && rows.at(-1).getBoundingClientRect().bottom - 4 > foot;
    const beside = columns.filter((one) => one.right - 20 > box.right || one.left + 20 < box.left).length;
    const words = [];
    if (goesOn) words.push(fill(line.dataset.below, { time: last, number: below }));
    if (beside) words.push(fill(line.dataset.beside, { number: beside }));
    line.hidden = words.length === 0;
    line.replaceChildren(
      ...words.map((one) => {
        const part = document.createElement("span");
        part.textContent = one;
        return part;
      }),
    );
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (_whole, name) => `\u2068${values[name] ?? ""}\u2069`);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submits]")) event.target.form.submit();
  });

  addEventListener("resize", fit);
  document.addEventListener("board:anew", fit); // board.js has put another day in place
  document.addEventListener("scroll", (event) => event.target?.id === "board-frame" && count(), true);
  document.fonts?.ready.then(fit);
  fit();
}
