// Creating a schedule for any cloud, up to its page.
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleCreates, scheduleWrites } from "./support/journal.ts";
import { mainJob } from "./support/journey.ts";
import { heading, messages } from "./support/screens.ts";
import {
  CLOUDS, answer, answerAll, create, createButton, expression, goOn, nameField, openStep, summary,
} from "./support/wizard.ts";

test("AWS schedule is created, run and read by region, and survives a power cut of the appliance", async ({ page, appliance }) => {
  test.slow();
  await mainJob(page, appliance);
});

for (const [cloud, { field }] of Object.entries(CLOUDS)) {
  // The first test creates an AWS schedule.
  if (cloud === "aws") continue;
  test(`schedule for ${cloud} is created by one request with the container list ${field}`, async ({ page, appliance }) => {
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
    const sent = await scheduleCreates(appliance);
    expect(sent.map((entry) => entry.body)).toEqual([
      {
        name: `A ${cloud}`,
        operation: "cckm_synchronization",
        run_at: " 5  4 * * sun",
        cckm_synchronization_params: { cloud_name: cloud, [field]: [container], ...(isAzure ? { sync_item: ["key"] } : {}) },
      },
    ]);
  });
}

test("schedule for everything of a cloud sends synchronize_all and no container list", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "left behind", everything: true, name: "All of AWS" });
  await page.getByLabel("Enabled").uncheck();
  await goOn(page, "Review");
  await expect(page.getByText("left behind"), "the review shows what is sent").toHaveCount(0);
  await createButton(page).click();
  await expect(heading(page, "All of AWS")).toBeVisible();
  const [sent] = await scheduleCreates(appliance);
  expect(sent.body.cckm_synchronization_params).toEqual({ cloud_name: "aws", synchronize_all: true });
  expect(sent.body.disabled).toBe(true);
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
});

for (const [what, name, change, question, label, text] of [
  ["a name that is taken", "payments-aws-hourly", "Change name and description", "Name it", "Name", /already exists/],
  [
    "an unreadable cron expression", "invalid-run-at", "Change when it fires", "Set when it fires", "Cron expression",
    /the engine cannot read this expression/,
  ],
] as const) {
  test(`create refused for ${what} shows the reason on the review, links to its field and keeps the draft`, async ({ page, appliance }) => {
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
    await expect(expression(page)).toHaveValue("0 2 * * *");
    await openStep(page, "Name");
    await expect(nameField(page)).toHaveValue(name);
    expect(await scheduleCreates(appliance)).toHaveLength(1);
    await nameField(page).fill("Another");
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, "Another")).toBeVisible();
  });
}

test("repeated presses of Create create one schedule", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await appliance.control("faults", [{ method: "POST", path: "/scheduler/job-configs", delay_ms: 3_000 }]);
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Once" });
  await createButton(page).dblclick();
  await createButton(page).click({ force: true });
  await createButton(page).press("Enter");
  await expect(heading(page, "Once")).toBeVisible();
  expect(await scheduleCreates(appliance)).toHaveLength(1);
});

test("create with a lost answer is not repeated; the schedule is looked up and reported as created", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await create(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
  await expect(page).toHaveURL(/\/schedules\/[0-9a-f-]{36}$/);
  await expect(messages(page)).toContainText("Lost cut was created.");
  await page.waitForTimeout(1_500);
  expect(await scheduleCreates(appliance)).toHaveLength(1);
});

test("create with a lost answer and a failing lookup is not repeated; the review says that it may be done", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
  await createButton(page).click();
  await expect(summary(page)).toContainText("The answer was lost, and it is unknown whether Lost cut was created", { timeout: 20_000 });
  await expect(summary(page)).toContainText("Look at the table of schedules before you send it again.");
  await expect(summary(page)).toBeFocused();
  await page.waitForTimeout(1_500);
  expect(await scheduleCreates(appliance)).toHaveLength(1);
  await openStep(page, "Name");
  await expect(nameField(page)).toHaveValue("Lost cut");
});

test("Back after a create leads to the table of schedules and creates nothing", async ({ page, appliance }) => {
  await signIn(page);
  await page.getByRole("link", { name: "New schedule" }).click();
  await create(page, { cloud: "aws", container: "payments-prod", name: "Forward only" });
  await page.goBack();
  await expect(heading(page, "Schedules")).toBeVisible();
  expect(await scheduleCreates(appliance)).toHaveLength(1);
});

const LIST = "/scheduler/job-configs";

test.describe("lost answer to a create (R-09)", () => {
  test("create with a lost answer opens the page of the created schedule after one POST", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
    await createButton(page).click();
    await expect(heading(page, "Lost cut")).toBeVisible();
    expect((await scheduleWrites(appliance)).filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test("create that the browser itself repeats on a broken connection is reported as created once", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Sent again by the browser" });
    await appliance.control("faults", [{ method: "POST", path: LIST, reset: true, times: 1 }]);
    await createButton(page).click();
    await expect(heading(page, "Sent again by the browser")).toBeVisible({ timeout: 15_000 });
    const client = await Client.signIn(appliance);
    expect((await client.get("scheduler/job-configs?limit=100&name=Sent%20again%20by%20the%20browser")).total).toBe(1);
  });

  test("create that never reached the appliance is reported as not created, keeps the draft and can be repeated", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Never arrived" });
    await appliance.control("faults", [{ method: "POST", path: LIST, status: 502, body: "<html>bad gateway</html>", content_type: "text/html", times: 1 }]);
    await createButton(page).click();
    await expect(summary(page)).toContainText("was not created. You can send it again", { timeout: 15_000 });
    await expect(summary(page)).toBeFocused();
    await createButton(page).click();
    await expect(heading(page, "Never arrived")).toBeVisible();
    const client = await Client.signIn(appliance);
    const page1 = await client.get(`scheduler/job-configs?limit=100&name=${encodeURIComponent("Never arrived")}`);
    expect(page1.total).toBe(1);
  });
});

test("schedule page warns that the appliance ignored `disabled`, and one press repairs it", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "Odd ignore-disabled" });
  await page.getByLabel("Enabled").uncheck();
  await goOn(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "Odd ignore-disabled")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("The stored values differ from what you saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Differences" }).getByRole("row", { name: /^Enabled/ })).toContainText("disabled");
  await act(page, () => page.getByRole("button", { name: "Disable it now" }).click());
  await expect(messages(page).getByText("The appliance now stores your values.")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("The stored values differ from what you saved", { exact: true })).toBeHidden();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  expect((await (await Client.signIn(appliance)).schedule("Odd ignore-disabled")).disabled).toBe(true);
  expect((await scheduleWrites(appliance)).map(({ method, body }) => [method, body.disabled])).toEqual([["POST", true], ["PATCH", true]]);
});
