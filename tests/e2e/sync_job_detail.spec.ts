// Sync jobs: direct synchronizations of twelve sources, started, followed and cancelled by hand.
import type { Locator, Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass, until } from "./support/clock.ts";
import { act, expect, quiet, signIn, test } from "./support/fixture.ts";
import { Keys } from "./support/keys.ts";
import { heading, readTable, signInAgain } from "./support/screens.ts";

type Source = {
  /** In the console: the word in addresses, what it is called, what its containers are called. */
  word: string;
  label: string;
  nouns: string;
  /** In the API (API.md §5.1, §6.1): where its jobs are, the member that lists containers, and where these are listed. */
  base: string;
  member: string;
  list: string;
  /** Two containers that never fail. */
  pick: [string, string];
  regions?: string[];
  backup?: boolean;
  /** What the first job is about; the second, which is cancelled, is about the other. */
  first: "these" | "everything";
  hand: "mouse" | "keys";
};

const SOURCES: Source[] = [
  {
    word: "aws-keys", label: "AWS keys", nouns: "KMS", base: "cckm/aws/synchronization-jobs", member: "kms", list: "cckm/aws/kms",
    pick: ["payments-prod", "payments-staging"], regions: ["eu-central-1"], first: "these", hand: "keys",
  },
  {
    word: "aws-custom-key-stores", label: "AWS custom key stores", nouns: "KMS", base: "cckm/aws/custom-key-stores/synchronization-jobs",
    member: "kms", list: "cckm/aws/kms", pick: ["security-audit", "data-lake"], first: "everything", hand: "mouse",
  },
  {
    word: "azure-keys", label: "Azure keys", nouns: "key vaults", base: "cckm/azure/synchronization-jobs", member: "key_vaults",
    list: "cckm/azure/vaults", pick: ["kv-payments-prod", "kv-payments-dr"], backup: true, first: "these", hand: "mouse",
  },
  {
    word: "azure-secrets", label: "Azure secrets", nouns: "key vaults", base: "cckm/azure/secrets/synchronization-jobs",
    member: "key_vaults", list: "cckm/azure/vaults", pick: ["CCKM-Soft-Delete", "pkv-softkeys"], first: "these", hand: "mouse",
  },
  {
    word: "azure-certificates", label: "Azure certificates", nouns: "key vaults", base: "cckm/azure/certificates/synchronization-jobs",
    member: "key_vaults", list: "cckm/azure/vaults", pick: ["kv-webshop", "kv-identity"], first: "everything", hand: "keys",
  },
  {
    word: "google", label: "Google Cloud", nouns: "key rings", base: "cckm/google/synchronization-jobs", member: "key_rings",
    list: "cckm/google/key-rings", pick: ["payments", "demo-key-ring"], first: "everything", hand: "mouse",
  },
  {
    word: "oci", label: "Oracle Cloud", nouns: "vaults", base: "cckm/oci/synchronization-jobs", member: "vaults", list: "cckm/oci/vaults",
    pick: ["erp-vault", "object-storage"], first: "these", hand: "keys",
  },
  {
    word: "salesforce-keys", label: "Salesforce keys", nouns: "organizations", base: "cckm/sfdc/keys/synchronization-jobs",
    member: "organization_ids", list: "cckm/sfdc/organizations", pick: ["Sales Europe", "Sales Americas"], first: "these", hand: "mouse",
  },
  {
    word: "salesforce-certificates", label: "Salesforce certificates", nouns: "organizations", base: "cckm/sfdc/certificates/synchronization-jobs",
    member: "organization_ids", list: "cckm/sfdc/organizations", pick: ["Service Cloud", "Full Sandbox"], first: "everything", hand: "mouse",
  },
  {
    word: "sap", label: "SAP", nouns: "groups", base: "cckm/sap/synchronization-jobs", member: "groups", list: "cckm/sap/groups",
    pick: ["S4HANA Production", "Ariba"], first: "everything", hand: "keys",
  },
  {
    word: "dsm", label: "DSM", nouns: "domains", base: "cckm/dsm/refresh", member: "domains", list: "cckm/dsm/domains",
    pick: ["vte-linux", "oracle-tde"], first: "everything", hand: "mouse",
  },
  {
    word: "luna", label: "Luna HSM", nouns: "partitions", base: "cckm/hsm/luna/refresh", member: "partitions", list: "cckm/hsm/luna/partitions",
    pick: ["root-ca", "code-signing"], first: "these", hand: "mouse",
  },
];
const source = (word: string) => SOURCES.find((one) => one.word === word)!;

const API = "/api/v1/";
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
const jobs = (page: Page) => page.getByRole("table", { name: /^Sync jobs of / });
const results = (page: Page) => page.getByRole("table", { name: "Results per container, failed first" });
const verdict = (page: Page) => page.locator(".head");
const said = (page: Page) => page.getByRole("region", { name: "Messages" });
const startButton = (page: Page) => page.getByRole("button", { name: "Start", exact: true });
const cancelButton = (page: Page) => page.getByRole("button", { name: "Cancel the job" });
const tookSoFar = (page: Page) => page.getByRole("definition").filter({ hasText: /so far$/ });
const choice = (page: Page, what: "these" | "everything", { nouns }: Source) =>
  page.getByRole("radio", { name: what === "these" ? `These ${nouns}` : "Everything", exact: true });
const picker = (page: Page, { nouns }: Source) => page.getByRole("combobox", { name: capital(nouns), exact: true });

/** What was written, other than tokens. */
const writes = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method !== "GET" && !entry.path.includes("/auth/tokens"));
const reads = async (appliance: Appliance, of: string) =>
  (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.path === API + of);

/** What people call a container of a list, whatever member that stands in (API.md §6.1). */
const called = (one: any): string => one.azure_name ?? one.display_name ?? one.label ?? one.dsm_params?.name ?? one.Name ?? one.name;

/** The ids of containers of these names. */
async function idsOf(client: Client, { list }: Source, wanted: string[]): Promise<string[]> {
  const { resources } = await client.get(`${list}?limit=100`);
  return wanted.map((name) => {
    const found = resources.find((one: any) => called(one) === name || one.name?.endsWith(`/${name}`));
    if (!found) throw new Error(`${list} has no ${name}`);
    return found.id;
  });
}

/** From the list to the form, answered, started, to the page of the job; gives its id. */
async function begin(page: Page, one: Source, what: "these" | "everything"): Promise<string> {
  const keys = one.hand === "keys" ? new Keys(page) : undefined;
  const press = async (target: Locator) => {
    if (!keys) return target.click();
    await keys.tabTo(target);
    await keys.press("Enter");
  };
  await act(page, () => press(page.getByRole("link", { name: "Start a sync job" })));
  await expect(heading(page, `Synchronize ${one.label} now`)).toBeFocused();
  if (keys) {
    await keys.choose(page.getByRole("group", { name: "Synchronize" }), what === "these" ? `These ${one.nouns}` : "Everything");
  } else {
    await choice(page, what, one).check();
  }
  if (what === "these") {
    const add = async (input: Locator, name: string, option: RegExp) => {
      if (keys) {
        await keys.tabTo(input);
        await keys.press("Control+A");
        await keys.type(name);
        await expect(page.getByRole("option", { name: option }).first()).toBeVisible();
        await keys.press("ArrowDown");
        await keys.press("Enter");
        await keys.press("Escape");
        await keys.press("Escape");
      } else {
        await input.fill(name);
        await page.getByRole("option", { name: option }).first().click();
        await input.press("Escape");
        await input.press("Escape");
      }
      await expect(page.getByRole("button", { name: new RegExp(`^Remove .*${name}`) }).first()).toBeVisible();
    };
    for (const name of one.pick) await add(picker(page, one), name, new RegExp(`(^|/)${name}(\\W|$)`));
    for (const region of one.regions ?? []) await add(page.getByRole("combobox", { name: "Regions" }), region, new RegExp(`^${region}`));
    if (one.backup) await page.getByLabel("Take a backup of each key").check();
  }
  await act(page, () => press(startButton(page)));
  await expect(heading(page, new RegExp(`^${one.label}, \\d`))).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/sync/${one.word}/[0-9a-f-]{36}$`));
  return page.url().split("/").at(-1)!;
}

async function cancelJob(page: Page): Promise<void> {
  await cancelButton(page).click();
  const question = page.getByRole("alertdialog", { name: "Cancel this sync job?" });
  await expect(question.getByRole("button", { name: "Let it go on" })).toBeFocused();
  await question.getByRole("button", { name: "Cancel the job" }).click();
  await expect(question).toBeHidden();
}

for (const one of SOURCES) {
  const [then, by] = [one.first === "these" ? "everything" : "these", one.hand === "keys" ? "keys" : "the mouse"];
  test(`${one.label}: ${one.first} is started by ${by}, followed and read; ${then} is cancelled on its way`, async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const ids = await idsOf(other, one, one.pick);
    await installClock(page);
    await signIn(page, "operator", "sync");
    await appliance.control("settings", { sync_seconds: 2.2 });
    const line = page.getByRole("row").filter({ has: page.getByRole("link", { name: one.label, exact: true }) });
    await expect(line).toContainText(/ago|None yet/);
    await act(page, () => line.getByRole("link", { name: one.label, exact: true }).click());
    await expect(heading(page, `Sync jobs: ${one.label}`)).toBeFocused();

    const first = await begin(page, one, one.first);
    await expect(verdict(page)).toContainText("Running");
    await expect(page.getByText("still running").or(page.getByText("not yet"))).toBeVisible();
    const before = await tookSoFar(page).innerText();
    await expect(tookSoFar(page)).not.toHaveText(before, { timeout: 3_000 });
    await until(page, page.getByText(/^Running; [1-9]\d* .+ done so far\.$/));
    await expect(results(page)).toContainText("synchronized successfully");
    // AWS reports regions, and does not say of how many.
    const progress = page.getByRole("img", { name: /^[1-9]\d* of \d+ done: [1-9]\d* synchronized/ });
    if (!one.word.startsWith("aws")) await expect(progress).toBeVisible();
    await until(page, page.getByText(/^(All \d+|\d+ of \d+) .+ synchronized\.$/));
    await expect(cancelButton(page), "what is over cannot be cancelled").toBeHidden();

    const stored = await other.get(`${one.base}/${first}`);
    const texts = Object.entries<string>(stored.detailed_status);
    const well = texts.filter(([, text]) => text.endsWith("synchronized successfully")).length;
    await expect(verdict(page)).toContainText(well === texts.length ? "Succeeded" : "Partly");
    const numbers = well === texts.length ? `All ${well} ` : `${texts.length - well} of ${texts.length} `;
    await expect(page.getByText(new RegExp(`^${numbers}`))).toBeVisible();
    const lines = await readTable(results(page));
    expect(lines).toHaveLength(texts.length);
    for (const [target, text] of texts) {
      const shown = lines.find((line) => (line.Region ?? line.Container).startsWith(target));
      expect(shown, target).toMatchObject({ "What the appliance said": text, Result: text.endsWith("successfully") ? "Synchronized" : "Failed" });
    }
    await act(page, () => page.getByRole("link", { name: one.label, exact: true }).click());
    const newest = jobs(page).getByRole("row").nth(1);
    await expect(newest).toContainText(stored.overall_status);
    await expect(newest.getByRole("link")).toHaveAttribute("href", new RegExp(`/sync/${one.word}/${first}$`));

    await appliance.control("settings", { sync_seconds: 900 });
    const second = await begin(page, one, then);
    await act(page, () => cancelJob(page));
    await expect(verdict(page)).toContainText("Cancelling");
    await expect(page.getByText("Asked to stop; what is under way is being finished.")).toBeVisible();
    await expect(cancelButton(page)).toBeHidden();
    await until(page, page.getByText(/^Cancelled \(reported as completed\)/));
    await expect(verdict(page)).toContainText("Cancelled");
    await page.getByRole("link", { name: one.label, exact: true }).click();
    await expect(newest).toContainText("Cancelled");
    await expect(newest).toContainText("completed");

    const these = { [one.member]: ids, ...(one.regions && { regions: one.regions }), ...(one.backup && { take_cloud_key_backup: true }) };
    const body = { these, everything: { synchronize_all: true } };
    expect((await writes(appliance)).map((entry) => [entry.method, entry.path, entry.body])).toEqual([
      ["POST", API + one.base, body[one.first]],
      ["POST", API + one.base, body[then]],
      ["POST", `${API}${one.base}/${second}/cancel`, null],
    ]);
    const asked = (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.path.startsWith(API + one.base));
    const paths = ["", `/${first}`, `/${second}`].map((rest) => API + one.base + rest);
    expect(new Set(asked.map((entry) => entry.path))).toEqual(new Set(paths));
    for (const entry of asked.filter((entry) => entry.path === paths[0])) expect(entry.query).toMatch(/^skip=0&limit=(1|25)$/);
    for (const entry of asked.filter((entry) => entry.path !== paths[0])) expect(entry.query).toBe("");
  });
}

test.describe("what this person may do", () => {
  test("a source without licence says so among the others and on its own page, and breaks none", async ({ page, appliance }) => {
    await appliance.control("settings", { unlicensed: ["oci", "salesforce-certificates"] });
    await signIn(page, "admin", "sync");
    const line = (label: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name: label, exact: true }) });
    for (const { label } of SOURCES) {
      const isWithout = ["Oracle Cloud", "Salesforce certificates"].includes(label);
      await expect(line(label)).toContainText(isWithout ? "there is no licence for this feature" : "ago");
      await expect(line(label).getByRole("link", { name: `Synchronize ${label}` })).toHaveCount(isWithout ? 0 : 1);
    }
    await act(page, () => page.getByRole("link", { name: "Oracle Cloud", exact: true }).click());
    await expect(page.getByRole("heading", { name: "there is no licence for this feature" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" }), "trying again gives no licence").toHaveCount(0);
    await expect(jobs(page)).toHaveCount(0);
    await act(page, () => page.getByLabel("Source:").selectOption("luna"));
    await expect(heading(page, "Sync jobs: Luna HSM")).toBeVisible();
    await expect(jobs(page)).toBeVisible();
    await appliance.control("settings", { unlicensed: [] });
    await page.getByRole("link", { name: "Sync jobs", exact: true }).first().click();
    await expect(line("Oracle Cloud")).toContainText("ago");
    await appliance.control("settings", { unlicensed: ["dsm"] });
    await act(page, () => page.getByRole("button", { name: "Read again", exact: true }).click());
    await expect(line("DSM")).toContainText("there is no licence for this feature");
    expect(await writes(appliance)).toEqual([]);
  });

  test("a viewer is refused once and told so; nothing is lost from the form, and nothing is sent again", async ({ page, appliance }) => {
    const one = source("azure-keys");
    await signIn(page, "viewer", "sync/azure-keys/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("kv-hr");
    await page.getByRole("option", { name: /^kv-hr/ }).click();
    await page.getByLabel("Take a backup of each key").check();
    await act(page, () => startButton(page).click());
    await expect(page.getByText("Nothing was started")).toBeVisible();
    await expect(page.getByText(/your account may only read/).first()).toBeVisible();
    await expect(choice(page, "these", one)).toBeChecked();
    await expect(page.getByRole("button", { name: /^Remove kv-hr/ })).toBeVisible();
    await expect(page.getByLabel("Take a backup of each key")).toBeChecked();
    await expect(startButton(page)).toHaveAttribute("aria-disabled", "true");
    await expect(startButton(page)).toHaveAccessibleDescription("The appliance refused this to viewer: your account may only read");
    await startButton(page).click({ force: true });
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
    await expect(heading(page, "Sync jobs: Azure keys")).toBeVisible();
    await expect(page.getByRole("button", { name: "Start a sync job" })).toHaveAttribute("aria-disabled", "true");
    await page.getByLabel("Source:").selectOption("sap");
    await expect(page.getByRole("link", { name: "Start a sync job" }), "of another source nothing is known").toBeVisible();
    expect((await writes(appliance)).map((entry) => [entry.path, entry.status])).toEqual([[API + one.base, 403]]);
  });

  test("a session that ends under the form costs nothing of it", async ({ page, appliance }) => {
    const one = source("sap");
    await signIn(page, "admin", "sync/sap/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("Ariba");
    await page.getByRole("option", { name: /^Ariba/ }).click();
    await picker(page, one).press("Escape");
    await quiet(appliance);
    await appliance.control("tokens", { revoke_all: true });
    await startButton(page).click();
    await signInAgain(page);
    await expect(page.getByRole("button", { name: /^Remove Ariba/ })).toBeVisible();
    await expect.poll(() => page.url().endsWith("/new") ? startButton(page).getAttribute("aria-disabled") : null).toBeNull();
    if (page.url().endsWith("/new")) await startButton(page).click();
    await expect(heading(page, /^SAP, /)).toBeVisible();
    expect((await writes(appliance)).filter((entry) => entry.status === 202)).toHaveLength(1);
  });
});

test.describe("the list of a source", () => {
  test("status, container and page stand in the address and are the appliance's to apply; Back restores them", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const one = source("aws-keys");
    const [retail] = await idsOf(other, one, ["retail-web"]);
    const total = async (query = "") => (await other.get(`${one.base}?limit=1${query}`)).total as number;
    for (let n = 0; n < 30; n++) {
      const createdAt = new Date(Date.now() - (900 + n) * 3_600_000).toISOString();
      const json = { id: `old-${n}`, createdAt, updatedAt: createdAt, overall_status: "completed", cloud: "aws", kms: ["data-lake"], abort: false };
      await appliance.control("rows", { kind: "sync", source: "aws-keys", json });
    }
    await signIn(page, "viewer", "sync/aws-keys");
    const all = await total();
    await expect(page.getByText(`1–25 of ${all}`)).toBeVisible();
    await expect(page.locator(".head")).toContainText(String(all));
    await page.getByRole("button", { name: "Next page" }).click();
    await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?page=2`);
    await expect(page.getByText(`26–${all} of ${all}`)).toBeVisible();
    await page.getByLabel("Rows").selectOption("50");
    await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?rows=50`);
    await expect(jobs(page).getByRole("rowheader")).toHaveCount(all);
    await page.getByLabel("The appliance says:").selectOption("failed");
    await expect(page).toHaveURL(`${appliance.url}sync/aws-keys?rows=50&status=failed`);
    await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total("&overall_status=failed"));
    await expect(page.getByRole("cell", { name: "completed", exact: true })).toHaveCount(0);
    await page.getByLabel("Container:").selectOption("retail-web");
    await expect(page.getByText("No sync job matches the filters.")).toBeVisible();
    await page.getByLabel("The appliance says:").selectOption("");
    await expect(page).toHaveURL(new RegExp(`container=${retail}`));
    await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total(`&kms=${retail}`));
    for (const cell of await jobs(page).getByRole("cell", { name: /KMS/ }).all()) await expect(cell).toContainText("retail-web");
    const queries = (await reads(appliance, one.base)).map((entry) => entry.query);
    expect(queries).toContain("skip=25&limit=25");
    expect(queries).toContain("skip=0&limit=50&overall_status=failed");
    expect(queries).toContain(`skip=0&limit=50&overall_status=failed&kms=${retail}`);
    expect(queries).toContain(`skip=0&limit=50&kms=${retail}`);

    await act(page, () => page.getByLabel("Source:").selectOption("azure-secrets"));
    await expect(heading(page, "Sync jobs: Azure secrets")).toBeVisible();
    await expect(page).toHaveURL(`${appliance.url}sync/azure-secrets`);
    await act(page, () => page.goBack());
    await expect(heading(page, "Sync jobs: AWS keys")).toBeVisible();
    await expect(page.getByLabel("Container:")).toHaveValue(retail);
    await expect(page.getByLabel("Source:")).toHaveValue("aws-keys");
    await expect(jobs(page).getByRole("rowheader")).toHaveCount(await total(`&kms=${retail}`));
    await page.goBack();
    await page.goBack();
    await expect(page.getByLabel("The appliance says:")).toHaveValue("failed");
    await expect(page.getByLabel("Container:")).toHaveValue("");
    await page.goBack();
    await expect(page.getByLabel("The appliance says:")).toHaveValue("");
    await page.goBack();
    await expect(page.getByText(`26–${all} of ${all}`)).toBeVisible();

    await page.goto(`${appliance.url}sync/aws-custom-key-stores`);
    await signIn(page, "viewer", "sync/aws-custom-key-stores");
    await expect(jobs(page)).toBeVisible();
    await expect(page.getByLabel("Container:"), "no such filter is known (API.md §5.1)").toHaveCount(0);
  });

  test("clear filters leads back to all, and a source without jobs offers the first", async ({ page, appliance }) => {
    await signIn(page, "viewer", "sync/sap?status=failed");
    await act(page, () => page.getByRole("button", { name: "Clear filters" }).click());
    await expect(jobs(page)).toBeVisible();
    await expect(page).toHaveURL(`${appliance.url}sync/sap`);
    await appliance.control("reset", { seed: "empty" });
    await signIn(page, "admin", "sync/dsm");
    await expect(page.getByText("No sync job of DSM yet. One synchronizes its domains once, at once.")).toBeVisible();
    await act(page, () => page.getByRole("link", { name: "Start the first one" }).click());
    await expect(heading(page, "Synchronize DSM now")).toBeFocused();
  });

  test("a page behind the last leads to the last, and counts no jobs that are not there", async ({ page, appliance }) => {
    const { total } = await (await Client.signIn(appliance)).get("cckm/sap/synchronization-jobs?limit=1");
    await signIn(page, "viewer", "sync/sap?page=9");
    await expect(page).toHaveURL(/sync\/sap$/);
    await expect(page.getByText(`1–${total} of ${total}`)).toBeVisible();
  });

  test("what is under way in it is followed, and comes to its end on the page", async ({ page, appliance }) => {
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

  test("and so is the newest job of a source among the others; those that are over are left alone", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { sync_seconds: 6 });
    await installClock(page);
    await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
    await signIn(page, "viewer", "sync");
    const line = page.getByRole("row").filter({ has: page.getByRole("link", { name: "SAP", exact: true }) });
    await expect(line).toContainText("Running");
    await expect(page.getByRole("cell", { name: "…", exact: true }), "all are read").toHaveCount(0);
    const before = (await appliance.journal()).length;
    const asked = async () => {
      const entries = (await appliance.journal()).slice(before).filter((entry) => /\/(synchronization-jobs|refresh)$/.test(entry.path));
      return entries.map((entry) => entry.path);
    };
    const link = line.getByRole("link", { name: "Running" });
    await link.focus();
    await appliance.control("faults", [{ method: "GET", path: "/cckm/sap/synchronization-jobs", status: 403, body: {} }]);
    await pass(page, 31);
    await expect.poll(async () => (await asked()).length).toBeGreaterThan(0);
    await expect(link, "what could not be renewed once stays").toBeVisible();
    await appliance.control("faults/clear");
    await until(page, line.getByText("Succeeded"));
    await expect(line.getByRole("link", { name: "Succeeded" }), "who stands on it goes on standing there").toBeFocused();
    const whileRunning = await asked();
    expect(new Set(whileRunning)).toEqual(new Set(["/api/v1/cckm/sap/synchronization-jobs"]));
    await pass(page, 90);
    expect(await asked(), "nothing is under way any more").toEqual(whileRunning);
  });

  test("a job names its containers as they are called, with what the appliance stores", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const aws = source("aws-keys");
    const [kms] = await idsOf(other, aws, ["payments-prod"]);
    await appliance.control("settings", { sync_seconds: 1 });
    const { id } = await other.post(aws.base, { kms: [kms] });
    await signIn(page, "viewer", `sync/aws-keys/${id}`);
    const containers = page.getByRole("definition").filter({ hasText: "payments-prod" });
    await expect(containers).toBeVisible();
    await expect(containers).not.toContainText("unmatched");
  });
});

test.describe("the form", () => {
  test("what is missing is said beside its field, which has the focus; nothing is sent", async ({ page, appliance }) => {
    const one = source("google");
    await signIn(page, "admin", "sync/google/new");
    await startButton(page).click();
    await expect(choice(page, "these", one)).toBeFocused();
    const group = page.getByRole("group", { name: "Synchronize" });
    await expect(group.getByText("Choose whether everything is synchronized, or some key rings.")).toBeVisible();
    await expect(group).toHaveAccessibleDescription(/Choose whether everything is synchronized/);
    await page.keyboard.press("Space");
    await expect(group.getByText(/Choose whether/)).toBeHidden();
    await startButton(page).click();
    await expect(picker(page, one)).toBeFocused();
    await expect(picker(page, one)).toHaveAttribute("aria-invalid", "true");
    await expect(picker(page, one)).toHaveAccessibleDescription(/Error: Choose at least one key ring, or everything\./);
    await picker(page, one).fill("payments");
    await page.getByRole("option", { name: /payments/ }).first().click();
    await picker(page, one).press("Escape");
    await expect(page.getByText("Choose at least one key ring, or everything.")).toBeHidden();
    expect(await writes(appliance)).toEqual([]);
    await page.getByText("The exact request").click();
    const shown = JSON.parse(await page.getByRole("region", { name: "Body of the request" }).innerText());
    expect(shown).toEqual({ key_rings: [expect.stringMatching(/^[0-9a-f-]{36}$/)] });
  });

  test("text that was not added is not dropped, Enter in a picker starts nothing, and a region that there is not is told", async ({ page, appliance }) => {
    const one = source("aws-keys");
    await signIn(page, "admin", "sync/aws-keys/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("payments-p");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^Remove payments-prod/ })).toBeVisible();
    for (let more = 0; more < 3; more++) await page.keyboard.press("Enter");
    await picker(page, one).fill("stag");
    await startButton(page).click();
    await expect(page.getByText("“stag” was typed and not added.")).toBeVisible();
    await expect(picker(page, one)).toBeFocused();
    await expect(picker(page, one)).toHaveValue("stag");
    await picker(page, one).fill("");
    const regions = page.getByRole("combobox", { name: "Regions" });
    await regions.fill("nowhere-");
    await page.keyboard.press("Enter");
    await startButton(page).click();
    await expect(page.getByText("“nowhere-” is no region of AWS")).toBeVisible();
    await page.getByRole("button", { name: /^Remove nowhere-/ }).click();
    await regions.fill("sa-east-1");
    await page.keyboard.press("Enter");
    await expect(page.getByText("payments-prod does not have sa-east-1.")).toBeVisible();
    expect(await writes(appliance)).toEqual([]);
  });

  test("who picks by the mouse starts by one press of it: nothing moves under the button", async ({ page, appliance }) => {
    const one = source("sap");
    await signIn(page, "admin", "sync/sap/new");
    await choice(page, "these", one).check();
    await picker(page, one).pressSequentially("a");
    await page.getByRole("option", { name: /^Ariba/ }).click();
    const before = await startButton(page).boundingBox();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(page.getByRole("listbox")).toBeHidden();
    expect(await startButton(page).boundingBox(), "as the list closes").toEqual(before);
    await startButton(page).click();
    await expect(heading(page, /^SAP, /)).toBeVisible();
    expect((await writes(appliance)).filter((entry) => entry.status === 202)).toHaveLength(1);
  });

  test("two presses start one", async ({ page, appliance }) => {
    const one = source("luna");
    await appliance.control("faults", [{ method: "POST", path: one.base, delay_ms: 500 }]);
    await signIn(page, "admin", "sync/luna/new");
    await choice(page, "everything", one).check();
    await startButton(page).dblclick();
    await startButton(page).click({ force: true, noWaitAfter: true });
    await page.keyboard.press("Enter");
    await expect(heading(page, /^Luna HSM, /)).toBeVisible();
    expect(await writes(appliance)).toHaveLength(1);
  });

  test("what was typed is not lost by a wrong link", async ({ page, appliance }) => {
    const one = source("oci");
    await signIn(page, "admin", "sync/oci/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("ocid1.vault.oc1..typed");
    await picker(page, one).press("Enter");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Schedules" }).click();
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await act(page, () => question.getByRole("button", { name: "Stay" }).click());
    await expect(page.getByRole("button", { name: "Remove ocid1.vault.oc1..typed" })).toBeVisible();
    await act(page, () => startButton(page).click());
    await expect(heading(page, /^Oracle Cloud, /), "what is not in the list is the appliance's to judge").toBeVisible();
    expect((await writes(appliance)).map((entry) => entry.body)).toEqual([{ vaults: ["ocid1.vault.oc1..typed"] }]);
  });
});

test.describe("an answer that is lost", () => {
  const one = source("google");
  const fill = async (page: Page) => {
    await signIn(page, "admin", "sync/google/new");
    await choice(page, "everything", one).check();
  };

  test("and is cut in the middle: it may be running, is found among the jobs, and was sent once", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "POST", path: one.base, cut: true, times: 1 }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost; it may be running")).toBeVisible();
    await expect(page.getByText(/^A job has appeared since\. Look at the newest jobs before you start another; it was not sent again\./)).toBeVisible();
    await expect(choice(page, "everything", one)).toBeChecked();
    expect(await writes(appliance)).toHaveLength(1);
    await expect(startButton(page), "it may be running").toHaveAttribute("aria-disabled", "true");
    await act(page, () => page.getByRole("link", { name: "Show the newest jobs" }).click());
    const newest = jobs(page).getByRole("row").nth(1);
    await expect(newest).toContainText(/Running|Succeeded|Partly/);
    await expect(newest).toContainText("just now");
  });

  test("because the connection ended: the console sent once, and tells as many jobs as there are", async ({ page, appliance }) => {
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "POST" && request.url().endsWith(one.base) && sent.push(request.url()));
    await appliance.control("faults", [{ method: "POST", path: one.base, reset: true }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost; it may be running")).toBeVisible();
    // What is lost on a connection that was used before is sent again by the browser itself, which nothing in a page can forbid.
    const reached = (await writes(appliance)).length;
    expect(sent).toHaveLength(1);
    expect([1, 2, 3]).toContain(reached);
    const told = reached === 1 ? "A job has appeared since." : `${reached} jobs have appeared since.`;
    await expect(page.getByText(told)).toBeVisible();
  });

  test("while nothing was started: no job has appeared, and it is the person who starts it once more", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "POST", path: one.base, status: 502, body: "<html>bad gateway</html>", times: 1 }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost, and no job has appeared")).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText("It was not sent again. You can start it once more.")).toBeVisible();
    expect(await writes(appliance)).toHaveLength(1);
    await act(page, () => startButton(page).click());
    await expect(heading(page, /^Google Cloud, /)).toBeVisible();
    expect(await writes(appliance)).toHaveLength(2);
  });

  test("and the list cannot be read either: that nobody knows is what is said", async ({ page, appliance }) => {
    await appliance.control("faults", [
      { method: "POST", path: one.base, cut: true, times: 1 },
      { method: "GET", path: one.base, status: 500, body: { code: 1, codeDesc: "NCERRInternal: internal", message: "out of order" } },
    ]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost, and whether a job was started could not be found out")).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(/out of order/)).toBeVisible();
    await expect(page.getByRole("link", { name: "Show the newest jobs" })).toBeVisible();
    expect(await writes(appliance)).toHaveLength(1);
  });

  test("an answer that names no job leads to the one that appeared", async ({ page, appliance }) => {
    await fill(page);
    await page.route(`**/${one.base}`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await route.fetch();
      await route.fulfill({ status: 202, contentType: "application/json", body: "{}" });
    });
    await act(page, () => startButton(page).click());
    await expect(heading(page, /^Google Cloud, /)).toBeFocused();
    const { resources } = await (await Client.signIn(appliance)).get(`${one.base}?limit=1`);
    await expect(page).toHaveURL(`${appliance.url}sync/google/${resources[0].id}`);
  });

  test("of a cancel: the page tells what became of it, and does not ask twice", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { sync_seconds: 900 });
    const { id } = await other.post(one.base, { synchronize_all: true });
    await signIn(page, "operator", `sync/google/${id}`);
    await appliance.control("faults", [{ method: "POST", path: "/cancel", cut: true, times: 1 }]);
    await appliance.control("journal/clear");
    await act(page, () => cancelJob(page));
    await expect(said(page)).toContainText("The answer was lost; whether the job was asked to stop is shown here soon.");
    await expect(verdict(page)).toContainText(/Cancelling|Cancelled/);
    expect(await writes(appliance)).toHaveLength(1);
  });

  test("a job that ended before it could be cancelled is shown as it ended", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { sync_seconds: 900 });
    const { id } = await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
    await signIn(page, "operator", `sync/sap/${id}`);
    const json = { ...(await other.get(`cckm/sap/synchronization-jobs/${id}`)), overall_status: "completed", completed_at: new Date().toISOString() };
    await cancelButton(page).click();
    await appliance.control("rows", { kind: "sync", source: "sap", json });
    await act(page, () => page.getByRole("alertdialog").getByRole("button", { name: "Cancel the job" }).click());
    await expect(said(page)).toContainText("The job was not asked to stop. only a synchronization in progress can be cancelled");
    await expect(cancelButton(page)).toBeHidden();
    await expect(verdict(page)).not.toContainText("Running");
  });
});

test.describe("a job under way", () => {
  test("tells of how many it is only where that can be known", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const aws = source("aws-keys");
    const kms = await idsOf(other, aws, ["payments-prod", "payments-staging"]);
    await appliance.control("settings", { sync_seconds: 1 });
    const { id } = await other.post(aws.base, { kms });
    await expect.poll(async () => (await other.get(`${aws.base}/${id}`)).overall_status).toBe("completed");
    const { completed_at: _, ...job } = await other.get(`${aws.base}/${id}`);
    const all = Object.entries(job.detailed_status);
    expect(all, "one of them has three regions, the other one").toHaveLength(4);
    const json = { ...job, overall_status: "in_progress", detailed_status: Object.fromEntries(all.slice(0, 3)) };
    await appliance.control("rows", { kind: "sync", source: "aws-keys", json });
    await signIn(page, "viewer", `sync/aws-keys/${id}`);
    await expect(page.getByText("Running; 3 regions done so far.")).toBeVisible();
    await expect(page.getByText(/^3 of (?!4 )\d+ done/), "there are four, not two times three").toHaveCount(0);
  });

  test("that ends while it is asked whether to cancel it answers the question itself", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await installClock(page);
    await appliance.control("settings", { sync_seconds: 4 });
    const { id } = await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
    await signIn(page, "operator", `sync/sap/${id}`);
    await cancelButton(page).click();
    const question = page.getByRole("alertdialog", { name: "Cancel this sync job?" });
    await expect(question).toBeVisible();
    await act(page, () => until(page, page.getByText("All 6 groups were synchronized.")));
    await expect(question).toBeHidden();
    expect(await writes(appliance).then((all) => all.filter((entry) => entry.path.endsWith("/cancel")))).toEqual([]);
  });
});

test.describe("a job that runs for hours", () => {
  const hours = async (appliance: Appliance) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { sync_seconds: 4 * 3_600 });
    const { id } = await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
    return { other, id, path: `cckm/sap/synchronization-jobs/${id}` };
  };

  test("is asked for after 2, 3, 5, 10, 20 and then 30 seconds, not in a hidden tab, again after a reload, and no more when it is over", async ({ page, appliance }) => {
    test.slow();
    const { other, id, path } = await hours(appliance);
    await installClock(page);
    await page.addInitScript(() => {
      const asked: number[] = ((window as any).asked = []);
      const send = window.fetch;
      window.fetch = (...given) => {
        const url = given[0] instanceof Request ? given[0].url : String(given[0]);
        if (/synchronization-jobs\/[0-9a-f-]{36}$/.test(url)) asked.push(Date.now());
        return send(...given);
      };
    });
    const asked = () => page.evaluate(() => (window as any).asked as number[]);
    await signIn(page, "viewer", `sync/sap/${id}`);
    await expect(verdict(page)).toContainText("Running");
    while ((await asked()).length < 7) await pass(page, 1);
    const times = await asked();
    const gaps = times.slice(1).map((time, n) => (time - times[n]) / 1_000);
    for (const [n, wanted] of [2, 3, 5, 10, 20, 30].entries()) {
      expect(gaps[n], `question ${n + 2} of ${gaps}`).toBeGreaterThan(wanted - 1.1);
      expect(gaps[n], `question ${n + 2} of ${gaps}`).toBeLessThan(wanted + 2.5);
    }
    const see = (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await see(true);
    const before = (await asked()).length;
    for (let n = 0; n < 4; n++) await pass(page, 31);
    expect(await asked(), "a hidden tab").toHaveLength(before);
    await see(false);
    await expect.poll(async () => (await asked()).length, { message: "seen again" }).toBe(before + 1);

    await page.reload();
    await signIn(page, "viewer", `sync/sap/${id}`);
    await expect(tookSoFar(page), "elapsed since its start, not since the reload").toContainText("min");
    await until(page, page.getByText(/^Running; /));
    await other.post(`${path}/cancel`);
    await until(page, page.getByText(/^Cancelled \(reported as completed\)/));
    const end = (await asked()).length;
    for (let n = 0; n < 4; n++) await pass(page, 31);
    expect(await asked(), "when it is over").toHaveLength(end);
  });

  test("is watched across renewals of the token", async ({ page, appliance }) => {
    await appliance.control("tokens", { life_seconds: 4 });
    await appliance.control("settings", { sync_seconds: 8 });
    await signIn(page, "operator", "sync/sap/new");
    await choice(page, "everything", source("sap")).check();
    await startButton(page).click();
    await expect(heading(page, /^SAP, /)).toBeVisible();
    await expect(page.getByText("All 6 groups were synchronized.")).toBeVisible({ timeout: 20_000 });
    const journal = await appliance.journal();
    const renewals = journal.filter((entry) => entry.path.includes("/auth/tokens") && entry.body.grant_type === "refresh_token");
    expect(renewals.length).toBeGreaterThanOrEqual(2);
    expect(journal.filter((entry) => entry.status === 401)).toEqual([]);
  });
});

test("hostile texts in every member of a sync job are shown as text", async ({ page, appliance }) => {
  const html = '<img src=x onerror="document.title=\'owned\'">';
  const bidi = "abc\u202Egpj.exe";
  await appliance.control("rows", {
    kind: "sync",
    source: "google",
    json: {
      id: "../../auth/tokens",
      uri: html,
      account: html,
      createdAt: new Date().toISOString(),
      updatedAt: html,
      completed_at: "javascript:alert(1)",
      overall_status: `${html}status`,
      cloud: html,
      key_rings: [html, bidi, "</script><script>document.title='owned'</script>"],
      regions: [html],
      sync_item: html,
      abort: false,
      detailed_status: { [html]: html, [bidi]: "</script><script>document.title='owned'</script>", ring: "javascript:alert(1)" },
      error: html,
      message: bidi,
      [html]: html,
    },
  });
  await signIn(page, "viewer", "sync");
  const line = page.getByRole("row").filter({ has: page.getByRole("link", { name: "Google Cloud", exact: true }) });
  await expect(line).toContainText(`Unknown: ${html}status`);
  await page.getByRole("link", { name: "Google Cloud", exact: true }).click();
  const newest = jobs(page).getByRole("row").nth(1);
  await expect(newest).toContainText(html);
  await expect(newest).toContainText("U+202E");
  await act(page, () => newest.getByRole("link").click());
  await expect(heading(page, /^Google Cloud, |^Sync job$/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Google Cloud" })).toBeVisible();
  const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.filter((href) => !href.startsWith(appliance.url))).toEqual([]);
  const asked = (await appliance.journal()).filter((entry) => entry.method === "GET").map((entry) => entry.path as string);
  expect(asked.filter((path) => /auth\/tokens$/.test(path)), "an id is one segment").toEqual([]);

  // The same under an id that the appliance can be asked for.
  const { resources } = await (await Client.signIn(appliance)).get("cckm/google/synchronization-jobs?limit=1");
  await appliance.control("rows", { kind: "sync", source: "google", json: { ...resources[0], id: "hostile" } });
  await page.goto(`${appliance.url}sync/google/hostile`);
  await signIn(page, "viewer", "sync/google/hostile");
  await expect(results(page)).toContainText(html);
  await expect(results(page)).toContainText("</script><script>");
  await expect(page.getByRole("definition").filter({ hasText: "U+202E" })).toBeVisible();
  await page.getByText("Raw JSON of the appliance").click();
  await expect(page.locator("main img, main script")).toHaveCount(0);
  expect(await page.title()).not.toBe("owned");
});

test("the odd forms that a sync job may come in are each read for what they say", async ({ page, appliance }) => {
  const createdAt = new Date(Date.now() - 60_000).toISOString();
  const vault = "vault-a::0a000000-0000-4000-8000-0000000000b1";
  const well = { [`northcentralus/${vault}`]: "vault synchronized successfully" };
  type Odd = [id: string, of: string, more: object, verdict: string, says: RegExp, rows?: number];
  const ODD: Odd[] = [
    ["blank", "azure-keys", { overall_status: "in progress", cloud: "AzureCloud" }, "Running", /^Running; no result yet\.$/, 0],
    ["google-post", "google", { overall_status: "in_progress", cloud: "GoogleCloud", detailed_status: { ring: "in_progress" } },
      "Running", /^Running; 0 key rings done so far\.$/, 1],
    ["google-read", "google", { overall_status: "completed", cloud: "gcp", detailed_status: { ring: "key ring synchronized successfully" } },
      "Succeeded", /^The key ring was synchronized\.$/, 1],
    ["against", "azure-secrets", { overall_status: "failed", cloud: "AzureCloud", sync_item: "azure-secret", detailed_status: well },
      "Contradiction", /^The appliance says failed, yet the one vault reports success\.$/, 1],
    ["stopped", "azure-secrets", { overall_status: "completed", abort: true, detailed_status: well },
      "Cancelled", /^Cancelled \(reported as completed\); 1 vault synchronized\.$/, 1],
    ["stopping", "azure-keys", { overall_status: "in_progress", abort: true }, "Cancelling", /^Asked to stop; what is under way is being finished\.$/, 0],
    ["stopped-failed", "sap", { overall_status: "failed", abort: true }, "Cancelled", /^Cancelled \(reported as failed\)\.$/, 0],
    ["unknown", "sap", { overall_status: "suspended" }, "Unknown: suspended", /a status that this console does not know: suspended$/, 0],
    ["none", "sap", { overall_status: undefined }, "No status", /^The appliance gives no status\.$/, 0],
    ["no-details", "oci", { overall_status: "completed" }, "Succeeded", /^Completed; no details given\.$/, 0],
    ["null-details", "oci", { overall_status: "failed", detailed_status: null }, "Failed", /^Failed; the appliance gives no result per target\.$/, 0],
    ["text", "dsm", { overall_status: "failed", detailed_status: "connection refused by dsm-ams" },
      "Failed", /^Failed; the appliance gives no result per target\.$/, 0],
    ["nested", "dsm", { overall_status: "failed", detailed_status: { a: { status: "synchronized successfully" }, b: ["x"], c: 7, d: null } },
      "Failed", /^None of 4 domains was synchronized\.$/, 4],
    ["not-success", "luna", { overall_status: "completed", detailed_status: { hsm: "partition not synchronized successfully" } },
      "Contradiction", /^The appliance says completed, yet the one partition reports no success\.$/, 1],
  ];
  for (const [id, of, more] of ODD) {
    await appliance.control("rows", { kind: "sync", source: of, json: { id, createdAt, updatedAt: createdAt, abort: false, ...more } });
  }
  await signIn(page, "viewer", "sync/azure-keys");
  for (const [id, of, more, wanted, says, rows] of ODD) {
    await page.getByLabel("Source:").selectOption(of);
    await expect(heading(page, `Sync jobs: ${source(of).label}`)).toBeVisible();
    const link = page.locator(`a[href$="/sync/${of}/${id}"]`);
    const line = jobs(page).getByRole("row").filter({ has: link });
    await expect(line, id).toContainText(wanted.trim());
    await act(page, () => link.click());
    await expect(page.getByText(says), id).toBeVisible();
    await expect(verdict(page), id).toContainText(wanted.trim());
    await expect(page.getByText(`The appliance reports ${(more as any).overall_status ?? ""}`), id).toBeVisible();
    await expect(results(page).getByRole("rowheader"), id).toHaveCount(rows ?? 0);
    if (id === "text") await expect(page.getByText("connection refused by dsm-ams").first()).toBeVisible();
    await page.goBack();
  }
});
