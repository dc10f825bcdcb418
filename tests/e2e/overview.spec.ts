// The overview: numbers, missed and late runs, and the next 24 hours, checked against the appliance's data.
import type { Locator, Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, names, pauseRefreshing, readTable, refreshNow, zoneSwitch } from "./support/screens.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const tile = (page: Page, what: string): Locator => page.getByRole("link", { name: new RegExp(`^([\\d,]+|…) ${what}$`) });
/** The number on a tile; NaN while it is unknown. */
const number = async (page: Page, what: string) => Number((await tile(page, what).locator("strong").innerText()).replace(",", ""));
const failing = (page: Page) => page.getByRole("table", { name: "Schedules whose last run went wrong" });
const late = (page: Page) => page.getByRole("region", { name: "Failing now" });
const byHour = (page: Page) => page.getByRole("list", { name: "Firings by hour" });
const said = (time: Date) =>
  `${new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(time)} UTC`;

const LAST_FAILED = "schedules failed in their last run";
const LAST_PARTLY = "failed in part";
const RUNNING = "runs under way";
const MISSED = "with missed runs";
const LATE = "with late runs";
const CONTRADICTION = "runs in contradiction";
const STUCK = "runs stuck";
const FIRINGS = "firings in the next 24 hours";

/** The verdict of a run at a time, derived from its JSON alone (API.md §4, §5.7, §5.8). */
function verdict(run: any, now: number): string {
  const well = (text: string) => /synchronized successfully$/.test(text);
  const targets = Object.values<string>(run.details?.details ?? {});
  const texts = [...targets, ...[run.details?.error, run.error].filter(Boolean)];
  if (run.status === "aborted") return "cancelled";
  if (run.status === "completed") return texts.every(well) ? "succeeded" : "contradiction";
  if (run.status === "failed" && texts.length > 0 && texts.every(well)) return "contradiction";
  if (run.status === "failed") return targets.some(well) ? "partly" : "failed";
  if (now - Date.parse(run.updatedAt) > 30 * MINUTE) return "stuck";
  return run.status === "scheduled" ? "queued" : "running";
}

type OverviewData = { schedules: any[]; runs: any[]; total: number; last: Map<string, any> };

/** The overview's data: all schedules, the newest 1,000 runs, and the last run of each schedule. */
async function readAll(client: Client): Promise<OverviewData> {
  const schedules = (await client.get("scheduler/job-configs?limit=1000")).resources;
  const { resources: runs, total } = await client.get("scheduler/jobs?limit=1000&sort=-createdAt");
  const last = new Map<string, any>();
  for (const run of runs) if (!last.has(run.job_config_id)) last.set(run.job_config_id, run);
  return { schedules, runs, total, last };
}

/** True if an expression fires in this minute of UTC; an independent reading of API.md §3.4. */
function fires(expression: string, at: Date): boolean {
  const fields = expression.toLowerCase().trim().split(/\s+/);
  if (fields.length !== 5) return false;
  const words = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
  const has = (field: string, value: number, least: number, most: number) =>
    field.split(",").some((part) => {
      const [range, step] = part.split("/");
      const ends = range === "*" ? [least, most] : range.split("-").map((end) => (words.includes(end) ? words.indexOf(end) : Number(end)));
      const [from, to] = [ends[0], ends[1] ?? (step ? most : ends[0])];
      return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
    });
  const [minute, hour, date, month, day] = fields;
  const isTime = has(minute, at.getUTCMinutes(), 0, 59) && has(hour, at.getUTCHours(), 0, 23) && has(month, at.getUTCMonth() + 1, 1, 12);
  const [isDate, isDay] = [has(date, at.getUTCDate(), 1, 31), has(day, at.getUTCDay(), 0, 6)];
  // With both fields restricted, a match of either fires.
  return isTime && (date === "*" || day === "*" ? isDate && isDay : isDate || isDay);
}

/** Firings of an enabled schedule after one time and up to another, in ms. */
function firings(schedule: any, after: number, until: number): number[] {
  if (schedule.disabled) return [];
  const [start, end] = [Date.parse(schedule.start_date ?? 0), Date.parse(schedule.end_date ?? "9999-12-31T00:00:00Z")];
  const found: number[] = [];
  for (let at = Math.floor(after / MINUTE + 1) * MINUTE; at <= until; at += MINUTE) {
    if (at >= start && at < end && fires(schedule.run_at, new Date(at))) found.push(at);
  }
  return found;
}

/** Sets the clocks of appliance and page; both run on from there. */
async function moveTo(page: Page, appliance: Appliance, time: number): Promise<void> {
  await appliance.control("clock", { now: new Date(time).toISOString() });
  await installClock(page, new Date(time));
}

/** The next time with these minutes past the hour, at least `ahead` ms from now. */
const past = (minutes: number, ahead = 0) => Math.ceil((Date.now() + ahead - minutes * MINUTE) / HOUR) * HOUR + minutes * MINUTE;

test("overview numbers match the appliance's data, and each tile opens as many rows", async ({ page, appliance }) => {
  // No seeded schedule fires in the minutes after this one.
  const now = past(33);
  await moveTo(page, appliance, now);
  const other = await Client.signIn(appliance);
  const { id } = await other.create("o never-finishes");
  await other.post(`scheduler/job-configs/${id}/run-now`);
  const quiet = await other.create("o stuck", { disabled: true });
  const longAgo = new Date(now - 2 * HOUR).toISOString();
  const stuck = { id: "stuck", name: "o stuck", job_config_id: quiet.id, operation: "cckm_synchronization", status: "in_progress" };
  await appliance.control("rows", { kind: "run", json: { ...stuck, createdAt: longAgo, updatedAt: longAgo, enqueued_at: longAgo } });
  await expect.poll(async () => (await other.get(`scheduler/jobs?job_config_id=${id}`)).resources[0].status).toBe("in_progress");

  await signIn(page, "viewer", "");
  await expect(heading(page, "Overview")).toBeVisible();
  await expect(failing(page)).toBeVisible();
  const { schedules, runs, last, total } = await readAll(other);
  expect(runs, "runs read").toHaveLength(1_000);
  expect(total).toBeGreaterThan(1_000);
  const ofLast = (kind: string) => schedules.filter((one) => last.has(one.id) && verdict(last.get(one.id), now) === kind);
  const ofRuns = (kind: string) => runs.filter((run) => verdict(run, now) === kind);
  await expect.poll(() => number(page, FIRINGS)).toBeGreaterThan(0);
  const NUMBERS: [what: string, wanted: any[]][] = [
    [LAST_FAILED, ofLast("failed")],
    [LAST_PARTLY, ofLast("partly")],
    [RUNNING, ofRuns("running")],
    [CONTRADICTION, ofRuns("contradiction")],
    [STUCK, ofRuns("stuck")],
  ];
  for (const [what, wanted] of NUMBERS) expect(await number(page, what), what).toBe(wanted.length);
  for (const [what, wanted] of NUMBERS) expect(wanted.length, `${what}: the seed has some`).toBeGreaterThan(0);
  await expect(page.getByText(`Runs counted: the newest 1,000, enqueued since ${said(new Date(runs.at(-1).createdAt))}.`)).toBeVisible();
  const unknown = schedules.filter((one) => !last.has(one.id)).length;
  expect(unknown, "schedules without a known run").toBeGreaterThan(1);
  await expect(page.getByText(`${unknown} schedules have no run in this period and are not counted.`)).toBeVisible();

  const wrong = ["failed", "contradiction", "stuck", "partly"].flatMap((kind) =>
    ofLast(kind).sort((one, two) => last.get(two.id).createdAt.localeCompare(last.get(one.id).createdAt)).map((one) => [kind, one]),
  );
  const shown = await readTable(failing(page));
  expect(shown.map((line) => line["Last run"].toLowerCase())).toEqual(wrong.slice(0, 10).map(([kind]) => kind));
  const links = await failing(page).getByRole("rowheader").getByRole("link").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname));
  expect(links).toEqual(wrong.slice(0, 10).map(([, one]) => `/schedules/${one.id}`));

  for (const [what, query, wanted] of [
    [LAST_FAILED, "schedules?result=failed", ofLast("failed")],
    [LAST_PARTLY, "schedules?result=partly", ofLast("partly")],
    [RUNNING, "runs?verdict=running", ofRuns("running")],
    [CONTRADICTION, "runs?verdict=contradiction", ofRuns("contradiction")],
    [STUCK, "runs?verdict=stuck", ofRuns("stuck")],
  ] as [string, string, any[]][]) {
    await act(page, () => tile(page, what).click());
    await expect(page).toHaveURL(`${appliance.url}${query}`);
    await expect(page.getByText(new RegExp(`^1–${wanted.length} of ${wanted.length}$`)), what).toBeVisible();
    const trimmed = (list: string[]) => list.map((name) => name.trim()).sort();
    expect(trimmed(await names(page)), what).toEqual(trimmed(wanted.map((one) => one.name)));
    await page.goBack();
    await expect(heading(page, "Overview")).toBeVisible();
  }
  for (const [what, title] of [[MISSED, "Missed"], [LATE, "Late"]]) {
    await act(page, () => tile(page, what).click());
    await expect(page.getByRole("heading", { name: title })).toBeFocused();
  }
  await act(page, () => tile(page, FIRINGS).click());
  await expect(page.getByRole("heading", { name: "Next 24 hours" })).toBeFocused();
});

test("overview of an appliance with one schedule or none counts all runs and reports no problem", async ({ page, appliance }) => {
  await appliance.control("reset", { seed: "empty" });
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { run_seconds: 0.5 });
  const { id } = await other.create("Only one", { run_at: "0 1 1 1 *" });
  await other.post(`scheduler/job-configs/${id}/run-now`);
  await expect.poll(async () => (await other.get(`scheduler/jobs?job_config_id=${id}`)).resources[0].status).toMatch(/completed|failed/);
  await signIn(page, "viewer", "");
  await expect(page.getByText(/^Runs counted: all 1 that the appliance keeps\.$/)).toBeVisible();
  await expect(page.getByText("No schedule went wrong in its last run.").or(failing(page))).toBeVisible();
  for (const text of ["No run is missed.", "No run is late."]) await expect(page.getByText(text)).toBeVisible();
  await expect(page.getByText("Nothing fires in the next 24 hours.")).toBeVisible();
  expect(await number(page, FIRINGS)).toBe(0);
  await appliance.control("reset", { seed: "empty" });
  await signIn(page, "admin", "");
  await expect(page.getByText("No schedules yet. Once there is one, this page shows its firings, failures and next runs.")).toBeVisible();
  await act(page, () => page.getByRole("link", { name: "Create the first schedule" }).click());
  await expect(page).toHaveURL(/schedules\/new/);
});

test("overview lists a firing without a run as missed, unless the schedule was changed since", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const daily = ["retail-web", "erp-vaults", "apac-storefront", "luna-partitions"];
  let found: { name: string; id: string; run: any } | undefined;
  for (const name of daily) {
    const { id } = await other.schedule(name);
    const run = (await other.get(`scheduler/jobs?job_config_id=${id}&limit=1&sort=-createdAt`)).resources[0];
    const age = Date.now() - Date.parse(run.enqueued_at);
    if (age > HOUR && age < 23 * HOUR) found ??= { name, id, run };
  }
  const { name, id, run } = found!;
  await signIn(page, "admin", "");
  for (const text of ["No run is missed.", "No run is late."]) await expect(page.getByText(text)).toBeVisible();
  expect([await number(page, MISSED), await number(page, LATE)]).toEqual([0, 0]);
  await other.delete(`scheduler/jobs/${run.id}`);
  await page.reload();
  await signIn(page, "admin", "");
  const line = late(page).getByRole("listitem");
  await expect(line).toHaveText(`${name}missed, due ${said(new Date(run.enqueued_at))}`);
  expect([await number(page, MISSED), await number(page, LATE)]).toEqual([1, 0]);
  await act(page, () => line.getByRole("link", { name }).click());
  await expect(heading(page, name)).toBeVisible();
  await page.goBack();
  await expect(line).toHaveCount(1);
  await other.patch(`scheduler/job-configs/${id}`, { description: "changed" });
  await pauseRefreshing(page);
  await refreshNow(page);
  for (const text of ["No run is missed.", "No run is late."]) await expect(page.getByText(text)).toBeVisible();
  expect([await number(page, MISSED), await number(page, LATE)]).toEqual([0, 0]);
});

test("overview after an outage lists older firings as missed and recent ones as late", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const { schedules } = await readAll(other);
  const left = Date.now();
  const now = past(24, 3 * HOUR) + 30_000;
  await moveTo(page, appliance, now);
  await signIn(page, "admin", "");
  const expected = schedules
    .map((one) => ({ ...one, at: firings(one, left, now) }))
    .filter((one) => one.at.length > 0)
    .map((one) => ({ id: one.id, missed: one.at.filter((at: number) => now - at > 10 * MINUTE), late: one.at.filter((at: number) => now - at <= 10 * MINUTE) }));
  const [missedOnes, lateOnes] = [expected.filter(({ missed }) => missed.length > 0), expected.filter(({ late }) => late.length > 0)];
  await expect.poll(() => number(page, MISSED)).toBe(missedOnes.length);
  expect(await number(page, LATE)).toBe(lateOnes.length);
  // Each tile leads to its own list, whole; the other stays short.
  const lines = (id: string) => late(page).getByRole("listitem").filter({ has: page.locator(`a[href$="/schedules/${id}"]`) });
  await act(page, () => tile(page, MISSED).click());
  for (const { id, missed } of missedOnes) {
    const times = missed.length === 1 ? "missed" : `missed ${missed.length} times, last`;
    await expect(lines(id).filter({ hasText: "missed" })).toContainText(`${times.replace(/d$/, "d,")} due ${said(new Date(missed.at(-1)))}`);
  }
  await act(page, () => tile(page, LATE).click());
  for (const { id, late: due } of lateOnes) {
    await expect(lines(id).filter({ hasText: "late" })).toContainText(`late, due ${said(new Date(due.at(-1)))}`);
  }
  for (const { id } of expected.filter(({ late }) => late.length === 0)) {
    await expect(lines(id).filter({ hasText: "late," })).toHaveCount(0);
  }
  const hourly = (await readAll(await Client.signIn(appliance))).schedules.find((one) => one.name === "payments-aws-hourly");
  const own = expected.find((one) => one.id === hourly.id)!;
  expect([own.missed.length > 1, own.late.length], "the hourly schedule is missed and late").toEqual([true, 1]);
});

test("overview reports no firing as missed while refreshing is paused", async ({ page, appliance }) => {
  await moveTo(page, appliance, past(15));
  await signIn(page, "admin", "");
  await expect.poll(() => number(page, FIRINGS)).toBeGreaterThan(0);
  const before = [await number(page, MISSED), await number(page, LATE)];
  await pauseRefreshing(page);
  for (let n = 0; n < 4; n++) await pass(page, 8 * 60);
  await page.keyboard.press("Shift");
  await page.waitForTimeout(500);
  expect([await number(page, MISSED), await number(page, LATE)], "the firing at 20 past has no run read yet").toEqual(before);
});

test("overview's next 24 hours list each hour's firings as the expressions give them, and their sum", async ({ page, appliance }) => {
  const now = past(33);
  const other = await Client.signIn(appliance);
  await other.create("n every minute", { run_at: "* * * * *" });
  await other.create("n until soon", { run_at: "10 * * * *", end_date: new Date(now + 2.5 * HOUR).toISOString() });
  await other.create("n from later", { run_at: "*/20 8-20/3 * * *", start_date: new Date(now + 5.2 * HOUR).toISOString() });
  await other.create("n off", { run_at: "1 * * * *", disabled: true });
  await moveTo(page, appliance, now);
  await signIn(page, "viewer", "");
  await expect(byHour(page)).toBeVisible();
  const { schedules } = await readAll(await Client.signIn(appliance));
  const hours = new Map<number, { count: number; first: Map<string, [number, string]> }>();
  for (const one of schedules) {
    for (const at of firings(one, now, now + DAY)) {
      const begins = Math.floor(at / HOUR) * HOUR;
      const hour = hours.get(begins) ?? hours.set(begins, { count: 0, first: new Map() }).get(begins)!;
      hour.count++;
      if (!hour.first.has(one.id)) hour.first.set(one.id, [at, one.name]);
    }
  }
  const wanted = [...hours].sort(([one], [two]) => one - two).map(([begins, { count, first }]) => {
    const ids = [...first].sort(([, one], [, two]) => one[0] - two[0] || (one[1] < two[1] ? -1 : 1)).map(([id]) => id);
    const time = new Date(begins).toISOString().slice(11, 16);
    return { time, count: `${count} firing${count === 1 ? "" : "s"}`, ids: ids.slice(0, 4), at: ids.slice(0, 4).map((id) => new Date(first.get(id)![0]).toISOString().slice(11, 16)), more: ids.length > 4 ? `and ${ids.length - 4} more` : "" };
  });
  const shown = await byHour(page).getByRole("listitem").evaluateAll((lines) =>
    lines.map((line) => {
      const [time, count, names] = [...line.children].map((part) => (part as HTMLElement).innerText);
      const ids = [...line.querySelectorAll("a")].map((link) => link.pathname.split("/").at(-1)!);
      const at = [...line.querySelectorAll("a")].map((link) => link.previousElementSibling!.textContent!.trim());
      return { time: time.split("\n")[0], count, ids, at, more: /and \d+ more/.exec(names)?.[0] ?? "" };
    }),
  );
  expect(shown).toEqual(wanted);
  const counts = [...hours.values()].map(({ count }) => count);
  expect(await number(page, FIRINGS)).toBe(counts.reduce((sum, count) => sum + count));
  await expect(page.getByText(`at most ${Math.max(...counts)} firings in an hour`)).toBeVisible();
  expect(counts.length).toBe(25);

  await zoneSwitch(page).getByRole("button", { name: "Berlin" }).click();
  const berlin = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
  await expect(byHour(page).getByRole("listitem").first()).toContainText(berlin.format(new Date(Math.floor(now / HOUR) * HOUR)));
});

test("overview refresh shows changes at the appliance and requests two lists only", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { run_seconds: 0.3 });
  const { id } = await other.create("o contradiction", { disabled: true });
  await installClock(page);
  await signIn(page, "viewer", "");
  await expect.poll(() => number(page, FIRINGS)).toBeGreaterThan(0);
  const before = await number(page, CONTRADICTION);
  await appliance.control("journal/clear");
  await other.post(`scheduler/job-configs/${id}/run-now`);
  await expect.poll(async () => (await other.get(`scheduler/jobs?job_config_id=${id}`)).resources[0].status).toBe("failed");
  await appliance.control("journal/clear");
  await pass(page, 31);
  await expect.poll(() => number(page, CONTRADICTION)).toBe(before + 1);
  await expect(failing(page)).toContainText("o contradiction");
  const asked = (await appliance.journal()).map((entry) => entry.path);
  expect(asked.sort()).toEqual(["/api/v1/scheduler/job-configs", "/api/v1/scheduler/jobs"]);
});

test.describe("overview errors", () => {
  test("overview offers a retry when schedules fail to load, and none when they are forbidden", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
    await signIn(page, "admin", "");
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(tile(page, LAST_FAILED)).toHaveCount(0);
    await appliance.control("faults/clear");
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(tile(page, LAST_FAILED)).toBeVisible();
    await appliance.control("faults", [
      { method: "GET", path: "/scheduler/job-configs", status: 403, body: { code: 6, codeDesc: "NCERRInsufficientPermissions: no", message: "schedules are not for you" } },
    ]);
    await page.reload();
    await signIn(page, "admin", "");
    await expect(page.getByRole("heading", { name: /^Schedules are not for you/ })).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  });

  test("overview shows no numbers for runs that are loading or forbidden, and says why", async ({ page, appliance }) => {
    const body = { code: 6, codeDesc: "NCERRInsufficientPermissions: no", message: "runs are not for you" };
    await appliance.control("faults", [{ method: "GET", path: "/scheduler/jobs", status: 403, body, delay_ms: 1_500 }]);
    await signIn(page, "admin", "");
    await expect(tile(page, LAST_FAILED)).toBeVisible();
    for (const when of ["before", "after"]) {
      if (when === "after") await expect(page.getByText(/Runs are not for you/)).toBeVisible();
      for (const what of [LAST_FAILED, LAST_PARTLY, RUNNING, LATE, CONTRADICTION, STUCK]) {
        expect(await number(page, what), `${what}, ${when} the answer`).toBeNaN();
      }
      await expect(page.getByText(/^Runs counted: all 0/)).toHaveCount(0);
    }
  });

  test("overview keeps its numbers with their time when the appliance stops answering", async ({ page, appliance }) => {
    await installClock(page);
    await signIn(page, "viewer", "");
    await expect.poll(() => number(page, FIRINGS)).toBeGreaterThan(0);
    const before = await number(page, LAST_FAILED);
    await appliance.control("faults", [{ method: "GET", path: "/scheduler/", status: 503, body: "<html>" }]);
    await pass(page, 31);
    await expect(page.getByText(/This page shows data as of/)).toBeVisible();
    expect(await number(page, LAST_FAILED)).toBe(before);
    await appliance.control("faults/clear");
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(page.getByText(/This page shows data as of/)).toBeHidden();
  });
});
