// What a page can do beyond being read: copy a message, link to a step as it is now, show what is new. Nothing needs it.
(() => {
  "use strict";

  // ---- copy the text that is shown, its blanks in braces

  function text(quote) {
    const copy = quote.cloneNode(true);
    copy.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
    copy.querySelectorAll(".hr-blank").forEach((blank) => blank.replaceWith(`{${blank.textContent.replaceAll(" ", "-")}}`));
    return [...copy.querySelectorAll("p")].map((part) => part.textContent.trim()).join("\n\n");
  }

  function addCopy(tabs) {
    if (tabs.querySelector(".hr-copy") || !navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hr-btn hr-copy";
    button.textContent = "Copy this text";
    const said = document.createElement("span");
    said.className = "hr-sr";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const shown = [...tabs.querySelectorAll("blockquote")].find((quote) => getComputedStyle(quote).display !== "none");
      await navigator.clipboard.writeText(text(shown));
      button.textContent = "Copied";
      said.textContent = "Copied. Fill in what stands in braces.";
      setTimeout(() => { button.textContent = "Copy this text"; said.textContent = ""; }, 3000);
    });
    tabs.append(button, said);
  }

  // ---- a link to a step carries the print of its text; who follows it is told when the text is another one by now

  function pin(heading) {
    const link = heading.querySelector(".headerlink");
    if (!link) return;
    link.href = `?v=${heading.dataset.hrPrint}#${heading.id}`;
    link.title = "Link to this step as it is now";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", link.href);
      navigator.clipboard?.writeText(link.href).then(() => {
        link.title = "Copied";
        setTimeout(() => { link.title = "Link to this step as it is now"; }, 3000);
      }, () => undefined);
    });
  }

  /** The heading that an anchor leads to; an old name of a step stands before it. */
  function led(name) {
    const place = document.getElementById(name);
    return place?.matches("[data-hr-print]") ? place : place?.parentElement.querySelector("[data-hr-print]");
  }

  function tellChange() {
    const wanted = new URLSearchParams(location.search).get("v"), name = decodeURIComponent(location.hash.slice(1));
    document.querySelectorAll(".hr-changed").forEach((note) => note.remove());
    if (!wanted || !name || !document.querySelector(".hr-workflow")) return;
    const heading = led(name);
    if (heading?.dataset.hrPrint === wanted) return;
    const note = document.createElement("p");
    note.className = "hr-changed";
    note.setAttribute("role", "status");
    note.textContent = heading ? "The text of this step has changed since this link to it was made." : "The step that this link led to is no longer here.";
    if (heading) heading.after(note);
    else document.querySelector(".hr-head").append(note);
    note.scrollIntoView({ block: "center" });
  }

  // ---- what changed since a day that somebody chooses

  function addSince(box, place) {
    if (box.querySelector(".hr-from")) return;
    const rows = [...box.querySelectorAll("li")];
    const label = document.createElement("label"), field = document.createElement("input"), said = document.createElement("span");
    label.className = "hr-from";
    field.type = "date";
    field.id = `hr-since-${place}`;
    label.htmlFor = field.id;
    label.append("Since ", field);
    said.className = "hr-from-said";
    said.setAttribute("role", "status");
    const show = () => {
      let kept = 0;
      for (const row of rows) {
        row.hidden = Boolean(field.value) && row.querySelector("time").dateTime < field.value;
        kept += row.hidden ? 0 : 1;
      }
      said.textContent = field.value ? `${kept} of ${rows.length}` : "";
    };
    field.addEventListener("input", show);
    box.prepend(label, said);
  }

  // ---- an address at which nothing is: the theme says no more than that

  function helpTheLost() {
    const title = document.querySelector("article > h1:only-child"), home = document.querySelector("a.md-logo");
    if (!home || !title?.textContent.startsWith("404")) return;
    const words = decodeURIComponent(location.pathname).split("/").filter(Boolean).pop() ?? "";
    const action = (text, href, look) => {
      const link = document.createElement("a");
      link.className = `hr-btn ${look}`;
      link.href = href;
      link.textContent = text;
      return link;
    };
    const search = action("Search for it", home.href, "primary"), said = document.createElement("p"), ways = document.createElement("p");
    search.dataset.hrSearch = words.replace(/\.html$/, "").replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
    said.textContent = "The handbook has no page at this address. It may have another name by now, or be retired.";
    ways.className = "hr-actions";
    ways.append(search, action("A to Z", new URL("a-z/", home.href), ""), action("Home", home.href, "ghost"));
    title.textContent = "This page is not here";
    title.after(said, ways);
  }

  function begin() {
    helpTheLost();
    document.querySelectorAll(".hr-tabs").forEach(addCopy);
    document.querySelectorAll("[data-hr-print]:is(h2, h3, h4)").forEach(pin);
    document.querySelectorAll(".hr-since").forEach(addSince);
    tellChange();
  }

  window.addEventListener("hashchange", tellChange);

  // with instant navigation the theme swaps the page without loading this file again
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
