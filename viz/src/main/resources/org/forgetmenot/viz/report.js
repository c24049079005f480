"use strict";
// Makes the page's pictures and its table answer to mouse and keyboard. Texts from captures are set as text and never as markup.
(() => {
  const round = (n) => String(Math.round(n * 1e6) / 1e6);

  class Timeline {
    constructor(svg) {
      this.svg = svg;
      const data = svg.dataset;
      this.home = [Number(data.from), Number(data.to)];
      this.whole = [Number(data.first), Number(data.last)];
      this.left = Number(data.left);
      this.right = Number(data.right);
      this.unit = data.unit ? " " + data.unit : "";
      this.now = svg.parentNode.querySelector(".now");
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

    at(event) {
      const box = this.svg.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width * this.svg.viewBox.baseVal.width;
      return this.from + (x - this.left) / (this.right - this.left) * (this.to - this.from);
    }

    show(from, to) {
      const length = Math.min(Math.max(to - from, 1e-6), this.most - this.least);
      this.from = Math.max(this.least, Math.min(from, this.most - length));
      this.to = this.from + length;
      for (const element of this.svg.querySelectorAll("rect[data-from]")) {
        const begin = this.x(Number(element.dataset.from));
        element.setAttribute("x", begin);
        element.setAttribute("width", Math.max(1, this.x(Number(element.dataset.to)) - begin));
      }
      for (const element of this.svg.querySelectorAll("text[data-middle]")) {
        const half = element.getComputedTextLength() / 2;
        element.setAttribute("x", Math.max(this.left + half, Math.min(this.right - half, this.x(Number(element.dataset.middle)))));
      }
      for (const mark of this.svg.querySelectorAll(".mark")) {
        mark.setAttribute("transform", `translate(${this.x(Number(mark.dataset.at))} ${mark.dataset.y})`);
      }
      this.drawCount();
      this.drawAxis();
    }

    drawCount() {
      const path = this.svg.querySelector(".count");
      let d = "";
      let before = "";
      for (const point of path.dataset.points.split(" ")) {
        const [at, y] = point.split(",");
        const x = this.x(Number(at));
        if (before !== "") {
          d += `H${x}`;
        }
        if (y) {
          d += before === "" ? `M${x},${y}` : `V${y}`;
        }
        before = y || "";
      }
      path.setAttribute("d", before === "" ? d : d + `H${this.x(Number(path.dataset.end))}`);
    }

    drawAxis() {
      const axis = this.svg.querySelector(".axis");
      const least = (this.to - this.from) / 8;
      const power = 10 ** Math.floor(Math.log10(least));
      const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least);
      axis.replaceChildren();
      for (let n = Math.ceil(this.from / step); n * step <= this.to; n++) {
        const tick = document.createElementNS("http://www.w3.org/2000/svg", "text");
        tick.setAttribute("class", "tick");
        tick.setAttribute("text-anchor", "middle");
        tick.setAttribute("x", this.x(n * step));
        tick.setAttribute("y", Number(axis.dataset.y) + 18);
        tick.textContent = round(n * step);
        axis.append(tick);
      }
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
      return true;
    }

    hover(at) {
      const cursor = this.svg.querySelector(".cursor");
      cursor.setAttribute("x1", this.x(at));
      cursor.setAttribute("x2", this.x(at));
      cursor.setAttribute("visibility", "visible");
      const holds = [...this.svg.querySelectorAll(".holding")]
        .filter((bar) => Number(bar.dataset.from) <= at && at <= Number(bar.dataset.to))
        .map((bar) => bar.querySelector("title").textContent.replace(/, from .*/, ""));
      let nearest = null;
      for (const step of this.steps) {
        if (!nearest || Math.abs(step.at - at) < Math.abs(nearest.at - at)) {
          nearest = step;
        }
      }
      this.now.textContent = round(at) + this.unit + ": " + (holds.length ? holds.join("; ") : "no superblock is seen to hold it")
        + (nearest ? ". Nearest step: " + nearest.text : "");
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
        }
      }, { passive: false });
      let held = null;
      this.svg.addEventListener("pointerdown", (event) => { held = this.at(event); });
      addEventListener("pointerup", () => { held = null; });
      this.svg.addEventListener("pointermove", (event) => {
        const at = this.at(event);
        if (held !== null) {
          this.show(this.from + held - at, this.to + held - at);
        }
        this.hover(at);
      });
      for (const button of this.svg.parentNode.querySelectorAll("[data-do]")) {
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
      const hex = text.replace(/^0x0+(?=[\da-f])/, "0x");
