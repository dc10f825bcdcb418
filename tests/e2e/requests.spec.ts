// Requests and bytes of a visit: what a screen needs is read once, and what it does not need is not read.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { act, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import { openSection, row } from "./support/screens.ts";

const RUNS = "/scheduler/jobs";
const SCHEDULES = "/scheduler/job-configs";

type Sum = { calls: number; kB: number };
type Answer = { path: string; query: URLSearchParams; bytes: number; at: number };

/** The answers of the API that the page receives, with the bytes of their bodies as the page reads them. */
class Received {
  private readonly answers = new Map<string, Answer>();
  private last = 0;

  static async by(page: Page): Promise<Received> {
    const received = new Received();
    const tools = await page.context().newCDPSession(page);
    let epoch = 0;
    tools.on("Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime }) => {
      const url = new URL(request.url);
      if (!url.pathname.includes("/api/v1/")) return;
      epoch = wallTime - timestamp;
      received.last = Date.now();
      received.answers.set(requestId, { path: url.pathname, query: url.searchParams, bytes: 0, at: Infinity });
    });
    tools.on("Network.dataReceived", ({ requestId, dataLength }) => {
      const answer = received.answers.get(requestId);
      if (answer) answer.bytes += dataLength;
    });
    const end = ({ requestId, timestamp }: { requestId: string; timestamp: number }) => {
      const answer = received.answers.get(requestId);
      if (answer) answer.at = (epoch + timestamp) * 1_000;
    };
    tools.on("Network.loadingFinished", end);
    tools.on("Network.loadingFailed", end);
    await tools.send("Network.enable");
    return received;
  }

  /** The complete answers until a time. */
  sum(until = Number.MAX_VALUE): Sum {
    const all = [...this.answers.values()].filter(({ at }) => at <= until);
    return { calls: all.length, kB: Math.round(all.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000) };
  }

  /** The queries of a path, in the order of the requests. */
  of(path: string): URLSearchParams[] {
    return [...this.answers.values()].filter((one) => one.path.endsWith(path)).map((one) => one.query);
  }

  /** Where the pages of the newest runs begin. */
  skipsOfRuns(): number[] {
    return this.of(RUNS).filter((query) => !query.has("job_config_id")).map((query) => Number(query.get("skip")));
  }

  /** Waits until nothing was requested for 2 s. */
  async rest(): Promise<Sum> {
    const open = () => [...this.answers.values()].filter(({ at }) => at === Infinity).map(({ path, query }) => `${path}?${query}`);
    const wait = () => (Date.now() - this.last > 2_000 ? open() : ["the last request is young"]);
    await expect.poll(wait, { timeout: 60_000 }).toEqual([]);
    return this.sum();
  }
}

/** Opens the form of a path with so many schedules; what is counted begins at the press. */
async function open(page: Page, appliance: Appliance, path: string, schedules: number): Promise<Received> {
  await appliance.control("reset", { seed: "scale", n: schedules });
  await page.goto(path);
  await expect(page.getByRole("button", { name: "Show password" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    const seen = ((window as any).seen = { names: "", at: 0 });
    new MutationObserver(() => {
      const names = [...document.querySelectorAll("tbody th[scope=row]")].map((cell) => cell.textContent).join();
      if (names !== seen.names) Object.assign(seen, { names, at: Date.now() });
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return Received.by(page);
}

/** Waits until the rows stand and each tells its last run. */
async function rowsKnown(page: Page): Promise<void> {
  await expect(page.getByRole("rowheader")).toHaveCount(25);
  await expect.poll(() => page.locator("td[data-label='Last run']").evaluateAll((cells) => cells.filter((cell) => cell.textContent!.includes("ago")).length)).toBe(25);
}

const said = ({ calls, kB }: Sum) => `${calls} calls, ${kB} kB`;

// A visit of 500 schedules once took 20 calls and 1,380 kB, one of 5,000 took 90 calls.
for (const [schedules, rows, rest] of [
  [500, { calls: 10, kB: 328 }, { calls: 10, kB: 400 }],
  [5_000, { calls: 30, kB: 3_400 }, { calls: 30, kB: 3_400 }],
] as const) {
  test(`a visit to the table of ${schedules} schedules asks at most ${rest.calls} calls and ${rest.kB} kB before it rests`, async ({ page, appliance }) => {
    test.slow();
    const received = await open(page, appliance, "schedules", schedules);
    await submitSignIn(page, "admin");
    await rowsKnown(page);
    const known = received.sum();
    const atRest = await received.rest();
    const stay = received.sum(await page.evaluate(() => (window as any).seen.at));
    console.log(`requests of a visit to ${schedules} schedules: rows stay after ${said(stay)}; their last runs are known after ${said(known)}; rest after ${said(atRest)}`);
    for (const [what, found, most] of [["rows stay", stay, rows], ["rest", atRest, rest]] as const) {
      expect.soft(found.calls, what).toBeLessThanOrEqual(most.calls);
      expect.soft(found.kB, what).toBeLessThanOrEqual(most.kB);
    }
    expect(received.of(RUNS).map((query) => query.get("skip")), "the newest runs, and those of the rows on screen").toEqual(["0", "0"]);
    await act(page, () => page.getByRole("button", { name: "Next page" }).click());
    await expect(page.getByText(`26–50 of ${schedules === 500 ? "500" : "5,000"}`)).toBeVisible();
    await rowsKnown(page);
    expect(received.of(RUNS).length, "one request for the next page").toBe(3);
  });
}

test("overview and table share what was read, and read only what has grown old", async ({ page, appliance }) => {
  await installClock(page);
  const received = await open(page, appliance, "", 500);
  await submitSignIn(page, "admin");
  await expect(page.getByText("Runs counted: the newest 1,000, enqueued since")).toBeVisible();
  const first = await received.rest();
  console.log(`requests of a visit to the overview of 500 schedules: ${said(first)}`);
  const skips = received.skipsOfRuns();
  expect(new Set(skips).size, "each part of the runs once").toBe(skips.length);
  await openSection(page, "Schedules");
  await rowsKnown(page);
  await openSection(page, "Overview");
  await openSection(page, "Schedules");
  await rowsKnown(page);
  const again = await received.rest();
  const lists = [received.skipsOfRuns().length, received.of(SCHEDULES).length];
  expect(lists, "lists in pages of 100 and 250").toEqual([4, 3]);
  expect(again.calls - first.calls, "last runs of rows on screen").toBeLessThanOrEqual(1);
  await pass(page, 31);
  await received.rest();
  const [runs, schedules] = [received.of(RUNS), received.of(SCHEDULES)];
  expect([runs.at(-1)!.get("limit"), schedules.at(-1)!.get("limit"), schedules.at(-1)!.get("sort")]).toEqual(["25", "25", "-updatedAt"]);
});

test("table first, then overview: the counts read only the runs that are missing", async ({ page, appliance }) => {
  const received = await open(page, appliance, "schedules", 500);
  await submitSignIn(page, "admin");
  await rowsKnown(page);
  await received.rest();
  await openSection(page, "Overview");
  await expect(page.getByText("Runs counted: the newest 1,000, enqueued since")).toBeVisible();
  await received.rest();
  expect(received.skipsOfRuns()).toEqual([0, 20, 270, 520, 770]);
});

test("sorting by last run reads the newest 1,000 and says what is known", async ({ page, appliance }) => {
  const received = await open(page, appliance, "schedules", 2_000);
  await submitSignIn(page, "admin");
  await rowsKnown(page);
  await received.rest();
  await act(page, () => page.getByRole("button", { name: "Last run" }).click());
  await expect(page.getByText(/^The runs enqueued since .* are known\. 9\d\d schedules have none of them and are sorted and filtered without one\.$/)).toBeVisible();
  await received.rest();
  expect(received.skipsOfRuns()).toEqual([0, 20, 270, 520, 770]);
});

for (const [what, keep] of [
  ["refuses several ids", undefined],
  ["reads the last of several ids only", -1],
  ["reads the first of several ids only", 0],
] as const) {
  test(`last runs are known also from an appliance that ${what}`, async ({ page, guard }) => {
    guard.expectProblem(/^console error: Failed to load resource.*400/);
    let several = 0;
    await page.route(/jobs\?.*job_config_id=.*job_config_id=/, async (route) => {
      several++;
      if (keep === undefined) return route.fulfill({ status: 400, json: { code: 9, codeDesc: "NCERRBadRequest", message: "job_config_id: given twice" } });
      const url = new URL(route.request().url());
      const kept = url.searchParams.getAll("job_config_id").at(keep)!;
      url.searchParams.delete("job_config_id");
      url.searchParams.set("job_config_id", kept);
      return route.continue({ url: url.href });
    });
    await signIn(page, "viewer", "schedules?rows=100");
    await expect(row(page, "migration-wave-1")).toContainText("ago");
    await expect(row(page, "leap-of-faith")).toContainText("No run");
    await expect(page.getByText("before", { exact: false }).filter({ hasText: /^enqueued before / })).toHaveCount(0);
    expect(several, "requests that name several schedules").toBeGreaterThan(0);
    expect(several).toBeLessThanOrEqual(2);
  });
}

test("unfinished run that is older than the newest runs is followed while its row is on screen", async ({ page, appliance }) => {
  await installClock(page);
  const other = await Client.signIn(appliance);
  const quietOne = await other.create("AAA long one", { disabled: true });
  const ago = new Date(Date.now() - 20 * 24 * 3_600_000).toISOString();
  const run = { id: "long-run", name: "AAA long one", job_config_id: quietOne.id, operation: "cckm_synchronization", status: "in_progress", createdAt: ago, updatedAt: new Date().toISOString(), enqueued_at: ago };
  await appliance.control("rows", { kind: "run", json: run });
  await signIn(page, "viewer");
  await expect(row(page, "AAA long one")).toContainText("Running");
  await appliance.control("rows", { kind: "run", json: { ...run, status: "completed" } });
  await pass(page, 31);
  await expect(row(page, "AAA long one")).toContainText("Succeeded");
});
