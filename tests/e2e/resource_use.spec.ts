// Requests of a page that polls for long, and DOM nodes and listeners left by navigation.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { expect, signIn, test } from "./support/fixture.ts";
import { openSection, row } from "./support/screens.ts";

/** DOM nodes and listeners of the page after garbage collection. */
async function countNodes(page: Page): Promise<{ nodes: number; listeners: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  for (let turn = 0; turn < 3; turn++) await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  await session.detach();
  return { nodes: of("Nodes"), listeners: of("JSEventListeners") };
}

test("table of 20 running sync jobs polls one list for 10 minutes with at most 20 requests a minute (R-13)", async ({ page, appliance }) => {
  test.slow();
  await installClock(page);
  const at = new Date().toISOString();
  for (let n = 0; n < 20; n++) {
    await appliance.control("rows", {
      kind: "sync",
      source: "google",
      json: { id: `job-${n}`, createdAt: at, updatedAt: at, overall_status: "in_progress", cloud: "gcp", abort: false, key_rings: [`ring-${n}`], detailed_status: { [`ring-${n}`]: "in_progress" } },
    });
  }
  await signIn(page, "viewer", "sync/google");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const begin = (await appliance.journal()).length;
  const minutes: number[] = [];
  for (let minute = 0; minute < 10; minute++) {
    const before = (await appliance.journal()).length;
    for (let step = 0; step < 30; step++) await pass(page, 2);
    minutes.push((await appliance.journal()).length - before);
    // Activity, which keeps the session from expiring.
    await page.keyboard.press("Shift");
  }
  const asked = (await appliance.journal()).slice(begin).filter((entry) => !entry.path.includes("/auth/"));
  expect(minutes.every((count) => count <= 20), `requests by the minute: ${minutes}`).toBe(true);
  expect(asked.filter((entry) => /job-\d/.test(entry.path)), "requests for single jobs").toEqual([]);
  expect(asked.length, "2, 3, 5, 10, 20, then every 30 s").toBeLessThanOrEqual(26);
  expect(asked.length).toBeGreaterThanOrEqual(18);
  console.log(`R-13: 20 jobs, 10 minutes, ${asked.length} requests, by the minute ${minutes}`);
});

test("100 round trips from table to detail page leave no DOM nodes and no listeners behind (R-35)", async ({ page, appliance }) => {
  test.slow();
  test.setTimeout(300_000);
  const other = await Client.signIn(appliance);
  const { resources } = await other.get("scheduler/jobs?status=failed&limit=1");
  await signIn(page, "viewer", `runs?status=failed`);
  await expect(row(page, resources[0].name).first()).toBeVisible();
  const runs = () => page.getByRole("table", { name: "Runs, newest first" }).getByRole("rowheader").first();
  const cycle = async (turn: number) => {
    await runs().getByRole("link").click();
    await expect(page.getByRole("heading", { name: "Results" })).toBeVisible();
    if (turn % 5 === 0) {
      await openSection(page, "Overview");
      await expect(page.getByRole("heading", { name: "Next 24 hours" })).toBeVisible();
      await openSection(page, "Sync jobs");
      await expect(page.getByRole("table", { name: "Sources of sync jobs" })).toBeVisible();
    }
    await openSection(page, "Runs");
    await expect(runs()).toBeVisible();
  };
  for (let warm = 0; warm < 20; warm++) await cycle(warm);
  await page.waitForTimeout(1_500);
  const before = await countNodes(page);
  for (let turn = 0; turn < 100; turn++) await cycle(turn);
  await page.waitForTimeout(1_500);
  const after = await countNodes(page);
  console.log(`R-35: after 100 cycles ${after.nodes - before.nodes} nodes, ${after.listeners - before.listeners} listeners`);
  expect(after.listeners - before.listeners, `listeners ${before.listeners} → ${after.listeners}`).toBeLessThanOrEqual(5);
  expect(after.nodes - before.nodes, `nodes ${before.nodes} → ${after.nodes}`).toBeLessThanOrEqual(10);
});
