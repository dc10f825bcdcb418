// The page of one schedule.
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { expect, signIn, test } from "./support/fixture.ts";
import { heading, row } from "./support/screens.ts";

test("one schedule is shown with its facts, its last runs and the very answer it was read from", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const schedule = await other.schedule("payments-azure");
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  await expect(heading(page, "payments-azure")).toBeVisible();
  await expect(page.getByText("15 */6 * * *", { exact: true })).toBeVisible();
  await expect(page.getByText("Keys, Secrets", { exact: true })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: schedule.job_config_params?.key_vaults?.[0] ?? "never" })).toBeVisible();
  await page.getByText("Raw JSON of the appliance").click();
  expect(JSON.parse(await page.locator("details.raw pre").innerText())).toEqual(await other.get(`scheduler/job-configs/${schedule.id}`));
  await page.goto(`${appliance.url}schedules/00000000-0000-0000-0000-000000000000`);
  await signIn(page, "viewer", "schedules/00000000-0000-0000-0000-000000000000");
  await expect(page.getByText("There is no schedule with this id in this domain.")).toBeVisible();
});

test("a schedule that is deleted meanwhile stays on its page as what it was, and says so", async ({ page, appliance }) => {
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

test("the page of a schedule hands it over as a command, as code and as JSON, and never with a token", async ({ page, appliance }) => {
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

test("the last runs are bars with their verdict and time, and numbers with how many runs they are of", async ({ page }) => {
  await signIn(page, "viewer", "schedules?q=gov-workloads");
  await row(page, "gov-workloads").getByRole("link", { name: "gov-workloads" }).click();
  const bars = page.getByRole("list", { name: /^The last runs, oldest first/ });
  await expect(bars.getByRole("listitem")).toHaveCount(20);
  await expect(page.getByText(/^Half of them took .* or less, 95 of 100 took .* or less/)).toBeVisible();
  await bars.getByRole("link", { name: /, / }).last().click();
  await expect(heading(page, /^Run of /)).toBeVisible();
});

test("times follow the zone that is chosen, and always name it", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const schedule = await other.create("Zoned", { start_date: "2031-01-02T23:30:00Z" });
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  const zones = page.getByRole("group", { name: "Time zone of every time shown" });
  await expect(page.getByText(/2 Jan 2031, 23:30:00 UTC/)).toBeVisible();
  await zones.getByRole("button", { name: "Berlin" }).click();
  await expect(page.getByText(/3 Jan 2031, 00:30:00 (CET|GMT\+1)/)).toBeVisible();
  await page.reload();
  await signIn(page, "viewer", `schedules/${schedule.id}`);
  await expect(page.getByText(/3 Jan 2031, 00:30:00 (CET|GMT\+1)/)).toBeVisible();
});
