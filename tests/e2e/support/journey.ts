// The main journey, shared by the builds at the root, under a prefix and behind a proxy.
import type { Page } from "@playwright/test";
import type { Appliance } from "./appliance.ts";
import { act, expect, signIn } from "./fixture.ts";
import { heading, openSection, readTable, resultsTable, row } from "./screens.ts";
import { QUESTIONS, createButton, expression, goOn, nameField, runNow } from "./wizard.ts";

const NAME = "Journey of AWS";

/** Creates a schedule, runs it, reads the result, and finds both after a power cut. */
export async function mainJob(page: Page, appliance: Appliance): Promise<void> {
  await signIn(page, "admin", "");
  await expect(heading(page, "Overview")).toBeVisible();
  await expect(page).toHaveURL(appliance.url);
  await openSection(page, "Schedules");
  const seeded = row(page, "payments-aws-hourly");
  await expect(seeded).toContainText("20 * * * *");
  await expect(seeded).toContainText("aws · 2 KMS");

  await act(page, () => page.getByRole("link", { name: "New schedule" }).click());
  await expect(heading(page, QUESTIONS[0])).toBeFocused();
  await page.getByRole("radio", { name: "AWS", exact: true }).check();
  await goOn(page, "Choose what is synchronized");
  const picker = page.getByRole("combobox", { name: "KMS", exact: true });
  await picker.fill("payments-p");
  await expect(page.getByRole("option", { name: /payments-prod/ })).toBeVisible();
  await picker.press("ArrowDown");
  await picker.press("Enter");
  await expect(page.getByRole("button", { name: "Remove payments-prod" })).toBeVisible();
  await picker.press("Escape");
  await goOn(page, "Set when it fires");
  await expression(page).fill("17 4 * * 1-5");
  await goOn(page, "Name it");
  await nameField(page).fill(NAME);
  await goOn(page, "Review");
  await act(page, () => createButton(page).click());

  await expect(heading(page, NAME)).toBeVisible();
  await expect(page).toHaveURL(/\/schedules\/[0-9a-f-]{36}$/);
  const schedule = page.url();
  expect(schedule.startsWith(`${appliance.url}schedules/`), schedule).toBe(true);
  await expect(page.getByText("17 4 * * 1-5", { exact: true })).toBeVisible();
  await expect(page.getByText("This schedule has not run yet.")).toBeVisible();

  await act(page, () => runNow(page, page.getByRole("button", { name: "Run now" })));
  await expect(heading(page, /^Run enqueued /)).toBeVisible();
  const run = page.url();
  expect(run.startsWith(`${appliance.url}runs/`), run).toBe(true);
  await expect(page.getByText(/ s so far/), "elapsed time while it runs").toBeVisible();
  await expect(page.getByText("All 3 regions were synchronized.")).toBeVisible({ timeout: 20_000 });
  expect(await readTable(resultsTable(page))).toEqual(
    ["eu-central-1", "eu-west-1", "eu-west-2"].map((Region) => ({
      Region,
      Result: "Synchronized",
      Cause: "–",
      "Appliance message": "region synchronized successfully",
    })),
  );
  await expect(page.getByText("Succeeded", { exact: true }).first()).toBeVisible();

  await appliance.kill();
  await appliance.restart();
  await signIn(page, "admin", run.slice(appliance.url.length));
  await expect(page, "URL after the new sign-in").toHaveURL(run);
  await expect(page.getByText("All 3 regions were synchronized.")).toBeVisible();
  await page.getByRole("link", { name: "Current schedule" }).click();
  await expect(heading(page, NAME)).toBeVisible();
  await expect(page).toHaveURL(schedule);
  await expect(page.getByRole("table", { name: "Last runs, newest first" }).getByRole("row")).toHaveCount(2);
  await openSection(page, "Schedules");
  await page.getByRole("searchbox").fill(NAME);
  await expect(row(page, NAME)).toContainText("Succeeded");
}
