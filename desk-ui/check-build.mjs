// Says whether the committed build was made from these sources: `node check-build.mjs`, or with
// --write to note them down after a build. Exit code 1 when the build is stale.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const noted = join(here, "../src/dateline/desk/static/sources.sha256");
const single = ["index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

const all = [...single.map((name) => join(here, name)), ...files(join(here, "src")), ...files(join(here, "public"))];
const hash = createHash("sha256");
for (const name of all.map((path) => relative(here, path).replaceAll("\\", "/")).sort()) {
  const content = readFileSync(join(here, name), "utf8").replaceAll("\r\n", "\n");
  hash.update(`${name}\n${createHash("sha256").update(content).digest("hex")}\n`);
}
const digest = hash.digest("hex");

if (process.argv.includes("--write")) {
  writeFileSync(noted, `${digest}\n`);
} else if (readFileSync(noted, "utf8").trim() !== digest) {
  console.error("the build in src/dateline/desk/static is older than desk-ui; run `npm run build` in desk-ui");
  process.exit(1);
}
