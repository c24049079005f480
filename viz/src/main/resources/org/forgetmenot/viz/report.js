"use strict";
// Makes the page's pictures and its table answer to mouse and keyboard. Texts from captures are set as text and never as markup.
(() => {
  /** Pixels beyond the frame in which things are still drawn: browsers give up on lengths of millions of them. */
  const BEYOND = 50;
  const DIGIT = 7;
  const GAP = 24;

  /** As many decimals as tell multiples of a step apart. */
  const decimals = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const label = (n, step) => (n || 0).toFixed(decimals(step)); // no -0
  const width = (n, step) => label(n, step).length * DIGIT;

  /** The least of 1, 2 and 5 with zeros that divides a length into no more parts than asked for. */
  const roundStep = (length, parts) => {
    const power = 10 ** Math.floor(Math.log10(length / parts));
    return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= length / parts);
  };

  const element = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  class Timeline {
    constructor(svg) {
      this.svg = svg;
      const data = svg.dataset;
      this.home = [Number(data.from), Number(data.to)];
      this.whole = [Number(data.first), Number(data.last)];
      this.left = Number(data.left);
      this.right = Number(data.right);
      this.depth = Number(data.depth);
      this.unit = data.unit ? " " + data.unit : "";
      this.figure = svg.closest("figure");
      this.now = this.figure.querySelector(".now");
      this.span = this.figure.querySelector(".span");
      this.steps = [...svg.querySelectorAll(".mark")].map((mark) => ({
        at: Number(mark.dataset.at), text: mark.querySelector("title").textContent }));
      const margin = (this.whole[1] - this.whole[0]) * 0.02 || 1;
      this.least = Math.min(this.whole[0] - margin, this.home[0]);
      this.most = Math.max(this.whole[1] + margin, this.home[1]);
      this.show(...this.home);
      this.listen();
    }

    x(at) {
      return this.left + (at - this.from) / (this.to - this.from) * (this.right - this.left);
    }

    /** The same, but not far out of the frame. */
    near(at) {
      return Math.max(this.left - BEYOND, Math.min(this.right + BEYOND, this.x(at)));
    }

    isNear(begin, end) {
      return this.x(end) >= this.left - BEYOND && this.x(begin) <= this.right + BEYOND;
    }

    at(event) {
      const box = this.svg.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width * this.svg.viewBox.baseVal.width;
      return this.from + (x - this.left) / (this.right - this.left) * (this.to - this.from);
    }

    show(from, to) {
      const length = Math.min(Math.max(to - from, this.depth), this.most - this.least);
      const begin = (from + to - length) / 2;
      this.from = Math.max(this.least, Math.min(begin, this.most - length));
      this.to = this.from + length;
      for (const rect of this.svg.querySelectorAll("rect[data-from]")) {
        this.drawLength(rect, Number(rect.dataset.from), Number(rect.dataset.to));
      }
      for (const mark of this.svg.querySelectorAll(".mark")) {
        const at = Number(mark.dataset.at);
        mark.setAttribute("transform", `translate(${this.near(at)} ${mark.dataset.y})`);
        mark.setAttribute("visibility", this.isNear(at, at) ? "inherit" : "hidden");
      }
      this.drawCount();
      this.drawAxis();
    }

    /** A rectangle, and its words above the middle of what is seen of it. */
    drawLength(rect, from, to) {
      const begin = this.near(from);
      rect.setAttribute("x", begin);
      rect.setAttribute("width", Math.max(1, this.near(to) - begin));
      rect.setAttribute("visibility", this.isNear(from, to) ? "inherit" : "hidden");
      const words = rect.parentNode.querySelector(":scope > text");
      if (words) {
        const half = words.getComputedTextLength() / 2;
        const middle = (Math.max(this.left, begin) + Math.min(this.right, this.near(to))) / 2;
        words.setAttribute("x", Math.max(this.left + half, Math.min(this.right - half, middle)));
        words.setAttribute("visibility", to >= this.from && from <= this.to ? "inherit" : "hidden");
      }
    }

    /** Says what part is seen, when it has been so for a moment. */
    tellSpan() {
      const step = this.unit ? roundStep(this.to - this.from, 100) : 1;
      const begin = this.unit ? this.from : Math.ceil(this.from);
      const end = this.unit ? this.to : Math.floor(this.to);
      const words = `from ${this.unit ? "" : "step "}${label(begin, step)}${this.unit} to ${label(end, step)}${this.unit}`;
      clearTimeout(this.telling);
      this.telling = setTimeout(() => { this.span.textContent = words; }, 200);
    }

    drawCount() {
      const path = this.svg.querySelector(".count");
      let d = "";
      let before = "";
      for (const point of path.dataset.points.split(" ")) {
        const [at, y] = point.split(",");
        const x = this.near(Number(at));
        if (before !== "") {
          d += `H${x}`;
        }
        if (y) {
          d += before === "" ? `M${x},${y}` : `V${y}`;
        }
        before = y || "";
      }
      path.setAttribute("d", before === "" ? d : d + `H${this.near(Number(path.dataset.end))}`);
    }

    drawAxis() {
      const axis = this.svg.querySelector(".axis");
      const y = Number(axis.dataset.y);
      const edge = this.svg.viewBox.baseVal.width;
      const step = this.step();
      axis.replaceChildren();
      for (let n = Math.ceil(this.from / step); n * step <= this.to; n++) {
        const x = this.x(n * step);
        axis.append(element("line", { class: "notch", x1: x, x2: x, y1: y, y2: y + 5 }));
        if (x + width(n * step, step) / 2 <= edge) {
          const tick = element("text", { class: "tick", "text-anchor": "middle", x, y: y + 18 });
          tick.textContent = label(n * step, step);
          axis.append(tick);
        }
      }
    }

    /** The step whose labels have room beside each other. */
    step() {
      const length = this.to - this.from;
      let step = 0;
      for (let parts = 8; parts >= 2; parts--) {
        step = Math.max(roundStep(length, parts), this.unit ? 0 : 1);
        if (Math.max(width(this.from, step), width(this.to, step)) + GAP <= (this.right - this.left) * step / length) {
          break;
        }
      }
      return step;
    }

    zoom(factor, around) {
      this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
    }

    pan(part) {
      const by = (this.to - this.from) * part;
      this.show(this.from + by, this.to + by);
    }

    do(what) {
      const middle = (this.from + this.to) / 2;
      switch (what) {
        case "in": this.zoom(0.5, middle); break;
        case "out": this.zoom(2, middle); break;
        case "earlier": this.pan(-0.25); break;
        case "later": this.pan(0.25); break;
        case "incident": this.show(...this.home); break;
        case "whole": this.show(this.least, this.most); break;
        default: return false;
      }
      this.tellSpan();
      return true;
    }

    hover(at) {
      const cursor = this.svg.querySelector(".cursor");
      cursor.setAttribute("x1", this.x(at));
      cursor.setAttribute("x2", this.x(at));
      cursor.setAttribute("visibility", "visible");
      const bars = [...this.svg.querySelectorAll(".holding")];
      const holds = bars
        .filter((bar) => Number(bar.dataset.from) <= at && at <= Number(bar.dataset.to))
        .map((bar) => bar.querySelector("title").textContent.replace(/, from .*/, ""));
      let nearest = null;
      for (const step of this.steps) {
        if (!nearest || Math.abs(step.at - at) < Math.abs(nearest.at - at)) {
          nearest = step;
        }
      }
      const step = this.unit ? roundStep(this.to - this.from, 1000) : 1;
      this.now.textContent = [
        (this.unit ? "" : "step ") + label(at, step) + this.unit,
        bars.length === 0 ? "" : holds.length ? holds.join("; ") : "no superblock is seen to hold it",
        nearest ? "nearest step: " + nearest.text : ""].filter((part) => part).join(". ");
    }

    listen() {
      const keys = { ArrowLeft: "earlier", ArrowRight: "later", "+": "in", "=": "in", "-": "out", 0: "incident", Home: "whole" };
      this.svg.addEventListener("keydown", (event) => {
        if (keys[event.key] && this.do(keys[event.key])) {
          event.preventDefault();
        }
      });
      this.svg.addEventListener("wheel", (event) => {
        if (event.ctrlKey || event.shiftKey) {
          event.preventDefault();
          this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.at(event));
          this.tellSpan();
        }
      }, { passive: false });
      let held = null;
      this.svg.addEventListener("pointerdown", (event) => { held = this.at(event); });
      ["pointerup", "pointercancel"].forEach((kind) => addEventListener(kind, () => { held = null; }));
      this.svg.addEventListener("pointermove", (event) => {
        const at = this.at(event);
        if (held !== null) {
          this.show(this.from + held - at, this.to + held - at);
          this.tellSpan();
        }
        this.hover(at);
      });
      for (const button of this.figure.querySelectorAll("[data-do]")) {
        button.addEventListener("click", () => this.do(button.dataset.do));
      }
    }
  }

  class Table {
    constructor(root, rows, columns) {
      this.page = 0;
      this.rows = rows;
      this.columns = columns;
      this.body = root.querySelector("tbody");
      this.status = root.querySelector("[role=status]");
      this.text = root.querySelector("input");
      this.state = root.querySelector("select");
      this.back = root.querySelector("[data-page=back]");
      this.on = root.querySelector("[data-page=on]");
      this.heads = [...root.querySelectorAll("th")];
      this.heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => this.sort(column)));
      let waiting = 0;
      this.text.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.filter(), 120);
      });
      this.state.addEventListener("change", () => this.filter());
      this.back.addEventListener("click", () => this.turn(-1));
      this.on.addEventListener("click", () => this.turn(1));
      this.filter();
    }

    filter() {
      const text = this.text.value.trim().toLowerCase();
      const states = {
        all: () => true,
        counted: (row) => row[5] === null || row[5] > 0,
        gone: (row) => row[5] === 0,
        found: (row) => row[8],
      };
      const hex = text.replace(/^0x0+(?=[\da-f])/, "0x");
      const isState = states[this.state.value];
      this.shown = this.rows.filter((row) => isState(row)
        && (text === "" || row[0] === text || (row[1] !== null && row[1].toLowerCase().includes(text))
          || (/^\d+$/.test(text) && row[0].startsWith(text))
          || (/^0x[\da-f]*$/.test(text) && ("0x" + BigInt(row[0]).toString(16)).startsWith(hex))));
      this.page = 0;
      this.draw();
    }

    sort(column) {
      const down = this.heads[column].getAttribute("aria-sort") !== "descending";
      this.heads.forEach((head) => head.removeAttribute("aria-sort"));
      this.heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = column === 0 ? (row) => BigInt(row[0]) : (row) => row[column];
      const order = (a, b) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
      this.rows.sort((a, b) => (down ? -1 : 1) * order(value(a), value(b)));
      this.filter();
    }

    turn(by) {
      this.page += by;
      this.draw();
    }

    draw() {
      const size = 50;
      const from = this.page * size;
      const part = this.shown.slice(from, from + size);
      this.body.replaceChildren(...part.map((row) => {
        const line = document.createElement("tr");
        row.slice(0, this.columns).forEach((value, column) => {
          const cell = document.createElement("td");
          if (column !== 1) {
            cell.className = "number";
          }
          cell.textContent = value === null ? (column === 1 ? "" : "?") : String(value);
          line.append(cell);
        });
        return line;
      }));
      this.status.textContent = this.shown.length === 0 ? "no nodeid fits"
        : `${from + 1} to ${from + part.length} of ${this.shown.length}`;
      this.back.disabled = this.page === 0;
      this.on.disabled = from + size >= this.shown.length;
    }
  }

  document.querySelectorAll(".timeline").forEach((svg) => new Timeline(svg));
  const nodes = document.getElementById("nodes");
  if (nodes) {
    new Table(nodes, JSON.parse(document.getElementById("data").textContent), 8);
  }
})();
