// Carry a meeting over the board, by hand or by keyboard. What is free and what would clash is asked once, at pick-up,
// and shown before anything is dropped; the drop goes to the same address as "Move to…" and is refused in the same words.
"use strict";

let carried = null; // {own, title, element, cells, target, day, byHand, confirmed}
let word, form, frame, table;

const desk = () => document.getElementById("desk");

function find() {
  word = document.getElementById("board-word");
  form = document.getElementById("board-move");
  frame = document.getElementById("board-frame");
  table = document.getElementById("board");
  for (const block of document.querySelectorAll("[data-meeting]")) {
    block.setAttribute("role", "button");
    block.setAttribute("aria-describedby", "board-keys");
    block.draggable = false;
  }
}

// --- words ---------------------------------------------------------------------------------------------------------

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}

function say(sentence, list = []) {
  word.hidden = false;
  word.replaceChildren();
  const line = document.createElement("p");
  line.textContent = sentence;
  word.append(line);
  if (!list.length) return;
  const rows = document.createElement("ul");
  for (const one of list) {
    const row = document.createElement("li");
    row.textContent = one;
    rows.append(row);
  }
  word.append(rows);
}

function hush() {
  word.hidden = true;
  word.replaceChildren();
}

// --- where things stand, measured: the same in either direction of writing --------------------------------------------

const steps = () => [...table.tBodies[0].rows].filter((row) => row.dataset.step);
const rooms = () => [...table.tHead.rows[0].cells].filter((cell) => cell.dataset.room);
const address = (row, column) => `${row.dataset.step}:${column.dataset.room}`;

function placeName(key) {
  const [step, room] = key.split(":");
  const row = steps().find((one) => one.dataset.step === step);
  const column = rooms().find((one) => one.dataset.room === room);
  const time = row?.querySelector(".board-clock bdi")?.textContent ?? "";
  return `\u2068${time}\u2069 · \u2068${column?.firstChild?.textContent.trim() || column?.querySelector("bdi")?.textContent || ""}\u2069`;
}

function lights() {
  let layer = frame.querySelector("[data-lights]");
  if (!layer) {
    layer = document.createElement("div");
    layer.dataset.lights = "";
    layer.setAttribute("aria-hidden", "true");
    frame.append(layer);
  }
  layer.style.blockSize = `${table.offsetHeight}px`;
  layer.style.inlineSize = `${table.offsetWidth}px`;
  layer.replaceChildren();
  const base = layer.getBoundingClientRect();
  for (const row of steps()) {
    const tall = row.getBoundingClientRect();
    for (const column of rooms()) {
      const wide = column.getBoundingClientRect();
      const cell = carried.cells.get(address(row, column));
      const light = document.createElement("i");
      light.dataset.cell = address(row, column);
      light.dataset.light = cell ? cell.state : "clashes";
      light.style.width = `${wide.width - 4}px`;
      light.style.height = `${tall.height - 4}px`;
      light.style.transform = `translate(${wide.x - base.x + 2}px, ${tall.y - base.y + 2}px)`;
      light.style.left = "0";
      light.style.top = "0";
      layer.append(light);
    }
  }
}

// --- pick up, aim, drop -----------------------------------------------------------------------------------------------

async function pickUp(element, byHand) {
  if (carried) putBack();
  const own = element.dataset.meeting;
  carried = { own, title: element.dataset.title, element, cells: new Map(), target: "", byHand, confirmed: "" };
  const mine = carried;
  desk().dataset.carrying = "";
  element.dataset.carried = "";
  say(word.dataset.asking);
  try {
    const url = `${form.dataset.free.replace("/0/", `/${own}/`)}?day=${desk().dataset.day}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (carried !== mine) return;
    for (const [key, state, told] of found.cells) carried.cells.set(key, { state, told });
  } catch {
    putBack();
    say(word.dataset.failed);
    return;
  }
  lights();
  if (!byHand) {
    say(fill(word.dataset.picked, { meeting: carried.title }));
    aim(cellOf(element) || firstFree(), true);
  } else if (carried.target) aim(carried.target, true);
  else hush();
}

function cellOf(element) {
  const cell = element.closest("td");
  if (!cell || !table.contains(cell)) return "";
  const box = cell.getBoundingClientRect();
  return cellAt(box.x + box.width / 2, box.y + 4);
}

function firstFree() {
  for (const [key, cell] of carried.cells) if (cell.state === "free") return key;
  return address(steps()[0], rooms()[0]);
}

function cellAt(x, y) {
  const row = steps().find((one) => {
    const box = one.getBoundingClientRect();
    return box.top <= y && y < box.bottom;
  });
  const column = rooms().find((one) => {
    const box = one.getBoundingClientRect();
    return box.left <= x && x < box.right;
  });
  return row && column ? address(row, column) : "";
}

function aim(key, again = false) {
  if (!carried || (key === carried.target && !again)) return;
  carried.target = key;
  carried.confirmed = "";
  for (const light of frame.querySelectorAll("[data-lights] [data-target]")) delete light.dataset.target;
  if (!key) return hush();
  if (!carried.cells.size) return;
  const light = frame.querySelector(`[data-lights] [data-cell="${key}"]`);
  if (light) {
    light.dataset.target = "";
    if (!carried.byHand) light.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  const { state, told } = carried.cells.get(key) ?? { state: "clashes", told: [] };
  say(fill(word.dataset[state], { place: placeName(key) }), told);
}

function putDown() {
  delete desk().dataset.carrying;
  for (const one of document.querySelectorAll("[data-carried]")) delete one.dataset.carried;
  frame.querySelector("[data-lights]")?.remove();
  document.querySelector("[data-ghost]")?.remove();
  carried = null;
}

function putBack() {
  const { title, element } = carried;
  putDown();
  say(fill(word.dataset.back, { meeting: title }));
  element.focus();
}

async function drop() {
  const { own, target, cells } = carried;
  const cell = cells.get(target);
  if (!cell || cell.state === "clashes") return; // it says why already, and the meeting is still in the hand
  if (cell.state === "warns" && carried.confirmed !== target && !carried.byHand) {
    carried.confirmed = target;
    say(fill(word.dataset.warns, { place: placeName(target) }), [...cell.told, word.dataset.anyway]);
    return;
  }
  await send(form.dataset.place, own, { cell: target, anyway: cell.state === "warns" ? "yes" : "" });
}

async function send(template, own, values) {
  const body = new FormData(form);
  body.set("changed", desk().dataset.changed);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  let told = "";
  let conflicts = [];
  try {
    const answer = await fetch(template.replace("/0/", `/${own}/`), {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    const found = await answer.json();
    ({ told, conflicts = [] } = found);
  } catch {
    told = word.dataset.failed;
  }
  if (carried) putDown();
  await anew(own);
  say(told, conflicts);
  const said = word.firstChild;
  if (!conflicts.length) setTimeout(() => word.firstChild === said && !carried && hush(), 6000);
}

// The board as it stands now, moved or not: somebody else may have changed it meanwhile.
async function anew(own) {
  const left = { x: frame.scrollLeft, y: frame.scrollTop };
  const answer = await fetch(location.href.split("#")[0], { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) return location.reload();
  desk().replaceWith(document.adoptNode(fresh));
  find();
  frame.scrollTo(left.x, left.y);
  const block = document.getElementById(`meeting-${own}`);
  block?.focus({ preventScroll: true });
  block?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function takeOut() {
  if (!carried.element.closest("#board")) return putBack();
  return send(form.dataset.out, carried.own, {});
}

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
  scrollNear(event.clientX, event.clientY);
  const overTray = document.getElementById("tray")?.contains(document.elementFromPoint(event.clientX, event.clientY));
  if (overTray && carried.element.closest("#board")) {
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
  if (document.getElementById("tray")?.contains(over)) return takeOut();
  const { target, cells } = carried;
  const cell = cells.get(target);
  if (!cell || cell.state === "clashes") {
    const { title } = carried;
    putDown();
    const why = cell ? fill(word.dataset.clashes, { place: placeName(target) }) : "";
    say([why, fill(word.dataset.back, { meeting: title })].filter(Boolean).join(" "), cell?.told ?? []);
    return;
  }
  await drop();
});

document.addEventListener("pointercancel", () => {
  pressed = null;
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

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form.submit();
});

addEventListener("resize", () => {
  if (carried?.cells.size) {
    lights();
    aim(carried.target, true);
  }
});

find();
