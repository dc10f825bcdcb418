// Taking back: a switch, a batch, a deletion. And what a first refusal of a write says about the others.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleWrites } from "./support/journal.ts";
import { chooseInUserMenu, heading, messages, openSection, row } from "./support/screens.ts";
import { runNow } from "./support/wizard.ts";

const choose = async (page: Page, name: string, item: string) => {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
const selectAll = async (page: Page) => {
  await page.getByRole("button", { name: "More for schedules" }).click();
  await page.getByRole("menuitem", { name: "Select schedules" }).click();
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
};
const bulkBar = (page: Page) => page.getByRole("group", { name: "Selected schedules" });

test("a schedule that was disabled is enabled again by one press, also from another page", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const { id } = await client.create("Undo me");
  await signIn(page, "admin", "schedules?q=undo");
  await choose(page, "Undo me", "Disable");
  await expect(messages(page)).toContainText("Undo me is disabled.");
  expect((await client.get(`scheduler/job-configs/${id}`)).disabled).toBe(true);
  await openSection(page, "Settings");
  await act(page, () => messages(page).getByRole("button", { name: "Undo" }).click());
  await expect(messages(page)).toContainText("Undo me is enabled.");
  await expect(messages(page)).not.toContainText("Undo me is disabled.");
  expect((await client.get(`scheduler/job-configs/${id}`)).disabled).toBe(false);
});

test("a batch takes back exactly what it changed: what was disabled before stays disabled", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const ids: string[] = [];
  for (let at = 0; at < 6; at++) ids.push((await client.create(`Take back ${at}`)).id);
  await client.patch(`scheduler/job-configs/${ids[2]}`, { disabled: true });
  await signIn(page, "admin", "schedules?q=take%20back");
  await expect(row(page, "Take back 5")).toBeVisible();
  await appliance.control("journal/clear");
  await selectAll(page);
  await bulkBar(page).getByRole("button", { name: "Disable" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Disable 6 schedules" }).click();
  await expect(dialog).toContainText("5 done, 1 was so already");
  expect(await scheduleWrites(appliance), "nothing is sent for what is so already").toHaveLength(5);
  await dialog.getByRole("button", { name: "Close" }).click();
  await act(page, () => messages(page).getByRole("button", { name: "Undo" }).click());
  await dialog.getByRole("button", { name: "Enable 5 schedules" }).click();
  await expect(dialog).toContainText("5 done");
  await dialog.getByRole("button", { name: "Close" }).click();
  const disabled = [];
  for (const id of ids) disabled.push((await client.get(`scheduler/job-configs/${id}`)).disabled);
  expect(disabled).toEqual([false, false, true, false, false, false]);
});

test("a deleted schedule is made again as it was last, with a new id", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const { id } = await client.create("Gone by mistake");
  await signIn(page, "admin", "schedules?q=gone");
  await expect(row(page, "Gone by mistake")).toBeVisible();
  // Changed by somebody else after the list was read.
  await client.patch(`scheduler/job-configs/${id}`, { run_at: "5  4 * * sun", description: "Newest" });
  const before = await client.get(`scheduler/job-configs/${id}`);
  await choose(page, "Gone by mistake", "Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(messages(page)).toContainText("Gone by mistake was deleted.");
  await act(page, () => messages(page).getByRole("button", { name: "Make again" }).click());
  await expect(messages(page)).toContainText("It has a new id; its earlier runs stay under the old one.");
  await messages(page).getByRole("link", { name: "Show it" }).click();
  await expect(heading(page, "Gone by mistake")).toBeVisible();
  const made = await client.get(`scheduler/job-configs/${new URL(page.url()).pathname.split("/").at(-1)}`);
  const kept = (one: any) => ["name", "run_at", "description", "disabled", "job_config_params"].map((member) => one[member]);
  expect(kept(made)).toEqual(kept(before));
  expect(made.id).not.toBe(before.id);
});

test("first refused write is taken for all writes of schedules: said by the name, before step 1, and lifted on request", async ({ page }) => {
  await signIn(page, "viewer", "schedules?q=erp-vaults");
  await expect(page.getByRole("link", { name: "New schedule" })).toBeVisible();
  await runNow(page, page.getByRole("button", { name: "Run erp-vaults now" }));
  await expect(messages(page)).toContainText("erp-vaults was not started.");
  await expect(page.getByRole("button", { name: "User: viewer, read only" })).toBeVisible();
  const create = page.getByRole("button", { name: "New schedule" });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await expect(create).toHaveAccessibleDescription(/The appliance refused to let viewer run schedules, so this account is taken for one that may only read them/);
  await page.getByRole("button", { name: "More for erp-vaults", exact: true }).click();
  for (const item of ["Disable", "Delete", "Edit", "Copy(?! id)"]) {
    await expect(page.getByRole("menuitem", { name: new RegExp(`^${item}`) })).toHaveAttribute("aria-disabled", "true");
  }
  await page.keyboard.press("Escape");
  // Runs are another kind of resource.
  await openSection(page, "Runs");
  await page.getByRole("row").nth(1).getByRole("button", { name: /^More for/ }).click();
  await expect(page.getByRole("menuitem", { name: /^Delete/ })).not.toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await act(page, () => chooseInUserMenu(page, "Offer everything again"));
  await expect(page.getByRole("button", { name: "User: viewer", exact: true })).toBeVisible();
  await openSection(page, "Schedules");
  await expect(page.getByRole("link", { name: "New schedule" })).toBeVisible();
});

test("wizard says before anything is filled in that the appliance refuses its end", async ({ page }) => {
  await signIn(page, "viewer", "schedules?q=erp-vaults");
  await page.getByRole("link", { name: "New schedule" }).click();
  await expect(heading(page, "Choose a cloud")).toBeVisible();
  await expect(page.getByText(/The appliance refused to let/)).toBeHidden();
  await page.goBack();
  await runNow(page, page.getByRole("button", { name: "Run erp-vaults now" }));
  await expect(messages(page)).toContainText("erp-vaults was not started.");
  await page.goForward();
  await expect(page.getByText(/The appliance refused to let viewer run schedules/)).toBeVisible();
});
