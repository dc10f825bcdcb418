// The states that are looked at: in each, the page must be accessible and fit the screen. One line per state.
import { expect, type Page } from "@playwright/test";
import type { Appliance } from "./appliance.ts";
import { Client } from "./client.ts";
import { quiet, signIn } from "./fixture.ts";
import { heading, row } from "./screens.ts";
import {
  answer, answerAll, continueButton, create, createButton, goOn, openBulk, openImport, openStep, runNow, saveButton, summary,
} from "./wizard.ts";

export type State = { id: string; open: (page: Page, appliance: Appliance) => Promise<void> };

const list = async (page: Page, query = "") => {
  await signIn(page, "admin", `schedules${query}`);
};

/** The second step of the wizard, with this cloud chosen. */
const atWhat = async (page: Page, cloud: string) => {
  await signIn(page, "admin", "schedules/new");
  await page.getByRole("radio", { name: cloud, exact: true }).check();
  await goOn(page, "Choose what is synchronized");
};

/** A step of the wizard that changes a schedule made for it. */
const edit = async (page: Page, appliance: Appliance, name: string, step: "when" | "review") => {
  const client = await Client.signIn(appliance);
  const { id } = await client.create(name, { end_date: "2031-01-01T00:00:00Z" });
  await signIn(page, "admin", `schedules/${id}/edit/${step}`);
  await expect(heading(page, step === "when" ? "Set when it fires" : "Review")).toBeVisible();
  return { client, id };
};

/** Its review, with changes that are not saved yet. */
const changed = async (page: Page, appliance: Appliance, name: string) => {
  const known = await edit(page, appliance, name, "when");
  await page.getByLabel("Cron expression").fill("3 3 * * *");
  await page.getByLabel("Never ends").check();
  await openStep(page, "Review");
  return known;
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
      await page.getByText("Enter a time in Berlin instead").click();
      await expect(page.getByRole("button", { name: "Show 90 more" })).toBeVisible();
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
      await page.getByLabel("Cron expression").fill("0 0 13 * FRI");
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
      await page.getByLabel("Cron expression").fill("0 25 * * 7");
      await page.getByLabel("Never ends").uncheck();
      await continueButton(page).click();
      await expect(summary(page)).toBeFocused();
      await expect(summary(page)).toContainText("Enter when it ends");
    },
  },
  {
    id: "wizard-name",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await page.getByLabel("Name", { exact: true }).fill("A name");
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
      await expect(page.getByText("things are not right yet")).toBeVisible();
    },
  },
  {
    id: "wizard-leaving",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await page.getByLabel("Name", { exact: true }).fill("A name");
      await page.getByRole("link", { name: "Cancel" }).click();
      await expect(page.getByRole("alertdialog", { name: "Leave without saving?" })).toBeVisible();
    },
  },
  {
    id: "wizard-restored",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new/name");
      await page.getByLabel("Name", { exact: true }).fill("A name");
      await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain("A name");
      page.once("dialog", (dialog) => dialog.accept());
      await page.reload();
      await signIn(page, "admin", "schedules/new/name");
      await expect(page.getByText(/^What you entered at .* is here again\./)).toBeVisible();
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("A name");
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
      await expect(page.getByRole("table", { name: "What saving changes" }).getByRole("rowheader")).toHaveText(["Fires", "Ends"]);
    },
  },
  {
    id: "edit-conflict",
    open: async (page, appliance) => {
      const { client, id } = await changed(page, appliance, "Edited");
      await client.patch(`scheduler/job-configs/${id}`, { run_at: "9 9 * * *", description: "theirs" });
      await saveButton(page).click();
      await expect(page.getByRole("table", { name: "What they changed" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Take theirs where both changed" })).toBeVisible();
    },
  },
  {
    id: "edit-gone",
    open: async (page, appliance) => {
      const { client, id } = await changed(page, appliance, "Edited");
      await client.delete(`scheduler/job-configs/${id}`);
      await saveButton(page).click();
      await expect(page.getByText("This schedule does not exist any more")).toBeVisible();
      await expect(page.getByRole("button", { name: "Make it a new schedule" })).toBeVisible();
    },
  },
  {
    id: "edit-refused",
    open: async (page, appliance) => {
      await changed(page, appliance, "Stubborn patch-lists-only");
      await saveButton(page).click();
      await expect(page.getByText("The appliance refuses this change of the stored schedule")).toBeVisible();
      await expect(page.getByRole("button", { name: "Replace it" })).toBeVisible();
    },
  },
  {
    id: "copy-name",
    open: async (page, appliance) => {
      const { id } = await (await Client.signIn(appliance)).create("Copied");
      await signIn(page, "admin", `schedules/${id}/copy`);
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Copied (copy)");
      await expect(page.getByText("A copy begins disabled")).toBeVisible();
    },
  },
  {
    id: "run-dialog",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "Run erp-vaults now" }).click();
      await expect(page.getByRole("alertdialog", { name: "Run erp-vaults now?" })).toContainText("It synchronizes");
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
      await expect(page.getByRole("alertdialog").getByText("A run that has not ended works on the same:")).toBeVisible();
    },
  },
  {
    id: "delete-dialog",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "More for erp-vaults" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await expect(page.getByRole("alertdialog", { name: "Delete erp-vaults?" })).toContainText("there is no way back");
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
      await expect(question.getByText(/Type \d+ to delete as many schedules\./)).toBeVisible();
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
      await expect(dialog.getByRole("table", { name: "What failed, and why" })).toContainText("not today");
      await expect(dialog.getByRole("button", { name: "Close" }).last()).toBeVisible();
    },
  },
  {
    id: "import-empty",
    open: async (page) => {
      await list(page);
      const dialog = await openImport(page);
      await dialog.getByLabel("JSON").fill("[]");
      await dialog.getByRole("button", { name: "Look at what it would do" }).click();
      await expect(dialog.getByText("It holds no schedule.")).toBeVisible();
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
      await dialog.getByRole("button", { name: "Look at what it would do" }).click();
      const plan = dialog.getByRole("table", { name: "What importing would do" });
      const doing = ["Create", "Change", "Nothing", "Leave out"];
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
      await expect(page.getByText("The appliance stored this otherwise than you asked for")).toBeVisible({ timeout: 15_000 });
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
      await expect(page.getByRole("region", { name: "Messages" })).toContainText("Just made was created.");
    },
  },
  {
    id: "schedule",
    open: async (page) => {
      await list(page, "?q=payments-azure");
      await page.getByRole("link", { name: "payments-azure" }).click();
      await expect(page.getByRole("table", { name: "Last runs, newest first" })).toBeVisible();
      await page.getByText("Raw JSON of the appliance").click();
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
      await row(page, "gov-workloads").getByRole("link", { name: /ago/ }).click();
      await expect(page.getByText("First cause:")).toBeVisible();
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
      // Of the server such a page is a plain 404: only a link within the console leads here.
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
      await quiet(appliance);
      await appliance.control("tokens", { revoke_all: true });
      await createButton(page).click();
      await expect(page.getByRole("alertdialog", { name: "Sign in again" })).toBeVisible();
    },
  },
];
