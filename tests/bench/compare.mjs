// Time from the press on *Sign in* to the schedules, of two releases in pairs: same server, same browser, a fresh context for
// each visit, and the pace of a person, so that the pieces fetched while somebody types are there by the press. The order turns
// round with each pair. Started by `cargo xtask compare`.
import { inFreshContext, launchBrowser, median, startAppliance } from "./stage.mjs";

const ROWS = 25;
const KEY_MS = 50;
const PAUSE_MS = 800;
const QUIET_MS = 1_500;
const env = process.env;
const rounds = Number(env.KEYSYNC_ROUNDS);

const origins = {};
for (const name of ["A", "B"]) {
  origins[name] = await startAppliance(env[`KEYSYNC_DIST_${name}`], `${env.KEYSYNC_BENCH_DATA}-${name}`);
}
const browser = await launchBrowser();

// Runs in the page before anything else. A change of rows counts from the frame in which the browser shows it.
function watch() {
  window.seen = { rows: 0, press: 0, first: 0, stays: 0 };
  addEventListener(
    "click",
    (event) => {
      if (event.target.closest("button")?.textContent.trim() === "Sign in") window.seen.press = event.timeStamp;
    },
    true,
  );
  let shown = "";
  const look = () => {
    const rows = [...document.querySelectorAll("tbody tr th[scope=row]")].map((cell) => cell.textContent.trim());
    const fresh = rows.join("\n");
    if (fresh === shown) return;
    shown = fresh;
    requestAnimationFrame(() =>
      requestAnimationFrame((painted) => {
        window.seen.first ||= painted;
        window.seen.stays = painted;
        window.seen.rows = rows.filter(Boolean).length;
      }),
    );
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

const time = (origin) =>
  inFreshContext(browser, watch, async (page) => {
    await page.goto(`${origin}/schedules`);
    await page.getByLabel("User name").pressSequentially("admin", { delay: KEY_MS });
    await page.getByLabel("Password", { exact: true }).pressSequentially("local", { delay: KEY_MS });
    await page.waitForTimeout(PAUSE_MS);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForFunction(
      ([rows, quiet]) => window.seen.rows === rows && performance.now() - window.seen.stays > quiet,
      [ROWS, QUIET_MS],
      { timeout: 30_000 },
    );
    const { press, first, stays } = await page.evaluate(() => window.seen);
    return { first: first - press, stays: stays - press };
  });

const pairs = [];
for (let round = -1; round < rounds; round++) {
  const pair = {};
  for (const name of round % 2 === 0 ? ["A", "B"] : ["B", "A"]) pair[name] = await time(origins[name]);
  if (round >= 0) pairs.push(pair); // the first round warms disk and servers
}
await browser.close();

for (const [mark, title] of [["first", "first row"], ["stays", `${ROWS} rows as they stay`]]) {
  const taken = (name) => pairs.map((pair) => pair[name][mark]);
  const summary = (name) =>
    `${name} ${median(taken(name)).toFixed(0)} ms (${Math.min(...taken(name)).toFixed(0)} to ${Math.max(...taken(name)).toFixed(0)})`;
  const ratios = pairs.map(({ A, B }) => B[mark] / A[mark]);
  console.log(
    `press to ${title}: ${summary("A")}, ${summary("B")}; ` +
      `median of ${rounds} ratios B/A ${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`,
  );
}
process.exit(0);
