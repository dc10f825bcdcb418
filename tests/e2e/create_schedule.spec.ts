// The main job: create a schedule for any cloud, run it, watch the result; and what may go wrong on the way through the wizard.
import type { Page } from "@playwright/test";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { mainJob } from "./support/journey.ts";
import { heading, names } from "./support/screens.ts";
import { CLOUDS, QUESTIONS, answer, answerAll, continueButton, create, createButton, goOn, openStep, summary } from "./support/wizard.ts";
import type { Appliance } from "./support/appliance.ts";

test("an AWS schedule is created, run and read region by region, and is there again after a power cut", async ({ page, appliance }) => {
  test.slow();
  await mainJob(page, appliance);
});

const creates = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method === "POST" && entry.path.endsWith("/scheduler/job-configs"));

for (const [cloud, { field }] of Object.entries(CLOUDS)) {
  // AWS is the main job's.
  if (cloud === "aws") continue;
  test(`a schedule for ${cloud} is sent once, with the one list ${field}`, async ({ page, appliance }) => {
    await signIn(page, "operator", "schedules/new");
    const container = `typed-${cloud} 1`;
    await answer(page, { cloud, container, runAt: " 5  4 * * sun", name: `A ${cloud}` });
    const isAzure = cloud === "AzureCloud";
    if (isAzure) {
      await openStep(page, "What");
      await page.getByLabel("Secrets").check();
      await page.getByLabel("Keys", { exact: true }).check();
      await page.getByLabel("Secrets").uncheck();
    }
    await openStep(page, "Review");
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
        cckm_synchronization_params: { cloud_name: cloud, [field]: [container], ...(isAzure ? { sync_item: ["key"] } : {}) },
      },
    ]);
  });
}

test("everything of a cloud is asked for by synchronize_all, and never with a list", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "left behind", everything: true, name: "All of AWS" });
  await page.getByLabel("Enabled").uncheck();
  await goOn(page, "Review");
  await expect(page.getByText("left behind"), "the review shows what is sent").toHaveCount(0);
  await createButton(page).click();
  await expect(heading(page, "All of AWS")).toBeVisible();
  const [sent] = await creates(appliance);
  expect(sent.body.cckm_synchronization_params).toEqual({ cloud_name: "aws", synchronize_all: true });
  expect(sent.body.disabled).toBe(true);
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
});

test("what is missing is said beside its field and first in a summary of its step alone, whose links lead there", async ({ page, appliance }) => {
  const CLOUD = "Choose a cloud.";
  const FIELDS = "There are 4 fields of five; write minute, hour, day of the month, month and day of the week.";
  const NAME = "Enter a name. It cannot be changed later.";
  await signIn(page, "admin", "schedules/new");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText([CLOUD]);
  await expect(page.getByRole("group", { name: "Cloud or key source" })).toHaveAccessibleDescription(/Choose a cloud\./);

  await openStep(page, "When");
  await expect(summary(page), "another step has its own").toBeHidden();
  await page.getByLabel("Cron expression").fill("0 1 * *");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText([FIELDS]);
  await expect(page.getByLabel("Cron expression")).toHaveAccessibleDescription(/There are 4 fields of five/);
  await expect(page.getByLabel("Cron expression")).toHaveAttribute("aria-invalid", "true");
  await summary(page).getByRole("link").click();
  await expect(page.getByLabel("Cron expression")).toBeFocused();

  await openStep(page, "Name");
  await act(page, () => continueButton(page).click());
  await expect(summary(page).getByRole("link")).toHaveText([NAME]);
  await summary(page).getByRole("link").click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();

  await openStep(page, "Review");
  await act(page, () => createButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link"), "the review has all of them").toHaveText([CLOUD, FIELDS, NAME]);
  await summary(page).getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("link", { name: "Change name and description" })).toBeFocused();
  expect(await creates(appliance)).toEqual([]);
});

for (const [what, name, change, question, label, text] of [
  ["a name that is taken", "payments-aws-hourly", "Change name and description", "Name it", "Name", /already exists/],
  [
    "a cron expression that the appliance cannot read", "invalid-run-at", "Change when it fires", "Set when it fires", "Cron expression",
    /the engine cannot read this expression/,
  ],
] as const) {
  test(`${what} is refused by the appliance and said on the review, which leads to ${label}, with everything kept`, async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", runAt: "0 2 * * *", name });
    await createButton(page).click();
    await expect(summary(page)).toBeFocused();
    await expect(summary(page).getByRole("link")).toHaveText([text]);
    await expect(page).toHaveTitle(/^Error: Step 5 of 5/);
    await summary(page).getByRole("link").click();
    await expect(page.getByRole("link", { name: change })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(heading(page, question)).toBeFocused();
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(text);
    await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");

    await openStep(page, "What");
    await expect(page.getByRole("button", { name: "Remove payments-prod" })).toBeVisible();
    await openStep(page, "When");
    await expect(page.getByLabel("Cron expression")).toHaveValue("0 2 * * *");
    await openStep(page, "Name");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    expect(await creates(appliance)).toHaveLength(1);
    await page.getByLabel("Name", { exact: true }).fill("Another");
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, "Another")).toBeVisible();
  });
}

test("however often Create is pressed, one schedule is created", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await appliance.control("faults", [{ method: "POST", path: "/scheduler/job-configs", delay_ms: 3_000 }]);
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Once" });
  await createButton(page).dblclick();
  await createButton(page).click({ force: true });
  await createButton(page).press("Enter");
  await expect(heading(page, "Once")).toBeVisible();
  expect(await creates(appliance)).toHaveLength(1);
});

test("a create whose answer is lost is not sent again: the schedule is looked up, and its page says that it was created", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await create(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
  await expect(page).toHaveURL(/\/schedules\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("Lost cut was created.");
  await page.waitForTimeout(1_500);
  expect(await creates(appliance)).toHaveLength(1);
});

test("a create whose answer is lost and that cannot be looked up is not sent again, and the review says that it may have been done", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
  await createButton(page).click();
  await expect(summary(page)).toContainText("The answer was lost, and whether Lost cut was created could not be found out", { timeout: 20_000 });
  await expect(summary(page)).toContainText("Look at the table of schedules before you send it again.");
  await expect(summary(page)).toBeFocused();
  await page.waitForTimeout(1_500);
  expect(await creates(appliance)).toHaveLength(1);
  await openStep(page, "Name");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Lost cut");
});

test("after a create, Back leads to the list and does not offer to create again", async ({ page, appliance }) => {
  await signIn(page);
  await page.getByRole("link", { name: "New schedule" }).click();
  await create(page, { cloud: "aws", container: "payments-prod", name: "Forward only" });
  await page.goBack();
  await expect(heading(page, "Schedules")).toBeVisible();
  expect(await creates(appliance)).toHaveLength(1);
});

test.describe("leaving the wizard", () => {
  const name = (page: Page) => page.getByLabel("Name", { exact: true });
  const leaving = (page: Page) => page.getByRole("alertdialog", { name: "Leave without saving?" });

  test("asks when something was typed, by link and by Back, and keeps everything if the person stays", async ({ page, appliance }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await page.getByRole("radio", { name: "SAP" }).check();
    await openStep(page, "Name");
    await name(page).fill("Half a schedule");
    const step = page.url();

    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await expect(leaving(page).getByRole("button", { name: "Stay on this page" })).toBeFocused();
    await act(page, () => page.keyboard.press("Escape"));
    await expect(leaving(page)).toBeHidden();

    await page.goBack();
    await expect(heading(page, QUESTIONS[0]), "Back within the wizard leads to the step before, unasked").toBeVisible();
    await expect(page.getByRole("radio", { name: "SAP" })).toBeChecked();
    await page.goBack();
    await expect(leaving(page)).toBeVisible();
    await act(page, () => leaving(page).getByRole("button", { name: "Stay on this page" }).click());
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await page.goForward();
    await expect(page).toHaveURL(step);
    await expect(name(page)).toHaveValue("Half a schedule");

    await page.goBack();
    await page.goBack();
    await act(page, () => leaving(page).getByRole("button", { name: "Leave" }).click());
    await expect(heading(page, "Schedules")).toBeVisible();
    expect(await creates(appliance)).toEqual([]);
  });

  test("loses what was typed, as it says: the wizard begins anew, and nothing of it is kept in the tab", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await name(page).fill("Half a schedule");
    await page.waitForTimeout(900);
    await page.getByRole("link", { name: "Cancel" }).click();
    await act(page, () => leaving(page).getByRole("button", { name: "Leave" }).click());
    await expect(heading(page, "Schedules")).toBeVisible();
    await page.waitForTimeout(900);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("Half a schedule");
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await expect(name(page)).toHaveValue("");
    await expect(page.getByText("is here again")).toBeHidden();
  });

  test("asks through the browser when the tab is closed or reloaded", async ({ page }) => {
    await signIn(page, "admin", "schedules/new/name");
    await name(page).fill("Half a schedule");
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await expect(name(page)).toHaveValue("Half a schedule");
  });

  test("does not ask when nothing was typed, or it was taken back", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await name(page).fill("x");
    await name(page).fill("");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(heading(page, "Schedules")).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Name it")).toBeVisible();
    await page.goBack();
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
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
