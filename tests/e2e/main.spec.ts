// The main job: create a schedule for any cloud, run it, watch the result; and what may go wrong in the form.
import { act, expect, signIn, test } from "./fixture.ts";
import { Client } from "./client.ts";
import { installClock, pass } from "./clock.ts";
import { mainJob } from "./journey.ts";
import { createButton, fillForm, heading, names, typeContainer } from "./screens.ts";
import type { Appliance } from "./appliance.ts";

test("an AWS schedule is created, run and read region by region, and is there again after a power cut", async ({ page, appliance }) => {
  test.slow();
  await mainJob(page, appliance);
});

const creates = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method === "POST" && entry.path.endsWith("/scheduler/job-configs"));

const CLOUDS: [cloud: string, field: string, noun: string, more?: object][] = [
  ["AzureCloud", "key_vaults", "Key vaults", { sync_item: ["key"] }],
  ["gcp", "key_rings", "Key rings"],
  ["oci", "oci_vaults", "Vaults"],
  ["sfdc", "organizations", "Organizations"],
  ["sap", "groups", "Groups"],
  ["dsm", "domains", "Domains"],
  ["hsm-luna", "partitions", "Partitions"],
];
for (const [cloud, field, noun, more] of CLOUDS) {
  test(`a schedule for ${cloud} is sent once, with the one list ${field}`, async ({ page, appliance }) => {
    await signIn(page, "operator", "schedules/new");
    const container = `typed-${cloud} 1`;
    await fillForm(page, { cloud, noun, container, runAt: " 5  4 * * sun", name: `A ${cloud}` });
    if (more) {
      await page.getByLabel("Secrets").check();
      await page.getByLabel("Keys", { exact: true }).check();
      await page.getByLabel("Secrets").uncheck();
    }
    await act(page, () => createButton(page).click());
    await expect(heading(page, `A ${cloud}`)).toBeVisible();
    const sent = await creates(appliance);
    expect(sent.map((entry) => entry.body)).toEqual([
      {
        name: `A ${cloud}`,
        operation: "cckm_synchronization",
        description: "",
        run_at: " 5  4 * * sun",
        run_on: "any",
        disabled: false,
        cckm_synchronization_params: { cloud_name: cloud, [field]: [container], ...more },
      },
    ]);
  });
}

test("everything of a cloud is asked for by synchronize_all, and never with a list", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await page.getByLabel("Cloud or key source").selectOption("aws");
  await typeContainer(page, "KMS", "left behind");
  await page.getByLabel("Everything").check();
  await page.getByLabel("Cron expression").fill("0 1 * * *");
  await page.getByLabel("Name", { exact: true }).fill("All of AWS");
  await page.getByLabel("Enabled").uncheck();
  await createButton(page).click();
  await expect(heading(page, "All of AWS")).toBeVisible();
  const [sent] = await creates(appliance);
  expect(sent.body.cckm_synchronization_params).toEqual({ cloud_name: "aws", synchronize_all: true });
  expect(sent.body.disabled).toBe(true);
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
});

test("what is missing is said beside its field and first in a summary whose links lead there", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await page.getByLabel("Cron expression").fill("0 1 * *");
  await createButton(page).click();
  const summary = page.getByRole("group", { name: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveText([
    "Choose a cloud.",
    "There are 4 fields of five; write minute, hour, day of the month, month and day of the week.",
    "Enter a name. It cannot be changed later.",
  ]);
  await expect(page.getByLabel("Cron expression")).toHaveAccessibleDescription(/There are 4 fields of five/);
  await expect(page.getByLabel("Cron expression")).toHaveAttribute("aria-invalid", "true");
  await summary.getByRole("link", { name: /Enter a name/ }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  expect(await creates(appliance)).toEqual([]);
});

for (const [what, name, label, text] of [
  ["a name that is taken", "payments-aws-hourly", "Name", /already exists/],
  ["a cron expression that the appliance cannot read", "invalid-run-at", "Cron expression", /the engine cannot read this expression/],
] as const) {
  test(`${what} is refused by the appliance and said beside ${label}, with everything kept`, async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await fillForm(page, { cloud: "aws", noun: "KMS", container: "payments-prod", runAt: "0 2 * * *", name });
    await createButton(page).click();
    const summary = page.getByRole("group", { name: "There is a problem" });
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveText([text]);
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(text);
    await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await expect(page.getByRole("button", { name: "Remove payments-prod" })).toBeVisible();
    expect(await creates(appliance)).toHaveLength(1);
    await page.getByLabel("Name", { exact: true }).fill("Another");
    await createButton(page).click();
    await expect(heading(page, "Another")).toBeVisible();
  });
}

test("however often Create is pressed, one schedule is created", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await appliance.control("faults", [{ method: "POST", path: "/scheduler/job-configs", delay_ms: 3_000 }]);
  await fillForm(page, { cloud: "aws", noun: "KMS", container: "payments-prod", name: "Once" });
  await createButton(page).dblclick();
  await createButton(page).click({ force: true });
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await expect(heading(page, "Once")).toBeVisible();
  expect(await creates(appliance)).toHaveLength(1);
});

test("a create whose answer is lost is not sent again, and the form says that it may have been done", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await fillForm(page, { cloud: "aws", noun: "KMS", container: "payments-prod", name: "Lost cut" });
  await createButton(page).click();
  const summary = page.getByRole("group", { name: "There is a problem" });
  await expect(summary).toContainText("The answer was lost. The change may or may not have been made.");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Lost cut");
  await page.waitForTimeout(1_500);
  expect(await creates(appliance)).toHaveLength(1);
});

test("after a create, Back leads to the list and does not offer to create again", async ({ page, appliance }) => {
  await signIn(page);
  await page.getByRole("link", { name: "New schedule" }).click();
  await fillForm(page, { cloud: "aws", noun: "KMS", container: "payments-prod", name: "Forward only" });
  await createButton(page).click();
  await expect(heading(page, "Forward only")).toBeVisible();
  await page.goBack();
  await expect(heading(page, "Schedules")).toBeVisible();
  expect(await creates(appliance)).toHaveLength(1);
});

test.describe("leaving the form", () => {
  const question = "Leave without saving?";

  test("asks when something was typed, by link and by Back, and keeps everything if the person stays", async ({ page, appliance }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Half a schedule");
    const form = page.url();
    const dialog = page.getByRole("alertdialog", { name: question });

    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
    await act(page, () => page.keyboard.press("Escape"));
    await expect(dialog).toBeHidden();

    await page.goBack();
    await expect(dialog).toBeVisible();
    await act(page, () => dialog.getByRole("button", { name: "Cancel" }).click());
    await expect(page).toHaveURL(form);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Half a schedule");

    await page.goBack();
    await act(page, () => dialog.getByRole("button", { name: "Leave" }).click());
    await expect(heading(page, "Schedules")).toBeVisible();
    expect(await creates(appliance)).toEqual([]);
  });

  test("asks through the browser when the tab is closed or reloaded", async ({ page }) => {
    await signIn(page, "admin", "schedules/new");
    await page.getByLabel("Name", { exact: true }).fill("Half a schedule");
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Half a schedule");
  });

  test("does not ask when nothing was typed, or it was taken back", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await page.getByLabel("Name", { exact: true }).fill("x");
    await page.getByLabel("Name", { exact: true }).fill("");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(heading(page, "Schedules")).toBeVisible();
    await page.goBack();
    await expect(heading(page, "New schedule")).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Schedules")).toBeVisible();
  });
});

test("a schedule of another client appears by itself within a refresh", async ({ page, appliance }) => {
  await installClock(page);
  await signIn(page);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const other = await Client.signIn(appliance);
  await other.create("AAA of another client");
  expect(await names(page)).not.toContain("AAA of another client");
  await pass(page, 31);
  await expect.poll(() => names(page)).toContain("AAA of another client");
});
