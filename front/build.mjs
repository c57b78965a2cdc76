// Builds front/out: scripts, styles, fonts, and a sprite of the icons the product uses.
import * as esbuild from "esbuild";
import { copyFileSync, existsSync, readFileSync, readdirSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, "..", "src", "possibles");
const out = join(here, "out");
const icons = join(here, "node_modules", "@tabler", "icons", "icons", "outline");

const options = {
  absWorkingDir: here,
  entryPoints: ["src/main.js", "src/map.js", "src/charts.js", "src/gantt.js", "src/main.css", "src/map.css", "src/gantt.css"],
  outdir: "out",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021", "chrome111", "firefox121", "safari17"],
  loader: { ".woff2": "file", ".png": "dataurl", ".svg": "dataurl" },
  assetNames: "fonts/[name]",
  logLevel: "warning",
  legalComments: "linked",
};

// Names are read where they are written: <c-icon name="x">, icon="x", {% icon "x" %};
// those chosen at run time are listed in icons.txt.
export function findIconNames() {
  const names = new Set();
  for (const line of readFileSync(join(here, "icons.txt"), "utf8").split("\n")) {
    const name = line.split("#")[0].trim();
    if (name) names.add(name);
  }
  const patterns = [
    /<c-icon\s[^>]*?name="([a-z0-9-]+)"/g,
    /\bicon=["']([a-z0-9-]+)["']/g,
    /\{%\s*icon\s+["']([a-z0-9-]+)["']/g,
  ];
  for (const entry of readdirSync(sources, { recursive: true })) {
    if (!/\.(html|py)$/.test(entry)) continue;
    const text = readFileSync(join(sources, entry), "utf8");
    for (const pattern of patterns) for (const match of text.matchAll(pattern)) names.add(match[1]);
  }
  return [...names].sort();
}

function buildSprite() {
  const symbols = [];
  for (const name of findIconNames()) {
    const file = join(icons, `${name}.svg`);
    if (!existsSync(file)) {
      console.error(`icon « ${name} » is not in Tabler's outline set`);
      continue;
    }
    const inside = readFileSync(file, "utf8")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>[\s\S]*$/, "")
      .replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`);
  }
  writeFileSync(
    join(out, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
  );
}

if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
  buildSprite();
  watch(sources, { recursive: true }, (_, name) => /\.(html|py)$/.test(name ?? "") && buildSprite());
} else {
  await esbuild.build(options);
  buildSprite();
  copyFileSync(join(here, "favicon.svg"), join(out, "favicon.svg"));
}
