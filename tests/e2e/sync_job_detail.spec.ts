// The page of one sync job, from its start to its end.
import type { Locator, Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass, setHidden, until } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { Keys } from "./support/keys.ts";
import { BIDI_NAME, HOSTILE_HTML, HOSTILE_SCRIPT } from "./support/payloads.ts";
import { foreignLinks, heading, messages, openRawJson, pageHead, readTable, resultsTable } from "./support/screens.ts";
import {
  API, SOURCES, type Source, cancelButton, choice, idsOf, jobs, picker, source, sourceRow, startButton, tookSoFar, writes,
} from "./support/sync.ts";

/** Opens the form from the table, starts a job and waits for its page; gives the job's id. */
async function startFromTable(page: Page, one: Source, what: "these" | "everything"): Promise<string> {
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
  await expect(heading(page, new RegExp(`^${one.label.replace(/[()]/g, "\\$&")}, \\d`))).toBeFocused();
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
  const then = one.first === "these" ? "everything" : "these";
  const scope = { these: `two ${one.nouns}`, everything: "everything" };
  const by = one.hand === "keys" ? "keyboard" : "mouse";
  test(`${one.label} sync job of ${scope[one.first]} is started by ${by} and followed; one of ${scope[then]} is cancelled`, async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const ids = await idsOf(other, one, one.pick);
    await installClock(page);
    await signIn(page, "operator", "sync");
    await appliance.control("settings", { sync_seconds: 2.2 });
    const line = sourceRow(page, one.label);
    await expect(line).toContainText(/ago|None yet/);
    await act(page, () => line.getByRole("link", { name: one.label, exact: true }).click());
    await expect(heading(page, `Sync jobs: ${one.label}`)).toBeFocused();

    const first = await startFromTable(page, one, one.first);
    await expect(pageHead(page)).toContainText("Running");
    await expect(page.getByText("still running").or(page.getByText("not yet"))).toBeVisible();
    const before = await tookSoFar(page).innerText();
    await expect(tookSoFar(page)).not.toHaveText(before, { timeout: 3_000 });
    await until(page, page.getByText(/^Running; [1-9]\d* .+ done so far\.$/));
    await expect(resultsTable(page)).toContainText("synchronized successfully");
    // AWS reports regions without their total.
    const progress = page.getByRole("img", { name: /^[1-9]\d* of \d+ done: [1-9]\d* synchronized/ });
    if (!one.word.startsWith("aws")) await expect(progress).toBeVisible();
    await until(page, page.getByText(/^(All \d+|\d+ of \d+) .+ synchronized\.$/));
    await expect(cancelButton(page), "no cancel after the end").toBeHidden();

    const stored = await other.get(`${one.base}/${first}`);
    const texts = Object.entries<string>(stored.detailed_status);
    const well = texts.filter(([, text]) => text.endsWith("synchronized successfully")).length;
    await expect(pageHead(page)).toContainText(well === texts.length ? "Succeeded" : "Partly");
    const numbers = well === texts.length ? `All ${well} ` : `${texts.length - well} of ${texts.length} `;
    await expect(page.getByText(new RegExp(`^${numbers}`))).toBeVisible();
    const lines = await readTable(resultsTable(page));
    expect(lines).toHaveLength(texts.length);
    for (const [target, text] of texts) {
      const shown = lines.find((line) => (line.Region ?? line.Container).startsWith(target));
      expect(shown, target).toMatchObject({ "Appliance message": text, Result: text.endsWith("successfully") ? "Synchronized" : "Failed" });
    }
    await act(page, () => page.getByRole("link", { name: one.label, exact: true }).click());
    const newest = jobs(page).getByRole("row").nth(1);
    await expect(newest).toContainText(stored.overall_status);
    await expect(newest.getByRole("link")).toHaveAttribute("href", new RegExp(`/sync/${one.word}/${first}$`));

    await appliance.control("settings", { sync_seconds: 900 });
    const second = await startFromTable(page, one, then);
    await act(page, () => cancelJob(page));
    await expect(pageHead(page)).toContainText("Cancelling");
    await expect(page.getByText("Asked to stop; the work in progress is being finished.")).toBeVisible();
    await expect(cancelButton(page)).toBeHidden();
    await until(page, page.getByText(/^Cancelled \(reported as completed\)/));
    await expect(pageHead(page)).toContainText("Cancelled");
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
    for (const entry of asked.filter((entry) => entry.path === paths[0])) expect(entry.query).toMatch(/^skip=0&limit=(3|25|100&overall_status=in_progress)$/);
    for (const entry of asked.filter((entry) => entry.path !== paths[0])) expect(entry.query).toBe("");
  });
}

test("sync job page names its containers by their display names", async ({ page, appliance }) => {
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

const one = source("google");

test("sync job cancel with a lost answer shows the outcome and is sent once", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { sync_seconds: 900 });
  const { id } = await other.post(one.base, { synchronize_all: true });
  await signIn(page, "operator", `sync/google/${id}`);
  await appliance.control("faults", [{ method: "POST", path: "/cancel", cut: true, times: 1 }]);
  await appliance.control("journal/clear");
  await act(page, () => cancelJob(page));
  await expect(messages(page)).toContainText("The answer was lost; this page soon shows whether the job was asked to stop.");
  await expect(pageHead(page)).toContainText(/Cancelling|Cancelled/);
  expect(await writes(appliance)).toHaveLength(1);
});

test("sync job that ends before its cancel arrives is shown as it ended", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { sync_seconds: 900 });
  const { id } = await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
  await signIn(page, "operator", `sync/sap/${id}`);
  const json = { ...(await other.get(`cckm/sap/synchronization-jobs/${id}`)), overall_status: "completed", completed_at: new Date().toISOString() };
  await cancelButton(page).click();
  await appliance.control("rows", { kind: "sync", source: "sap", json });
  await act(page, () => page.getByRole("alertdialog").getByRole("button", { name: "Cancel the job" }).click());
  await expect(messages(page)).toContainText("The job was not asked to stop. Only a synchronization in progress can be cancelled");
  await expect(cancelButton(page)).toBeHidden();
  await expect(pageHead(page)).not.toContainText("Running");
});

test.describe("running sync job", () => {
  test("running AWS sync job shows no total of regions, since the total is unknown", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const aws = source("aws-keys");
    const kms = await idsOf(other, aws, ["payments-prod", "payments-staging"]);
    await appliance.control("settings", { sync_seconds: 1 });
    const { id } = await other.post(aws.base, { kms });
    await expect.poll(async () => (await other.get(`${aws.base}/${id}`)).overall_status).toBe("completed");
    const { completed_at: _, ...job } = await other.get(`${aws.base}/${id}`);
    const all = Object.entries(job.detailed_status);
    expect(all, "regions of the two KMS").toHaveLength(4);
    const json = { ...job, overall_status: "in_progress", detailed_status: Object.fromEntries(all.slice(0, 3)) };
    await appliance.control("rows", { kind: "sync", source: "aws-keys", json });
    await signIn(page, "viewer", `sync/aws-keys/${id}`);
    await expect(page.getByText("Running; 3 regions done so far.")).toBeVisible();
    await expect(page.getByText(/^3 of (?!4 )\d+ done/), "no total of regions").toHaveCount(0);
  });

  test("cancel dialog closes when its sync job ends, and sends nothing", async ({ page, appliance }) => {
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

test.describe("long sync job", () => {
  const hours = async (appliance: Appliance) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { sync_seconds: 4 * 3_600 });
    const { id } = await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
    return { other, id, path: `cckm/sap/synchronization-jobs/${id}` };
  };

  test("sync job page polls after 2, 3, 5, 10, 20, 30 seconds, not in a hidden tab and not after the job's end", async ({ page, appliance }) => {
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
    await expect(pageHead(page)).toContainText("Running");
    while ((await asked()).length < 7) await pass(page, 1);
    const times = await asked();
    const gaps = times.slice(1).map((time, n) => (time - times[n]) / 1_000);
    for (const [n, wanted] of [2, 3, 5, 10, 20, 30].entries()) {
      expect(gaps[n], `question ${n + 2} of ${gaps}`).toBeGreaterThan(wanted - 1.1);
      expect(gaps[n], `question ${n + 2} of ${gaps}`).toBeLessThan(wanted + 2.5);
    }
    await setHidden(page, true);
    const before = (await asked()).length;
    for (let n = 0; n < 4; n++) await pass(page, 31);
    expect(await asked(), "a hidden tab").toHaveLength(before);
    await setHidden(page, false);
    await expect.poll(async () => (await asked()).length, { message: "visible again" }).toBe(before + 1);

    // The page's clock has gone ahead alone; the time that the job takes is the appliance's.
    await appliance.control("clock", { offset_seconds: 200 });
    await page.reload();
    await signIn(page, "viewer", `sync/sap/${id}`);
    await expect(tookSoFar(page), "time since the start of the job, not since the reload").toContainText("min");
    await until(page, page.getByText(/^Running; /));
    await other.post(`${path}/cancel`);
    await until(page, page.getByText(/^Cancelled \(reported as completed\)/));
    const end = (await asked()).length;
    for (let n = 0; n < 4; n++) await pass(page, 31);
    expect(await asked(), "when it is over").toHaveLength(end);
  });

  test("sync job page follows a job across token renewals", async ({ page, appliance }) => {
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

test("sync job with hostile text in every member shows it as text, without markup, links or extra requests", async ({ page, appliance }) => {
  await appliance.control("rows", {
    kind: "sync",
    source: "google",
    json: {
      id: "../../auth/tokens",
      uri: HOSTILE_HTML,
      account: HOSTILE_HTML,
      createdAt: new Date().toISOString(),
      updatedAt: HOSTILE_HTML,
      completed_at: "javascript:alert(1)",
      overall_status: `${HOSTILE_HTML}status`,
      cloud: HOSTILE_HTML,
      key_rings: [HOSTILE_HTML, BIDI_NAME, HOSTILE_SCRIPT],
      regions: [HOSTILE_HTML],
      sync_item: HOSTILE_HTML,
      abort: false,
      detailed_status: { [HOSTILE_HTML]: HOSTILE_HTML, [BIDI_NAME]: HOSTILE_SCRIPT, ring: "javascript:alert(1)" },
      error: HOSTILE_HTML,
      message: BIDI_NAME,
      [HOSTILE_HTML]: HOSTILE_HTML,
    },
  });
  await signIn(page, "viewer", "sync");
  const line = sourceRow(page, "Google Cloud");
  await expect(line).toContainText(`Unknown: ${HOSTILE_HTML}status`);
  await page.getByRole("link", { name: "Google Cloud", exact: true }).click();
  const newest = jobs(page).getByRole("row").nth(1);
  await expect(newest).toContainText(HOSTILE_HTML);
  await expect(newest).toContainText("U+202E");
  await act(page, () => newest.getByRole("link").click());
  await expect(heading(page, /^Google Cloud, |^Sync job$/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Google Cloud" })).toBeVisible();
  expect(await foreignLinks(page, appliance.url)).toEqual([]);
  const asked = (await appliance.journal()).filter((entry) => entry.method === "GET").map((entry) => entry.path as string);
  expect(asked.filter((path) => /auth\/tokens$/.test(path)), "requests by a hostile id").toEqual([]);

  // The same texts under an id that is valid in a request.
  const { resources } = await (await Client.signIn(appliance)).get("cckm/google/synchronization-jobs?limit=1");
  await appliance.control("rows", { kind: "sync", source: "google", json: { ...resources[0], id: "hostile" } });
  await page.goto(`${appliance.url}sync/google/hostile`);
  await signIn(page, "viewer", "sync/google/hostile");
  await expect(resultsTable(page)).toContainText(HOSTILE_HTML);
  await expect(resultsTable(page)).toContainText("</script><script>");
  await expect(page.getByRole("definition").filter({ hasText: "U+202E" })).toBeVisible();
  await openRawJson(page);
  await expect(page.locator("main img, main script")).toHaveCount(0);
  expect(await page.title()).not.toBe("owned");
});

test("sync job page reads every odd form of status and details that the API may send", async ({ page, appliance }) => {
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
    ["stopping", "azure-keys", { overall_status: "in_progress", abort: true }, "Cancelling", /^Asked to stop; the work in progress is being finished\.$/, 0],
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
    await expect(pageHead(page), id).toContainText(wanted.trim());
    await expect(page.getByText(`The appliance reports ${(more as any).overall_status ?? ""}`), id).toBeVisible();
    await expect(resultsTable(page).getByRole("rowheader"), id).toHaveCount(rows ?? 0);
    if (id === "text") await expect(page.getByText("connection refused by dsm-ams").first()).toBeVisible();
    await page.goBack();
  }
});
