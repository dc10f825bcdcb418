// 5,000 schedules: the first rows do not wait for the rest, the search does not block, and the appliance is not flooded.
import { expect, signIn, test } from "./fixture.ts";
import { names } from "./screens.ts";

// One reset with all its runs takes its time; both questions are asked of one page.
test("of 5,000 schedules the first rows are there before the last page, at most 4 requests are in flight, and typing in the search never blocks", async ({ page, browser, appliance }) => {
  test.slow();
  await appliance.control("reset", { seed: "scale", n: 5_000 });
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", delay_ms: 60 }]);
  const pages = async () => (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/job-configs")).length;
  await page.addInitScript(() => {
    const flight = ((window as any).flight = { now: 0, most: 0 });
    let asked = 0;
    // In the page itself: a question of the test would come later the busier the machine is.
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
  await expect(page.getByText(/^Loading: [\d,]+ of 5,000 schedules are here/)).toBeVisible();
  expect(pagesAtFirstRow, "pages asked for when the first rows were there").toBeLessThan(5);
  await expect(page.getByText("1–25 of 5,000")).toBeVisible({ timeout: 30_000 });
  expect.soft(await pages(), "every page once").toBe(50);
  expect.soft(await page.evaluate(() => (window as any).flight), "requests in flight").toEqual({ now: 0, most: 4 });

  await page.waitForTimeout(1_000);
  const search = page.getByRole("searchbox");
  await search.focus();
  // Time of the page's own thread, so that what else runs on the machine does not count.
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  for (const key of "payments 00120") await search.press(key === " " ? "Space" : key, { delay: 20 });
  await expect(page).toHaveURL(/q=payments%2000120/);
  await expect.poll(async () => (await names(page)).join(), { message: "what is found" }).toMatch(/^payments-[\w-]+-00120$/);
  for (let key = 0; key < 14; key++) await search.press("Backspace", { delay: 20 });
  await expect(page.getByText("1–25 of 5,000")).toBeVisible();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = traceEvents.filter((event: any) => event.name === "thread_name" && event.args.name === "CrRendererMain");
  // What this test itself asks of the page comes by the protocol of the developer tools, and is no work of the console.
  const asked = traceEvents.filter(
    (event: any) => event.name === "Receive mojo message" && /DevToolsSession$/.test(event.args?.chrome_mojo_event_info?.mojo_interface_tag ?? ""),
  );
  const isAsked = (task: any) => asked.some((one: any) => one.tid === task.tid && one.ts >= task.ts && one.ts < task.ts + task.dur);
  const tasks = traceEvents.filter(
    (event: any) =>
      /RunTask$/.test(event.name) && threads.some((thread: any) => thread.pid === event.pid && thread.tid === event.tid) && !isAsked(event),
  );
  expect(tasks.filter((task: any) => task.tdur > 1_000).length, "tasks that took their time were seen").toBeGreaterThan(14);
  expect(tasks.map((task: any) => task.tdur / 1_000).filter((ms: number) => ms > 50), "tasks longer than 50 ms").toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});
