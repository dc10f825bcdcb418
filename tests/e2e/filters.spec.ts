// What a link, a filter or a stored expression says is done, shown and announced, or named as not understood.
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, names, resultsTable, row } from "./support/screens.ts";

test("R49: a copy of a schedule with a zone of its own is stored with it", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await other.create("zoned", { run_at: "TZ=UTC 0 3 * * *" });
  await signIn(page, "admin", "schedules?q=zoned");
  await page.getByRole("button", { name: "More for zoned" }).click();
  await act(page, () => page.getByRole("menuitem", { name: "Copy", exact: true }).click());
  for (let step = 0; step < 4 && !(await page.getByRole("button", { name: "Create schedule" }).isVisible()); step++) {
    await act(page, () => page.getByRole("button", { name: "Continue" }).click());
  }
  await act(page, () => page.getByRole("button", { name: "Create schedule" }).click());
  await expect(heading(page, "zoned (copy)")).toBeVisible();
  const sent = (await appliance.journal()).filter((entry) => entry.method === "POST" && entry.path.endsWith("job-configs")).at(-1)!;
  expect(sent.body.run_at).toBe("TZ=UTC 0 3 * * *");
});

test("R49: UTC in front is previewed by UTC whatever the appliance's zone is", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const { id } = await other.create("zoned", { run_at: "TZ=UTC 0 3 * * *" });
  await signIn(page, "admin", "settings");
  await page.getByLabel("The appliance's zone").selectOption("Europe/Berlin");
  await signIn(page, "admin", `schedules/${id}`);
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("At 03:00 UTC, every day");
  await expect(preview.getByRole("row").nth(1)).toContainText("03:00 UTC");
  await expect(preview).not.toContainText("not known here");
});

for (const [path, parts] of [
  ["schedules?state=disabled&state=scheduled", ["state=disabled", "state=scheduled"]],
  ["runs/any?cause=bogus", ["cause=bogus"]],
  ["?show=bogus", ["show=bogus"]],
] as const) {
  test(`R25: ${path} is named as not understood, and cleared`, async ({ page, appliance }) => {
    await signIn(page, "viewer", path);
    await expect(heading(page, "This link is not understood")).toBeVisible();
    await expect(page.getByRole("main").getByRole("listitem")).toHaveText([...parts]);
    if (path.startsWith("runs/")) return;
    await page.getByRole("button", { name: "Clear and show the page" }).click();
    await expect(page).toHaveURL(`${appliance.url}${path.split("?")[0]}`);
  });
}

test("R25: the times of a link to the runs are shown and can be cleared", async ({ page, appliance }) => {
  await signIn(page, "viewer", "runs?status=completed&from=2020-11-20T01:00:00+01:00&to=2031-01-01T00:00:00Z");
  const times = page.getByRole("link", { name: /^Enqueued from .*20 Nov 2020, 00:00:00 UTC until .*1 Jan 2031, 00:00:00 UTC; show all times$/ });
  await act(page, () => times.click());
  await expect(page).toHaveURL(`${appliance.url}runs?status=completed`);
  await expect(page.getByRole("link", { name: /show all times/ })).toHaveCount(0);
  await signIn(page, "viewer", "runs?schedule=nope");
  await expect(page.getByRole("link", { name: "No such schedule now; show all" })).toBeVisible();
});

test("R25: a page behind the last one is the last one, in rows, foot and address", async ({ page, appliance }) => {
  await signIn(page, "viewer", "schedules?page=99");
  await expect(page).toHaveURL(`${appliance.url}schedules?page=2`);
  await expect(page.getByText(/^26–36 of 36$/)).toBeVisible();
  await expect.poll(async () => (await names(page)).length).toBe(11);
  const lines = Object.fromEntries(Array.from({ length: 130 }, (_, n) => [`westeurope/vault-${n}::sub`, "vault synchronized successfully"]));
  await appliance.control("rows", {
    kind: "run",
    json: { id: "wide", name: "wide", operation: "cckm_synchronization", status: "completed", createdAt: "2026-11-20T01:00:00Z", updatedAt: "2026-11-20T01:10:00Z", job_config_params: { cloud_name: "AzureCloud", synchronize_all: true, sync_item: ["key"] }, details: { details: lines } },
  });
  await signIn(page, "viewer", "runs/wide?page=77");
  await expect(page).toHaveURL(`${appliance.url}runs/wide?page=2`);
  await expect(page.getByText("101–130 of 130")).toBeVisible();
  await expect(resultsTable(page).getByRole("rowheader")).toHaveCount(30);
  await signIn(page, "viewer", "runs/wide?show=failed&cause=Permission");
  await expect(page.getByRole("button", { name: "Failed 0" }), "a filter that is on is in sight").toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "Permission 0" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByText("1–100 of 130")).toBeVisible();
  await expect(page).toHaveURL(`${appliance.url}runs/wide`);
});

test("R25: a region without a job is no match", async ({ page, appliance }) => {
  await signIn(page, "viewer", "sync/aws-keys?region=mars");
  await expect(page.getByRole("heading", { name: /^No sync job matches the filters/ })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(`${appliance.url}sync/aws-keys`);
});

test("R39: the number of rows that a search finds is announced once, and an export of none has a reason", async ({ page }) => {
  const polite = page.locator("#announce-polite");
  await signIn(page, "viewer", "schedules");
  await expect(row(page, "erp-vaults")).toBeVisible();
  await page.getByRole("searchbox", { name: "Name, description or container" }).pressSequentially("erp-vaults");
  await expect(polite).toHaveText("1 schedule found");
  await page.getByLabel("Cloud:").selectOption("aws");
  await expect(polite).toHaveText("0 schedules found");
  await page.getByRole("button", { name: "More for schedules" }).click();
  const item = page.getByRole("menuitem", { name: "Export the shown schedules" });
  await expect(item).toHaveAttribute("aria-disabled", "true");
  await expect(item).toContainText("No schedule is shown.");
  await page.keyboard.press("Escape");
  await signIn(page, "viewer", "runs");
  await page.getByLabel("The appliance says:").selectOption("aborted");
  await expect(polite).toHaveText(/^\d+ runs? found$/);
});
