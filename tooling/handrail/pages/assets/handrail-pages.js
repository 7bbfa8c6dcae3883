// What a page can do beyond being read: copy a message. Nothing needs it.
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

  function begin() {
    document.querySelectorAll(".hr-tabs").forEach(addCopy);
  }

  // with instant navigation the theme swaps the page without loading this file again
  if (window.document$) window.document$.subscribe(begin);
  else begin();
})();
