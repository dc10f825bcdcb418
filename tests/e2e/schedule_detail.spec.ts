// The page of one schedule.
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { expect, signIn, test } from "./support/fixture.ts";
import { heading, readRawJson, row, zoneSwitch } from "./support/screens.ts";

test("schedule of Azure without items, as Terraform makes it, is shown as not said (D1)", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const params = { cloud_name: "AzureCloud", synchronize_all: true };
  const body = { name: "of Terraform", operation: "cckm_synchronization", run_at: "0 9 * * sat", cckm_synchronization_params: params };
  const { id } = await other.post("scheduler/job-configs", body);
  await signIn(page, "viewer", `schedules/${id}`);
  await expect(heading(page, "of Terraform")).toBeVisible();
  await expect(page.getByText("Not said: the appliance’s default, keys", { exact: true })).toBeVisible();
  await expect(page.getByText("Not understood")).toHaveCount(0);
});

test("schedule page shows parameters and the raw JSON, and explains an unknown id", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const schedule = await other.schedule("payments-azure");
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  await expect(heading(page, "payments-azure")).toBeVisible();
  await expect(page.getByText("15 */6 * * *", { exact: true })).toBeVisible();
  await expect(page.getByText("Keys, Secrets", { exact: true })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: schedule.job_config_params?.key_vaults?.[0] ?? "never" })).toBeVisible();
  expect(await readRawJson(page)).toEqual(await other.get(`scheduler/job-configs/${schedule.id}`));
  await page.goto(`${appliance.url}schedules/00000000-0000-0000-0000-000000000000`);
  await signIn(page, "viewer", "schedules/00000000-0000-0000-0000-000000000000");
  await expect(page.getByText("There is no schedule with this id in this domain.")).toBeVisible();
});

test("schedule page of a schedule deleted meanwhile keeps its contents and says that it is gone", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const schedule = await other.create("Short-lived");
  await installClock(page);
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  await expect(heading(page, "Short-lived")).toBeVisible();
  await other.delete(`scheduler/job-configs/${schedule.id}`);
  await pass(page, 31);
  await expect(page.getByText("This schedule is no longer on the appliance.")).toBeVisible();
  await expect(heading(page, "Short-lived")).toBeVisible();
});

test("Copy as on the schedule page gives curl, Terraform, ksctl and JSON without a token", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const stored = await client.create("It's \"quoted\" $(rm -rf /)");
  await signIn(page, "admin", `schedules/${stored.id}`);
  const tab = (name: string) => page.getByRole("tab", { name, exact: true });
  await expect(page.getByRole("region", { name: "curl command" })).toContainText('Authorization: Bearer $CM_TOKEN');
  await expect(page.getByRole("region", { name: "curl command" })).toContainText(`${new URL(appliance.url).origin}/api/v1/scheduler/job-configs`);
  await tab("Terraform").click();
  await expect(page.getByRole("region", { name: "Terraform resource" })).toContainText('resource "ciphertrust_scheduler"');
  await tab("ksctl").click();
  await expect(page.getByRole("region", { name: "ksctl command" })).toContainText("ksctl scheduler");
  await tab("JSON").click();
  const json = await page.getByRole("region", { name: "JSON of the request" }).innerText();
  expect(JSON.parse(json)).toMatchObject({ name: stored.name, cckm_synchronization_params: { cloud_name: "aws", kms: ["payments-prod"] } });
  expect(await page.getByRole("main").innerText()).not.toMatch(/eyJ[A-Za-z0-9_-]{10}/);
});

test("Copy as says which date loses its fraction of a second (D15)", async ({ page, appliance }) => {
  const client = await Client.signIn(appliance);
  const dates = { start_date: "2031-01-02T23:30:00.25Z", end_date: "2032-01-02T23:30:00Z" };
  const stored = await client.create("To the quarter", dates);
  await signIn(page, "viewer", `schedules/${stored.id}`);
  await expect(page.getByText("The fraction of a second is cut in start_date.", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "curl command" })).toContainText("# The fraction of a second is cut in start_date.");
});

test("schedule page shows the last 20 runs as bars that open the run, and their usual durations", async ({ page }) => {
  await signIn(page, "viewer", "schedules?q=gov-workloads");
  await row(page, "gov-workloads").first().getByRole("link", { name: "gov-workloads" }).click();
  const bars = page.getByRole("list", { name: /^Duration of the last runs, oldest first/ });
  await expect(bars.getByRole("listitem")).toHaveCount(20);
  await expect(page.getByText(/^Of the last \d+ ended runs, half took .* or less and 95% took .* or less/)).toBeVisible();
  await bars.getByRole("link", { name: /, / }).last().click();
  await expect(heading(page, /^Run enqueued /)).toBeVisible();
});

test("times on the schedule page follow the chosen zone, name it and keep it across a reload", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const schedule = await other.create("Zoned", { start_date: "2031-01-02T23:30:00Z" });
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  const zones = zoneSwitch(page);
  await expect(page.getByText(/2 Jan 2031, 23:30:00 UTC/)).toBeVisible();
  await zones.getByRole("button", { name: "Berlin" }).click();
  await expect(page.getByText(/3 Jan 2031, 00:30:00 (CET|GMT\+1)/)).toBeVisible();
  await page.reload();
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  await expect(page.getByText(/3 Jan 2031, 00:30:00 (CET|GMT\+1)/)).toBeVisible();
});
