// A signature drawn with a finger, a pen or a mouse. Without this file, the name typed is enough.
(() => {
  "use strict";
  const WIDTH = 300;
  const HEIGHT = 100;
  const LONGEST = 19000;
  const INK = "#1d2433";

  const read = (path) =>
    path.split("M").slice(1).map((stroke) => stroke.split("L").map((point) => point.trim().split(" ").map(Number)));
  const written = (strokes) =>
    strokes.map((stroke) => `M${stroke.map((point) => point.join(" ")).join(" L")}`).join(" ");

  for (const field of document.querySelectorAll("[data-draw]")) {
    const canvas = field.querySelector("canvas");
    const kept = field.querySelector("input[type=hidden]");
    const pen = canvas.getContext("2d");
    let strokes = read(kept.value);
    let stroke = null;

    const draw = () => {
      const scale = canvas.width / WIDTH;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 2 * scale;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = INK;
      for (const each of strokes) {
        pen.beginPath();
        each.forEach(([x, y], rank) => (rank ? pen.lineTo(x * scale, y * scale) : pen.moveTo(x * scale, y * scale)));
        pen.stroke();
      }
    };
    const keep = () => {
      kept.value = written(strokes);
      draw();
    };
    const where = (event) => {
      const box = canvas.getBoundingClientRect();
      const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
      return [
        inside(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
        inside(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
      ];
    };
    const add = (event) => {
      const [x, y] = where(event);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < 2 || kept.value.length > LONGEST) return;
      stroke.push([x, y]);
      keep();
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (kept.value.length > LONGEST) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      const start = where(event);
      stroke = [start, start];
      strokes.push(stroke);
      keep();
    });
    canvas.addEventListener("pointermove", (event) => stroke && add(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (stroke = null));
    field.querySelector("[data-erase]").addEventListener("click", () => {
      strokes = [];
      keep();
    });
    field.hidden = false;
    draw();
  }
})();
