// Screen states that must pass axe and fit the window.
import { type Page, expect } from "@playwright/test";
import type { Appliance } from "./appliance.ts";
import { Client } from "./client.ts";
import { installClock } from "./clock.ts";
import { endSession, signIn } from "./fixture.ts";
import { heading, leaveDialog, messages, openRawJson, row, typeContainer } from "./screens.ts";
import {
  answer, answerAll, continueButton, create, createButton, expression, goOn, nameField, openBulk, openImport, openStep,
  runNow, saveButton, summary,
} from "./wizard.ts";

export type State = { id: string; open: (page: Page, appliance: Appliance) => Promise<void> };

const list = async (page: Page, query = "") => {
  await signIn(page, "admin", `schedules${query}`);
};

/** Opens the second step of the wizard for a cloud. */
const atWhat = async (page: Page, cloud: string) => {
  await signIn(page, "admin", "schedules/new");
  await page.getByRole("radio", { name: cloud, exact: true }).check();
  await goOn(page, "Choose what is synchronized");
};

/** Creates a schedule and opens a step of its edit. */
const edit = async (page: Page, appliance: Appliance, name: string, step: "when" | "review") => {
  const client = await Client.signIn(appliance);
  const { id } = await client.create(name, { end_date: "2031-01-01T00:00:00Z" });
  await signIn(page, "admin", `schedules/${id}/edit/${step}`);
  await expect(heading(page, step === "when" ? "Set when it fires" : "Review")).toBeVisible();
  return { client, id };
};

/** Opens the review of an edit with unsaved changes. */
const changed = async (page: Page, appliance: Appliance, name: string) => {
  const known = await edit(page, appliance, name, "when");
  await expression(page).fill("3 3 * * *");
  await page.getByLabel("Never ends").check();
  await openStep(page, "Review");
  return known;
};

/** Creates a sync job that stays half done, with extra JSON members; gives its id. */
const runningJob = async (appliance: Appliance, source: string, base: string, more: object = {}): Promise<string> => {
  const client = await Client.signIn(appliance);
  await appliance.control("settings", { sync_seconds: 1 });
  const { id } = await client.post(base, { synchronize_all: true });
  await expect.poll(async () => (await client.get(`${base}/${id}`)).overall_status).not.toBe("in_progress");
  const { completed_at: _, ...job } = await client.get(`${base}/${id}`);
  const half = Object.entries(job.detailed_status).slice(0, Object.keys(job.detailed_status).length / 2);
  const json = { ...job, overall_status: "in_progress", detailed_status: Object.fromEntries(half), ...more };
  await appliance.control("rows", { kind: "sync", source, json });
  return id;
};

export const STATES: State[] = [
  {
    id: "sign-in",
    open: async (page, appliance) => {
      await appliance.control("banner", { value: "For authorised use only.\nEverything is logged." });
      await page.goto("");
      await expect(page.getByText("Everything is logged.")).toBeVisible();
    },
  },
  {
    id: "sign-in-refused",
    open: async (page) => {
      await page.goto("");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("group", { name: "There is a problem" })).toBeFocused();
    },
  },
  {
    id: "schedules",
    open: async (page) => {
      await list(page);
      await expect(row(page, "erp-vaults")).toContainText("ago");
    },
  },
  {
    id: "schedules-menu",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "More for erp-vaults" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    id: "schedules-no-match",
    open: async (page) => {
      await list(page, "?q=nothing-has-this");
      await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
    },
  },
  {
    id: "schedules-by-container",
    open: async (page) => {
      await list(page, "?q=kv-payments-prod");
      await expect(row(page, "nightly-azure-keys")).toContainText("by Everything");
    },
  },
  {
    id: "schedules-names-unknown",
    open: async (page, appliance) => {
      await appliance.control("faults", [{ method: "GET", path: "/cckm/azure/vaults", status: 403, body: { code: 36, message: "no licence for Azure" } }]);
      await list(page, "?q=payments");
      await expect(page.getByText("Names of Azure key vaults are not known: no licence for Azure.")).toBeVisible();
    },
  },
  {
    id: "schedules-empty",
    open: async (page, appliance) => {
      await appliance.control("reset", { seed: "empty" });
      await list(page);
      await expect(page.getByRole("link", { name: "Create the first one" })).toBeVisible();
    },
  },
  {
    id: "schedules-failed",
    open: async (page, appliance) => {
      await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
      await list(page);
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    id: "cron",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=0%200%2013%20*%20FRI");
      await expect(page.getByRole("button", { name: "Show 90 more" })).toBeVisible();
    },
  },
  {
    id: "cron-place",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=0%209%20*%20*%20MON-FRI");
      await page.getByLabel("Time zone", { exact: true }).selectOption({ label: "Berlin" });
      await expect(page.getByText(/This browser has Berlin at UTC\+/)).toBeVisible();
    },
  },
  {
    id: "cron-refused",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=30%200%201%20*%20*");
      await page.getByLabel("Time zone", { exact: true }).selectOption({ label: "Berlin" });
      await expect(page.getByText(/the day before the 1st differs from month to month/).first()).toBeVisible();
    },
  },
  {
    id: "cron-wrong",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=0%2025%20*%20*%207");
      await expect(page.getByRole("button", { name: "Use 0 23 * * 0" })).toBeVisible();
    },
  },
  {
    id: "wizard-cloud",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await page.getByRole("radio", { name: "Azure", exact: true }).check();
      await expect(heading(page, "Choose a cloud")).toBeVisible();
    },
  },
  {
    id: "wizard-cloud-error",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await continueButton(page).click();
      await expect(summary(page)).toBeFocused();
    },
  },
  {
    id: "wizard-what",
    open: async (page) => {
      await atWhat(page, "Oracle Cloud");
      await page.getByRole("combobox", { name: "Vaults" }).fill("v");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    id: "wizard-what-error",
    open: async (page) => {
      await atWhat(page, "AWS");
      await continueButton(page).click();
      await expect(summary(page)).toBeFocused();
      await expect(summary(page)).toContainText("Choose at least one KMS");
    },
  },
  {
    id: "wizard-what-everything",
    open: async (page) => {
      await atWhat(page, "AWS");
      await page.getByLabel("Everything").check();
      await expect(page.getByText("may take hours")).toBeVisible();
    },
  },
  {
    id: "wizard-what-azure",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await answer(page, { cloud: "AzureCloud", container: "typed", name: "A name" });
      await openStep(page, "What");
      await page.getByLabel("Secrets").check();
      await page.getByLabel("Take a backup of each key").check();
      await page.getByRole("combobox", { name: "Key vaults" }).fill("kv-p");
      await expect(page.getByRole("option", { name: /kv-payments-prod/ })).toBeVisible();
    },
  },
  {
    id: "wizard-when",
    open: async (page, appliance) => {
      await appliance.control("cluster", { nodes: 2 });
      await signIn(page, "admin", "schedules/new/when");
      await expression(page).fill("0 0 13 * FRI");
      await page.getByLabel("Starts (UTC)").fill("2030-01-02T03:04");
      await page.getByLabel("Never ends").uncheck();
      await page.getByLabel("Ends (UTC)").fill("2031-01-02T03:04");
      await expect(page.getByText(/fires on every date that matches either/)).toBeVisible();
      await expect(page.getByRole("option", { name: /\(this one\)/ })).toBeAttached();
    },
  },
  {
    id: "wizard-when-error",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/when");
      await expression(page).fill("0 25 * * 7");
      await page.getByLabel("Never ends").uncheck();
      await continueButton(page).click();
      await expect(summary(page)).toBeFocused();
      await expect(summary(page)).toContainText("Enter an end, or");
    },
  },
  {
    id: "wizard-name",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await nameField(page).fill("A name");
      await page.getByLabel("Description").fill("Two\nlines");
      await page.getByLabel("Enabled").uncheck();
      await expect(heading(page, "Name it")).toBeVisible();
    },
  },
  {
    id: "wizard-name-error",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await page.getByLabel("Description").fill("x".repeat(2_000));
      await continueButton(page).click();
      await expect(summary(page)).toBeFocused();
      await expect(summary(page)).toContainText("Enter a name.");
    },
  },
  {
    id: "wizard-review",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await answer(page, { cloud: "AzureCloud", container: "typed", name: "A name" });
      await page.getByLabel("Enabled").uncheck();
      await goOn(page, "Review");
      await expect(page.getByText("POST /api/v1/scheduler/job-configs")).toBeVisible();
    },
  },
  {
    id: "wizard-review-incomplete",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/review");
      await createButton(page).click();
      await expect(summary(page)).toBeFocused();
      await expect(page.getByText(/Fix \d errors to see the request/)).toBeVisible();
    },
  },
  {
    id: "wizard-leaving",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await nameField(page).fill("A name");
      await page.getByRole("link", { name: "Cancel" }).click();
      await expect(leaveDialog(page)).toBeVisible();
    },
  },
  {
    id: "wizard-restored",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await nameField(page).fill("A name");
      await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain("A name");
      page.once("dialog", (dialog) => dialog.accept());
      await page.reload();
      await signIn(page, "admin", "schedules/new/name");
      await expect(page.getByText(/^Your input, last changed .*, is restored\./)).toBeVisible();
      await expect(nameField(page)).toHaveValue("A name");
    },
  },
  {
    id: "edit-review-unchanged",
    open: async (page, appliance) => {
      await edit(page, appliance, "Edited", "review");
      await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
    },
  },
  {
    id: "edit-review-changed",
    open: async (page, appliance) => {
      await changed(page, appliance, "Edited");
      await expect(page.getByRole("table", { name: "Changes to save" }).getByRole("rowheader")).toHaveText(["Fires", "Ends"]);
    },
  },
  {
    id: "edit-conflict",
    open: async (page, appliance) => {
      const { client, id } = await changed(page, appliance, "Edited");
      await client.patch(`scheduler/job-configs/${id}`, { run_at: "9 9 * * *", description: "theirs" });
      await saveButton(page).click();
      await expect(page.getByRole("table", { name: "Their changes" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Take theirs where both changed" })).toBeVisible();
    },
  },
  {
    id: "edit-gone",
    open: async (page, appliance) => {
      const { client, id } = await changed(page, appliance, "Edited");
      await client.delete(`scheduler/job-configs/${id}`);
      await saveButton(page).click();
      await expect(page.getByText("This schedule no longer exists")).toBeVisible();
      await expect(page.getByRole("button", { name: "Continue as a new schedule" })).toBeVisible();
    },
  },
  {
    id: "edit-refused",
    open: async (page, appliance) => {
      await changed(page, appliance, "Stubborn patch-lists-only");
      await saveButton(page).click();
      await expect(page.getByText("The appliance refused this change of the stored schedule")).toBeVisible();
      await expect(page.getByRole("button", { name: "Replace the schedule" })).toBeVisible();
    },
  },
  {
    id: "copy-name",
    open: async (page, appliance) => {
      const { id } = await (await Client.signIn(appliance)).create("Copied");
      await signIn(page, "admin", `schedules/${id}/copy`);
      await expect(nameField(page)).toHaveValue("Copied (copy)");
      await expect(page.getByText("A copy starts disabled")).toBeVisible();
    },
  },
  {
    id: "run-dialog",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "Run erp-vaults now" }).click();
      await expect(page.getByRole("alertdialog", { name: "Run erp-vaults now?" })).toContainText("This run synchronizes");
    },
  },
  {
    id: "run-dialog-overlap",
    open: async (page, appliance) => {
      const client = await Client.signIn(appliance);
      const { id } = await client.create("x never-finishes");
      await client.post(`scheduler/job-configs/${id}/run-now`);
      await client.create("Beside it", { disabled: true });
      await list(page, "?q=beside");
      await page.getByRole("button", { name: "Run Beside it now" }).click();
      await expect(page.getByRole("alertdialog").getByText("Another run in progress uses the same containers:")).toBeVisible();
    },
  },
  {
    id: "delete-dialog",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "More for erp-vaults" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await expect(page.getByRole("alertdialog", { name: "Delete erp-vaults?" })).toContainText("deletes the schedule permanently");
    },
  },
  {
    id: "bulk-bar",
    open: async (page) => {
      await list(page, "?q=payments");
      await openBulk(page, ["payments-aws-hourly", "payments-azure"]);
      await expect(page.getByRole("group", { name: "Selected schedules" })).toContainText("2 selected");
    },
  },
  {
    id: "bulk-confirm-delete",
    open: async (page) => {
      await list(page);
      await openBulk(page, []);
      await page.getByRole("button", { name: "Select all that match" }).click();
      await page.getByRole("group", { name: "Selected schedules" }).getByRole("button", { name: "Delete" }).click();
      const question = page.getByRole("alertdialog", { name: /^Delete \d+ schedules\?$/ });
      await question.getByRole("button", { name: /^Delete/ }).click();
      await expect(question.getByText(/Type \d+ to delete that many schedules\./)).toBeVisible();
    },
  },
  {
    id: "bulk-result",
    open: async (page, appliance) => {
      await list(page, "?q=payments");
      await openBulk(page, ["payments-aws-hourly", "payments-azure"]);
      await appliance.control("faults", [
        { method: "PATCH", path: "/scheduler/job-configs", status: 400, body: { code: 1, codeDesc: "NCERRBadRequest: Bad request", message: "not today" }, times: 1 },
      ]);
      await page.getByRole("group", { name: "Selected schedules" }).getByRole("button", { name: "Disable" }).click();
      const dialog = page.getByRole("alertdialog", { name: /^Disable 2 schedules/ });
      await dialog.getByRole("button", { name: /^Disable/ }).click();
      await expect(dialog.getByRole("table", { name: "Failures and reasons" })).toContainText("Not today");
      await expect(dialog.getByRole("button", { name: "Close" }).last()).toBeVisible();
    },
  },
  {
    id: "import-empty",
    open: async (page) => {
      await list(page);
      const dialog = await openImport(page);
      await dialog.getByLabel("JSON").fill("[]");
      await dialog.getByRole("button", { name: "Preview" }).click();
      await expect(dialog.getByText("The file holds no schedule.")).toBeVisible();
    },
  },
  {
    id: "import-preview",
    open: async (page, appliance) => {
      const client = await Client.signIn(appliance);
      await client.create("Already there");
      await client.create("To be changed");
      await list(page, "?q=to%20be");
      await expect(row(page, "To be changed")).toBeVisible();
      const dialog = await openImport(page);
      const schedule = (name: string, run_at = "0 1 * * *", more = {}) => ({
        name, operation: "cckm_synchronization", run_at, cckm_synchronization_params: { cloud_name: "aws", kms: ["payments-prod"] }, ...more,
      });
      const odd = { cckm_synchronization_params: { cloud_name: "aws" } };
      const all = [schedule("Brand new"), schedule("To be changed", "7 7 * * 1-5"), schedule("Already there"), schedule("Without keys", "0 1 * * *", odd)];
      await dialog.getByLabel("JSON").fill(JSON.stringify(all));
      await dialog.getByRole("button", { name: "Preview" }).click();
      const plan = dialog.getByRole("table", { name: "Preview of the import" });
      const doing = ["Create", "Change", "Nothing", "Skip"];
      for (const [n, what] of doing.entries()) await expect(plan.getByRole("row").nth(n + 1)).toContainText(what);
      await expect(dialog.getByRole("button", { name: "Import 2 schedules" })).toBeVisible();
    },
  },
  {
    id: "schedule-unmet",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await answer(page, { cloud: "aws", container: "payments-prod", name: "Odd ignore-disabled" });
      await page.getByLabel("Enabled").uncheck();
      await goOn(page, "Review");
      await createButton(page).click();
      await expect(page.getByText("The stored values differ from what you saved", { exact: true })).toBeVisible({ timeout: 15_000 });
      await expect(page.getByRole("button", { name: "Disable it now" })).toBeVisible();
    },
  },
  {
    id: "schedule-copy-as",
    open: async (page, appliance) => {
      const { id } = await (await Client.signIn(appliance)).schedule("payments-azure");
      await signIn(page, "admin", `schedules/${id}`);
      await page.getByRole("tab", { name: "Terraform" }).click();
      await expect(page.getByRole("tabpanel", { name: "Terraform" })).toContainText("resource ");
    },
  },
  {
    id: "schedule-created",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await create(page, { cloud: "gcp", everything: true, name: "Just made" });
      await expect(messages(page)).toContainText("Just made was created.");
    },
  },
  {
    id: "schedule",
    open: async (page) => {
      await list(page, "?q=payments-azure");
      await page.getByRole("link", { name: "payments-azure" }).click();
      await expect(page.getByRole("table", { name: "Last runs, newest first" })).toBeVisible();
      await openRawJson(page);
    },
  },
  {
    id: "runs",
    open: async (page) => {
      await signIn(page, "viewer", "runs");
      await expect(page.getByRole("rowheader").first()).toBeVisible();
    },
  },
  {
    id: "run-failed",
    open: async (page) => {
      await signIn(page, "viewer", "schedules?q=gov-workloads");
      await row(page, "gov-workloads").first().getByRole("link", { name: /ago/ }).click();
      await expect(page.getByText("First cause:")).toBeVisible();
    },
  },
  {
    id: "overview",
    open: async (page) => {
      await signIn(page, "admin", "");
      await expect(page.getByRole("list", { name: "Firings by hour" })).toBeVisible();
      await expect(page.getByRole("table", { name: "Schedules whose last run went wrong" })).toBeVisible();
    },
  },
  {
    id: "overview-late",
    open: async (page, appliance) => {
      const time = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7.4 * 3_600_000);
      await appliance.control("clock", { now: time.toISOString() });
      await installClock(page, time);
      await signIn(page, "admin", "?show=late");
      await expect(page.getByText(/missed \d+ times, last due /).first()).toBeVisible();
      await expect(page.getByText(/late, due /).first()).toBeVisible();
    },
  },
  {
    id: "overview-empty",
    open: async (page, appliance) => {
      await appliance.control("reset", { seed: "empty" });
      await signIn(page, "admin", "");
      await expect(page.getByRole("link", { name: "Create the first schedule" })).toBeVisible();
    },
  },
  {
    id: "overview-failed",
    open: async (page, appliance) => {
      await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
      await signIn(page, "admin", "");
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    id: "sync",
    open: async (page, appliance) => {
      await appliance.control("settings", { unlicensed: ["oci"] });
      await signIn(page, "viewer", "sync");
      await expect(page.getByText("License not installed yet for feature")).toBeVisible();
      await expect(page.getByText("…", { exact: true })).toHaveCount(0);
    },
  },
  {
    id: "sync-jobs",
    open: async (page, appliance) => {
      await runningJob(appliance, "google", "cckm/google/synchronization-jobs");
      await signIn(page, "viewer", "sync/google");
      await expect(page.getByRole("table", { name: /^Sync jobs of / })).toContainText("Running");
    },
  },
  {
    id: "sync-jobs-no-match",
    open: async (page) => {
      await signIn(page, "viewer", "sync/sap?status=failed");
      await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
    },
  },
  {
    id: "sync-jobs-empty",
    open: async (page, appliance) => {
      await appliance.control("reset", { seed: "empty" });
      await signIn(page, "admin", "sync/aws-custom-key-stores");
      await expect(page.getByRole("link", { name: "Start the first one" })).toBeVisible();
    },
  },
  {
    id: "sync-jobs-forbidden",
    open: async (page, appliance) => {
      await appliance.control("settings", { unlicensed: ["luna"] });
      await signIn(page, "admin", "sync/luna");
      await expect(page.getByRole("heading", { name: /License not installed yet/ })).toBeVisible();
    },
  },
  {
    id: "sync-new",
    open: async (page) => {
      await signIn(page, "admin", "sync/salesforce-certificates/new");
      await expect(page.getByRole("button", { name: "Start", exact: true })).toBeVisible();
    },
  },
  {
    id: "sync-new-aws",
    open: async (page) => {
      await signIn(page, "admin", "sync/aws-keys/new");
      await page.getByRole("radio", { name: "These KMS" }).check();
      for (const name of ["retail-web", "payments-prod"]) await typeContainer(page, "KMS", name);
      await page.getByText("The exact request").click();
      const regions = page.getByRole("combobox", { name: "Regions" });
      await regions.fill("eu-west-1");
      await regions.press("Enter");
      await regions.fill("us");
      await expect(page.getByRole("option", { name: "us-east-1" })).toBeVisible();
    },
  },
  {
    id: "sync-new-error",
    open: async (page) => {
      await signIn(page, "admin", "sync/azure-keys/new");
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await expect(page.getByText("Choose whether to synchronize everything or some key vaults.")).toBeVisible();
      await page.getByRole("radio", { name: "These key vaults" }).check();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await expect(page.getByText("Choose at least one key vault, or everything.")).toBeVisible();
    },
  },
  {
    id: "sync-new-lost",
    open: async (page, appliance) => {
      await appliance.control("faults", [{ method: "POST", path: "/cckm/dsm/refresh", cut: true, times: 1 }]);
      await signIn(page, "admin", "sync/dsm/new");
      await page.getByRole("radio", { name: "Everything" }).check();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await expect(page.getByText("The answer was lost; the job may be running")).toBeVisible();
    },
  },
  {
    id: "sync-job-running",
    open: async (page, appliance) => {
      const id = await runningJob(appliance, "google", "cckm/google/synchronization-jobs");
      await signIn(page, "operator", `sync/google/${id}`);
      await expect(page.getByText(/^Running; [1-9]\d* key rings? done so far\.$/)).toBeVisible();
    },
  },
  {
    id: "sync-job-cancel",
    open: async (page, appliance) => {
      const id = await runningJob(appliance, "sap", "cckm/sap/synchronization-jobs");
      await signIn(page, "operator", `sync/sap/${id}`);
      await page.getByRole("button", { name: "Cancel the job" }).click();
      await expect(page.getByRole("alertdialog", { name: "Cancel this sync job?" })).toBeVisible();
    },
  },
  {
    id: "sync-job-cancelling",
    open: async (page, appliance) => {
      const id = await runningJob(appliance, "azure-keys", "cckm/azure/synchronization-jobs", { abort: true });
      await signIn(page, "viewer", `sync/azure-keys/${id}`);
      await expect(page.getByText("Asked to stop; the work in progress is being finished.")).toBeVisible();
    },
  },
  {
    id: "sync-job-failed",
    open: async (page, appliance) => {
      const { resources } = await (await Client.signIn(appliance)).get("cckm/aws/synchronization-jobs?limit=100");
      const { id } = resources.find((job: any) => job.kms.length > 5);
      await signIn(page, "viewer", `sync/aws-keys/${id}`);
      await expect(page.getByText(/^First cause: /)).toBeVisible();
      await expect(page.getByRole("list", { name: "Causes of the failures" })).toBeVisible();
    },
  },
  {
    id: "sync-job-contradiction",
    open: async (page, appliance) => {
      const { resources } = await (await Client.signIn(appliance)).get("cckm/azure/secrets/synchronization-jobs?limit=1");
      await signIn(page, "viewer", `sync/azure-secrets/${resources[0].id}`);
      await expect(page.getByText(/^The appliance says failed, yet /)).toBeVisible();
      await openRawJson(page);
    },
  },
  {
    id: "container",
    open: async (page, appliance) => {
      const { resources } = await (await Client.signIn(appliance)).get("cckm/azure/vaults?limit=1000");
      const { id } = resources.find((vault: any) => vault.azure_name === "kv-payments-prod");
      await signIn(page, "viewer", `containers/AzureCloud/${id}`);
      await expect(row(page, "payments-azure")).toContainText("this container");
      await expect(page.getByRole("table", { name: "Newest sync jobs" })).toBeVisible();
    },
  },
  {
    id: "container-unknown",
    open: async (page) => {
      await signIn(page, "viewer", `containers/gcp/projects~2Fp~2Flocations~2Fl~2FkeyRings~2F${"gone".repeat(20)}`);
      await expect(page.getByText("The appliance lists no such key ring.")).toBeVisible();
      await expect(page.getByText("No sync job names it.")).toBeVisible();
    },
  },
  {
    id: "container-failed",
    open: async (page, appliance) => {
      const forbidden = { status: 403, body: { code: 36, message: "no licence for Azure" } };
      await appliance.control("faults", [
        { method: "GET", path: "/scheduler/job-configs", status: 500 },
        ...["vaults", "synchronization-jobs", "secrets/synchronization-jobs", "certificates/synchronization-jobs"].map((path) => ({ method: "GET", path: `/cckm/azure/${path}`, ...forbidden })),
      ]);
      await signIn(page, "viewer", "containers/AzureCloud/some-id");
      await expect(page.getByText("This page goes by the id alone.")).toBeVisible();
      await expect(page.getByText("This needs the permission to read sync jobs.")).toBeVisible();
    },
  },
  {
    id: "settings",
    open: async (page) => {
      await signIn(page, "viewer", "settings");
      await expect(page.getByText("cm-local").last()).toBeVisible();
    },
  },
  {
    id: "not-found",
    open: async (page) => {
      // The server answers such a path with a plain 404, so only a link within the console leads here.
      await signIn(page, "viewer", "settings");
      await page.evaluate(() => {
        const link = document.querySelector<HTMLAnchorElement>("nav a")!;
        link.href = "/no/such/page";
        link.click();
      });
      await expect(heading(page, "Page not found")).toBeVisible();
    },
  },
  {
    id: "message",
    open: async (page) => {
      await signIn(page, "viewer", "schedules?q=erp");
      await runNow(page, page.getByRole("button", { name: "Run erp-vaults now" }));
      await expect(page.getByRole("button", { name: "Dismiss message" })).toBeVisible();
    },
  },
  {
    id: "expired",
    open: async (page, appliance) => {
      await signIn(page, "admin", "schedules/new");
      await answerAll(page, { cloud: "aws", container: "payments-prod", name: "A name" });
      await endSession(appliance);
      await createButton(page).click();
      await expect(page.getByRole("alertdialog", { name: "Sign in again" })).toBeVisible();
    },
  },
];
