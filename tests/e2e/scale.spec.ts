// 5,000 schedules: the first rows do not wait for the rest, the search does not block, and the appliance is not flooded.
import { expect, signIn, test } from "./fixture.ts";
import { names } from "./screens.ts";

// One reset with all its runs takes its time; both questions are asked of one page.
test("of 5,000 schedules the first rows are there before the last page, at most 4 requests are in flight, and typing in the search never blocks", async ({ page, appliance }) => {
  test.slow();
  await appliance.control("reset", { seed: "scale", n: 5_000 });
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", delay_ms: 60 }]);
  let inFlight = 0;
  let most = 0;
  const isPage = (url: string) => url.includes("/scheduler/job-configs?");
  let pages = 0;
  page.on("request", (request) => isPage(request.url()) && (most = Math.max(most, ++inFlight)));
  page.on("requestfinished", (request) => isPage(request.url()) && (inFlight--, pages++));
  page.on("requestfailed", (request) => isPage(request.url()) && inFlight--);
  await page.addInitScript(() => {
    const tasks: number[] = ((window as any).tasks = []);
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  });
  await signIn(page, "viewer");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const pagesAtFirstRow = pages;
  await expect(page.getByText(/^Loading: [\d,]+ of 5,000 schedules are here/)).toBeVisible();
  expect(pagesAtFirstRow, "pages read when the first rows were there").toBeLessThan(15);
  await expect(page.getByText("1–25 of 5,000")).toBeVisible({ timeout: 30_000 });
  const asked = (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/job-configs"));
  expect.soft(asked.length, "every page once").toBe(50);
  expect.soft(most, "requests in flight").toBeLessThanOrEqual(4);

  await page.waitForTimeout(1_000);
  const search = page.getByRole("searchbox");
  await search.focus();
  await page.evaluate(() => ((window as any).tasks.length = 0));
  for (const key of "payments 0012") await search.press(key === " " ? "Space" : key, { delay: 20 });
  await expect(page).toHaveURL(/q=payments%200012/);
  await expect.poll(async () => (await names(page)).join(), { message: "what is found" }).toMatch(/^payments-[\w-]+-00120$/);
  for (let key = 0; key < 13; key++) await search.press("Backspace", { delay: 20 });
  await expect(page.getByText("1–25 of 5,000")).toBeVisible();
  expect(await page.evaluate(() => (window as any).tasks), "tasks longer than 50 ms").toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});
