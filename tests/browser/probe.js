// Measures a page from inside. Every function answers a list of findings, sentences for people.
// Put into the page by the debugger, so that the page's own policy against scripts stays in force.
window.probe = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const box = (element) => element.getBoundingClientRect();

  // How a finding names an element: its way from the nearest id, and how its text begins.
  const name = (element) => {
    const way = [];
    let at = element;
    for (; at && at !== document.body && way.length < 4; at = at.parentElement) {
      const marks = at.id ? `#${at.id}` : [...at.classList].map((one) => `.${one}`).join("");
      way.unshift(at.localName + marks);
      if (at.id) break;
    }
    const text = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    return `${way.join(" > ")}${text ? ` "${text.slice(0, 40)}"` : ""}`;
  };

  // Seen by somebody who looks: has a box, is not off the page, is not made invisible.
  const seen = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height, right } = box(element);
    return width > 1 && height > 1 && right + scrollX > 0;
  };
  const inside = (element, property, values) => {
    for (let at = element; at; at = at.parentElement) {
      if (values.includes(getComputedStyle(at)[property])) return at;
    }
    return null;
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (data.trim() && !parentElement.closest("script,style,noscript")) found.push(walker.currentNode);
    }
    return found;
  };

  // Nothing is wider than the window, and nothing is cut off. What scrolls by itself may be wider.
  const overflow = () => {
    const found = [];
    const width = document.documentElement.clientWidth;
    const page = document.scrollingElement.scrollWidth;
    if (page > width) found.push(`the page is ${page} px wide in a window of ${width} px`);
    for (const element of all("body *").filter(seen)) {
      const { left, right } = box(element);
      const scrolls = inside(element.parentElement, "overflowX", ["auto", "scroll"]);
      if (!scrolls && (right > width + 1 || left < -1) && !element.closest("svg svg *")) {
        found.push(`${name(element)} reaches from ${Math.round(left)} to ${Math.round(right)} of ${width} px`);
      }
      const cut = ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
      if (cut && !element.matches("input,select") && element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} is cut off`);
    }
    return found.slice(0, 8);
  };

  // Nothing lies over a text once it is scrolled to: neither a fixed bar nor another text.
  const covered = () => {
    const found = [];
    for (const element of new Set(texts().map((text) => text.parentElement))) {
      if (!seen(element) || element.closest("option,svg,.skip")) continue;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top } = element.getClientRects()[0];
      const hit = document.elementFromPoint(Math.max(left, 0) + 2, top + 4);
      if (hit && hit !== element && !element.contains(hit) && !hit.contains(element)) {
        found.push(`${name(element)} lies under ${name(hit)}`);
      }
    }
    // The end of the page can be read above what is fixed to the window.
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    const fixed = all("body *").filter((one) => getComputedStyle(one).position === "fixed" && seen(one));
    const last = all("main *").filter(seen).at(-1);
    for (const one of fixed) {
      if (last && box(last).bottom > box(one).top + 1 && !one.contains(last)) {
        found.push(`the end of the page, ${name(last)}, lies under ${name(one)}`);
      }
    }
    scrollTo({ top: 0, behavior: "instant" });
    return found.slice(0, 8);
  };

  // What comes later in the document does not stand higher on the page, nor left in the same row.
  const order = () => {
    const found = [];
    const blocks = "h1,h2,h3,h4,p,li,dt,dd,summary,tr,label,input,select,textarea,button,.call,section,form,svg,img";
    let before = null;
    for (const element of all(blocks).filter(seen)) {
      if (inside(element, "position", ["fixed"]) || element.closest("svg svg, .skip")) continue;
      if (before && !before.contains(element)) {
        const [a, b] = [box(before), box(element)];
        const apart = b.bottom <= a.top + 1;
        const swapped = b.top < a.bottom - 1 && b.bottom > a.top + 1 && b.right <= a.left + 1;
        if (apart || swapped) found.push(`${name(element)} stands before ${name(before)}`);
      }
      before = element;
    }
    return found.slice(0, 8);
  };

  // Blocks with a name, from top to bottom as they are seen.
  const blocks = () =>
    all("main > [id]").filter(seen).sort((a, b) => box(a).top - box(b).top).map((one) => one.id);

  // The page and every text in another language say which language it is.
  const language = (lang) => {
    const found = [];
    const declared = document.documentElement.lang;
    if (declared.split("-")[0] !== lang) found.push(`<html lang="${declared}">`);
    const han = /\p{Script=Han}/u;
    const english = /[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){3,}/;
    const foreign = lang === "en" ? han : english;
    const check = (text, element) => {
      const marked = element.closest("[lang]").lang.split("-")[0];
      if (foreign.test(text) && marked === lang) found.push(`"${text.trim().slice(0, 60)}" in ${name(element)}`);
    };
    // Code is in no language.
    const spoken = texts().filter((text) => !text.parentElement.closest("pre,code"));
    spoken.forEach((text) => check(text.data, text.parentElement));
    for (const attribute of ["title", "aria-label", "alt", "placeholder"]) {
      all(`[${attribute}]`).forEach((one) => check(one.getAttribute(attribute), one));
    }
    check(document.title, document.documentElement);
    return [...new Set(found)].slice(0, 12);
  };

  // Everything the keyboard has to reach, in the order of the document.
  const stops = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]:not([tabindex='-1'])";
  const reachable = () => all(stops).filter((one) => !one.disabled && one.checkVisibility()).length;

  // Where the focus is: its number among the stops, and what is wrong with how it is seen.
  const resting = new Map();
  const looks = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
    return [outlineStyle === "none" ? "0px" : outlineWidth, boxShadow, borderColor].join();
  };
  const rest = () => all(stops).forEach((one) => resting.set(one, looks(one)));
  const focus = () => {
    const element = document.activeElement;
    const number = all(stops).filter((one) => !one.disabled && one.checkVisibility()).indexOf(element);
    if (number < 0) return { number };
    const found = [];
    const { left, top, width, height } = element.getClientRects()[0];
    if (resting.get(element) === looks(element)) found.push(`${name(element)} does not show that it has the focus`);
    const [x, y] = [left + Math.min(width / 2, innerWidth / 2), top + Math.min(height / 2, innerHeight / 2)];
    const hit = document.elementFromPoint(x, y);
    if (!hit || !(element.contains(hit) || hit.contains(element))) {
      found.push(`${name(element)} has the focus and is not to be seen${hit ? `: it lies under ${name(hit)}` : ""}`);
    }
    return { number, found };
  };

  // Contrast of texts in pictures, which axe-core does not measure: each against the last shape drawn
  // under its middle (SVG paints in the order of the document), else the page's paper.
  const pictures = () => {
    const found = [];
    const luminance = (colour) => {
      const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
      const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const drawn = (one) => !["none", "rgba(0, 0, 0, 0)"].includes(getComputedStyle(one).fill);
    for (const text of all("svg text")) {
      const { left, right, top, bottom } = box(text);
      const under = (one) => {
        const shape = box(one);
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const before = one.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
        return before && shape.left <= x && x <= shape.right && shape.top <= y && y <= shape.bottom;
      };
      const shape = all("rect,circle,ellipse,path", text.ownerSVGElement).filter(drawn).filter(under).at(-1);
      const ground = luminance(shape ? getComputedStyle(shape).fill : "rgb(255, 255, 255)");
      const own = luminance(getComputedStyle(text).fill);
      const ratio = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
      if (ratio < 4.5) found.push(`${name(text)} has a contrast of ${ratio.toFixed(2)}`);
    }
    return found.slice(0, 8);
  };

  // What a screen shows of a verdict: its line, or a first screen with the first step.
  const verdict = () => {
    const found = [];
    scrollTo({ top: 0, behavior: "instant" });
    const block = document.querySelector("#verdict");
    const [whole, title] = [box(block), box(block.querySelector("h1"))];
    if (block.classList.contains("full")) {
      const step = block.querySelector(".do li");
      if (whole.bottom < innerHeight - 2) found.push(`the verdict ends at ${Math.round(whole.bottom)} px of the first screen`);
      if (!step || box(step).bottom > innerHeight) found.push("the first step is not on the first screen");
    } else if (title.height > 90) {
      found.push(`the verdict's line is ${Math.round(title.height)} px high`);
    }
    return found;
  };

  return { overflow, covered, order, blocks, language, reachable, rest, focus, pictures, verdict };
})();
