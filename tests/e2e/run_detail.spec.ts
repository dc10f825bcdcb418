// Runs: the table that the appliance pages, what each verdict means, and one run container by container.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, names, openSection, readTable, row } from "./support/screens.ts";
import { runNow } from "./support/wizard.ts";

const lists = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.path.endsWith("/scheduler/jobs")).map((entry) => entry.query as string);
const results = (page: Page) => page.getByRole("table", { name: "Results per container, failed first" });

/** Runs a schedule of this name to its end; the name says how it ends. */
async function ran(other: Client, name: string, more?: object): Promise<any> {
  const schedule = await other.create(name, more);
  const { job_id } = await other.post(`scheduler/job-configs/${schedule.id}/run-now`);
  await expect
    .poll(async () => (await other.get(`scheduler/jobs/${job_id}`)).status, { timeout: 15_000 })
    .not.toMatch(/^(scheduled|in_progress)$/);
  return job_id;
}

test("the list asks the appliance for one page, and page, size and filter stand in the URL", async ({ page, appliance }) => {
  await signIn(page, "viewer", "runs");
  await expect(page.getByText(/^1–25 of \d,?\d+$/)).toBeVisible();
  const total = (await page.getByText(/^1–25 of /).innerText()).split(" of ")[1];
  await expect(page.locator(".head")).toContainText(total);
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page).toHaveURL(`${appliance.url}runs?page=2`);
  await expect(page.getByText(`26–50 of ${total}`)).toBeVisible();
  await page.getByLabel("Rows").selectOption("50");
  await expect(page).toHaveURL(`${appliance.url}runs?rows=50`);
  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page).toHaveURL(`${appliance.url}runs?rows=50&status=failed`);
  await expect(page.getByRole("cell", { name: "completed" })).toHaveCount(0);
  const asked = await lists(appliance);
  const wanted = ["skip=0&limit=25", "skip=25&limit=25", "skip=0&limit=50"];
  for (const part of wanted) expect(asked.some((query) => part.split("&").every((pair) => query.includes(pair))), `${part} in ${asked}`).toBe(true);
  expect(asked.at(-1)).toContain("status=failed");
  await act(page, () => page.goBack());
  await expect(page.getByLabel("The appliance says:")).toHaveValue("");
  await page.goBack();
  await expect(page.getByText(`26–50 of ${total}`)).toBeVisible();
});

test("only one schedule's runs are reached from its row, and show all leads back", async ({ page, appliance }) => {
  await signIn(page, "viewer", "schedules?q=erp-vaults");
  await page.getByRole("button", { name: "More for erp-vaults" }).click();
  await act(page, () => page.getByRole("menuitem", { name: "Show its runs" }).click());
  await expect(heading(page, "Runs")).toBeVisible();
  await expect(page).toHaveURL(/runs\?schedule=[0-9a-f-]{36}$/);
  await expect(page.getByRole("rowheader").first()).toContainText("erp-vaults");
  expect(new Set(await names(page))).toEqual(new Set(["erp-vaults"]));
  await act(page, () => page.getByRole("link", { name: /show all/ }).click());
  await expect(page).toHaveURL(`${appliance.url}runs`);
});

test("a run that the appliance calls failed though every vault succeeded is called a contradiction, beside the appliance's word", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const { id } = await other.schedule("sandbox-azure-secrets");
  await signIn(page, "viewer", `runs?schedule=${id}`);
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("Contradiction");
  await expect(first).toContainText("failed");
  await act(page, () => first.getByRole("link").click());
  await expect(page.getByText(/The appliance says failed, yet each of 2 vaults reports success\./)).toBeVisible();
  await expect(page.getByText("The appliance reports failed")).toBeVisible();
  expect((await readTable(results(page))).map((line) => line.Result)).toEqual(["Synchronized", "Synchronized"]);
});

test("every way a run can end has its verdict", async ({ page, appliance }) => {
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
  const ids = await Promise.all(ENDS.map(([name, more]) => ran(other, name, more)));
  await signIn(page, "viewer", "runs");
  for (const [name, , verdict] of ENDS) await expect(row(page, name), name).toContainText(verdict);
  for (const [at, [name, , verdict, sentence]] of ENDS.entries()) {
    await act(page, () => page.getByRole("link", { name }).click());
    await expect(page, name).toHaveURL(`${appliance.url}runs/${ids[at]}`);
    await expect(page.getByText(sentence), name).toBeVisible();
    await expect(page.locator(".head"), name).toContainText(verdict);
    if (name === "v fail-message") await expect(page.getByText("connection to the cloud refused: 401 invalid_client").first()).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Runs")).toBeVisible();
  }
});

test("one run: failed regions first with the first cause, searchable, and the raw answer", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const id = await ran(other, "x fail-some", { cckm_synchronization_params: { cloud_name: "aws", kms: ["retail-web"] } });
  await signIn(page, "viewer", `runs/${id}`);
  await expect(page.getByText("First cause: Permission, 2 times.")).toBeVisible();
  const lines = await readTable(results(page));
  expect(lines.map((line) => line.Result)).toEqual(["Failed", "Failed", "Synchronized", "Synchronized"]);
  await page.getByRole("searchbox", { name: "Container or message" }).fill("accessdenied");
  await expect(results(page).getByRole("rowheader")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Container or message" }).fill("nowhere");
  await expect(page.getByText("No container matches.")).toBeVisible();
  await page.getByText("Raw JSON of the appliance").click();
  expect(JSON.parse(await page.locator("details.raw pre").innerText())).toEqual(await other.get(`scheduler/jobs/${id}`));
});

test("results come in while a run is under way, and after half an hour it is called stuck", async ({ page, appliance }) => {
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
  await expect(done, "how many there will be is not known yet").not.toContainText("3 of 3");
  await expect(page.getByText(/ s so far/)).toBeVisible();
  await expect(results(page).getByRole("rowheader")).toHaveCount(3);
  const before = (await appliance.journal()).filter((entry) => entry.path.endsWith(job_id)).length;
  for (let step = 0; step < 4; step++) await pass(page, 31);
  await expect
    .poll(async () => (await appliance.journal()).filter((entry) => entry.path.endsWith(job_id)).length, { message: "every 30 s" })
    .toBeGreaterThanOrEqual(before + 3);
  // By the appliance's clock: a browser that is ahead must not call anything stuck.
  for (let step = 0; step < 3; step++) {
    await pass(page, 640);
    await page.keyboard.press("Shift");
  }
  await expect(page.locator(".head")).not.toContainText("Stuck");
  const ago = new Date(Date.now() - 31 * 60_000).toISOString();
  const silent = { ...(await other.get(`scheduler/jobs/${job_id}`)), createdAt: ago, enqueued_at: ago, updatedAt: ago };
  await appliance.control("rows", { kind: "run", json: silent });
  await pass(page, 31);
  await expect(page.locator(".head")).toContainText("Stuck");
  await expect(page.getByText("Not finished, and no change for more than 30 minutes.")).toBeVisible();
});

test("run now that waits for a slow queue and names no run is sent once; its run is found, and nothing blocks meanwhile", async ({ page, appliance }) => {
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
  await expect(dialog.getByRole("button", { name: "Close and be told" })).toBeEnabled();
  await expect(heading(page, /^Run of/)).toBeVisible({ timeout: 30_000 });
  const [run] = (await other.get(`scheduler/jobs?job_config_id=${schedule.id}`)).resources;
  await expect(page).toHaveURL(`${appliance.url}runs/${run.id}`);
  expect((await appliance.journal()).filter((entry) => entry.path.endsWith("/run-now"))).toHaveLength(1);
});

test("who closes the question while a run is being queued is told where it is", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const schedule = await other.create("x slow-queue");
  await signIn(page, "operator", `schedules/${schedule.id}`);
  await runNow(page, page.getByRole("button", { name: "Run now" }));
  const dialog = page.getByRole("alertdialog", { name: "Run x slow-queue now?" });
  await act(page, () => dialog.getByRole("button", { name: "Close and be told" }).click());
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Run now" })).toHaveAttribute("aria-disabled", "true");
  await openSection(page, "Settings");
  const message = page.getByRole("region", { name: "Messages" });
  await expect(message).toContainText("x slow-queue is running.", { timeout: 50_000 });
  await expect(heading(page, "Settings"), "nobody is led away").toBeVisible();
  await message.getByRole("link", { name: "Show the run" }).click();
  const [run] = (await other.get(`scheduler/jobs?job_config_id=${schedule.id}`)).resources;
  await expect(page).toHaveURL(`${appliance.url}runs/${run.id}`);
  expect((await appliance.journal()).filter((entry) => entry.path.endsWith("/run-now"))).toHaveLength(1);
});

test("hostile texts in every member of a run are shown as text", async ({ page, appliance }) => {
  const html = '<img src=x onerror="document.title=\'owned\'">';
  const bidi = "abc\u202Egpj.exe";
  await appliance.control("rows", {
    kind: "run",
    json: {
      id: "hostile",
      name: `${html} ${bidi}`,
      description: html,
      operation: "cckm_synchronization",
      status: `${html}status`,
      processing_node: html,
      createdAt: new Date().toISOString(),
      job_config_id: "../../auth/tokens",
      job_config_params: { cloud_name: "aws", kms: [html] },
      details: { details: { [html]: html, [bidi]: "</script><script>document.title='owned'</script>", region: "javascript:alert(1)" } },
      error: html,
    },
  });
  await signIn(page, "viewer", "runs");
  await expect(row(page, /onerror/)).toContainText(html);
  await expect(row(page, /onerror/)).toContainText("U+202E");
  await act(page, () => row(page, /onerror/).getByRole("link").click());
  await expect(heading(page, /^Run of/)).toBeVisible();
  await expect(results(page)).toContainText(html);
  await expect(results(page)).toContainText("</script><script>");
  await expect(page.locator("main img, main script")).toHaveCount(0);
  const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.filter((href) => !href.startsWith(appliance.url))).toEqual([]);
  expect(await page.title()).not.toBe("owned");
  await page.getByRole("link", { name: "The schedule as it is today" }).click();
  await expect(heading(page, "Schedule")).toBeVisible();
  const asked = (await appliance.journal()).map((entry) => entry.path as string);
  expect(asked.filter((path) => /auth\/tokens/.test(path) && /GET/.test(path))).toEqual([]);
});
