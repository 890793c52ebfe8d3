// Pictures of every screen, light and dark, wide and narrow: `node dev/shots.mjs ADDRESS FOLDER [NAME…]`.
// ADDRESS is what `dateline desk` printed; it lets in once, so STATE=file keeps the session for the next run. Any console error, CSP violation or foreign request is told.
import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [address, folder, ...wanted] = process.argv.slice(2);
const home = new URL(address).origin;
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
const kept = process.env.STATE;
const first = await browser.newContext(kept && existsSync(kept) ? { storageState: kept } : {});
if (!kept || !existsSync(kept)) await (await first.newPage()).goto(address);
const storageState = await first.storageState(kept ? { path: kept } : {});
const api = async (path) => (await first.request.get(home + path)).json();

const list = (await api("/index.json")).incidents;
const disputed = list.filter((i) => i.disputed).sort((a, b) => b.origins - a.origins || b.reports - a.reports)[0] ?? list[0];
const source = (await api(`/incidents/${disputed.id}.json`)).claims[0];
const screens = {
  desk: ["/", async () => {}],
  "desk-picked": [`/?sel=${disputed.id}&bbox=36,32.5,43,38`, async () => {}],
  tray: ["/?since=2017-09-01", async (p) => p.getByRole("button", { name: /no location/ }).click()],
  holders: ["/?day=2017-09-16&bbox=36,32.5,43,38", async () => {}],
  svg: ["/?svg=1", async () => {}],
  incident: [`/incidents/${disputed.id}`, async (p) => p.locator(".cell").first().click()],
  source: [`/sources/${encodeURIComponent(source.report)}#${source.id}`, async () => {}],
  "source-edit": [`/sources/${encodeURIComponent(source.report)}#${source.id}`, async (p) => p.getByRole("button", { name: "Correct" }).click()],
  review: ["/review", async () => {}],
  "review-reject": ["/review", async (p) => p.keyboard.press("r")],
  agreement: ["/review/agreement", async () => {}],
  adjudication: ["/review/adjudication", async () => {}],
  intake: ["/intake", async () => {}],
  export: ["/export", async () => {}],
  history: ["/history", async () => {}],
  help: ["/intake", async (p) => p.keyboard.press("?")],
};
for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 640]) {
    const context = await browser.newContext({ storageState, colorScheme: scheme, viewport: { width, height: width === 1280 ? 800 : 900 } });
    for (const [name, [path, act]] of Object.entries(screens)) {
      if (wanted.length && !wanted.includes(name)) continue;
      const page = await context.newPage();
      page.on("console", (m) => ["error", "warning"].includes(m.type()) && console.log(`${name} ${scheme} ${width}: ${m.text().slice(0, 300)}`));
      page.on("pageerror", (e) => console.log(`${name} ${scheme} ${width}: ${e.message}\n${e.stack?.slice(0, 600)}`));
      page.on("request", (r) => !/^(data|blob):/.test(r.url()) && !r.url().startsWith(home) && console.log(`${name}: foreign request ${r.url()}`));
      await page.goto(home + path);
      await page.waitForLoadState("networkidle");
      if (name.startsWith("desk") || name === "holders") {
        await page.waitForSelector(".map [data-ready=true].map", { timeout: 30_000 }).catch((e) => console.log(`${name} ${scheme} ${width}: the map is not ready (${e.message.split("\n")[0]})`));
        await page.waitForTimeout(1500);
        await page.waitForLoadState("networkidle");
      }
      await page.waitForTimeout(1200);
      try {
        await act(page);
        await page.waitForTimeout(700);
      } catch (problem) {
        console.log(`${name} ${scheme} ${width}: ${problem.message.split("\n")[0]}`);
      }
      await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png`, fullPage: process.env.FULL === "1" && width === 640 });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
