// Names with blanks, controls, direction and doubles: marked wherever they are shown or said, told apart in every question.
import type { Locator, Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { NASTY, expectToldApart, watchTexts } from "./support/nasty.ts";
import { heading, leaveDialog, messages, openSection } from "./support/screens.ts";
import { continueButton, openImport, openStep } from "./support/wizard.ts";

const question = (page: Page): Locator => page.getByRole("alertdialog");
const lineOf = (page: Page, id: string): Locator => page.getByRole("row").filter({ has: page.locator(`a[href$="/schedules/${id}"]`) });
const cancel = (page: Page) => act(page, () => question(page).getByRole("button", { name: "Cancel" }).click());

/** Creates the twenty schedules; gives their ids by the keys of [`NASTY`]. */
async function store(appliance: Appliance): Promise<Record<keyof typeof NASTY, string>> {
  await appliance.control("reset", { seed: "empty" });
  const client = await Client.signIn(appliance);
  const ids: Record<string, string> = {};
  for (const [key, name] of Object.entries(NASTY)) {
    ids[key] = (await client.create(name, { description: `about ${name.slice(0, 200)}`, cckm_synchronization_params: { cloud_name: "aws", synchronize_all: true } })).id;
  }
  return ids as Record<keyof typeof NASTY, string>;
}

async function choose(page: Page, id: string, item: string): Promise<void> {
  await lineOf(page, id).getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** The title of the question, which must be described. */
async function asked(page: Page): Promise<string> {
  await expect(question(page)).toHaveAccessibleDescription(/./);
  return (await question(page).getByRole("heading").innerText()).trim();
}

test("every question about a schedule marks its name and tells it from its doubles by the id", async ({ page, appliance }) => {
  test.slow();
  const ids = await store(appliance);
  const found = await watchTexts(page);
  await signIn(page, "admin", "schedules?rows=100");
  await expect(page.getByText(/^1–20 of 20$/)).toBeVisible();
  const deletions: string[] = [];
  const starts: string[] = [];
  for (const id of Object.values(ids)) {
    await choose(page, id, "Delete");
    deletions.push(await asked(page));
    await cancel(page);
    await lineOf(page, id).getByRole("button", { name: /^Run/ }).click();
    starts.push(await asked(page));
    await cancel(page);
  }
  expectToldApart(deletions);
  expectToldApart(starts);
  const doubles = ["plain", "blank", "noBreak"] as const;
  await choose(page, ids.blank, "Delete");
  await expect(question(page)).toHaveAccessibleName(/^Delete dupe␣ \(schedule id .+\)\?$/);
  await expect(question(page)).toHaveAccessibleDescription(/similar names: .*dupe \(schedule id .*dupeU\+00A0 \(schedule id/);
  await cancel(page);
  await choose(page, ids.composed, "Delete");
  await expect(question(page)).toHaveAccessibleName(/^Delete SchlU\+00FCssel \(schedule id/);
  await expect(question(page)).toHaveAccessibleDescription(/similar name: SchluU\+0308ssel/);
  await cancel(page);
  await page.getByRole("button", { name: "More for schedules" }).click();
  await page.getByRole("menuitem", { name: "Select schedules" }).click();
  for (const key of doubles) await lineOf(page, ids[key]).getByRole("checkbox").check();
  for (const verb of ["Run", "Enable", "Disable", "Delete"]) {
    await page.getByRole("group", { name: "Selected schedules" }).getByRole("button", { name: verb, exact: true }).click();
    const lines = await question(page).getByRole("listitem").allInnerTexts();
    expect(lines).toHaveLength(3);
    expectToldApart(lines);
    for (const line of lines) expect(line).toContain("(schedule id");
    await cancel(page);
  }
  expect(found).toEqual([]);
});

test("messages and announcements mark the names of schedules", async ({ page, appliance }) => {
  test.slow();
  const ids = await store(appliance);
  const found = await watchTexts(page);
  await signIn(page, "admin", "schedules?rows=100");
  await expect(page.getByText(/^1–20 of 20$/)).toBeVisible();
  const said: string[] = [];
  for (const id of Object.values(ids)) {
    await choose(page, id, "Disable");
    const message = messages(page).getByText(/is disabled\./);
    await expect(message).toBeVisible();
    said.push(await message.innerText());
    await expect(page.locator("#announce-polite")).toHaveText(/is disabled\./);
    await messages(page).getByRole("button", { name: "Dismiss message" }).click();
    await expect(message).toBeHidden();
  }
  expectToldApart(said.filter((text) => !/schl/i.test(text)));
  await choose(page, ids.blank, "Delete");
  await question(page).getByRole("button", { name: "Delete" }).click();
  await expect(messages(page).getByText("dupe␣ was deleted.")).toBeVisible();
  await appliance.control("faults", [{ method: "PATCH", path: "/scheduler/job-configs", status: 500 }]);
  await choose(page, ids.override, "Enable");
  await expect(messages(page).getByText("safe U+202Eexe.liveU+202C x was not enabled.")).toBeVisible();
  expect(found).toEqual([]);
});

test("pages, tab titles, breadcrumbs and the wizard mark the names of schedules", async ({ page, appliance }) => {
  test.slow();
  const ids = await store(appliance);
  const found = await watchTexts(page);
  await signIn(page, "admin", "schedules?rows=100");
  const titles: string[] = [];
  for (const id of Object.values(ids)) {
    await lineOf(page, id).getByRole("link").first().click();
    await expect(page.getByRole("button", { name: /^More for/ })).toBeVisible();
    titles.push(await page.title());
    expect(await page.title()).not.toMatch(/^\s/);
    await act(page, () => page.getByRole("paragraph").getByRole("link", { name: "Schedules" }).click());
    await expect(page.getByText(/^1–20 of 20$/)).toBeVisible();
  }
  expectToldApart(titles.filter((title) => !/schl/i.test(title)));
  for (const [key, marked] of [["blank", "dupe␣"], ["override", "safe U+202Eexe.liveU+202C x"], ["empty", "␣"], ["tab", "tabU+0009here"]] as const) {
    await choose(page, ids[key], "Edit");
    await expect(page).toHaveTitle(new RegExp(`Edit ${marked.replaceAll("+", "\\+")} – `));
    await expect(page.getByText(`Edit ${marked}`, { exact: true })).toBeVisible();
    await openStep(page, "Name");
    await page.getByLabel("Description").fill(`changed ${key}`);
    await openStep(page, "Review");
    await page.getByRole("button", { name: "Cancel" }).or(page.getByRole("link", { name: "Cancel" })).click();
    await expect(leaveDialog(page)).toHaveAccessibleDescription(/Your input on this page/);
    await leaveDialog(page).getByRole("button", { name: "Leave" }).click();
    await openSection(page, "Schedules");
    await choose(page, ids[key], "Copy");
    await expect(page).toHaveTitle(new RegExp(`Copy ${marked.replaceAll("+", "\\+")} – `));
    await openSection(page, "Schedules");
  }
  await choose(page, ids.line, "Edit");
  await openStep(page, "When");
  await page.getByLabel("Cron expression").fill("7 3 * * *");
  await continueButton(page).click();
  await openStep(page, "Review");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(messages(page).getByText("lineU+000Abreak was changed.")).toBeVisible();
  await openSection(page, "Overview");
  await expect(heading(page, "Overview")).toBeVisible();
  expect(found).toEqual([]);
});

test("runs of schedules with nasty names are marked, and told apart before they are deleted", async ({ page, appliance }) => {
  test.slow();
  const ids = await store(appliance);
  await appliance.control("settings", { run_seconds: 1 });
  const client = await Client.signIn(appliance);
  for (const id of Object.values(ids)) await client.post(`scheduler/job-configs/${id}/run-now`);
  const found = await watchTexts(page);
  await signIn(page, "admin", "runs?rows=100");
  const menus = page.getByRole("button", { name: /^More for the run of/ });
  await expect(menus).toHaveCount(20);
  const questions: string[] = [];
  for (let at = 0; at < 20; at++) {
    await menus.nth(at).click();
    await page.getByRole("menuitem", { name: "Delete", exact: true }).click();
    questions.push(await asked(page));
    await cancel(page);
  }
  expectToldApart(questions);
  const spelled = questions.filter((text) => /schl/i.test(text));
  expect(spelled.filter((text) => text.includes("(schedule id"))).toHaveLength(2);
  await page.getByRole("row").filter({ hasText: "U+202E" }).getByRole("link").first().click();
  await expect(page.locator(".crumb")).toContainText("U+202E");
  expect(found).toEqual([]);
});

test("the preview of an import marks the names of the file", async ({ page, appliance }) => {
  await store(appliance);
  const found = await watchTexts(page);
  await signIn(page, "admin", "schedules");
  const dialog = await openImport(page);
  const schedules = Object.values(NASTY).map((name) => ({
    name, operation: "cckm_synchronization", run_at: "9 1 * * *", description: `of ${name.slice(0, 200)}`,
    cckm_synchronization_params: { cloud_name: "aws", kms: [name] },
  }));
  await dialog.getByRole("textbox", { name: "JSON" }).fill(JSON.stringify(schedules));
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByRole("table", { name: "Preview of the import" }).getByRole("rowheader")).toHaveCount(20);
  expect(found).toEqual([]);
});

test("containers, nodes and filters of an address with nasty names are marked", async ({ page, appliance }) => {
  await appliance.control("reset", { seed: "empty" });
  const client = await Client.signIn(appliance);
  const name = NASTY.override;
  const { id } = await client.create("reaches", { cckm_synchronization_params: { cloud_name: "aws", kms: [name, "k "] } });
  const found = await watchTexts(page);
  await signIn(page, "admin", `runs?name=${encodeURIComponent(name)}&node=${encodeURIComponent(name)}`);
  await openSection(page, "Schedules");
  await lineOf(page, id).getByRole("button", { name: /^Run/ }).click();
  await expect(question(page)).toContainText("safe U+202Eexe.liveU+202C x, k␣.");
  await cancel(page);
  await choose(page, id, "Edit");
  await openStep(page, "What");
  await expect(page.getByRole("list", { name: "Selected KMS" })).toContainText("safe U+202Eexe.liveU+202C x");
  await openStep(page, "Review");
  await expect(page.getByText(/2 KMS: safe U\+202Eexe\.liveU\+202C x, k␣/)).toBeVisible();
  expect(found).toEqual([]);
});

test("blanks of a name are kept when it is copied, picked and shown as a request", async ({ page, appliance }) => {
  const ids = await store(appliance);
  await signIn(page, "admin", "schedules?rows=100");
  await choose(page, ids.blank, "Copy");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("dupe  (copy)");
  await page.getByLabel("Name", { exact: true }).fill("two  blanks\u202e");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(heading(page, "Review")).toBeVisible();
  await expect(page.getByRole("region", { name: "The exact request" })).toContainText('"name": "two  blanks\\u202e"');
});
