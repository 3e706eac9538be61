// Photos of the state of things, made small before they are sent, shown, and removed by a tap. Without this file, the service makes them small.
(() => {
  "use strict";
  const LONGEST = 1600;
  const SHOWN = 240;
  const QUALITY = 0.82;
  const JPEG = "image/jpeg";

  const weight = (bytes) =>
    bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} Mo`;
  const several = (count) => `${count} photo${count > 1 ? "s" : ""}`;

  const drawn = (picture, longest) => {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // what is transparent becomes white, as the service has it
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  // What cannot be read here goes as it is: the service says what is wrong with it.
  const prepared = async (file) => {
    let picture;
    try {
      picture = await createImageBitmap(file);
      const large = drawn(picture, LONGEST);
      const preview = drawn(picture, SHOWN);
      const bytes = await new Promise((done) => large.toBlob(done, JPEG, QUALITY));
      if (!bytes) return { file, preview };
      const name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
      return { file: new File([bytes], name, { type: JPEG, lastModified: file.lastModified }), preview };
    } catch {
      return { file, preview: null };
    } finally {
      if (picture) picture.close();
    }
  };

  const follow = (box) => {
    const input = box.querySelector("input[type=file]");
    const said = box.querySelector("[data-said]");
    const list = box.querySelector("[data-shots]");
    const choose = box.querySelector("[data-choose]");
    const thing = box.dataset.thing ? `${box.dataset.thing}, ` : "";
    const most = Number(box.dataset.most);
    let kept = [];
    let busy = Promise.resolve();

    const keep = () => {
      const held = new DataTransfer();
      for (const each of kept) held.items.add(each.file);
      input.files = held.files;
      list.replaceChildren(...kept.map(shown));
      const total = kept.reduce((sum, each) => sum + each.file.size, 0);
      said.textContent = kept.length ? `${several(kept.length)}, ${weight(total)}` : "";
    };
    const shown = (each, rank) => {
      const row = document.createElement("li");
      const label = `${thing}photo ${rank + 1}`;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn btn-quiet";
      remove.textContent = "Retirer";
      remove.setAttribute("aria-label", `Retirer : ${label}`);
      remove.addEventListener("click", () => {
        kept = kept.filter((other) => other !== each);
        keep();
        (list.querySelector("button") || input).focus();
      });
      if (each.preview) {
        each.preview.setAttribute("role", "img");
        each.preview.setAttribute("aria-label", label);
        row.append(each.preview);
      } else {
        row.append(each.file.name);
      }
      row.append(remove);
      return row;
    };
    const add = async (files) => {
      const room = most - kept.length;
      const taken = files.slice(0, Math.max(0, room));
      const made = [];
      for (const [rank, file] of taken.entries()) {
        said.textContent = `Préparation de la photo ${rank + 1} sur ${taken.length}…`;
        made.push(await prepared(file));
      }
      kept = [...kept, ...made];
      keep();
      if (files.length > taken.length) said.textContent += ` : ${most} au plus, ${several(files.length - taken.length)} en trop.`;
    };

    input.addEventListener("change", () => {
      const files = [...input.files];
      box.setAttribute("aria-busy", "true");
      busy = busy.then(() => add(files)).finally(() => box.removeAttribute("aria-busy"));
    });
    choose.addEventListener("click", () => {
      input.removeAttribute("capture");
      input.click();
      input.setAttribute("capture", "environment");
    });
    choose.hidden = false;
    return () => (box.hasAttribute("aria-busy") ? busy : null);
  };

  // A form sent while photos are prepared waits for them, then goes by the same button.
  const hold = (form, waits) => {
    form.addEventListener("submit", (event) => {
      const waiting = waits.map((each) => each()).filter(Boolean);
      if (!waiting.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      Promise.all(waiting).then(() => form.requestSubmit(button || undefined));
    }, true);
  };

  const forms = new Map();
  for (const box of document.querySelectorAll("[data-photos]")) {
    const form = box.closest("form");
    forms.set(form, [...(forms.get(form) || []), follow(box)]);
  }
  for (const [form, waits] of forms) if (form) hold(form, waits);
})();
