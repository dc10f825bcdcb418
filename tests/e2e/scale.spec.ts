// Large data: 5,000 schedules and 1,000,000 runs, with limits on requests, long tasks and DOM nodes.
import { expect, signIn, test } from "./support/fixture.ts";
import { messages, names } from "./support/screens.ts";
import { startTracing, stopTracing } from "./support/timing.ts";

// One test for loading and search, since the reset with all its runs is slow.
test("5,000 schedules show first rows before all pages, load 4 requests at a time and search without long tasks", async ({ page, browser, appliance }) => {
  test.slow();
  await appliance.control("reset", { seed: "scale", n: 5_000 });
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", delay_ms: 200 }]);
  const pages = async () => (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/job-configs")).length;
  await page.addInitScript(() => {
    const flight = ((window as any).flight = { now: 0, most: 0 });
    let asked = 0;
    // Counted in the page, since a query by the test would arrive late on a busy machine.
    new MutationObserver((_, observer) => {
      if (!document.querySelector("tbody th[scope=row]")) return;
      observer.disconnect();
      (window as any).askedAtFirstRow = asked;
    }).observe(document, { childList: true, subtree: true });
    const { fetch } = window;
    window.fetch = async (...given) => {
      const url = given[0] instanceof Request ? given[0].url : String(given[0]);
      if (!url.includes("/scheduler/job-configs?")) return fetch(...given);
      asked++;
      flight.most = Math.max(flight.most, ++flight.now);
      return fetch(...given).finally(() => flight.now--);
    };
  });
  await signIn(page, "viewer");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const pagesAtFirstRow = await page.evaluate(() => (window as any).askedAtFirstRow);
  await expect(page.getByText(/^Loaded [\d,]+ of 5,000 schedules so far/)).toBeVisible();
  expect(pagesAtFirstRow, "pages requested before the first rows").toBeLessThan(5);
  await expect(page.getByText("1–25 of 5,000")).toBeVisible({ timeout: 30_000 });
  expect.soft(await pages(), "pages requested, one of 100 and the others of 250").toBe(21);
  expect.soft(await page.evaluate(() => (window as any).flight), "requests in flight").toEqual({ now: 0, most: 4 });

  await page.waitForTimeout(1_000);
  const search = page.getByRole("searchbox");
  await search.focus();
  await startTracing(browser, page);
  for (const key of "payments 00120") await search.press(key === " " ? "Space" : key, { delay: 20 });
  await expect(page).toHaveURL(/q=payments%2000120/);
  await expect.poll(async () => (await names(page)).join(), { message: "rows of the search" }).toMatch(/^payments-[\w-]+-00120$/);
  for (let key = 0; key < 14; key++) await search.press("Backspace", { delay: 20 });
  await expect(page.getByText("1–25 of 5,000")).toBeVisible();
  const tasks = await stopTracing(browser);
  expect(tasks.filter((ms) => ms > 1).length, "tasks above 1 ms in the trace").toBeGreaterThan(14);
  expect(tasks.filter((ms) => ms > 50), "tasks longer than 50 ms").toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});

test("1,000,000 runs show first rows after one request; deep pages, filters and exports cause no long tasks", async ({ page, browser, appliance }) => {
  test.slow();
  await appliance.control("reset", { seed: "scale", n: 5_000 });
  const asked = async () => (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/jobs")).length;
  await signIn(page, "viewer", "runs");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  expect(await asked(), "requests for the first rows").toBe(1);
  await expect(page.getByText(/^1–25 of 1,000,0\d\d$/)).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveCount(25);
  await page.waitForTimeout(3_000);
  await startTracing(browser, page);
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText(/^26–50 of 1,000,0/)).toBeVisible();
  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByRole("rowheader")).toHaveCount(25);
  await page.getByLabel("Rows").selectOption("100");
  await expect(page.getByRole("rowheader")).toHaveCount(100);
  await page.getByLabel("The appliance says:").selectOption("");
  await expect(page.getByText(/^1–100 of 1,000,0/)).toBeVisible();
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "runs?page=39000";
    document.body.append(link);
    link.click();
    link.remove();
  });
  await expect(page.getByText(/^974,976–975,000 of 1,000,0/)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("rowheader")).toHaveCount(25);
  const tasks = await stopTracing(browser);
  expect(tasks.filter((ms) => ms > 1).length, "tasks above 1 ms in the trace").toBeGreaterThan(14);
  expect(tasks.filter((ms) => ms > 50), "tasks longer than 50 ms").toEqual([]);
  console.log(`P-17: longest task over pages and filters of 1,000,000 runs ${Math.round(Math.max(...tasks))} ms`);

  for (const format of ["CSV", "JSON"]) {
    await page.getByRole("button", { name: "More for runs" }).click();
    await startTracing(browser, page);
    const file = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: `Export as ${format}` }).click();
    await file;
    await expect(messages(page)).toContainText(/10,000 runs written to .*: the newest 10,000 of 1,000,/);
    const writing = await stopTracing(browser);
    expect(writing.filter((ms) => ms > 50), `tasks longer than 50 ms while 10,000 runs are written as ${format}`).toEqual([]);
    console.log(`P-17: longest task while 10,000 runs are written as ${format} ${Math.round(Math.max(...writing))} ms`);
  }
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});
