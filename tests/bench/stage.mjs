// Shared by the measurements: the local appliance with schedules made for it, the browser, and the median.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");

const env = process.env;

// Starts an appliance with fresh data and so many schedules that serves `dist`, and gives its origin. The appliance ends with this
// process.
export async function startAppliance(dist, data, schedules = 500) {
  rmSync(data, { recursive: true, force: true });
  const appliance = spawn(
    env.KEYSYNC_APPLIANCE,
    ["--listen", "127.0.0.1:0", "--dist", dist, "--base", "/", "--data", data, "--scale", String(schedules)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  process.on("exit", () => appliance.kill());
  return new Promise((resolve, reject) => {
    let printed = "";
    appliance.stdout.on("data", (bytes) => {
      printed += bytes;
      const found = /listening on (http:\/\/[^\s/]+)/.exec(printed);
      if (found) resolve(found[1]);
    });
    appliance.once("exit", (code) => reject(new Error(`the appliance ended with ${code}`)));
  });
}

export const launchBrowser = () =>
  chromium.launch({
    executablePath: env.KEYSYNC_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// Runs `visit` on a page of a fresh context, where nothing is cached; `script` runs in the page before anything else.
export async function inFreshContext(browser, script, visit) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(script);
    return await visit(page);
  } finally {
    await context.close();
  }
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
