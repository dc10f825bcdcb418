// The fields of the When step: one place chooses time and zone, and only what the fields show is sent.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { installClock } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleCreates, scheduleWrites } from "./support/journal.ts";
import { Keys } from "./support/keys.ts";
import { heading } from "./support/screens.ts";
import { answer, continueButton, createButton, expression, goOn, openStep, saveButton, summary } from "./support/wizard.ts";

const NOW = new Date("2027-01-15T12:00:00Z");
const kind = (page: Page, name: string) => page.getByRole("group", { name: "Repeat" }).getByRole("radio", { name });
const hour = (page: Page) => page.getByLabel("Hour", { exact: true });
const minute = (page: Page) => page.getByLabel("Minute", { exact: true });
const zone = (page: Page) => page.getByLabel("Time zone", { exact: true });
const weekday = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });
const note = (page: Page) => page.locator(".cron-place");
const preview = (page: Page) => page.getByRole("region", { name: "Preview" });

test.describe("in Winnipeg", () => {
  test.use({ timezoneId: "America/Winnipeg" });

  test("workdays at 09:00 in Winnipeg are shown, reviewed and sent as one expression", async ({ page, appliance }) => {
    await installClock(page, NOW);
    await appliance.control("clock", { now: NOW.toISOString() });
    await signIn(page, "admin", "schedules/new");
    await answer(page, { cloud: "AzureCloud", container: "kv-payments-prod", name: "Workdays at nine" });
    await openStep(page, "What");
    await page.getByRole("checkbox", { name: "Secrets" }).check();
    await openStep(page, "When");
    await kind(page, "Weekly").check({ force: true });
    for (const day of ["Tue", "Wed", "Thu", "Fri"]) await weekday(page, day).check();
    await hour(page).selectOption("09");
    await zone(page).selectOption({ label: "Winnipeg" });
    // The offset is the browser's: its time zone data may be older or newer than ours.
    const ahead = await page.evaluate((now) => new Date(now).getTimezoneOffset() / 60, NOW.toISOString());
    const sent = `0 ${9 + ahead} * * MON-FRI`;
    await expect(expression(page)).toHaveValue(sent);
    await expect(note(page)).toContainText(`= ${9 + ahead}:00 UTC. This browser has Winnipeg at UTC−${ahead}.`);
    await expect(preview(page)).toContainText("At 09:00 in Winnipeg, Monday to Friday");
    await goOn(page, "Name it");
    await goOn(page, "Review");
    await expect(preview(page)).toContainText("At 09:00 in Winnipeg, Monday to Friday");
    await page.goBack();
    await page.goBack();
    await expect(heading(page, "Set when it fires")).toBeVisible();
    await expect(kind(page, "Weekly")).toBeChecked();
    await expect(hour(page)).toHaveValue("09");
    await expect(zone(page)).toHaveValue("Winnipeg");
    for (const day of ["Mon", "Fri"]) await expect(weekday(page, day)).toBeChecked();
    await expect(weekday(page, "Sat")).not.toBeChecked();
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, "Workdays at nine")).toBeVisible();
    expect((await scheduleCreates(appliance)).map(({ body }) => body.run_at)).toEqual([sent]);
  });
});

test("entry that no expression can express holds Continue with the reason, and loses nothing", async ({ page, appliance }) => {
  await installClock(page, NOW);
  await appliance.control("clock", { now: NOW.toISOString() });
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "On the first" });
  await openStep(page, "When");
  await page.getByLabel("Never ends").uncheck();
  await page.getByLabel("Ends (UTC)").fill("2028-01-01T00:00");
  await kind(page, "Monthly").check({ force: true });
  await zone(page).selectOption({ label: "Berlin" });
  await hour(page).selectOption("00");
  await minute(page).selectOption("30");
  await expect(note(page)).toContainText("the day before the 1st differs from month to month");
  await expect(expression(page)).toHaveValue("");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toContainText("Enter a cron expression");
  await expect(heading(page, "Set when it fires"), "Continue stays on the step").toBeVisible();
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(summary(page), "Create sends nothing").toBeVisible();
  expect(await scheduleCreates(appliance)).toEqual([]);
  await openStep(page, "When");
  await expect(kind(page, "Monthly")).toBeChecked();
  await expect(hour(page)).toHaveValue("00");
  await expect(minute(page)).toHaveValue("30");
  await expect(zone(page)).toHaveValue("Berlin");
  await expect(page.getByLabel("Ends (UTC)")).toHaveValue("2028-01-01T00:00");
  await expect(note(page).getByRole("button")).toHaveText(["At 01:00 in Berlin, on the 1st of every month", "At 00:30 in Berlin, on the 2nd of every month"]);
  await act(page, () => note(page).getByRole("button").first().click());
  await expect(expression(page)).toHaveValue("0 0 1 * *");
  await expect(hour(page)).toHaveValue("01");
  await expect(hour(page)).toBeFocused();
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "On the first")).toBeVisible();
  expect((await scheduleCreates(appliance)).map(({ body }) => body.run_at)).toEqual(["0 0 1 * *"]);
});

test("no day selected holds Continue until there is one", async ({ page }) => {
  await signIn(page, "admin", "schedules/new/when");
  await kind(page, "Weekly").check({ force: true });
  await weekday(page, "Mon").uncheck();
  await expect(page.locator("#weekdays-error")).toContainText("Choose at least one day.");
  await expect(expression(page)).toHaveValue("");
  await hour(page).selectOption("09");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toContainText("Enter a cron expression");
  await openStep(page, "Name");
  await openStep(page, "When");
  await expect(weekday(page, "Mon")).not.toBeChecked();
  await weekday(page, "Mon").check();
  await expect(expression(page)).toHaveValue("0 9 * * MON");
  await goOn(page, "Name it");
});

test("stored expression stays byte for byte while other fields are edited", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  for (const [n, run_at] of ["00  5,4 ? 1-3 fri", "30 0 1 * *", "0 9 * * mon"].entries()) {
    const { id } = await client.create(`Odd ${n}`, { run_at });
    await signIn(page, "admin", `schedules/${id}/edit/when`);
    await expect(expression(page)).toHaveValue(run_at);
    await page.getByLabel("Never ends").uncheck();
    await page.getByLabel("Ends (UTC)").fill("2040-01-01T00:00");
    await openStep(page, "Name");
    await page.getByLabel("Description").fill("edited");
    await openStep(page, "When");
    await expect(expression(page)).toHaveValue(run_at);
    await openStep(page, "Review");
    await appliance.control("journal/clear");
    await saveButton(page).click();
    await expect(heading(page, `Odd ${n}`)).toBeVisible();
    const [{ method, body }] = await scheduleWrites(appliance);
    expect([method, body.run_at, body.description]).toEqual(["PATCH", undefined, "edited"]);
    expect((await client.schedule(`Odd ${n}`)).run_at).toBe(run_at);
  }
});

test("note beside the time tells the next clock change, and one press keeps the time after it", async ({ page, appliance }) => {
  await installClock(page, NOW);
  await appliance.control("clock", { now: NOW.toISOString() });
  await signIn(page, "admin", "cron?e=0%200%20*%20*%20MON-FRI");
  await expect(note(page)).toHaveCount(0);
  await hour(page).selectOption("09");
  await zone(page).selectOption({ label: "Berlin" });
  await expect(expression(page)).toHaveValue("0 8 * * MON-FRI");
  await expect(note(page)).toContainText("= 08:00 UTC. This browser has Berlin at UTC+1. From Mon, 29 Mar 2027 it fires at 10:00 in Berlin.");
  await act(page, () => note(page).getByRole("button", { name: "Keep the time from then on: 0 7 * * MON-FRI" }).click());
  await expect(expression(page)).toHaveValue("0 7 * * MON-FRI");
  await expect(hour(page)).toHaveValue("08");
  await expect(note(page)).toContainText("From Mon, 29 Mar 2027 it fires at 09:00 in Berlin.");
  // Half an hour of the day after, and another place: the time in the fields stays.
  await zone(page).selectOption({ label: "Kolkata" });
  await hour(page).selectOption("02");
  await expect(expression(page)).toHaveValue("30 20 * * SUN-THU");
  await expect(note(page)).toHaveText("= 20:30 UTC the day before. This browser has Kolkata at UTC+5:30.");
  // The 1st at 00:30 in UTC is no one date in Los Angeles.
  await zone(page).selectOption({ label: "Los Angeles" });
  await expression(page).fill("30 0 1 * *");
  await expect(zone(page)).toHaveValue("UTC");
  await expect(note(page)).toHaveText("These dates differ by month in Los Angeles, so the fields show UTC.");
  await hour(page).selectOption("12");
  await expect(expression(page)).toHaveValue("30 12 1 * *");
  await expect(zone(page), "the clocks do not change under an edit").toHaveValue("UTC");
});

test("days are one tab stop each, and the step has at most 12 controls to pass", async ({ page }) => {
  await signIn(page, "admin", "schedules/new/when");
  await kind(page, "Weekly").check({ force: true });
  const keys = new Keys(page);
  await keys.tabTo(weekday(page, "Mon"));
  await keys.press("ArrowRight", 2);
  await keys.press("Space");
  await expect(weekday(page, "Wed")).toBeChecked();
  await keys.press("End");
  await expect(weekday(page, "Sun")).toBeFocused();
  await keys.press("ArrowDown");
  await expect(weekday(page, "Mon")).toBeFocused();
  await keys.press("ArrowUp");
  await keys.press("Space");
  await expect(expression(page)).toHaveValue("0 1 * * SUN,MON,WED");
  await keys.press("Home");
  await expect(weekday(page, "Mon")).toBeFocused();
  await heading(page, "Set when it fires").focus();
  const passed: string[] = [];
  while (passed.length < 60 && passed.at(-1) !== "submit") {
    await page.keyboard.press("Tab");
    passed.push(await page.evaluate(() => document.activeElement!.id));
  }
  // Chromium stops at each part of a date and at its calendar; the others are one stop each, two of them in the preview.
  const inDate = passed.filter((id) => id === "start").length;
  const controls = passed.length - inDate + 1;
  console.log(`tab stops of the When step: ${controls} controls, ${inDate} stops inside the date`);
  expect(passed.filter((id) => ["weekdays", "hour", "minute", "cron-zone", "run-at"].includes(id))).toHaveLength(5);
  expect(inDate).toBeGreaterThan(0);
  expect(controls).toBeLessThanOrEqual(12);
});

test("300 random steps in the fields never show one schedule and send another", async ({ page, appliance }) => {
  test.setTimeout(240_000);
  await installClock(page, NOW);
  await appliance.control("clock", { now: NOW.toISOString() });
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "walk" });
  await openStep(page, "When");
  // Without clock changes, so that the minutes ahead of UTC are known here.
  const places: Record<string, number> = { UTC: 0, Kolkata: 330, Tokyo: 540, Honolulu: -600, Kathmandu: 345 };
  await expect(zone(page).locator("option", { hasText: "Honolulu" })).toHaveCount(1);
  let seed = 20_270_115;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const two = (n: number) => String(n).padStart(2, "0");
  const texts = ["0 1 * * *", "30 0 1 * *", "15 22 28,31 * *", "0 3 1 * *", "0 9 * * MON-FRI", "7 * * * *", "61 * * * *", "0 9 13 * FRI", "*/20 * * * *"];
  const read = () =>
    page.evaluate(() => {
      const value = (id: string) => (document.getElementById(id) as HTMLInputElement).value;
      const days = (group: string) =>
        [...document.getElementById(group)!.closest(".choices")!.querySelectorAll("input")].flatMap((box, n) => (box.checked ? [n + 1] : []));
      return {
        kind: [...document.querySelectorAll<HTMLInputElement>("input[name=repeat]")].findIndex((radio) => radio.checked),
        at: Number(value("hour")) * 60 + Number(value("minute")), zone: value("cron-zone"), weekdays: days("weekdays"), dates: days("days"),
        text: value("run-at"), isRefused: !!document.querySelector(".cron-place.warn, .cron-days .err"),
        firings: [...document.querySelectorAll("#cron-preview tbody time")].map((time) => time.getAttribute("datetime")!),
      };
    });
  const seen: Record<string, number> = {};
  for (let step = 1; step <= 300; step++) {
    const before = await read();
    const move = random(8);
    if (move === 0) await expression(page).fill(texts[random(texts.length)]);
    else if (move <= 2) await page.locator("input[name=repeat]").nth(random(6)).check({ force: true });
    else if (move === 3 && before.kind >= 1 && before.kind <= 4) await zone(page).selectOption(Object.keys(places)[random(5)]);
    else if (move === 4 && before.kind >= 2 && before.kind <= 4) await hour(page).selectOption(two(random(24)));
    else if (move === 5 && before.kind >= 1 && before.kind <= 4) await minute(page).selectOption(two(random(60)));
    else if (move === 6 && (await page.locator(".cron-place.warn").count())) await note(page).getByRole("button").nth(random(2)).click();
    else if (before.kind === 3) await page.locator(".cron-days").nth(0).getByRole("checkbox").nth(random(7)).click();
    else if (before.kind === 4) await page.locator(".cron-days").nth(1).getByRole("checkbox").nth([0, 27, 30, random(31)][random(4)]).click();
    const now = await read();
    const what = `step ${step}: ${JSON.stringify(now)}`;
    seen[now.isRefused ? "refused" : now.kind] = (seen[now.isRefused ? "refused" : now.kind] ?? 0) + 1;
    const [m, h, , , w] = now.text.split(" ");
    if (now.isRefused) expect(now.text, what).toBe("");
    // Of a simple time, fields, expression and preview are held against each other by UTC.
    else if (now.kind >= 1 && now.kind <= 4) {
      const utc = now.at - places[now.zone];
      const minutes = ((utc % 1_440) + 1_440) % 1_440;
      expect(m, what).toBe(String(minutes % 60));
      expect(h, what).toBe(now.kind === 1 ? "*" : String(Math.floor(minutes / 60)));
      expect(now.firings.length, what).toBeGreaterThan(0);
      for (const at of now.firings.map((text) => new Date(text))) {
        expect(at.getUTCMinutes(), what).toBe(minutes % 60);
        if (now.kind !== 1) expect(at.getUTCHours(), what).toBe(Math.floor(minutes / 60));
        const there = new Date(at.getTime() + places[now.zone] * 60_000);
        if (now.kind === 3) expect(now.weekdays, `${what} ${w}`).toContain(((there.getUTCDay() + 6) % 7) + 1);
        if (now.kind === 4) expect(now.dates, what).toContain(there.getUTCDate());
      }
    }
    if (step % 15 === 0) {
      await openStep(page, "Review");
      const sent = now.text === "" || now.text.startsWith("61") ? undefined : now.text;
      if (sent) await expect(page.getByText(`"run_at": ${JSON.stringify(sent)}`).first(), what).toBeVisible();
      else {
        await createButton(page).click();
        await expect(summary(page), what).toBeVisible();
      }
      await openStep(page, "When");
      // The fields of other kinds are hidden and made anew.
      const seenOf = (all: typeof now) => {
        const of = (kinds: number[], value: unknown) => (kinds.includes(all.kind) ? value : undefined);
        const { kind, text, isRefused } = all;
        return { kind, text, isRefused, zone: of([1, 2, 3, 4], all.zone), at: of([2, 3, 4], all.at), weekdays: of([3], all.weekdays), dates: of([4], all.dates) };
      };
      const again = await read();
      expect(seenOf(again), what).toEqual(seenOf(now));
    }
  }
  console.log(`300 steps in the browser: ${JSON.stringify(seen)}`);
  expect(seen.refused).toBeGreaterThan(5);
  expect(await scheduleCreates(appliance)).toEqual([]);
});
