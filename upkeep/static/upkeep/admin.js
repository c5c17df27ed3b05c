// Gives a name to what Django's admin and Select2 leave without one, for people who hear the page.

const row = document.querySelector("script[data-row]").dataset.row;

/** What the form calls a field: its label, else the name that it carries itself. */
function called(field) {
  return field.labels?.[0]?.textContent.trim().replace(/:$/, "") || field.getAttribute("aria-label") || "";
}

/** Select2 puts a field of its own in place of the list, named by what is chosen: by nothing as long as it is empty. */
function nameSearched(select) {
  const shown = select.nextElementSibling?.querySelector(".select2-selection");
  if (!shown) return;
  shown.id ||= `${select.id}-shown`;
  shown.setAttribute("aria-label", called(select));
  const chosen = shown.querySelector(".select2-selection__rendered[id]");
  for (const name of ["role", "aria-readonly"]) chosen?.removeAttribute(name); // text, not a field of its own
  if (chosen) shown.setAttribute("aria-labelledby", `${shown.id} ${chosen.id}`);
  shown.querySelector(".select2-search__field")?.setAttribute("aria-label", called(select));
}

/** „Heute: Seit“, „Datum wählen: Seit“: the links beside a day or a time, some of them only a picture. */
function nameShortcuts(links) {
  const field = links.previousElementSibling;
  for (const link of field ? links.querySelectorAll("a") : []) {
    const said = link.textContent.trim() || link.querySelector("[title]")?.title;
    link.setAttribute("aria-label", `${said}: ${called(field)}`);
  }
}

function nameColumn(header) {
  const text = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: row });
  if (!header.textContent.trim()) header.replaceChildren(text);
}

function name() {
  document.querySelectorAll(".admin-autocomplete").forEach(nameSearched);
  document.querySelectorAll(".datetimeshortcuts").forEach(nameShortcuts);
  document.querySelectorAll("th.original").forEach(nameColumn);
}

// The others make their parts when the page has come, and again for each new row.
new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
name();
window.django?.jQuery(document).on("select2:open", (event) => {
  document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-label", called(event.target));
});
