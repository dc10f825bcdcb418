// Cron expressions: table, detail page, editor and scratch pad agree on firings in every zone; builder, errors and fixes.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { installClock } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleCreates } from "./support/journal.ts";
import { heading, row, zoneSwitch } from "./support/screens.ts";
import { answer, continueButton, createButton, expression, goOn, openStep, summary } from "./support/wizard.ts";

const preview = (page: Page) => page.getByRole("region", { name: "Preview" });
const firings = (page: Page) => preview(page).getByRole("row").filter({ has: page.locator("time") });

/** The `datetime` attributes of the preview's firings. */
const instants = (page: Page): Promise<string[]> =>
  firings(page).locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime") ?? ""));

/** Each firing as "zone of the switch | other zones". */
const lines = (page: Page): Promise<string[]> =>
  firings(page).evaluateAll((rows) => rows.map((one) => [...one.children].slice(0, 3).map((cell) => (cell as HTMLElement).innerText.trim()).join(" | ")));

// Firings on either side of a clock change of each zone. The local times come from an independent table.
const ZONES = [
  {
    zone: "UTC", now: "2027-03-27T12:00:00Z", cron: "30 1 * * *", other: "UTC",
    walls: ["28 Mar 2027 01:30 UTC", "29 Mar 2027 01:30 UTC"], changes: false,
  },
  {
    zone: "Europe/Berlin", now: "2027-03-26T12:00:00Z", cron: "30 0 * * *", other: "Berlin",
    walls: ["27 Mar 2027 01:30 CET", "28 Mar 2027 01:30 CET", "29 Mar 2027 02:30 CEST"], changes: true,
  },
  {
    zone: "America/New_York", now: "2027-03-13T12:00:00Z", cron: "30 6 * * *", other: "New York",
    walls: ["14 Mar 2027 01:30 GMT-5", "15 Mar 2027 02:30 GMT-4"], changes: true,
  },
  {
    zone: "Asia/Kolkata", now: "2027-03-27T12:00:00Z", cron: "30 20 * * *", other: "Kolkata",
    walls: ["28 Mar 2027 02:00 GMT+5:30", "29 Mar 2027 02:00 GMT+5:30"], changes: false,
  },
  {
    zone: "Australia/Lord_Howe", now: "2027-04-02T12:00:00Z", cron: "30 14 * * *", other: "Lord Howe",
    walls: ["3 Apr 2027 01:30 GMT+11", "4 Apr 2027 01:30 GMT+11", "5 Apr 2027 01:00 GMT+10:30"], changes: true,
  },
];

for (const { zone, now, cron, other, walls, changes } of ZONES) {
  test.describe(`in ${zone}`, () => {
    test.use({ timezoneId: zone });

    test(`table, detail page, editor and scratch pad show the same firings around a clock change in ${zone}`, async ({ page, appliance }) => {
      const client = await Client.signIn(appliance);
      const { id } = await client.create("Around the change", { run_at: cron });
      await installClock(page, new Date(now));
      await appliance.control("clock", { now });
      await signIn(page, "admin", `cron?e=${encodeURIComponent(cron)}`);
      const asked = await instants(page);
      expect(asked).toHaveLength(10);
      const pad = await lines(page);
      // The local time carries the zone's name of that day, which changes with the clock.
      expect(pad[0]).toContain("UTC");
      for (const [at, wall] of walls.entries()) {
        const [day, month, year, time, name] = wall.split(" ");
        expect(pad[at], `line ${at}`).toContain(`${time} ${name}`);
        expect(pad[at], `line ${at}`).toContain(`${day} ${month} ${year}`);
      }
      await expect(preview(page).getByText(/clocks change/)).toHaveCount(changes ? 1 : 0);

      await page.goto(`${appliance.url}schedules/${id}`);
      await signIn(page, "admin", `schedules/${id}`);
      await expect(firings(page).first()).toBeVisible();
      expect(await instants(page), "detail").toEqual(asked);
      expect(await lines(page), "detail").toEqual(pad);
      const next = page.locator("dt", { hasText: "Next run" }).locator("xpath=following-sibling::dd").locator("time");
      await expect(next).toHaveAttribute("datetime", asked[0]);

      await signIn(page, "admin", "schedules?q=around");
      const cell = row(page, "Around the change").getByRole("cell").filter({ has: page.locator("time") }).first();
      await expect(cell.locator("time")).toHaveAttribute("datetime", asked[0]);
      await expect(cell).toContainText("UTC");

      const zones = zoneSwitch(page);
      if (other === "UTC") {
        await expect(zones.getByRole("button"), "zones to choose from").toHaveText(["UTC"]);
      } else {
        const switched = zones.getByRole("button", { name: other });
        await switched.click();
        const [, , , time, name] = walls[0].split(" ");
        await expect(cell).toContainText(`${time} ${name}`);
      }

      await page.getByRole("link", { name: "New schedule" }).click();
      await openStep(page, "When");
      await expression(page).fill(cron);
      await expect.poll(() => instants(page), { message: "editor" }).toEqual(asked);
      await openStep(page, "Review");
      await expect.poll(() => instants(page), { message: "review" }).toEqual(asked);
    });
  });
}

test("cron builder and expression update each other; an expression beyond the builder stays byte for byte", async ({ page }) => {
  await signIn(page, "admin", "cron?e=0%201%20*%20*%20*");
  const kind = (name: string) => page.getByRole("group", { name: "Repeat" }).getByRole("radio", { name });
  await expect(kind("Daily")).toBeChecked();
  await page.getByLabel("Hour", { exact: true }).selectOption("22");
  await page.getByLabel("Minute", { exact: true }).selectOption("15");
  await expect(expression(page)).toHaveValue("15 22 * * *");
  await expect(preview(page).getByText("At 22:15 UTC, every day")).toBeVisible();
  await kind("Weekly").check({ force: true });
  await page.getByRole("checkbox", { name: "Fri" }).check();
  await expect(expression(page)).toHaveValue("15 22 * * MON,FRI");
  await kind("Monthly").check({ force: true });
  await expect(expression(page)).toHaveValue("15 22 1 * *");
  await expression(page).fill("*/20 * * * *");
  await expect(kind("Minutes")).toBeChecked();
  await expect(page.getByLabel("Every", { exact: true })).toHaveValue("20");
  const odd = "00  5,4 ? 1-3 fri";
  await expression(page).fill(odd);
  await expect(kind("Custom")).toBeChecked();
  await expect(expression(page)).toHaveValue(odd);
  await expect(page).toHaveURL(/cron\?e=00%20%205%2C4%20%3F%201-3%20fri$/);
});

test("cron errors are listed under the expression, and one press applies the suggested fix", async ({ page }) => {
  await signIn(page, "admin", "cron");
  await expression(page).fill("0 25 * * 7");
  const wrong = page.locator("#run-at-error");
  await expect(wrong).toContainText("25");
  await expect(wrong).toContainText("7");
  await expect(expression(page)).toHaveAttribute("aria-invalid", "true");
  await expect(preview(page).getByText("Not a valid expression yet")).toBeVisible();
  await expression(page).fill("0 9 * * 7");
  await act(page, () => page.getByRole("button", { name: /^Use 0 9 \* \* (0|SUN)$/ }).click());
  await expect(expression(page)).toHaveValue(/^0 9 \* \* (0|SUN)$/);
  await expect(wrong).toBeHidden();
  await expect(preview(page).getByText("At 09:00 UTC, on Sundays")).toBeVisible();
});

test("cron field at the cursor is marked by its name", async ({ page }) => {
  await signIn(page, "admin", "cron?e=0%201%20*%20*%20FRI");
  await expression(page).focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".cron-labels .at")).toHaveText("minute 0–59");
  await page.keyboard.press("End");
  await expect(page.locator(".cron-labels .at")).toHaveText("day of the week 0–6");
});

test("cron preview explains why nothing fires and warns of collisions and of date-or-weekday rules", async ({ page }) => {
  await signIn(page, "admin", "cron?e=0%200%2030%202%20*");
  await expect(preview(page).getByText("Never fires", { exact: true })).toBeVisible();
  await expect(preview(page).getByText(/^The expression never fires/)).toBeVisible();
  await expression(page).fill("0 0 13 * FRI");
  await expect(preview(page).getByText("At 00:00 UTC, on the 13th or on any Friday")).toBeVisible();
  await expect(preview(page).getByText(/fires on every date that matches either/)).toBeVisible();
  await expression(page).fill("20 * * * *");
  const crowded = preview(page).getByText(/other schedules? also fires?/);
  await expect(crowded).toBeVisible();
  await act(page, () => preview(page).getByRole("button", { name: /^Use / }).first().click());
  await expect(crowded).toBeHidden();
});

test("cron preview lists 10 firings, and 100 on demand", async ({ page }) => {
  await signIn(page, "admin", "cron");
  await expect(firings(page)).toHaveCount(10);
  await act(page, () => page.getByRole("button", { name: "Show 90 more" }).click());
  await expect(firings(page)).toHaveCount(100);
});

test("wizard refuses an expression that the appliance would refuse, and sends a valid one as typed", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "Typed as it is" });
  await openStep(page, "When");
  await expression(page).fill("0 1 * * 8");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toContainText("8");
  await expect(heading(page, "Set when it fires"), "Continue stays on the step").toBeVisible();
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(summary(page), "Create sends nothing").toContainText("8");
  await openStep(page, "When");
  await expression(page).fill("0  1 * * mon");
  await goOn(page, "Name it");
  await goOn(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "Typed as it is")).toBeVisible();
  const sent = await scheduleCreates(appliance);
  expect(sent).toHaveLength(1);
  expect(sent[0].body.run_at).toBe("0  1 * * mon");
});

test("stored expression that cannot be parsed is marked invalid in the table and on the schedule's page", async ({ page }) => {
  await signIn(page, "admin", "schedules?q=bad-cron");
  const bad = row(page, "imported-with-bad-cron");
  await expect(bad).toContainText("Invalid");
  await expect(bad).toContainText("Cron expression");
  await bad.getByRole("link").first().click();
  await expect(heading(page, "imported-with-bad-cron")).toBeVisible();
  await expect(preview(page).getByText("The next firings are not known here")).toBeVisible();
});

test("cron preview follows a key press within 16 ms of main-thread time", async ({ page, browser }) => {
  await signIn(page, "admin", "cron");
  await expression(page).focus();
  await expression(page).press("End");
  await expect(firings(page)).toHaveCount(10);
  const keys = ["Backspace", "1", "Backspace", "2", "Backspace", "3", "Backspace", "4", "Backspace", "*"];
  for (const key of keys) await expression(page).press(key, { delay: 60 });
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
  for (const key of keys) await expression(page).press(key, { delay: 120 });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const inputs = traceEvents.filter((event: any) => event.name === "EventDispatch" && event.args?.data?.type === "input");
  const tasks = traceEvents.filter((event: any) => /RunTask$/.test(event.name) && event.tdur);
  // The preview renders in a microtask, hence within the task that handles the input.
  const spent = inputs.map((input: any) =>
    tasks.find((task: any) => task.tid === input.tid && task.pid === input.pid && task.ts <= input.ts && task.ts + task.dur >= input.ts)?.tdur / 1_000,
  );
  expect(spent.length).toBe(keys.length);
  spent.sort((a: number, b: number) => a - b);
  const median = spent[spent.length >> 1];
  console.log(`key press to preview: median ${median.toFixed(1)} ms, worst ${spent.at(-1).toFixed(1)} ms of thread time`);
  expect(median).toBeLessThan(16);
});
