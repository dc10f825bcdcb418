// Containers by their names: the search of the table finds them and says why, and each has a page.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { act, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import { NASTY, watchTexts } from "./support/nasty.ts";
import { heading, names, pageHead, readTable, resultsTable, row } from "./support/screens.ts";

const search = (page: Page) => page.getByRole("searchbox", { name: "Name, description or container" });
const VAULTS = "/cckm/azure/vaults";
const reaching = (page: Page) => page.getByRole("table", { name: "Schedules that reach it" });
const newestJobs = (page: Page) => page.getByRole("table", { name: "Newest sync jobs" });
/** The address of a container, whose id is written without `%` and dots. */
const address = (cloud: string, id: string) => {
  const encoded = encodeURIComponent(id).replace(/[.!~*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `containers/${cloud}/${encoded.replaceAll("%", "~")}`;
};

/** Gives the vault of the list with this name. */
async function vault(appliance: Appliance, name: string): Promise<any> {
  const { resources } = await (await Client.signIn(appliance)).get("cckm/azure/vaults?limit=1000");
  return resources.find((one: any) => one.azure_name === name);
}

/** Gives the paths of the lists of containers that were read. */
const listsRead = async (appliance: Appliance): Promise<string[]> =>
  (await appliance.journal()).map((entry) => entry.path as string).filter((path) => /\/cckm\/.*(kms|vaults|key-rings|organizations|groups|domains|partitions)$/.test(path));

test.describe("search by the names of containers", () => {
  test("the name of a vault, typed without a mouse, finds the schedules that list it and, marked below, those of everything", async ({ page, appliance }) => {
    await signIn(page);
    await expect(row(page, "apac-storefront")).toBeVisible();
    expect(await listsRead(appliance), "a visit without a search reads no list").toEqual([]);
    await search(page).focus();
    await page.keyboard.type("kv-payments-prod");
    await expect.poll(() => names(page)).toEqual(["payments-azure", "nightly-azure-keys"]);
    await expect(row(page, "payments-azure")).toContainText(/reaches kv-payments-prod(?! by Everything)/);
    await expect(row(page, "nightly-azure-keys")).toContainText("reaches kv-payments-prod by Everything");
    await expect(pageHead(page)).toContainText("1 of 36, 1 more by Everything");
    const read = await listsRead(appliance);
    expect(new Set(read).size, "each list once").toBe(read.length);
    await page.keyboard.press("Escape");
    await expect(row(page, "apac-storefront")).toBeVisible();
    await page.keyboard.type("vte-linux");
    await expect.poll(async () => (await names(page)).length).toBeGreaterThan(0);
    expect((await listsRead(appliance)).length, "the lists are kept").toBe(read.length);
  });

  test("all that match are selected without the schedules of everything, and the bar says so", async ({ page }) => {
    await signIn(page, "admin", "schedules?q=kv-payments-prod");
    await expect.poll(() => names(page)).toEqual(["payments-azure", "nightly-azure-keys"]);
    await page.getByRole("button", { name: "More for schedules" }).click();
    await page.getByRole("menuitem", { name: "Select schedules" }).click();
    const bar = page.getByRole("group", { name: "Selected schedules" });
    await expect(bar).toContainText("Schedules by Everything are not among them");
    await bar.getByRole("button", { name: "Select all that match" }).click();
    await expect(bar).toContainText("1 selected");
    await expect(page.getByRole("checkbox", { name: "Select nightly-azure-keys" })).not.toBeChecked();
    await expect(page.getByRole("checkbox", { name: "Select all on this page" })).toBeChecked();
    await page.getByRole("checkbox", { name: "Select nightly-azure-keys" }).check();
    await expect(bar).toContainText("2 selected");
    await bar.getByRole("button", { name: "Disable" }).click();
    await expect(page.getByRole("alertdialog").getByRole("listitem")).toHaveText([/payments-azure/, /nightly-azure-keys/]);
  });

  test("a list that cannot be read is named, and its containers are found by id", async ({ page, appliance }) => {
    const { id } = await vault(appliance, "kv-payments-prod");
    const message = "no licence for Azure";
    await appliance.control("faults", [{ method: "GET", path: VAULTS, status: 403, body: { code: 36, codeDesc: "NCERRNotAuthorized: Caller is not authorized", message } }]);
    await signIn(page, "viewer", "schedules?q=kv-payments-prod");
    await expect(page.getByText(`Names of Azure key vaults are not known: ${message}. They are searched by id.`)).toBeVisible();
    await expect(page.getByRole("heading", { name: "No schedule matches the search and the filters." })).toBeVisible();
    await search(page).fill(id);
    await expect.poll(() => names(page)).toEqual(["payments-azure"]);
    await expect(row(page, "payments-azure")).toContainText(`reaches ${id}`);
  });

  test("the table does not say that nothing matches before the names are there", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "GET", path: VAULTS, delay_ms: 2_500 }]);
    await signIn(page, "viewer", "schedules?q=kv-payments-prod");
    await expect(page.getByRole("main").getByText("Loading schedules")).toBeAttached();
    await expect(page.getByRole("heading", { name: "No schedule matches the search and the filters." })).toHaveCount(0);
    await expect.poll(() => names(page)).toEqual(["payments-azure", "nightly-azure-keys"]);
  });

  test("a reason marks the name of the container", async ({ page, appliance }) => {
    await appliance.control("reset", { seed: "empty" });
    const client = await Client.signIn(appliance);
    const name = NASTY.override;
    await client.create("lists-it", { cckm_synchronization_params: { cloud_name: "aws", kms: [name, "k "] } });
    const found = await watchTexts(page);
    await signIn(page, "admin", "schedules?q=exe.live");
    await expect(row(page, "lists-it").locator(".reason")).toHaveText(/^reaches safe U\+202E.*exe\.liveU\+202C.* x$/);
    expect(found).toEqual([]);
  });
});

test.describe("page of a container", () => {
  test("a reason of the search leads to the vault, with its schedules, results and jobs; a reload comes back to it", async ({ page, appliance }) => {
    const { id } = await vault(appliance, "kv-payments-prod");
    await signIn(page, "viewer", "schedules?q=kv-payments-prod");
    await expect(row(page, "payments-azure")).toContainText("reaches kv-payments-prod");
    await act(page, () => row(page, "payments-azure").getByRole("link", { name: "kv-payments-prod" }).press("Enter"));
    await expect(heading(page, "kv-payments-prod")).toBeFocused();
    await expect(page).toHaveURL(`${appliance.url}${address("AzureCloud", id)}`);
    await expect(page).toHaveTitle("kv-payments-prod – Key synchronization");
    await expect(pageHead(page)).toContainText("Azure key vault");
    const facts = page.locator(".facts");
    await expect(facts).toContainText("Azure (AzureCloud)");
    await expect(facts).toContainText("westeurope · Production");
    await expect(facts).toContainText(id);
    await expect(page.getByRole("button", { name: "Copy container id" })).toBeVisible();
    expect((await readTable(reaching(page))).map((line) => line.Schedule)).toEqual(["payments-azure lists it", "nightly-azure-keys reaches it by Everything"]);
    await expect(row(page, "payments-azure")).toContainText(/Synchronized\s*this container, run enqueued .* ago/);
    await expect(row(page, "nightly-azure-keys")).toContainText(/this container, run enqueued/);
    await expect(row(page, "payments-azure").locator("td[data-label='Next run']")).toContainText("in ");
    await expect(row(page, "payments-azure")).toContainText("Scheduled");
    const jobs = await readTable(newestJobs(page));
    expect(jobs.length).toBeGreaterThan(0);
    for (const job of jobs) expect(job.Source).toMatch(/^Azure /);
    const place = page.url();
    await page.reload();
    await submitSignIn(page, "viewer");
    await expect(page).toHaveURL(place);
    await expect(heading(page, "kv-payments-prod")).toBeVisible();
    await expect(row(page, "payments-azure")).toBeVisible();
  });

  test("names of containers on the pages of a schedule, a run and a sync job lead to their pages", async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const { id } = await vault(appliance, "kv-payments-prod");
    const schedule = await client.schedule("payments-azure");
    const arrive = async () => {
      await expect(page).toHaveURL(`${appliance.url}${address("AzureCloud", id)}`);
      await expect(heading(page, "kv-payments-prod")).toBeVisible();
    };
    const link = () => page.getByRole("link", { name: "kv-payments-prod" });
    await signIn(page, "viewer", `schedules/${schedule.id}`);
    await act(page, () => link().first().click());
    await arrive();
    await act(page, () => row(page, "payments-azure").getByRole("link").nth(1).click());
    await expect(resultsTable(page)).toBeVisible();
    await act(page, () => resultsTable(page).getByRole("link", { name: /kv-payments-prod/ }).click());
    await arrive();
    await act(page, () => newestJobs(page).getByRole("rowheader").first().getByRole("link").click());
    await expect(page.getByRole("heading", { name: "Results" })).toBeVisible();
    await act(page, () => link().first().click());
    await arrive();
  });

  test("a run without a result for the container shows its verdict on the whole run, and a KMS its regions", async ({ page, appliance }) => {
    const { resources } = await (await Client.signIn(appliance)).get("cckm/aws/kms?limit=1000");
    const { id } = resources.find((kms: any) => kms.name === "payments-prod");
    await signIn(page, "viewer", address("aws", id));
    await expect(heading(page, "payments-prod")).toBeVisible();
    await expect(page.locator(".facts")).toContainText("eu-central-1");
    await expect(row(page, "payments-aws-hourly")).toContainText("the whole run, enqueued");
    await expect(row(page, "nightly-aws-everything")).toContainText("reaches it by Everything");
    await expect(newestJobs(page).getByRole("row").nth(1)).toContainText("this container");
  });

  test("a container that the appliance does not list is said so, and the schedules that name it are listed", async ({ page, appliance }) => {
    const id = "projects/p:1/locations/l/keyRings/gone ";
    const { id: schedule } = await (await Client.signIn(appliance)).create("names-it", { cckm_synchronization_params: { cloud_name: "gcp", key_rings: [id] } });
    await signIn(page, "admin", `schedules/${schedule}`);
    await act(page, () => page.getByRole("link", { name: /keyRings\/gone/ }).click());
    await expect(page.getByText("The appliance lists no such key ring.")).toBeVisible();
    expect((await readTable(reaching(page))).map((line) => line.Schedule)).toEqual(["names-it lists it"]);
    await expect(page.getByText("No sync job names it.")).toBeVisible();
    const place = page.url();
    expect(place).toBe(`${appliance.url}${address("gcp", id)}`);
    await page.reload();
    await submitSignIn(page, "admin");
    await expect(page).toHaveURL(place);
    await expect(heading(page)).toContainText("keyRings/gone␣");
    await signIn(page, "admin", address("gcp", "nobody-names-this"));
    await expect(page.getByText("No schedule reaches this key ring.")).toBeVisible();
  });

  test("where the list cannot be read, the page goes by the id and says why", async ({ page, appliance }) => {
    const { id } = await vault(appliance, "kv-payments-prod");
    const message = "no licence for Azure";
    await appliance.control("faults", [{ method: "GET", path: VAULTS, status: 403, body: { code: 36, codeDesc: "NCERRNotAuthorized: Caller is not authorized", message } }]);
    await signIn(page, "viewer", address("AzureCloud", id));
    await expect(page.getByText(`The key vaults of Azure could not be listed: ${message}. This page goes by the id alone.`)).toBeVisible();
    expect((await readTable(reaching(page))).map((line) => line.Schedule)).toEqual(["payments-azure lists it", "nightly-azure-keys reaches it by Everything"]);
  });

  test("schedules and jobs that cannot be read say so in their places", async ({ page, appliance }) => {
    const { id } = await vault(appliance, "kv-payments-prod");
    await appliance.control("faults", [
      { method: "GET", path: "/scheduler/job-configs", status: 500, body: { message: "database is locked" } },
      { method: "GET", path: "/cckm/azure/synchronization-jobs", status: 403, body: { message: "no keys for you" } },
    ]);
    await signIn(page, "viewer", address("AzureCloud", id));
    await expect(page.getByRole("heading", { name: /database is locked/ })).toBeVisible();
    await expect(page.getByText("Azure keys could not be read: no keys for you.")).toBeVisible();
    await appliance.control("faults/clear");
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(row(page, "payments-azure")).toBeVisible();
  });

  test("a container with a nasty name is shown with its marks", async ({ page, appliance }) => {
    await appliance.control("reset", { seed: "empty" });
    const client = await Client.signIn(appliance);
    for (const key of ["override", "blank", "tab", "hebrew"] as const) {
      await client.create(`lists-${key}`, { cckm_synchronization_params: { cloud_name: "aws", kms: [NASTY[key]] } });
    }
    const found = await watchTexts(page);
    for (const [key, marked] of [["override", "safe U+202Eexe.liveU+202C x"], ["blank", "dupe␣"], ["tab", "tabU+0009here"]] as const) {
      await signIn(page, "admin", address("aws", NASTY[key]));
      await expect(page).toHaveTitle(`${marked} – Key synchronization`);
      await expect(row(page, `lists-${key}`)).toBeVisible();
    }
    await signIn(page, "admin", address("aws", NASTY.hebrew));
    await expect(row(page, "lists-hebrew")).toBeVisible();
    expect(found).toEqual([]);
  });

  test("an address of no cloud is no page", async ({ page }) => {
    await signIn(page, "viewer", "containers/nimbus/a");
    await expect(heading(page, "Page not found")).toBeVisible();
  });
});
