// Time from the start of the navigation to the first row of the schedules, of the console and of the page in baseline/: same
// server, same browser, in turns, each time with a fresh browser context (nothing cached) and the form filled in by script in
// the moment in which it appears. Started by `cargo xtask bench`.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

const ROUNDS = 15;
const BAR = 2.0;
const SCHEDULES = 500;
const env = process.env;

rmSync(env.KEYSYNC_BENCH_DATA, { recursive: true, force: true });
const appliance = spawn(
  env.KEYSYNC_APPLIANCE,
  ["--listen", "127.0.0.1:0", "--dist", env.KEYSYNC_DIST, "--base", "/", "--data", env.KEYSYNC_BENCH_DATA, "--scale", String(SCHEDULES)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
process.on("exit", () => appliance.kill());
const origin = await new Promise((resolve, reject) => {
  let said = "";
  appliance.stdout.on("data", (bytes) => {
    said += bytes;
    const found = /listening on (http:\/\/[^\s/]+)/.exec(said);
    if (found) resolve(found[1]);
  });
  appliance.once("exit", (code) => reject(new Error(`the appliance ended with ${code}`)));
});

const browser = await chromium.launch({
  executablePath: env.KEYSYNC_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Runs in the page before anything else. Each mark is set in the frame in which the browser shows what it is about.
function measure() {
  let signedIn = false;
  const fill = (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const field = (label) => {
    const found = [...document.querySelectorAll("label")].find((one) => one.textContent.trim() === label);
    return found?.control;
  };
  const look = () => {
    const [user, password] = [field("User name"), field("Password")];
    const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Sign in");
    if (!signedIn && user && password && button) {
      signedIn = true;
      window.formAt = performance.now();
      fill(user, "admin");
      fill(password, "local");
      button.click();
    }
    const row = document.querySelector("tbody tr th[scope=row], tbody tr td a");
    if (signedIn && row && row.textContent.trim()) {
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => (window.firstRowAt = performance.now())));
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
}

async function time(path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(measure);
    await page.goto(origin + path);
    await page.waitForFunction(() => window.firstRowAt, undefined, { timeout: 30_000 });
    // Both pages show the same 25 rows in the end.
    await page.locator("tbody tr").nth(24).waitFor();
    return await page.evaluate(() => ({ form: window.formAt, row: window.firstRowAt }));
  } finally {
    await context.close();
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const PAGES = { console: "/schedules", "by hand": "/__bench/index.html" };
const times = { console: [], "by hand": [] };
for (let round = -1; round < ROUNDS; round++) {
  for (const [name, path] of Object.entries(PAGES)) {
    const taken = await time(path);
    if (round >= 0) times[name].push(taken); // the first round warms disk and server
  }
}
await browser.close();
appliance.kill();

const medians = {};
for (const [name, taken] of Object.entries(times)) {
  const rows = taken.map(({ row }) => row);
  medians[name] = median(rows);
  console.log(
    `${name.padEnd(8)} first row ${medians[name].toFixed(0)} ms (form ${median(taken.map(({ form }) => form)).toFixed(0)} ms), ` +
      `median of ${ROUNDS}, from ${Math.min(...rows).toFixed(0)} to ${Math.max(...rows).toFixed(0)}`,
  );
}
const ratio = medians.console / medians["by hand"];
console.log(`ratio ${ratio.toFixed(2)} (bar ${BAR.toFixed(2)})`);
process.exit(ratio <= BAR ? 0 : 1);
