// Carry a meeting over the board: pick up, aim, drop, show another day. What is free and what would clash is asked once
// for each day and shown before anything is dropped; the drop goes to the same address as "Move to…" and is refused in
// the same words. Hands and keys are in board-hand.js.
"use strict";

let carried = null; // {own, title, home, wasPlaced, cells, target, byHand, confirmed}
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
  carried = {
    own,
    title: element.dataset.title,
    home: location.href.split("#")[0],
    wasPlaced: Boolean(element.closest("#board")),
    cells: new Map(),
    target: "",
    byHand,
    confirmed: "",
  };
  const mine = carried;
  mark();
  say(word.dataset.asking);
  if (!(await ask()) || carried !== mine) return;
  if (!byHand) {
    say(fill(word.dataset.picked, { meeting: carried.title }));
    aim(cellOf(element) || firstFree(), true);
  } else if (carried.target) aim(carried.target, true);
  else hush();
}

// What is in the hand shows as such, on whichever day it is.
function mark() {
  desk().dataset.carrying = "";
  const element = document.getElementById(`meeting-${carried.own}`);
  if (element) element.dataset.carried = "";
}

// Of each cell of the day shown: whether the meeting may go there, and what would clash. False where nobody answered.
async function ask() {
  const mine = carried;
  const url = `${form.dataset.free.replace("/0/", `/${mine.own}/`)}?day=${desk().dataset.day}`;
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (carried !== mine) return false;
    mine.cells = new Map(found.cells.map(([key, state, told, other]) => [key, { state, told, other }]));
  } catch {
    if (carried !== mine) return false;
    putBack();
    say(word.dataset.failed);
    return false;
  }
  lights();
  return true;
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
  const light = lightAt(key);
  if (light) {
    light.dataset.target = "";
    if (!carried.byHand) light.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  const cell = carried.cells.get(key) ?? { state: "clashes", told: [] };
  if (cell.other) return aimAtOther(key, cell);
  say(fill(word.dataset[cell.state], { place: placeName(key) }), cell.told);
}

const lightAt = (key) => frame.querySelector(`[data-lights] [data-cell="${key}"]`);

// Where another meeting is, the two may change places: what that would bring is asked once for each, and told before.
async function aimAtOther(key, cell) {
  const mine = carried;
  if (!cell.swap) {
    say(word.dataset.asking);
    await new Promise((done) => setTimeout(done, mine.byHand ? 200 : 0));
    if (carried !== mine || mine.target !== key) return;
    const url = `${form.dataset.swap.replace("/0/", `/${mine.own}/`)}?with=${cell.other}`;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      cell.swap = await answer.json();
    } catch {
      if (carried === mine) say(word.dataset.failed);
      return;
    }
    if (carried !== mine) return;
    const light = lightAt(key);
    if (light && cell.swap.state !== "clashes") light.dataset.light = "swap";
  }
  if (mine.target !== key) return;
  const { state, told } = cell.swap;
  const sentence = { free: "swap", warns: "warily", clashes: "clashes" }[state];
  say(fill(word.dataset[sentence], { place: placeName(key) }), told);
}

function putDown() {
  delete desk().dataset.carrying;
  for (const one of document.querySelectorAll("[data-carried]")) delete one.dataset.carried;
  frame.querySelector("[data-lights]")?.remove();
  document.querySelector("[data-ghost]")?.remove();
  carried = null;
}

// Back where it was, on the day where it was.
async function putBack(why = [], list = []) {
  const { own, title, home } = carried;
  putDown();
  if (location.href.split("#")[0] !== home) {
    history.replaceState(null, "", home);
    await anew(own);
  }
  say([...why, fill(word.dataset.back, { meeting: title })].join(" "), list);
  document.getElementById(`meeting-${own}`)?.focus();
}

// What may be done at the target, as the server said it: a cell may be free, and a meeting in it may change places.
function atTarget() {
  const cell = carried.cells.get(carried.target);
  if (!cell?.other) return cell && { state: cell.state, told: cell.told, values: { cell: carried.target } };
  return cell.swap && { ...cell.swap, values: { with: cell.other } };
}

async function drop() {
  const found = atTarget();
  if (!found || found.state === "clashes") return; // it says why already, and the meeting is still in the hand
  const { own, target, byHand } = carried;
  if (found.state === "warns" && carried.confirmed !== target && !byHand) {
    carried.confirmed = target;
    const sentence = found.values.with ? "warily" : "warns";
    say(fill(word.dataset[sentence], { place: placeName(target) }), [...found.told, word.dataset.anyway]);
    return;
  }
  const address = found.values.with ? form.dataset.swap : form.dataset.place;
  await send(address, own, { ...found.values, anyway: found.state === "warns" ? "yes" : "" });
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
  if (!(await lay(location.href.split("#")[0]))) return;
  frame.scrollTo(left.x, left.y);
  const block = document.getElementById(`meeting-${own}`);
  block?.focus({ preventScroll: true });
  block?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Put the board of another address in place of this one.
async function lay(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) {
    location.reload();
    return false;
  }
  desk().replaceWith(document.adoptNode(fresh));
  find();
  document.dispatchEvent(new Event("board:anew"));
  return true;
}

function takeOut() {
  if (!carried.wasPlaced) return putBack();
  return send(form.dataset.out, carried.own, {});
}

// --- to another day ---------------------------------------------------------------------------------------------------

const days = () => [...document.querySelectorAll(".board-days [data-day]")];
let hovered = null; // {day, timer}

// A meeting held over a day's name shows that day, and stays in the hand.
function hover(tab) {
  const day = tab?.dataset.day;
  if (hovered?.day === day) return;
  clearTimeout(hovered?.timer);
  for (const one of days()) delete one.dataset.hovered;
  hovered = null;
  if (!day || day === desk().dataset.day) return;
  tab.dataset.hovered = "";
  hovered = { day, timer: setTimeout(() => showDay(tab), 450) };
}

async function showDay(tab) {
  const mine = carried;
  if (!mine || !tab) return;
  const [row, column] = mine.target ? placeOf(mine.target) : [-1, -1];
  const label = tab.querySelector("bdi").textContent;
  const address = new URL(tab.getAttribute("href"), location.href).href;
  mine.target = "";
  mine.cells = new Map();
  const shown = await lay(address).catch(() => false);
  if (carried !== mine) return;
  if (!shown) return putBack([word.dataset.failed]);
  history.replaceState(null, "", address);
  mark();
  say(fill(word.dataset.carry, { meeting: mine.title, day: `\u2068${label}\u2069` }));
  if (!(await ask()) || mine.byHand) return;
  const same = steps()[row] && rooms()[column] ? addressAt(row, column) : "";
  aim(same || firstFree(), true);
  frame.focus({ preventScroll: true });
}

function placeOf(key) {
  const [step, room] = key.split(":");
  return [
    steps().findIndex((one) => one.dataset.step === step),
    rooms().findIndex((one) => one.dataset.room === room),
  ];
}

const addressAt = (row, column) => address(steps()[row], rooms()[column]);

function turnDay(by) {
  const all = days();
  const here = all.findIndex((one) => one.dataset.day === desk().dataset.day);
  if (all[here + by]) showDay(all[here + by]);
}
