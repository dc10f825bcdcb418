// Actions on schedules, single and in bulk: disable, delete, import, export.
import type { Locator, Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { saveFile } from "./support/download.ts";
import { act, expect, quiet, signIn, test } from "./support/fixture.ts";
import { scheduleWrites } from "./support/journal.ts";
import { heading, messages, openSection, row, signInAgain } from "./support/screens.ts";
import { answerAll, openImport, openStep, runNow } from "./support/wizard.ts";

const LIST = "/scheduler/job-configs";
const more = (page: Page, name: string) => page.getByRole("button", { name: `More for ${name}`, exact: true });
const choose = async (page: Page, name: string, item: string) => {
  await more(page, name).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
const bulkBar = (page: Page) => page.getByRole("group", { name: "Selected schedules" });

/** The summary line of the bulk dialog. */
const result = (dialog: Locator, text: string) => dialog.getByRole("paragraph").filter({ hasText: new RegExp(`^${text}$`) });

/** Creates and selects schedules `Bulk 01` to `Bulk n`; gives their ids. */
async function selectNew(page: Page, appliance: Appliance, n: number): Promise<string[]> {
  const client = await Client.signIn(appliance);
  const ids: string[] = [];
  for (let at = 1; at <= n; at++) ids.push((await client.create(`Bulk ${String(at).padStart(2, "0")}`)).id);
  await appliance.control("journal/clear");
  await signIn(page, "admin", "schedules?q=bulk&rows=100");
  await expect(row(page, "Bulk 01")).toBeVisible();
  await page.getByRole("button", { name: "More for schedules" }).click();
  await page.getByRole("menuitem", { name: "Select schedules" }).click();
  await expect(page.getByRole("checkbox", { name: "Select all on this page" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(bulkBar(page)).toContainText(`${n} selected`);
  return ids;
}

test.describe("bulk actions (R-29)", () => {
  test("bulk disable sends at most 4 requests at a time and retries the failed schedules alone (R-29)", async ({ page, appliance }) => {
    test.slow();
    const ids = await selectNew(page, appliance, 14);
    // Counted in the page, since events of the developer tools arrive late.
    await page.evaluate(() => {
      const counts = ((window as any).changes = { now: 0, most: 0 });
      const send = window.fetch;
      window.fetch = async (...given) => {
        const isChange = given[0] instanceof Request ? given[0].method === "PATCH" : given[1]?.method === "PATCH";
        if (!isChange) return send(...given);
        counts.most = Math.max(counts.most, ++counts.now);
        return send(...given).finally(() => counts.now--);
      };
    });
    const failing = ids.slice(3, 6);
    await appliance.control("faults", [
      ...failing.map((id) => ({ method: "PATCH", path: `${LIST}/${id}`, status: 500, delay_ms: 120, times: 1 })),
      { method: "PATCH", path: LIST, delay_ms: 120 },
    ]);
    await bulkBar(page).getByRole("button", { name: "Disable" }).click();
    const dialog = page.getByRole("alertdialog", { name: /Disable 14 schedules/ });
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    await dialog.getByRole("button", { name: "Disable 14 schedules" }).click();
    await expect(result(dialog, "11 done, 3 failed")).toBeVisible({ timeout: 20_000 });
    const most = await page.evaluate(() => (window as any).changes.most);
    expect(most).toBe(4);
    await expect(dialog.getByRole("table", { name: "Failures and reasons" }).getByRole("rowheader")).toHaveText(["Bulk 04", "Bulk 05", "Bulk 06"]);
    await appliance.control("journal/clear");
    await dialog.getByRole("button", { name: "Try the failed ones again" }).click();
    await expect(result(dialog, "14 done")).toBeVisible({ timeout: 20_000 });
    expect((await scheduleWrites(appliance)).map((entry) => entry.path.split("/").at(-1)).sort()).toEqual([...failing].sort());
    await act(page, () => dialog.getByRole("button", { name: "Close" }).click());
    await expect(bulkBar(page)).toContainText("0 selected");
    const client = await Client.signIn(appliance);
    for (const id of ids) expect((await client.get(`scheduler/job-configs/${id}`)).disabled).toBe(true);
    console.log(`R-29: 14 items, at most ${most} in flight, 3 failed and were sent again alone`);
  });

  test("bulk disable stopped midway leaves the remaining schedules untouched and selected", async ({ page, appliance }) => {
    await selectNew(page, appliance, 12);
    await appliance.control("faults", [{ method: "PATCH", path: LIST, delay_ms: 700 }]);
    await bulkBar(page).getByRole("button", { name: "Disable" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByRole("button", { name: "Disable 12 schedules" }).click();
    await dialog.getByRole("button", { name: "Stop" }).click();
    await expect(result(dialog, "4 done, 8 not tried")).toBeVisible({ timeout: 15_000 });
    expect(await scheduleWrites(appliance)).toHaveLength(4);
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(bulkBar(page)).toContainText("8 selected");
  });

  test("bulk disable pauses when the session ends and goes on after the sign-in, sending nothing twice", async ({ page, appliance }) => {
    const ids = await selectNew(page, appliance, 10);
    await quiet(appliance);
    await appliance.control("faults", [{ method: "PATCH", path: LIST, delay_ms: 400 }]);
    await bulkBar(page).getByRole("button", { name: "Disable" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Disable 10 schedules" }).click();
    await page.waitForTimeout(600);
    await appliance.control("tokens", { revoke_all: true });
    await signInAgain(page);
    await expect(result(page.getByRole("alertdialog"), "10 done")).toBeVisible({ timeout: 20_000 });
    const taken = (await scheduleWrites(appliance)).filter((entry) => entry.status === 200).map((entry) => entry.path.split("/").at(-1));
    expect(taken.sort()).toEqual([...ids].sort());
  });

  test("bulk delete requires the number of schedules to be typed", async ({ page, appliance }) => {
    await selectNew(page, appliance, 3);
    await bulkBar(page).getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("alertdialog", { name: /Delete 3 schedules/ });
    await dialog.getByRole("button", { name: "Delete 3 schedules" }).click();
    await expect(dialog.getByLabel("Type 3 to confirm")).toBeFocused();
    expect(await scheduleWrites(appliance)).toEqual([]);
    await dialog.getByLabel("Type 3 to confirm").fill("3");
    await dialog.getByRole("button", { name: "Delete 3 schedules" }).click();
    await expect(result(dialog, "3 done")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(page.getByText("No schedule matches the search and the filters.")).toBeVisible();
  });

  test("select all that match selects schedules beyond the page", async ({ page, appliance }) => {
    await signIn(page);
    await expect(page.getByText(/^1–25 of 36$/)).toBeVisible();
    await page.getByRole("button", { name: "More for schedules" }).click();
    await page.getByRole("menuitem", { name: "Select schedules" }).click();
    await bulkBar(page).getByRole("button", { name: "Select all that match" }).click();
    await expect(bulkBar(page)).toContainText("36 selected");
    await act(page, () => bulkBar(page).getByRole("button", { name: "Done selecting" }).click());
    await expect(bulkBar(page)).toBeHidden();
    expect(await scheduleWrites(appliance)).toEqual([]);
  });
});

test("action refused by the appliance is disabled afterwards, with the appliance's reason", async ({ page, appliance }) => {
  await signIn(page, "viewer", "schedules?q=erp-vaults");
  await runNow(page, page.getByRole("button", { name: "Run erp-vaults now" }));
  await expect(messages(page).getByText("erp-vaults was not started. Your account may only read")).toBeVisible();
  const run = page.getByRole("button", { name: "Run erp-vaults now" });
  await expect(run).toHaveAttribute("aria-disabled", "true");
  await expect(run).toHaveAccessibleDescription("The appliance refused this to viewer: your account may only read");
  await run.click({ force: true });
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await more(page, "erp-vaults").click();
  await expect(page.getByRole("menuitem", { name: /^Disable/ })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("menuitem", { name: /^Edit/ })).toHaveAttribute("aria-disabled", "true");
  expect((await scheduleWrites(appliance)).map((entry) => entry.status)).toEqual([403]);
});

test("schedule of another operation can be enabled and disabled, but not edited or copied, and says why", async ({ page }) => {
  await signIn(page, "admin", "schedules?q=weekly-backup");
  await more(page, "weekly-backup").click();
  for (const item of ["Edit", "Copy"]) {
    await expect(page.getByRole("menuitem", { name: new RegExp(`^${item} ?This console edits synchronizations only`) })).toHaveAttribute("aria-disabled", "true");
  }
  await page.getByRole("menuitem", { name: "Disable", exact: true }).click();
  await expect(row(page, "weekly-backup")).toContainText("Disabled");
  await choose(page, "weekly-backup", "Enable");
  await expect(row(page, "weekly-backup")).not.toContainText("Disabled");
});

test("import of an exported file previews each change by field, skips equal schedules and sends the rest", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  await client.create("Carried one", { description: "before" });
  await client.create("Carried two");
  await appliance.control("journal/clear");
  await signIn(page, "admin", "schedules?q=carried");
  await expect(row(page, "Carried two")).toBeVisible();
  await page.getByRole("button", { name: "More for schedules" }).click();
  const saved = await saveFile(page, () => page.getByRole("menuitem", { name: "Export the shown schedules" }).click());
  expect(saved.name).toBe("schedules.json");
  const file = JSON.parse(saved.text);
  expect(file.schedules.map((schedule: any) => schedule.name).sort()).toEqual(["Carried one", "Carried two"]);

  file.schedules.find((schedule: any) => schedule.name === "Carried one").description = "after";
  file.schedules.push({ ...file.schedules[0], name: "Carried three" });
  file.schedules.push({ name: "Not ours", operation: "database_backup", run_at: "0 1 * * *" });
  const dialog = await openImport(page);
  await dialog.getByLabel("File").setInputFiles({ name: "s.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await dialog.getByRole("button", { name: "Preview" }).click();
  const plan = dialog.getByRole("table", { name: "Preview of the import" });
  await expect(plan.getByRole("row", { name: /^Carried one/ })).toContainText("Description: before → after");
  await expect(plan.getByRole("row", { name: /^Carried two/ })).toContainText("Nothing");
  await expect(plan.getByRole("row", { name: /^Carried three/ })).toContainText("Create");
  await expect(plan.getByRole("row", { name: /^Not ours/ })).toContainText("Skip");
  expect(await scheduleWrites(appliance)).toEqual([]);
  await dialog.getByRole("button", { name: "Import 2 schedules" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: /^2 done$/ })).toBeVisible();
  await act(page, () => dialog.getByRole("button", { name: "Close" }).last().click());
  await expect(row(page, "Carried three")).toBeVisible();
  expect((await scheduleWrites(appliance)).map((entry) => [entry.method, entry.method === "PATCH" ? entry.body : entry.body.name]).sort()).toEqual([
    ["PATCH", { description: "after" }],
    ["POST", "Carried three"],
  ]);
});

test("import of one object a line asks before a schedule that has ended is imported, disabled", async ({ page, appliance }) => {
  await appliance.control("journal/clear");
  await signIn(page, "admin", "schedules?q=carried");
  const dialog = await openImport(page);
  const carried = (name: string, more: object) => JSON.stringify({
    name, operation: "cckm_synchronization", run_at: "0 1 * * *", ...more,
    cckm_synchronization_params: { cloud_name: "aws", synchronize_all: true },
  });
  const ended = carried("Carried ended", { end_date: "2020-01-01T00:00:00Z" });
  const coming = carried("Carried coming", { start_date: "2037-01-01T00:00:00.5Z" });
  const text = dialog.getByRole("textbox", { name: "JSON" });
  await text.fill('resource "ciphertrust_scheduler" "nightly" {\n}\n');
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByText("This is a Terraform configuration.")).toBeVisible();
  await text.fill(`${ended}\n${coming}\n`);
  await dialog.getByRole("button", { name: "Preview" }).click();
  const plan = dialog.getByRole("table", { name: "Preview of the import" });
  await expect(plan.getByRole("row", { name: /^Carried ended/ })).toContainText("Ended at 2020-01-01T00:00:00Z");
  await expect(plan.getByRole("row", { name: /^Carried coming/ })).toContainText("Starts: the fraction of a second is cut.");
  await expect(dialog.getByRole("button", { name: "Import 1 schedule" })).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Also import the schedule that has ended, disabled" }).check();
  await dialog.getByRole("button", { name: "Import 2 schedules" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: /^2 done$/ })).toBeVisible();
  await expect(dialog.getByRole("checkbox")).toHaveCount(0);
  expect((await scheduleWrites(appliance)).map(({ method, body }) => [method, body.name, body.disabled]).sort()).toEqual([
    ["POST", "Carried coming", undefined],
    ["POST", "Carried ended", true],
  ]);
});

test.describe("double press (R-08)", () => {
  type Way = [string, (page: Page, name: string) => Promise<void>];
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).last();
  const WAYS: Way[] = [
    ["double click", (page, name) => button(page, name).dblclick()],
    ["two Enters", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
    }],
    ["Enter and a click", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.press("Enter");
      await button(page, name).click({ force: true, timeout: 1_000 }).catch(() => {});
    }],
    ["held key", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.down("Enter");
      for (let n = 0; n < 6; n++) await page.keyboard.down("Enter");
      await page.keyboard.up("Enter");
    }],
    ["clicks queued in a long task", (page, name) =>
      button(page, name).evaluate((element: HTMLElement) => {
        element.click();
        const until = performance.now() + 120;
        while (performance.now() < until);
        element.click();
        element.click();
      })],
  ];
  for (const [way, doIt] of WAYS) {
    test(`${way} on Create, Save, Run now and Delete sends each request once (R-08)`, async ({ page, appliance }) => {
      test.slow();
      const client = await Client.signIn(appliance);
      const stored = await client.create("Pressed twice");
      await appliance.control("journal/clear");
      const slow = (method: string) => appliance.control("faults", [{ method, path: LIST, delay_ms: 900, times: 1 }]);
      await signIn(page, "admin", "schedules/new");
      await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Once" });
      await slow("POST");
      await doIt(page, "Create schedule");
      await expect(heading(page, "Once")).toBeVisible();

      await openSection(page, "Schedules");
      await page.getByRole("searchbox").fill("Pressed twice");
      await row(page, "Pressed twice").getByRole("link", { name: "Pressed twice" }).click();
      await page.getByRole("link", { name: "Edit" }).click();
      await openStep(page, "Name");
      await page.getByLabel("Description").fill("changed");
      await openStep(page, "Review");
      await slow("PATCH");
      await doIt(page, "Save changes");
      await expect(heading(page, "Pressed twice")).toBeVisible();

      await page.getByRole("button", { name: "Run now" }).click();
      await slow("POST");
      await doIt(page, "Run now");
      await expect(heading(page, /^Run enqueued /)).toBeVisible();
      await page.goBack();

      await page.getByRole("button", { name: "More for Pressed twice" }).click();
      await slow("DELETE");
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await doIt(page, "Delete");
      await expect(heading(page, "Schedules")).toBeVisible();
      const sent = await scheduleWrites(appliance);
      expect(sent.map(({ method, path }) => `${method} ${path.replace(stored.id, "ID")}`)).toEqual(["POST ", "PATCH /ID", "POST /ID/run-now", "DELETE /ID"]);
    });
  }
});
