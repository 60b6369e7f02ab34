"use strict";
// Names the values nearest to the pointer. A figure is followed by its values and the frames of its panels, wide and narrow.
const REACH = 40;
const box = document.getElementById("value");
const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
dot.setAttribute("r", "6");
dot.setAttribute("fill", "none");
dot.setAttribute("stroke", "#000000");
dot.setAttribute("stroke-width", "2");

const place = (axis, value) => ((axis.log ? Math.log10(value) : value) - axis.low) / (axis.high - axis.low);
const across = (frame, x) => frame.left + place(frame.x, x) * (frame.right - frame.left);
const up = (frame, y) => frame.bottom - place(frame.y, y) * (frame.bottom - frame.top);
const shown = (value, names) => names?.[Math.round(value)] ?? Number(value.toPrecision(5)).toString();

// Where each entry of a mark is on the page, and what it says.
function* entries(mark, panel, frame) {
  const x = (value) => `${panel.x}: ${shown(value, panel.x_names)}`;
  const y = (text) => `${panel.y}: ${text}`;
  for (const [a, b, low, high] of mark.points ?? [])
    yield { at: [across(frame, a), up(frame, b)], text: [x(a), y(shown(b, panel.y_names)), low !== undefined && `${shown(low)} to ${shown(high)}`] };
  for (const [a, low, high] of mark.spans ?? [])
    yield { at: [across(frame, a), up(frame, (low + high) / 2)], text: [x(a), y(`${shown(low)} to ${shown(high)}`)], weak: true };
  for (const [left, right, height] of mark.bars ?? [])
    yield { at: [across(frame, (left + right) / 2), up(frame, height)], text: [`${panel.x}: ${shown(left)} to ${shown(right)}`, y(shown(height))] };
  for (const [[left, right], [bottom, top], text] of mark.cells ?? [])
    yield { at: [across(frame, (left + right) / 2), up(frame, (bottom + top) / 2)], text: [x((left + right) / 2), y(shown((bottom + top) / 2, panel.y_names)), text] };
  for (const value of mark.vertical ?? []) yield { at: [across(frame, value), null], text: [x(value)] };
  for (const value of mark.horizontal ?? []) yield { at: [null, up(frame, value)], text: [y(shown(value))] };
}

function nearest(values, which, [x, y]) {
  let best = null;
  values.frames[which].forEach((frame, k) => {
    // Coordinates are rounded, the first and last ones too.
    if (x < frame.left - 1 || x > frame.right + 1 || y < frame.top - 1 || y > frame.bottom + 1) return;
    const panel = values.panels[k];
    for (const mark of panel.marks)
      for (const entry of entries(mark, panel, frame)) {
        const at = [entry.at[0] ?? x, entry.at[1] ?? y];
        // A band is named where no curve is near.
        const distance = Math.hypot(at[0] - x, at[1] - y) + (entry.weak ? REACH / 2 : 0);
        if (distance < (best?.distance ?? REACH)) best = { distance, at, text: [mark.label, ...entry.text].filter(Boolean) };
      }
  });
  return best;
}

function hide() {
  box.hidden = true;
  dot.remove();
}

function show(event, svg, values, which) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const found = nearest(values, which, [point.x, point.y]);
  if (!found) return hide();
  svg.append(dot);
  dot.setAttribute("cx", found.at[0]);
  dot.setAttribute("cy", found.at[1]);
  box.textContent = found.text.join("\n");
  box.hidden = false;
  const right = event.clientX + 16 + box.offsetWidth > innerWidth;
  const below = event.clientY + 16 + box.offsetHeight > innerHeight;
  box.style.left = `${Math.max(4, right ? event.clientX - box.offsetWidth - 12 : event.clientX + 16)}px`;
  box.style.top = `${Math.max(4, below ? event.clientY - box.offsetHeight - 12 : event.clientY + 16)}px`;
}

for (const figure of document.querySelectorAll("figure")) {
  const values = JSON.parse(figure.querySelector("script").textContent);
  figure.querySelectorAll("svg").forEach((svg, which) => {
    // The browser would show the title in place of the values.
    const title = svg.querySelector("title");
    svg.setAttribute("aria-label", title.textContent);
    title.remove();
    for (const kind of ["pointermove", "pointerdown"]) svg.addEventListener(kind, (event) => show(event, svg, values, which));
    svg.addEventListener("pointerleave", hide);
  });
}
