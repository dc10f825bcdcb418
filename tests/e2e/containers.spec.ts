// Containers by their names: the search of the table finds them and says why.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { expect, signIn, test } from "./support/fixture.ts";
import { NASTY, watchTexts } from "./support/nasty.ts";
import { names, pageHead, row } from "./support/screens.ts";

const search = (page: Page) => page.getByRole("searchbox", { name: "Name, description or container" });
const VAULTS = "/cckm/azure/vaults";

/** Gives the paths of the lists of containers that were read. */
const listsRead = async (appliance: { journal: () => Promise<any[]> }): Promise<string[]> =>
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
    const { resources } = await (await Client.signIn(appliance)).get("cckm/azure/vaults?limit=1000");
    const { id } = resources.find((vault: any) => vault.azure_name === "kv-payments-prod");
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
