"use strict";
// The chart with its title above and its source below, as one SVG; and that painted for a PNG.
const told = JSON.parse(document.getElementById("drawn").textContent);
const chart = document.getElementById("chart");
const said = document.getElementById("told");
const SIDE = 24, SCALE = 2;
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

Plotly.newPlot(chart, told.figure.data, told.figure.layout, { displayModeBar: false, responsive: true });

function lines(texts, top) {
  return texts.map((one, row) => {
    const y = top + texts.slice(0, row + 1).reduce((sum, each) => sum + each.size * 1.35, 0);
    const weight = one.bold ? ' font-weight="bold"' : "";
    return `<text x="${SIDE}" y="${y}" font-size="${one.size}" fill="${one.colour}"${weight}>${escaped(one.text)}</text>`;
  }).join("");
}

const tall = (texts) => texts.reduce((sum, one) => sum + one.size * 1.35, 0);

async function whole() {
  const height = told.figure.layout.height || 450;
  const address = await Plotly.toImage(
    { data: told.figure.data, layout: told.figure.layout },
    { format: "svg", width: told.width - 2 * SIDE, height: height },
  );
  const drawn = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const above = SIDE + tall(told.above) + 12;
  const full = above + height + 12 + tall(told.below) + SIDE;
  const inner = drawn.slice(drawn.indexOf("<svg")).replace("<svg ", `<svg x="${SIDE}" y="${above}" `);
  return {
    height: full,
    text: `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${told.width}" ` +
      `height="${full}" viewBox="0 0 ${told.width} ${full}" font-family="Arial, Helvetica, sans-serif" role="img">` +
      `<title>${escaped(told.title)}</title><desc>${escaped(told.alt)}</desc>` +
      `<rect width="100%" height="100%" fill="#ffffff"/>` +
      lines(told.above, SIDE) + inner + lines(told.below, above + height + 12) + "</svg>",
  };
}

function save(blob, ending) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = told.name + ending;
  document.body.append(link);
  link.click();
  link.remove();
  said.textContent = `Saved as ${told.name}${ending}.`;
}

async function saveSvg() {
  save(new Blob([(await whole()).text], { type: "image/svg+xml" }), ".svg");
}

async function savePng() {
  const made = await whole();
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([made.text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = told.width * SCALE;
  canvas.height = made.height * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, ".png"), "image/png");
}

document.getElementById("svg").addEventListener("click", saveSvg);
document.getElementById("png").addEventListener("click", savePng);
