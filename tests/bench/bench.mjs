// Time from the start of the navigation to the first row of the schedules, of the console and of the page in baseline/: same
// server, same browser, in turns, each time with a fresh browser context (nothing cached) and the form filled in by script in
// the moment in which it appears. Started by `cargo xtask bench`.
import { inFreshContext, launchBrowser, median, startAppliance } from "./stage.mjs";

const ROUNDS = 15;
const BAR = 2.0;

const origin = await startAppliance(process.env.KEYSYNC_DIST, process.env.KEYSYNC_BENCH_DATA);
const browser = await launchBrowser();

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

const time = (path) =>
  inFreshContext(browser, measure, async (page) => {
    await page.goto(origin + path);
    await page.waitForFunction(() => window.firstRowAt, undefined, { timeout: 30_000 });
    // Both pages show the same 25 rows in the end.
    await page.locator("tbody tr").nth(24).waitFor();
    return page.evaluate(() => ({ form: window.formAt, row: window.firstRowAt }));
  });

const PAGES = { console: "/schedules", "by hand": "/__bench/index.html" };
const times = { console: [], "by hand": [] };
for (let round = -1; round < ROUNDS; round++) {
  for (const [name, path] of Object.entries(PAGES)) {
    const taken = await time(path);
    if (round >= 0) times[name].push(taken); // the first round warms disk and server
  }
}
await browser.close();

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
