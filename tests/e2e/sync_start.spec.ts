// The form that starts a sync job.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { act, endSession, expect, signIn, test } from "./support/fixture.ts";
import { heading, leaveDialog, signInAgain } from "./support/screens.ts";
import { API, choice, jobs, picker, source, startButton, writes } from "./support/sync.ts";

test("sync form of a viewer is refused once, shows the reason, keeps its fields and disables Start", async ({ page, appliance }) => {
  const one = source("azure-keys");
  await signIn(page, "viewer", "sync/azure-keys/new");
  await choice(page, "these", one).check();
  await picker(page, one).fill("kv-hr");
  await page.getByRole("option", { name: /^kv-hr/ }).click();
  await page.getByLabel("Take a backup of each key").check();
  await act(page, () => startButton(page).click());
  await expect(page.getByText("Nothing was started")).toBeVisible();
  await expect(page.getByText(/your account may only read/i).first()).toBeVisible();
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
  await expect(page.getByRole("link", { name: "Start a sync job" }), "another source is still allowed").toBeVisible();
  expect((await writes(appliance)).map((entry) => [entry.path, entry.status])).toEqual([[API + one.base, 403]]);
});

test("sync form keeps its fields when the session ends, and starts one job after the sign-in", async ({ page, appliance }) => {
  const one = source("sap");
  await signIn(page, "admin", "sync/sap/new");
  await choice(page, "these", one).check();
  await picker(page, one).fill("Ariba");
  await page.getByRole("option", { name: /^Ariba/ }).click();
  await picker(page, one).press("Escape");
  await endSession(appliance);
  await startButton(page).click();
  await signInAgain(page);
  await expect(page.getByRole("button", { name: /^Remove Ariba/ })).toBeVisible();
  await expect.poll(() => page.url().endsWith("/new") ? startButton(page).getAttribute("aria-disabled") : null).toBeNull();
  if (page.url().endsWith("/new")) await startButton(page).click();
  await expect(heading(page, /^SAP, /)).toBeVisible();
  expect((await writes(appliance)).filter((entry) => entry.status === 202)).toHaveLength(1);
});

test.describe("sync form", () => {
  test("sync form with a missing answer explains it beside the focused field and sends nothing", async ({ page, appliance }) => {
    const one = source("google");
    await signIn(page, "admin", "sync/google/new");
    await startButton(page).click();
    await expect(choice(page, "these", one)).toBeFocused();
    const group = page.getByRole("group", { name: "Synchronize" });
    await expect(group.getByText("Choose whether to synchronize everything or some key rings.")).toBeVisible();
    await expect(group).toHaveAccessibleDescription(/Choose whether to synchronize everything/);
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

  test("sync form reports text that was not added and unknown regions; Enter in a picker starts nothing", async ({ page, appliance }) => {
    const one = source("aws-keys");
    await signIn(page, "admin", "sync/aws-keys/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("payments-p");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^Remove payments-prod/ })).toBeVisible();
    for (let more = 0; more < 3; more++) await page.keyboard.press("Enter");
    await picker(page, one).fill("stag");
    await startButton(page).click();
    await expect(page.getByText("“stag” was typed but not added.")).toBeVisible();
    await expect(picker(page, one)).toBeFocused();
    await expect(picker(page, one)).toHaveValue("stag");
    await picker(page, one).fill("");
    const regions = page.getByRole("combobox", { name: "Regions" });
    await regions.fill("nowhere-");
    await page.keyboard.press("Enter");
    await startButton(page).click();
    await expect(page.getByText("“nowhere-” is not an AWS region")).toBeVisible();
    await page.getByRole("button", { name: /^Remove nowhere-/ }).click();
    await regions.fill("sa-east-1");
    await page.keyboard.press("Enter");
    await expect(page.getByText("payments-prod does not have sa-east-1.")).toBeVisible();
    expect(await writes(appliance)).toEqual([]);
  });

  test("Start button of the sync form keeps its place when the list of containers closes", async ({ page, appliance }) => {
    const one = source("sap");
    await signIn(page, "admin", "sync/sap/new");
    await choice(page, "these", one).check();
    await picker(page, one).pressSequentially("a");
    await page.getByRole("option", { name: /^Ariba/ }).click();
    const before = await startButton(page).boundingBox();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(page.getByRole("listbox")).toBeHidden();
    expect(await startButton(page).boundingBox(), "position after the list closes").toEqual(before);
    await startButton(page).click();
    await expect(heading(page, /^SAP, /)).toBeVisible();
    expect((await writes(appliance)).filter((entry) => entry.status === 202)).toHaveLength(1);
  });

  test("repeated presses of Start start one sync job", async ({ page, appliance }) => {
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

  test("sync form asks before a link leaves it, keeps its fields and sends a container that is not in the list", async ({ page, appliance }) => {
    const one = source("oci");
    await signIn(page, "admin", "sync/oci/new");
    await choice(page, "these", one).check();
    await picker(page, one).fill("ocid1.vault.oc1..typed");
    await picker(page, one).press("Enter");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Schedules" }).click();
    await act(page, () => leaveDialog(page).getByRole("button", { name: "Stay" }).click());
    await expect(page.getByRole("button", { name: "Remove ocid1.vault.oc1..typed" })).toBeVisible();
    await act(page, () => startButton(page).click());
    await expect(heading(page, /^Oracle Cloud, /), "the appliance judges unknown containers").toBeVisible();
    expect((await writes(appliance)).map((entry) => entry.body)).toEqual([{ vaults: ["ocid1.vault.oc1..typed"] }]);
  });
});

for (const status of [409, 400]) {
  test(`sync form says that one is running, and a refusal with ${status} leads to it (D5)`, async ({ page, appliance }) => {
    const one = source("google");
    await appliance.control("settings", { sync_seconds: 900, running_sync: status });
    const { id } = await (await Client.signIn(appliance)).post(one.base, { synchronize_all: true });
    await signIn(page, "admin", "sync/google/new");
    await choice(page, "everything", one).check();
    const note = page.getByText("A synchronization of Google Cloud is running for the same containers");
    await expect(note).toBeVisible();
    await act(page, () => startButton(page).click());
    await expect(page.getByText("Nothing was started")).toBeVisible();
    await expect(page.getByText(/A synchronization is already in progress\. If another one is running/)).toBeVisible();
    await expect(page.getByRole("link", { name: "Watch it" })).toHaveAttribute("href", new RegExp(`/sync/google/${id}$`));
    await expect(startButton(page), "it may be started later").not.toHaveAttribute("aria-disabled", "true");
  });
}

test.describe("lost answer to a start", () => {
  const one = source("google");
  const fill = async (page: Page) => {
    await signIn(page, "admin", "sync/google/new");
    await choice(page, "everything", one).check();
  };

  test("sync start with a cut answer is sent once, says that a job may be running and links to it", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "POST", path: one.base, cut: true, times: 1 }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost; the job may be running")).toBeVisible();
    await expect(page.getByText(/^A job has appeared since\. Look at the newest jobs before you start another; the request was not repeated\./)).toBeVisible();
    await expect(choice(page, "everything", one)).toBeChecked();
    expect(await writes(appliance)).toHaveLength(1);
    await expect(startButton(page), "it may be running").toHaveAttribute("aria-disabled", "true");
    await act(page, () => page.getByRole("link", { name: "Show the newest jobs" }).click());
    const newest = jobs(page).getByRole("row").nth(1);
    await expect(newest).toContainText(/Running|Succeeded|Partly/);
    await expect(newest).toContainText("just now");
  });

  test("sync start on a broken connection is sent once and reports how many jobs have appeared", async ({ page, appliance }) => {
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "POST" && request.url().endsWith(one.base) && sent.push(request.url()));
    await appliance.control("faults", [{ method: "POST", path: one.base, reset: true }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost; the job may be running")).toBeVisible();
    expect(sent).toHaveLength(1);
    // The browser repeats a request lost on a reused connection, and a page cannot forbid that. The appliance refuses these
    // while the first job runs.
    await expect(page.getByText("A job has appeared since.")).toBeVisible();
  });

  test("sync start that never reached the appliance says that no job has appeared and can be repeated", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "POST", path: one.base, status: 502, body: "<html>bad gateway</html>", times: 1 }]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost, and no job has appeared")).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText("The request was not repeated. You can start again.")).toBeVisible();
    expect(await writes(appliance)).toHaveLength(1);
    await act(page, () => startButton(page).click());
    await expect(heading(page, /^Google Cloud, /)).toBeVisible();
    expect(await writes(appliance)).toHaveLength(2);
  });

  test("sync start with a lost answer and a failing lookup says that the outcome is unknown", async ({ page, appliance }) => {
    await appliance.control("faults", [
      { method: "POST", path: one.base, cut: true, times: 1 },
      { method: "GET", path: one.base, status: 500, body: { code: 1, codeDesc: "NCERRInternal: internal", message: "out of order" } },
    ]);
    await fill(page);
    await act(page, () => startButton(page).click());
    await expect(page.getByText("The answer was lost, and it is unknown whether a job was started")).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(/out of order/)).toBeVisible();
    await expect(page.getByRole("link", { name: "Show the newest jobs" })).toBeVisible();
    expect(await writes(appliance)).toHaveLength(1);
  });

  test("sync start whose answer names no job opens the job that appeared", async ({ page, appliance }) => {
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
});
