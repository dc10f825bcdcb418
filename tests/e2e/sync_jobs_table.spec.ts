// The table of the sync jobs of one source.
import { Client } from "./support/client.ts";
import { installClock, until } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, pageHead } from "./support/screens.ts";
import { jobs, reads, source } from "./support/sync.ts";

test("sync jobs table sends status, container and page to the appliance and keeps them in the URL; Back restores", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const one = source("aws-keys");
  const total = async (query = "") => (await other.get(`${one.base}?limit=1${query}`)).total as number;
  for (let n = 0; n < 30; n++) {
    const createdAt = new Date(Date.now() - (900 + n) * 3_600_000).toISOString();
    const json = { id: `old-${n}`, createdAt, updatedAt: createdAt, overall_status: "completed", cloud: "aws", kms: ["data-lake"], abort: false };
    await appliance.control("rows", { kind: "sync", source: "aws-keys", json });
  }
  await signIn(page, "viewer", "sync/aws-keys");
  const all = await total();
  await expect(page.getByText(`1–25 of ${all}`)).toBeVisible();
  await expect(pageHead(page)).toContainText(String(all));
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?page=2`);
  await expect(page.getByText(`26–${all} of ${all}`)).toBeVisible();
  await page.getByLabel("Rows").selectOption("50");
  await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?rows=50`);
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(all);
  await page.getByLabel("The appliance says:").selectOption("error");
  await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?rows=50&status=error`);
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total("&overall_status=error"));
  await expect(page.getByRole("cell", { name: "completed", exact: true })).toHaveCount(0);
  await page.getByLabel("Container:").selectOption("retail-web");
  await expect(page).toHaveURL(/container=retail-web/);
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total("&overall_status=error&kms=retail-web"));
  // AWS reports its failures as "error".
  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page.getByText("No sync job matches the filters.")).toBeVisible();
  await page.getByLabel("The appliance says:").selectOption("");
  await expect(page).toHaveURL(/container=retail-web/);
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total("&kms=retail-web"));
  for (const cell of await jobs(page).getByRole("cell", { name: /KMS/ }).all()) await expect(cell).toContainText(/retail-web|and \d+ more/);
  const queries = (await reads(appliance, one.base)).map((entry) => entry.query);
  expect(queries).toContain("skip=25&limit=25");
  expect(queries).toContain("skip=0&limit=50&overall_status=error");
  expect(queries).toContain("skip=0&limit=50&overall_status=error&kms=retail-web");
  expect(queries).toContain("skip=0&limit=50&kms=retail-web");

  await act(page, () => page.getByLabel("Source:").selectOption("azure-secrets"));
  await expect(heading(page, "Sync jobs: Azure secrets")).toBeVisible();
  await expect(page).toHaveURL(`${appliance.url}sync/azure-secrets`);
  await act(page, () => page.goBack());
  await expect(heading(page, "Sync jobs: AWS keys")).toBeVisible();
  await expect(page.getByLabel("Container:")).toHaveValue("retail-web");
  await expect(page.getByLabel("Source:")).toHaveValue("aws-keys");
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total("&kms=retail-web"));
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page.getByLabel("The appliance says:")).toHaveValue("error");
  await expect(page.getByLabel("Container:")).toHaveValue("");
  await page.goBack();
  await expect(page.getByLabel("The appliance says:")).toHaveValue("");
  await page.goBack();
  await expect(page.getByText(`26–${all} of ${all}`)).toBeVisible();

  await page.goto(`${appliance.url}sync/aws-custom-key-stores`);
  await signIn(page, "viewer", "sync/aws-custom-key-stores");
  await expect(jobs(page)).toBeVisible();
  await expect(page.getByLabel("Container:"), "the same filter as for keys (D9)").toBeVisible();
});

test("sync jobs table keeps rows that ignored a filter out, and says so (D2, D3)", async ({ page, appliance }) => {
  const at = new Date().toISOString();
  const json = { id: "stray", createdAt: at, updatedAt: at, overall_status: "completed", cloud: "aws", kms: ["data-lake"], regions: ["eu-central-1"], abort: false };
  await appliance.control("faults", [
    { method: "GET", path: "/cckm/aws/synchronization-jobs", status: 200, body: { skip: 0, limit: 25, total: 1, resources: [json] } },
  ]);
  await signIn(page, "viewer", "sync/aws-keys?container=retail-web");
  await expect(page.getByText("Left out: 1 of 1 that the appliance sent")).toBeVisible();
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(0);
  await signIn(page, "viewer", "sync/aws-keys?region=eu-central-1");
  await expect(page.getByText("1 of 1 on this page are about eu-central-1")).toBeVisible();
  await expect(jobs(page).getByRole("rowheader")).toHaveCount(1);
});

test("sync jobs table clears its filters in one press, and an empty one links to the start form", async ({ page, appliance }) => {
  await signIn(page, "viewer", "sync/sap?status=failed");
  await act(page, () => page.getByRole("button", { name: "Clear filters" }).click());
  await expect(jobs(page)).toBeVisible();
  await expect(page).toHaveURL(`${appliance.url}sync/sap`);
  await appliance.control("reset", { seed: "empty" });
  await signIn(page, "admin", "sync/dsm");
  await expect(page.getByText("No sync jobs of DSM yet. A sync job synchronizes domains once, right away.")).toBeVisible();
  await act(page, () => page.getByRole("link", { name: "Start the first one" }).click());
  await expect(heading(page, "Synchronize DSM now")).toBeFocused();
});

test("sync jobs table replaces a page number beyond the end by the last page", async ({ page, appliance }) => {
  const { total } = await (await Client.signIn(appliance)).get("cckm/sap/synchronization-jobs?limit=1");
  await signIn(page, "viewer", "sync/sap?page=9");
  await expect(page).toHaveURL(/sync\/sap$/);
  await expect(page.getByText(`1–${total} of ${total}`)).toBeVisible();
});

test("sync jobs table follows a running job to its end", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { sync_seconds: 3 });
  await installClock(page);
  await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
  await signIn(page, "viewer", "sync/sap");
  const newest = jobs(page).getByRole("row").nth(1);
  await expect(newest).toContainText("Running");
  await until(page, newest.getByText("Succeeded"));
  await expect(newest).toContainText("6 groups");
});
