// One clock: everything that is held against a time of the appliance goes by the appliance's clock, whatever the computer's says.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { expect, quiet, signIn, test } from "./support/fixture.ts";
import { heading, openSection, pageHead, row } from "./support/screens.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NAME = "every five minutes";

/** Moves the computer's wall clock; the monotonic clock stays as it is. A page reads the shift in `shift` at each call. */
async function shiftWallClock(page: Page, ms: number): Promise<void> {
  await page.addInitScript((ms) => {
    const real = Date.now;
    (window as any).shift = ms;
    Date.now = () => real() + (window as any).shift;
  }, ms);
}

const step = (page: Page, ms: number) => page.evaluate((ms) => void ((window as any).shift += ms), ms);
const note = (page: Page) => page.getByRole("main").getByText(/^This computer's clock is /);

/** Expects that the page says "as of" the present, by a clock that is ahead of the true one by so many ms. */
async function asOfIsNow(page: Page, ahead = 0): Promise<void> {
  const live = page.locator(".live");
  await expect(live).toContainText(/as of \d\d:\d\d:\d\d UTC/);
  const [, time] = /as of (\S+) UTC/.exec(await live.innerText())!;
  const off = Date.parse(`1970-01-01T${time}Z`) - ((Date.now() + ahead) % DAY);
  // Half a day away is the farthest that two times of day can be.
  expect(Math.abs(((off + 1.5 * DAY) % DAY) - DAY / 2), time).toBeLessThan(40_000);
}

async function aRunUnderWay(appliance: Appliance): Promise<{ run: string; other: Client; id: string }> {
  await appliance.control("settings", { run_seconds: 300 });
  const other = await Client.signIn(appliance);
  const { id } = await other.create(NAME, { run_at: "*/5 * * * *" });
  const { job_id } = await other.post(`scheduler/job-configs/${id}/run-now`);
  // A page that reads the run before it begins asks again after half a minute only.
  await expect.poll(async () => (await other.get(`scheduler/jobs/${job_id}`)).status).toBe("in_progress");
  return { run: job_id, other, id };
}

/** The next time that the schedule fires, day and all, as the table writes it; it may be a tick of the page old. */
async function nextRunIsRight(page: Page): Promise<void> {
  const said = (ms: number) => {
    const at = new Date(Math.floor(ms / (5 * MINUTE)) * 5 * MINUTE + 5 * MINUTE);
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(at);
  };
  const text = await row(page, NAME).innerText();
  expect([said(Date.now() - 16_000), said(Date.now())].filter((time) => text.includes(time)), text).not.toEqual([]);
}

/** What stands on every page about the run and its schedule, true by the appliance's clock. */
async function allIsRight(page: Page, run: string): Promise<void> {
  await openSection(page, "Schedules");
  await page.getByRole("searchbox").fill(NAME);
  await expect(row(page, NAME)).toContainText(/enqueued (just now|\d+ s ago|[1-4] min ago)/);
  await expect(row(page, NAME)).toContainText("Running");
  await expect(row(page, NAME)).toContainText(/in \d+ (s|min)|just now/);
  await nextRunIsRight(page);
  await asOfIsNow(page);
  await openSection(page, "Overview");
  await expect(page.getByRole("link", { name: /^\d+ runs stuck$/ })).toHaveText(/^0/);
  await expect(page.getByRole("link", { name: /^\d+ with late runs$/ })).toHaveText(/^0/);
  await expect(page.getByRole("link", { name: /^\d+ with missed runs$/ })).toHaveText(/^0/);
  const first = page.getByRole("list", { name: "Firings by hour" }).getByRole("listitem").first();
  await expect(first).toContainText(`${new Date().toISOString().slice(11, 13)}:00`);
  await openSection(page, "Runs");
  await page.locator(`a[href$="/runs/${run}"]`).click();
  await expect(heading(page, /^Run enqueued /)).toBeVisible();
  await expect(pageHead(page)).toContainText("Running");
  await expect(page.getByText(/^([1-4] min ?)?(\d+ s )?so far/)).toBeVisible();
  await expect(page.getByText(/\((just now|\d+ s ago|[1-4] min ago)\)/).first()).toBeVisible();
  await asOfIsNow(page);
}

for (const [what, ms, said] of [
  ["45 minutes ahead", 45 * MINUTE, "45 min ahead"],
  ["10 minutes behind", -10 * MINUTE, "10 min behind"],
  ["a day behind", -DAY, "1 d behind"],
] as [string, number, string][]) {
  test(`clock of the computer ${what}: ages, verdicts and next firings are right, and the difference is said`, async ({ page, appliance }) => {
    const { run } = await aRunUnderWay(appliance);
    await shiftWallClock(page, ms);
    await signIn(page);
    await expect(note(page)).toHaveText(`This computer's clock is ${said}. All times here go by the appliance's clock.`);
    await allIsRight(page, run);
    await expect(note(page), "on every page").toBeVisible();
    await openSection(page, "Settings");
    await expect(page.getByText(`this browser is ${said}`)).toBeVisible();
  });
}

test("clock of the computer stepped by 40 minutes in an open tab changes no time, and is said until it is set back", async ({ page, appliance }) => {
  const { run } = await aRunUnderWay(appliance);
  await shiftWallClock(page, 0);
  await signIn(page);
  await expect(row(page, "erp-vaults")).toContainText("enqueued");
  await expect(note(page)).toBeHidden();
  await quiet(appliance);
  const before = (await appliance.journal()).length;
  await step(page, 40 * MINUTE);
  await expect(note(page)).toHaveText(/ 40 min ahead\. /);
  const asked = (await appliance.journal()).slice(before).map((entry) => entry.path);
  expect(asked[0], "one renewal of the token tells at once").toContain("auth/tokens");
  await expect(page.getByRole("alertdialog"), "no time has passed for the session").toHaveCount(0);
  await allIsRight(page, run);
  await step(page, -40 * MINUTE);
  await expect(note(page)).toBeHidden();
  await allIsRight(page, run);
  await step(page, -40 * MINUTE);
  await expect(note(page)).toHaveText(/ 40 min behind\. /);
  await allIsRight(page, run);
});

test("sleep of the computer counts as time passed, though its monotonic clock stood still", async ({ page, appliance }) => {
  await shiftWallClock(page, 0);
  await signIn(page);
  await expect(row(page, "erp-vaults")).toContainText("enqueued");
  await quiet(appliance);
  // When the page wakes, the wall clock has moved and the monotonic one has not; the appliance's clock went on, too.
  await appliance.control("clock", { offset_seconds: 14 * 60 });
  await step(page, 14 * MINUTE);
  await expect(page.getByRole("alertdialog", { name: "Still there?" }), "a minute is left of the idle time").toBeVisible();
  await expect(note(page)).toBeHidden();
});

test("clock of the appliance set by four minutes moves every time with its next answer", async ({ page, appliance }) => {
  await signIn(page, "admin", "settings");
  await expect(page.getByText("none", { exact: true })).toBeVisible();
  // Less than the life of the token, which the appliance would refuse otherwise.
  await appliance.control("clock", { offset_seconds: 4 * 60 });
  await openSection(page, "Overview");
  await expect(note(page)).toHaveText(/ 4 min behind\. /);
  await asOfIsNow(page, 4 * MINUTE);
  await appliance.control("clock", { offset_seconds: 0 });
  await openSection(page, "Runs");
  await expect(note(page)).toBeHidden();
});

test("appliance whose answers tell no time: every page says by which clock its ages go", async ({ page }) => {
  await page.route("**/api/**", async (route) => {
    const answer = await route.fetch();
    const { date, ...headers } = answer.headers();
    expect(date).toBeTruthy();
    await route.fulfill({ response: answer, headers });
  });
  await signIn(page);
  const note = page.getByRole("main").getByText("do not tell its time, so all ages go by this computer's clock");
  await expect(note).toBeVisible();
  await openSection(page, "Runs");
  await expect(note).toBeVisible();
});
