// Comforts only: everything can be read and sent without this file.
document.documentElement.classList.add("has-script");

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;

  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const text = document.getElementById(copy.dataset.copy).textContent.trim();
  navigator.clipboard.writeText(text).then(() => {
    copy.textContent = copy.dataset.copied;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On paper every reason is open.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details")) details.open = true;
});

// A page that lists faults puts the reader in front of them.
document.querySelector(".faults")?.focus();
