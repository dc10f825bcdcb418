// The page of one run: verdict, results per container, comparison, retry.
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { BIDI_NAME, HOSTILE_HTML, HOSTILE_SCRIPT } from "./support/payloads.ts";
import { foreignLinks, heading, pageHead, readRawJson, readTable, resultsTable, row } from "./support/screens.ts";

/** Runs a new schedule to its end and gives the run's id. The appliance reads the outcome from the name. */
async function runToEnd(other: Client, name: string, more?: object): Promise<any> {
  const schedule = await other.create(name, more);
  const { job_id } = await other.post(`scheduler/job-configs/${schedule.id}/run-now`);
  await expect
    .poll(async () => (await other.get(`scheduler/jobs/${job_id}`)).status, { timeout: 15_000 })
    .not.toMatch(/^(scheduled|in_progress)$/);
  return job_id;
}

test("failed run whose vaults all succeeded has the verdict Contradiction beside the appliance's status", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const { id } = await other.schedule("sandbox-azure-secrets");
  await signIn(page, "viewer", `runs?schedule=${id}`);
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("Contradiction");
  await expect(first).toContainText("failed");
  await act(page, () => first.getByRole("link").click());
  await expect(page.getByText(/The appliance says failed, yet each of 2 vaults reports success\./)).toBeVisible();
  await expect(page.getByText("The appliance reports failed")).toBeVisible();
  expect((await readTable(resultsTable(page))).map((line) => line.Result)).toEqual(["Synchronized", "Synchronized"]);
});

test("run page shows the verdict and a sentence for every way a run can end", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const retail = { cckm_synchronization_params: { cloud_name: "aws", kms: ["retail-web"] } };
  const ENDS: [name: string, more: object | undefined, verdict: string, sentence: RegExp][] = [
    ["v plain", undefined, "Succeeded", /All 3 regions were synchronized\./],
    ["v fail-all", undefined, "Failed", /None of 3 regions was synchronized\./],
    ["v fail-some", retail, "Partly", /2 of 4 regions failed; 2 were synchronized\./],
    ["v contradiction", undefined, "Contradiction", /The appliance says failed, yet each of 3 regions reports success\./],
    ["v fail-message", undefined, "Failed", /Failed; the appliance gives no result per target\./],
    ["v fail-bare", undefined, "Failed", /Failed; the appliance gives no result per target\./],
    ["v unknown-status", undefined, "Unknown: suspended", /a status that this console does not know: suspended/],
  ];
  const ids = await Promise.all(ENDS.map(([name, more]) => runToEnd(other, name, more)));
  await signIn(page, "viewer", "runs");
  for (const [name, , verdict] of ENDS) await expect(row(page, name), name).toContainText(verdict);
  for (const [at, [name, , verdict, sentence]] of ENDS.entries()) {
    await act(page, () => page.getByRole("link", { name }).click());
    await expect(page, name).toHaveURL(`${appliance.url}runs/${ids[at]}`);
    await expect(page.getByText(sentence), name).toBeVisible();
    await expect(pageHead(page), name).toContainText(verdict);
    if (name === "v fail-message") await expect(page.getByText("connection to the cloud refused: 401 invalid_client").first()).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Runs")).toBeVisible();
  }
});

test("run page lists failed regions first, names the first cause, searches results and shows the raw JSON", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const id = await runToEnd(other, "x fail-some", { cckm_synchronization_params: { cloud_name: "aws", kms: ["retail-web"] } });
  await signIn(page, "viewer", `runs/${id}`);
  await expect(page.getByText("First cause: Permission, 2 times.")).toBeVisible();
  const lines = await readTable(resultsTable(page));
  expect(lines.map((line) => line.Result)).toEqual(["Failed", "Failed", "Synchronized", "Synchronized"]);
  await page.getByRole("searchbox", { name: "Container or message" }).fill("accessdenied");
  await expect(resultsTable(page).getByRole("rowheader")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Container or message" }).fill("nowhere");
  await expect(page.getByText("No container matches.")).toBeVisible();
  expect(await readRawJson(page)).toEqual(await other.get(`scheduler/jobs/${id}`));
});

test("running run shows results as they arrive and becomes Stuck after 30 minutes without a change", async ({ page, appliance }) => {
  await installClock(page);
  const other = await Client.signIn(appliance);
  const schedule = await other.create("x never-finishes", { cckm_synchronization_params: { cloud_name: "aws", kms: ["retail-web"] } });
  const { job_id } = await other.post(`scheduler/job-configs/${schedule.id}/run-now`);
  await signIn(page, "viewer", `runs/${job_id}`);
  const done = page.getByText(/^Running; 3 /);
  await expect
    .poll(async () => {
      await pass(page, 11);
      return done.isVisible();
    }, { timeout: 20_000 })
    .toBe(true);
  await expect(done, "the total is unknown yet").not.toContainText("3 of 3");
  await expect(page.getByText(/ s so far/)).toBeVisible();
  await expect(resultsTable(page).getByRole("rowheader")).toHaveCount(3);
  const before = (await appliance.journal()).filter((entry) => entry.path.endsWith(job_id)).length;
  for (let step = 0; step < 4; step++) await pass(page, 31);
  await expect
    .poll(async () => (await appliance.journal()).filter((entry) => entry.path.endsWith(job_id)).length, { message: "every 30 s" })
    .toBeGreaterThanOrEqual(before + 3);
  // Stuck follows the appliance's clock, so a browser clock that is ahead must not cause it.
  for (let step = 0; step < 3; step++) {
    await pass(page, 640);
    await page.keyboard.press("Shift");
  }
  await expect(pageHead(page)).not.toContainText("Stuck");
  const ago = new Date(Date.now() - 31 * 60_000).toISOString();
  const silent = { ...(await other.get(`scheduler/jobs/${job_id}`)), createdAt: ago, enqueued_at: ago, updatedAt: ago };
  await appliance.control("rows", { kind: "run", json: silent });
  await pass(page, 31);
  await expect(pageHead(page)).toContainText("Stuck");
  await expect(page.getByText("Not finished, and no change for more than 30 minutes.")).toBeVisible();
});

test("run with hostile text in every member shows it as text, without markup, links or extra requests", async ({ page, appliance }) => {
  await appliance.control("rows", {
    kind: "run",
    json: {
      id: "hostile",
      name: `${HOSTILE_HTML} ${BIDI_NAME}`,
      description: HOSTILE_HTML,
      operation: "cckm_synchronization",
      status: `${HOSTILE_HTML}status`,
      processing_node: HOSTILE_HTML,
      createdAt: new Date().toISOString(),
      job_config_id: "../../auth/tokens",
      job_config_params: { cloud_name: "aws", kms: [HOSTILE_HTML] },
      details: { details: { [HOSTILE_HTML]: HOSTILE_HTML, [BIDI_NAME]: HOSTILE_SCRIPT, region: "javascript:alert(1)" } },
      error: HOSTILE_HTML,
    },
  });
  await signIn(page, "viewer", "runs");
  await expect(row(page, /onerror/)).toContainText(HOSTILE_HTML);
  await expect(row(page, /onerror/)).toContainText("U+202E");
  await act(page, () => row(page, /onerror/).getByRole("link").click());
  await expect(heading(page, /^Run enqueued/)).toBeVisible();
  await expect(resultsTable(page)).toContainText(HOSTILE_HTML);
  await expect(resultsTable(page)).toContainText("</script><script>");
  await expect(page.locator("main img, main script")).toHaveCount(0);
  expect(await foreignLinks(page, appliance.url)).toEqual([]);
  expect(await page.title()).not.toBe("owned");
  await page.getByRole("link", { name: "Current schedule" }).click();
  await expect(heading(page, "Schedule")).toBeVisible();
  const asked = (await appliance.journal()).map((entry) => entry.path as string);
  expect(asked.filter((path) => /auth\/tokens/.test(path) && /GET/.test(path))).toEqual([]);
});

test("run page compares with an earlier run and retries exactly the failed containers", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const { resources: vaults } = await other.get("cckm/azure/vaults?limit=3");
  const [good, bad] = vaults;
  const run = async (id: string, at: string, status: string, targets: object) =>
    appliance.control("rows", {
      kind: "run",
      json: {
        id, name: "two runs", job_config_id: "11111111-0000-4000-8000-000000000001", operation: "cckm_synchronization", status,
        createdAt: `2026-11-20T0${at}:00:00Z`, enqueued_at: `2026-11-20T0${at}:00:00Z`, updatedAt: `2026-11-20T0${at}:00:${10 * Number(at)}Z`,
        job_config_params: { cloud_name: "AzureCloud", key_vaults: vaults.map((vault: any) => vault.id), sync_item: ["key", "secret"] },
        details: { details: targets },
      },
    });
  const key = (vault: any) => `${vault.location}/${vault.name}`;
  const ok = "vault synchronized successfully";
  await run("run-one", "1", "completed", { [key(good)]: ok, [key(bad)]: ok, gone: ok });
  await run("run-two", "2", "failed", { [key(good)]: ok, [key(bad)]: "AccessDenied: no list permission", "nowhere/unknown::x": "no such host" });
  await signIn(page, "operator", "runs/run-two");
  await act(page, () => page.getByRole("link", { name: "Compare with an earlier run" }).click());
  const compared = page.getByRole("region", { name: "Compared with" });
  await expect(compared).toContainText("1 newly failing, 1 appeared, 1 vanished; 1 went well both times. This run took 10 s longer.");
  await expect(compared.getByRole("row").filter({ hasText: "Newly failing" })).toContainText("AccessDenied");
  await expect(page.getByText("The schedule has been deleted since.")).toBeVisible();

  await act(page, () => page.getByRole("button", { name: "Synchronize the failed 2 again" }).click());
  const dialog = page.getByRole("alertdialog", { name: "Synchronize the failed ones again?" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "Azure keys" })).toContainText(bad.azure_name);
  await expect(dialog).toContainText("nowhere/unknown::x");
  await act(page, () => dialog.getByRole("button", { name: "Start" }).click());
  await expect(dialog.getByRole("link", { name: "Show the job" })).toHaveCount(2);
  const sent = (await appliance.journal()).filter((entry) => entry.method === "POST" && /synchronization-jobs$/.test(entry.path));
  expect(sent.map((entry) => entry.path).sort()).toEqual(["/api/v1/cckm/azure/secrets/synchronization-jobs", "/api/v1/cckm/azure/synchronization-jobs"]);
  for (const { body } of sent) expect(typeof body === "string" ? JSON.parse(body) : body).toEqual({ key_vaults: [bad.id] });
  await act(page, () => dialog.getByRole("link", { name: "Show the job" }).first().click());
  await expect(heading(page, /^Azure /)).toBeVisible();
});

test("run with 10,000 results is filtered, searched and paged with fewer than 5,000 DOM nodes", async ({ page, appliance }) => {
  test.slow();
  const lines = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`westeurope/vault-${String(n).padStart(5, "0")}::sub`, n % 50 ? "vault synchronized successfully" : n % 100 ? "AccessDenied" : "dial tcp: i/o timeout"]),
  );
  await appliance.control("rows", {
    kind: "run",
    json: { id: "wide", name: "wide", operation: "cckm_synchronization", status: "failed", createdAt: "2026-11-20T01:00:00Z", updatedAt: "2026-11-20T01:10:00Z", job_config_params: { cloud_name: "AzureCloud", synchronize_all: true, sync_item: ["key"] }, details: { details: lines } },
  });
  await signIn(page, "viewer", "runs/wide");
  await expect(page.getByText("200 of 10000 vaults failed; 9800 were synchronized.")).toBeVisible();
  await expect(page.getByText("1–100 of 10,000")).toBeVisible();
  const causes = page.getByRole("list", { name: "Causes of the failures" });
  await expect(causes.getByRole("listitem")).toHaveText([/^Not reachable, 100 times\./, /^Permission, 100 times\./]);
  await page.getByRole("button", { name: "Permission 100" }).click();
  await expect(page.getByText("1–100 of 100")).toBeVisible();
  await expect(page).toHaveURL(/cause=Permission/);
  await page.getByRole("button", { name: "Permission 100" }).click();
  await page.getByLabel("Container or message").fill("vault-0777");
  await expect(page.getByText("1–10 of 10")).toBeVisible();
  await page.getByLabel("Container or message").fill("");
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("101–200 of 10,000")).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});
