// Run now, from the table and from a schedule's page.
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { runNowRequests } from "./support/journal.ts";
import { heading, messages, openSection, row } from "./support/screens.ts";
import { runNow } from "./support/wizard.ts";

test("run now dialog names the containers and warns of a run in progress on the same ones", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const other = await client.create("In the way never-finishes");
  await client.post(`scheduler/job-configs/${other.id}/run-now`);
  await client.create("Wants the same");
  await signIn(page, "admin", "schedules?q=wants%20the%20same");
  await page.getByRole("button", { name: "Run Wants the same now" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Run Wants the same now?" });
  await expect(dialog).toContainText("This run synchronizes 1 KMS of AWS: payments-prod.");
  await expect(dialog).toContainText("Another run in progress uses the same containers: payments-prod");
  await act(page, () => page.keyboard.press("Escape"));
  expect(await runNowRequests(appliance)).toHaveLength(1);
});

test("run now shows progress in a slow queue and opens the run that the answer does not name", async ({ page, appliance }) => {
  test.slow();
  const client = await Client.signIn(appliance);
  const stored = await client.create("A slow-queue");
  await signIn(page, "admin", `schedules/${stored.id}`);
  await runNow(page, page.getByRole("button", { name: "Run now" }));
  await expect(page.getByText(/^Waiting for the appliance's queue: [2-9] s/)).toBeVisible({ timeout: 15_000 });
  await expect(heading(page, /^Run enqueued /)).toBeVisible({ timeout: 50_000 });
  expect(await runNowRequests(appliance)).toHaveLength(1);
});

test("run now in a slow queue is sent once, blocks nothing for 20 seconds and opens its run", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const schedule = await other.create("x slow-queue");
  await signIn(page, "operator", `schedules/${schedule.id}`);
  const dialog = page.getByRole("alertdialog", { name: "Run x slow-queue now?" });
  const start = dialog.getByRole("button", { name: "Run now" });
  await act(page, () => runNow(page, page.getByRole("button", { name: "Run now" })));
  await start.click({ force: true });
  await expect(dialog.getByText(/^Waiting for the appliance's queue: [1-9]\d* s\./)).toBeVisible();
  await page.waitForTimeout(20_000);
  await expect(start).toHaveAttribute("aria-disabled", "true");
  await expect(dialog.getByRole("button", { name: "Close and notify me" })).toBeEnabled();
  await expect(heading(page, /^Run enqueued/)).toBeVisible({ timeout: 30_000 });
  const [run] = (await other.get(`scheduler/jobs?job_config_id=${schedule.id}`)).resources;
  await expect(page).toHaveURL(`${appliance.url}runs/${run.id}`);
  expect(await runNowRequests(appliance)).toHaveLength(1);
});

test("run now dialog closed while queueing reports the run in a message with a link", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const schedule = await other.create("x slow-queue");
  await signIn(page, "operator", `schedules/${schedule.id}`);
  await runNow(page, page.getByRole("button", { name: "Run now" }));
  const dialog = page.getByRole("alertdialog", { name: "Run x slow-queue now?" });
  await act(page, () => dialog.getByRole("button", { name: "Close and notify me" }).click());
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Run now" })).toHaveAttribute("aria-disabled", "true");
  await openSection(page, "Settings");
  const message = messages(page);
  await expect(message).toContainText("x slow-queue is running.", { timeout: 50_000 });
  await expect(heading(page, "Settings"), "the page stays").toBeVisible();
  await message.getByRole("link", { name: "Show the run" }).click();
  const [run] = (await other.get(`scheduler/jobs?job_config_id=${schedule.id}`)).resources;
  await expect(page).toHaveURL(`${appliance.url}runs/${run.id}`);
  expect(await runNowRequests(appliance)).toHaveLength(1);
});

test("run now by a viewer starts nothing, shows the reason and disables the button", async ({ page, appliance }) => {
  await signIn(page, "viewer");
  const start = page.getByRole("button", { name: "Run erp-vaults now" });
  await act(page, () => runNow(page, start));
  const message = messages(page);
  await expect(message).toContainText("erp-vaults was not started.");
  await expect(message).toContainText("Your account may only read");
  const posts = await runNowRequests(appliance);
  expect(posts.map((entry) => entry.status)).toEqual([403]);
  await act(page, () => message.getByRole("button", { name: "Dismiss message" }).click());
  await expect(message.getByText("erp-vaults")).toBeHidden();
  // After the refusal the console offers no further run.
  await expect(start).toHaveAttribute("aria-disabled", "true");
  await expect(start).toHaveAccessibleDescription(/The appliance refused this to viewer: .*your account may only read/);
  await start.click({ force: true });
  await expect(page.getByRole("alertdialog")).toBeHidden();
});

test("run now from a row asks first, opens the run and updates the row without a reload", async ({ page, appliance }) => {
  await signIn(page, "operator", "schedules?q=luna-code");
  const start = page.getByRole("button", { name: "Run luna-code-signing now" });
  await act(page, () => start.click());
  const dialog = page.getByRole("alertdialog", { name: "Run luna-code-signing now?" });
  await expect(dialog).toContainText(/This run synchronizes \d+ partitions? of Luna HSM: /);
  await act(page, () => page.keyboard.press("Escape"));
  await expect(dialog).toBeHidden();
  await expect(start).toBeFocused();
  expect(await runNowRequests(appliance), "a cancelled dialog starts nothing").toEqual([]);

  await act(page, () => runNow(page, start));
  await expect(heading(page, /^Run enqueued/)).toBeVisible();
  await expect(page.getByText("luna-code-signing").first()).toBeVisible();
  await page.goBack();
  await expect(row(page, "luna-code-signing")).toContainText(/just now|\d+ seconds? ago/);
});

test("run now from a row with its dialog closed updates the row and links the run in a message", async ({ page, appliance }) => {
  await appliance.control("faults", [{ method: "POST", path: "/run-now", delay_ms: 2_000 }]);
  await signIn(page, "operator", "schedules?q=luna-code");
  await runNow(page, page.getByRole("button", { name: "Run luna-code-signing now" }));
  await act(page, () => page.getByRole("alertdialog").getByRole("button", { name: "Close and notify me" }).click());
  await expect(row(page, "luna-code-signing")).toContainText(/just now/);
  await act(page, () => messages(page).getByRole("link", { name: "Show the run" }).click());
  await expect(heading(page, /^Run enqueued/)).toBeVisible();
  await expect(page.getByText("luna-code-signing").first()).toBeVisible();
});
