// What a pointer and the keys do to the board; what comes of it is in board.js.
"use strict";

// --- by hand ----------------------------------------------------------------------------------------------------------

let pressed = null;
const wide = matchMedia("(min-width: 48rem)");

document.addEventListener("pointerdown", (event) => {
  const element = event.target.closest?.("[data-meeting]");
  if (!element || event.button !== 0 || event.pointerType === "touch" || !wide.matches || carried) return;
  pressed = { element, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (pressed && !carried && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 6) {
    const ghost = pressed.element.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.setAttribute("aria-hidden", "true");
    ghost.dataset.ghost = "";
    document.body.append(ghost);
    pickUp(pressed.element, true);
  }
  if (!carried?.byHand) return;
  event.preventDefault();
  const ghost = document.querySelector("[data-ghost]");
  if (ghost) {
    ghost.style.left = "0";
    ghost.style.transform = `translate(${event.clientX + 10}px, ${event.clientY + 10}px)`;
  }
  const over = document.elementFromPoint(event.clientX, event.clientY);
  const tab = over?.closest(".board-days [data-day]");
  hover(tab);
  if (!tab) scrollNear(event.clientX, event.clientY);
  const overTray = document.getElementById("tray")?.contains(over);
  if (overTray && carried.wasPlaced) {
    aim("");
    say(word.dataset.out);
  } else aim(overTray ? "" : cellAt(event.clientX, event.clientY));
});

function scrollNear(x, y) {
  const box = frame.getBoundingClientRect();
  if (y > innerHeight - 60) scrollBy(0, 14);
  if (y < 60) scrollBy(0, -14);
  if (y > box.bottom - 40) frame.scrollBy(0, 14);
  if (y < box.top + 90 && y > box.top) frame.scrollBy(0, -14);
  if (x > box.right - 30 && x < box.right) frame.scrollBy(14, 0);
  if (x < box.left + 30 && x > box.left) frame.scrollBy(-14, 0);
}

document.addEventListener("pointerup", async (event) => {
  const was = pressed;
  pressed = null;
  if (!carried?.byHand) return;
  // The click that follows a drag is no click on the meeting.
  was?.element.addEventListener("click", (click) => click.preventDefault(), { once: true });
  setTimeout(() => was?.element.blur(), 0);
  const over = document.elementFromPoint(event.clientX, event.clientY);
  hover(null);
  if (document.getElementById("tray")?.contains(over)) return takeOut();
  const found = atTarget();
  if (found && found.state !== "clashes") return drop();
  const why = found ? [fill(word.dataset.clashes, { place: placeName(carried.target) })] : [];
  await putBack(why, found?.told ?? []);
});

document.addEventListener("pointercancel", () => {
  pressed = null;
  hover(null);
  if (carried?.byHand) putBack();
});

// --- by keyboard ------------------------------------------------------------------------------------------------------

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// A screen reader that reads a page sends a click where a keyboard sends Enter: both pick up. A pointer opens the page.
document.addEventListener("keydown", (event) => {
  const element = event.target.closest?.("[data-meeting]");
  if (!carried) {
    if (event.key === "Escape" && word && !word.hidden) hush();
    if (!element || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pickUp(element, false);
    } else if (event.key.toLowerCase() === "m") location.href = element.href;
    else if (event.key.toLowerCase() === "i" && element.closest("#board")) {
      location.href = form.dataset.team.replace("/0/", `/${element.dataset.meeting}/`);
    }
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    putBack();
  } else if (carried.byHand) {
    return;
  } else if (ARROWS[event.key]) {
    event.preventDefault();
    step(...ARROWS[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    drop();
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    turnDay(event.key === "PageDown" ? 1 : -1);
  } else if (event.key === "Delete") {
    event.preventDefault();
    takeOut();
  } else if (event.key === "Tab") putBack();
});

// Left and right are those of the eye: in Arabic the first room is at the right.
function step(down, across) {
  if (!carried.target) return;
  const [row, room] = carried.target.split(":");
  const lines = steps();
  const columns = rooms();
  const turned = getComputedStyle(table).direction === "rtl" ? -across : across;
  const at = lines.findIndex((one) => one.dataset.step === row) + down;
  const beside = columns.findIndex((one) => one.dataset.room === room) + turned;
  if (lines[at] && columns[beside]) aim(address(lines[at], columns[beside]));
}

// --- small things -----------------------------------------------------------------------------------------------------

addEventListener("resize", () => {
  if (carried?.cells.size) {
    lights();
    aim(carried.target, true);
  }
});

find();
