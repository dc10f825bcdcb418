// One journey for each behaviour of a real appliance that no public source tells (tests/appliance/README.md, `settings`). Lists
// with the oldest first are in runs_table.spec.ts, a running synchronization is in sync_start.spec.ts.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { act, expect, quiet, signIn, test } from "./support/fixture.ts";
import { scheduleCreates, scheduleWrites } from "./support/journal.ts";
import { heading, messages, row, typeContainer } from "./support/screens.ts";
import { answer, answerAll, createButton, expression, goOn, nameField, openImport, openStep, saveButton, summary } from "./support/wizard.ts";

type Json = Record<string, any>;
const mismatch = (page: Page) => page.getByText("The stored values differ from what you saved", { exact: true });
const azure = (name: string, params: Json = {}) => ({
  name, operation: "cckm_synchronization", run_at: "0 9 * * sat",
  cckm_synchronization_params: { cloud_name: "AzureCloud", key_vaults: ["kv-one"], ...params },
});

async function pick(page: Page, appliance: Appliance, path: string): Promise<void> {
  await signIn(page, "admin", path);
  await quiet(appliance);
  await appliance.control("journal/clear");
}

/** Opens the preview of an import of these schedules. */
async function preview(page: Page, bodies: Json[]) {
  const dialog = await openImport(page);
  await dialog.getByRole("textbox", { name: "JSON" }).fill(JSON.stringify(bodies));
  await dialog.getByRole("button", { name: "Preview" }).click();
  return { dialog, plan: dialog.getByRole("table", { name: "Preview of the import" }) };
}

for (const filled of ["key", "all", null]) {
  const manner = filled ? `fills in the item "${filled}"` : "leaves the item unsaid";
  test(`Azure schedule without items is copied and imported once by an appliance that ${manner}`, async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const { id } = await client.post("scheduler/job-configs", azure("Of Terraform"));
    await appliance.control("settings", { unsaid_items: filled });
    await pick(page, appliance, `schedules/${id}/copy`);
    await openStep(page, "Name");
    await nameField(page).fill("Its copy");
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, "Its copy")).toBeVisible();
    await expect(messages(page)).toContainText("Its copy was created.");
    await expect(mismatch(page)).toHaveCount(0);
    const [copy, ...more] = await scheduleCreates(appliance);
    expect(more).toEqual([]);
    expect(copy.body.cckm_synchronization_params, "no item that nobody chose").toEqual({ cloud_name: "AzureCloud", key_vaults: ["kv-one"] });
    expect((await client.schedule("Its copy")).job_config_params.sync_item ?? null).toEqual(filled && [filled]);

    await page.getByRole("link", { name: "Schedules", exact: true }).first().click();
    await expect(heading(page, "Schedules")).toBeVisible();
    const first = await preview(page, [azure("Brought in")]);
    await expect(first.plan.getByRole("row", { name: /^Brought in/ })).toContainText("Create");
    await first.dialog.getByRole("button", { name: "Import 1 schedule" }).click();
    await expect(first.dialog.getByRole("status").filter({ hasText: /^1 done$/ })).toBeVisible();
    await act(page, () => first.dialog.getByRole("button", { name: "Close" }).last().click());
    await expect(row(page, "Brought in")).toBeVisible();
    const again = await preview(page, [azure("Brought in")]);
    await expect(again.plan.getByRole("row", { name: /^Brought in/ })).toContainText("Nothing");
    await expect(again.dialog.getByRole("button", { name: "Import 0 schedules" })).toHaveAttribute("aria-disabled", "true");
    expect((await scheduleWrites(appliance)).map(({ method, body }) => [method, body.name])).toEqual([["POST", "Its copy"], ["POST", "Brought in"]]);
  });
}

for (const manner of ["usual", "keep", "replace"]) {
  test(`change of an Azure schedule's parameters loses none of them where a PATCH works by "${manner}"`, async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const kinds = { sync_item: ["key", "secret"], take_cloud_key_backup: true };
    const { id } = await client.post("scheduler/job-configs", azure("Stays whole", kinds));
    await appliance.control("settings", { patch_parameters: manner });
    const stored = async () => (await client.schedule("Stays whole")).job_config_params;
    const save = async () => {
      await openStep(page, "Review");
      await act(page, () => saveButton(page).click());
      await expect(heading(page, "Stays whole")).toBeVisible();
      await expect(mismatch(page)).toHaveCount(0);
    };
    const edit = () => page.getByRole("link", { name: "Edit", exact: true }).click();

    await pick(page, appliance, `schedules/${id}/edit/what`);
    await typeContainer(page, "Key vaults", "kv-two");
    await save();
    expect(await stored()).toMatchObject({ key_vaults: ["kv-one", "kv-two"], ...kinds });
    await edit();
    await openStep(page, "What");
    await page.getByLabel("Everything").check();
    await save();
    const everything = await stored();
    expect(everything).toMatchObject({ synchronize_all: true, ...kinds });
    expect(everything.key_vaults ?? []).toEqual([]);
    await edit();
    await openStep(page, "What");
    await page.getByLabel("Secrets").uncheck();
    await save();
    expect(await stored()).toMatchObject({ synchronize_all: true, sync_item: ["key"], take_cloud_key_backup: true });
    expect((await scheduleWrites(appliance)).map(({ method, status }) => [method, status])).toEqual(Array(3).fill(["PATCH", 200]));
  });
}

test("change of a schedule with key backups, which the appliance refuses, is kept and can replace the schedule", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  await appliance.control("settings", { patch_refuses_backup: true });
  const kinds = { sync_item: ["key"], take_cloud_key_backup: true };
  const { id } = await client.post("scheduler/job-configs", azure("With backups", kinds));
  await pick(page, appliance, `schedules/${id}/edit/what`);
  await typeContainer(page, "Key vaults", "kv-two");
  await openStep(page, "Review");
  await saveButton(page).click();
  await expect(page.getByText("The appliance refused this change of the stored schedule")).toBeVisible();
  await expect(page.getByText(/take_cloud_key_backup: cannot be changed/).first()).toBeVisible();
  expect(await scheduleWrites(appliance)).toHaveLength(1);
  expect((await client.schedule("With backups")).job_config_params.key_vaults).toEqual(["kv-one"]);
  await openStep(page, "What");
  await expect(page.getByRole("button", { name: "Remove kv-two" }), "the input is kept").toBeVisible();
  await openStep(page, "Review");
  await saveButton(page).click();
  await page.getByLabel("Name of the new schedule").fill("With more backups");
  await page.getByRole("button", { name: "Replace the schedule" }).click();
  await expect(heading(page, "With more backups")).toBeVisible({ timeout: 15_000 });
  await expect(mismatch(page)).toHaveCount(0);
  const made = await client.schedule("With more backups");
  expect(made).toMatchObject({ disabled: false, job_config_params: { key_vaults: ["kv-one", "kv-two"], ...kinds } });
  expect((await client.schedule("With backups")).disabled).toBe(true);
});

test("change of a schedule without key backups says nothing of them and is taken by an appliance that refuses the member", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  await appliance.control("settings", { patch_refuses_backup: true });
  const { id } = await client.post("scheduler/job-configs", azure("No backups", { sync_item: ["secret"] }));
  await pick(page, appliance, `schedules/${id}/edit/what`);
  await typeContainer(page, "Key vaults", "kv-two");
  await openStep(page, "Review");
  await saveButton(page).click();
  await expect(heading(page, "No backups")).toBeVisible();
  const params = { key_vaults: ["kv-one", "kv-two"], synchronize_all: false, sync_item: ["secret"] };
  expect((await scheduleWrites(appliance)).map(({ body, status }) => [body, status])).toEqual([[{ cckm_synchronization_params: params }, 200]]);
  await expect(mismatch(page)).toHaveCount(0);
});

test("service edition, which refuses run_on, takes schedules for any node, and its refusal of a node is shown beside the field", async ({ page, appliance }) => {
  await appliance.control("cluster", { nodes: 2 });
  await appliance.control("settings", { refuse_run_on: true });
  await pick(page, appliance, "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "On one node" });
  await openStep(page, "When");
  await page.getByLabel("Runs on").selectOption({ index: 1 });
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(summary(page).getByRole("link")).toHaveText([/is not supported/]);
  await openStep(page, "When");
  await expect(page.getByLabel("Runs on")).toHaveAccessibleDescription(/is not supported/);
  await expect(expression(page), "the input is kept").toHaveValue("0 1 * * *");
  await page.getByLabel("Runs on").selectOption("any");
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "On one node")).toBeVisible();
  await expect(mismatch(page)).toHaveCount(0);
  expect((await scheduleCreates(appliance)).map(({ body, status }) => ["run_on" in body, status])).toEqual([[true, 400], [false, 201]]);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await openStep(page, "When");
  await expression(page).fill("3 3 * * *");
  await openStep(page, "Review");
  await saveButton(page).click();
  await expect(heading(page, "On one node")).toBeVisible();
  expect((await scheduleWrites(appliance)).slice(2)).toMatchObject([{ method: "PATCH", body: { run_at: "3 3 * * *" }, status: 200 }]);
});

test("no list or filter of the console asks with a member that a strict appliance refuses", async ({ page, appliance }) => {
  test.slow();
  const client = await Client.signIn(appliance);
  await appliance.control("cluster", { nodes: 2 });
  const { id } = await client.schedule("payments-azure");
  await client.post("cckm/aws/synchronization-jobs", { synchronize_all: true });
  await appliance.control("settings", { refuse_unknown_query: true });
  await pick(page, appliance, "");
  const paths = [
    "", "schedules?q=pay&cloud=aws", `schedules/${id}`, "schedules/new/what?cloud=AzureCloud",
    "runs?name=payments-azure&status=failed&since=30d&operation=cckm_synchronization&node=local-node&sort=-name", `runs?schedule=${id}`,
    "runs?verdict=failed", "sync", "sync/aws-keys?status=error&container=retail-web", "sync/aws-keys?region=eu-west-1",
    "sync/aws-keys/new", "sync/azure-secrets", "sync/google?container=payments", "sync/oci", "sync/sap", "sync/dsm", "sync/luna",
    "sync/luna-synchronize", "sync/external-cm", "sync/salesforce-keys", "containers/aws/x", "containers/AzureCloud/x", "settings",
  ];
  for (const path of paths) {
    // By a link, which the router follows: a new document would ask for the sign-in again.
    await page.evaluate((to) => {
      const link = document.createElement("a");
      link.href = to;
      document.body.append(link);
      link.click();
      link.remove();
    }, appliance.url + path);
    await expect(page, path).toHaveURL(appliance.url + path);
    await expect(heading(page).first(), path).toBeVisible();
    await quiet(appliance);
  }
  const asked = (await appliance.journal()).filter((entry) => entry.method === "GET");
  expect(asked.filter(({ status }) => status >= 400).map(({ status, path, query }) => `${status} ${path}?${query}`)).toEqual([]);
  for (const part of ["status=failed", "processing_node=", "job_config_id=", "overall_status=error", "kms=retail-web", "name=payments-azure"]) {
    expect(asked.some(({ query }) => query?.includes(part)), `${part} was asked`).toBe(true);
  }
});

for (const [why, text, step] of [
  ["a quorum policy", "Quorum policy is enabled for this operation, approvals are required", /A quorum policy guards this: it needs approvals/],
  ["a licence that is used up", "License quota exceeded for CCKM schedules", /Schedules take up places of a licence/],
  ["a missing licence", "CCKM license is not installed", /lacks the licence for this; an administrator/],
  ["a reason that nobody knows", "the moon is in the wrong phase", /the moon is in the wrong phase/],
] as const) {
  test(`create refused for ${why} is explained, sent once and kept, in the wizard and in an import`, async ({ page, appliance }) => {
    await appliance.control("settings", { refuse_create: text });
    await pick(page, appliance, "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Refused" });
    await act(page, () => createButton(page).click());
    await expect(summary(page)).toContainText(text);
    await expect(summary(page)).toContainText(step);
    await expect(summary(page)).toBeFocused();
    await page.waitForTimeout(1_000);
    expect((await scheduleCreates(appliance)).map(({ status }) => status)).toEqual([400]);
    await openStep(page, "Name");
    await expect(nameField(page)).toHaveValue("Refused");
    await appliance.control("settings", { refuse_create: "" });
    await goOn(page, "Review");
    await createButton(page).click();
    await expect(heading(page, "Refused")).toBeVisible();

    await appliance.control("settings", { refuse_create: text });
    await page.getByRole("link", { name: "Schedules", exact: true }).first().click();
    const { dialog } = await preview(page, [azure("Refused too", { sync_item: ["key"] })]);
    await dialog.getByRole("button", { name: "Import 1 schedule" }).click();
    await expect(dialog.getByRole("status").filter({ hasText: /1 failed/ })).toBeVisible();
    await expect(dialog.getByText(text).first()).toBeVisible();
    expect((await scheduleCreates(appliance)).map(({ body, status }) => [body.name, status])).toEqual([
      ["Refused", 400], ["Refused", 201], ["Refused too", 400],
    ]);
  });
}

test("change that an appliance answers with success but does not store is shown as different from the saved one, and sent once", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const { id } = await client.create("Stubborn");
  await appliance.control("settings", { patch_lists_only: true });
  await pick(page, appliance, `schedules/${id}/edit/when`);
  await expression(page).fill("3 3 * * *");
  await openStep(page, "Review");
  await saveButton(page).click();
  await expect(heading(page, "Stubborn")).toBeVisible();
  await expect(mismatch(page)).toBeVisible();
  const differences = page.getByRole("table", { name: "Differences" }).getByRole("row", { name: /^Fires/ });
  await expect(differences).toContainText("0 1 * * *");
  await expect(differences).toContainText("3 3 * * *");
  expect(await scheduleWrites(appliance)).toEqual([{ method: "PATCH", path: `/${id}`, body: { run_at: "3 3 * * *" }, status: 200 }]);
});

test("lists in an object keyed application/json are read like bare ones", async ({ page, appliance }) => {
  await appliance.control("settings", { application_json_wrapper: true });
  await pick(page, appliance, "schedules?q=payments-azure");
  await expect(row(page, "payments-azure")).toBeVisible();
  for (const section of ["Runs", "Sync jobs"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: section }).click();
    await expect(heading(page, section)).toBeVisible();
    await expect(page.getByRole("rowheader").nth(5), section).toBeVisible();
    await expect(page.getByText(/cannot be read/)).toHaveCount(0);
  }
});

test("runs that come in a mixed order are said to be so, and sync jobs that are all on one page are not", async ({ page, appliance }) => {
  await appliance.control("settings", { list_order: "mixed" });
  const note = page.getByText(/The appliance does not list these newest first, so newer ones may be on other pages\./);
  await pick(page, appliance, "runs");
  await expect(note).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sync jobs" }).click();
  await page.getByRole("link", { name: "Azure keys", exact: true }).click();
  await expect(heading(page, "Sync jobs: Azure keys")).toBeVisible();
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await expect(note).toHaveCount(0);
});
