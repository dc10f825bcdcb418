// What people reported of other consoles, as kinds: texts that a stranger replaces, answers that only one sense gets, keys of input
// methods, forms filled without events, links of other versions, files in other encodings, a browser that withholds its services.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { act, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import { heading, messages, names, pauseRefreshing, refreshNow, row } from "./support/screens.ts";
import { startTracing, stopTracing } from "./support/timing.ts";
import { answer, answerAll, continueButton, expression, goOn, openImport } from "./support/wizard.ts";

const COMPOSED = "Schl\u00fcssel";
const DECOMPOSED = "Schlu\u0308ssel";
const search = (page: Page) => page.getByRole("searchbox", { name: "Name, description or container" });
const polite = (page: Page) => page.locator("#announce-polite");

/** Replaces every text node by two elements around its text, as the translator of a browser does. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Node[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = text.nodeValue;
      outer.append(inner);
      (text as ChildNode).replaceWith(outer);
    }
  });

/** Writes into a control without an event, as some password managers and restored pages do. */
const put = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).evaluate((input, text) => { (input as HTMLInputElement).value = text; }, text);

/** Sends a key to what has the focus while an input method composes. False if the page took it. */
const pressComposing = (page: Page, key: string) =>
  page.evaluate(
    (key) => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true })),
    key,
  );

test.describe("a translated page", () => {
  test("a translated page says that it is not to be translated, and so do its codes", async ({ page }) => {
    await signIn(page);
    await expect(page.locator("html")).toHaveAttribute("translate", "no");
    await expect(page.locator('meta[name="google"]')).toHaveAttribute("content", "notranslate");
    await expect(row(page, "erp-vaults").getByRole("code").first()).toHaveAttribute("translate", "no");
  });

  test("a translated page keeps true values in a row", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    const { id } = await other.create("Translated");
    await signIn(page, "admin", "schedules?q=Translated");
    await expect(row(page, "Translated")).toContainText("0 1 * * *");
    await pauseRefreshing(page);
    await translate(page);
    await other.patch(`scheduler/job-configs/${id}`, { run_at: "7 7 * * *", disabled: true });
    await refreshNow(page);
    await expect(row(page, "Translated")).toContainText("7 7 * * *");
    await expect(row(page, "Translated")).toContainText("07:07");
    await expect(row(page, "Translated")).toContainText("Disabled");
    await expect(row(page, "Translated")).not.toContainText("0 1 * * *");
    await expect(row(page, "Translated")).not.toContainText("01:00");
  });

  test("a translated page keeps true values of a run", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await appliance.control("settings", { run_seconds: 3 });
    const { id } = await other.create("Translated");
    await other.post(`scheduler/job-configs/${id}/run-now`);
    const run = (await other.get(`scheduler/jobs?job_config_id=${id}`)).resources[0];
    await signIn(page, "admin", `runs/${run.id}`);
    await expect(page.getByText(/Running/).first()).toBeVisible();
    await translate(page);
    await expect.poll(async () => (await other.get(`scheduler/jobs/${run.id}`)).status, { timeout: 20_000 }).toMatch(/completed|failed/);
    await expect(page.locator(".banner")).toContainText(/were synchronized|failed/, { timeout: 20_000 });
    await expect(page.locator("#main .head")).toContainText(/Succeeded|Failed/);
    await expect(page.locator("#main")).not.toContainText("Running");
  });

  test("a translated page keeps true values in the editor", async ({ page }) => {
    await signIn(page, "admin", "cron");
    const preview = page.getByRole("region", { name: "Preview" });
    await expect(preview).toContainText("At 01:00 UTC");
    await translate(page);
    await expression(page).fill("0 9 * * 1");
    await expect(preview).toContainText("At 09:00 UTC, on Mondays");
    await expect(preview).not.toContainText("At 01:00");
    await translate(page);
    await expression(page).fill("61 * * * *");
    await expect(page.locator(".cron-expression .err")).toContainText("61 is not accepted here");
    await expression(page).fill("62 * * * *");
    await expect(page.locator(".cron-expression .err")).toContainText("62 is not accepted here");
    await expect(page.locator(".cron-expression")).not.toContainText("61 is");
  });
});

test.describe("results for eye and ear", () => {
  const withoutClipboard = () => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    Object.defineProperty(window, "isSecureContext", { value: false });
    (window as any).copies = [];
    document.addEventListener("copy", () => (window as any).copies.push((document.activeElement as HTMLTextAreaElement).value));
  };
  const copies = (page: Page) => page.evaluate(() => (window as any).copies);
  const selected = (page: Page) =>
    page.evaluate(() => {
      const area = document.activeElement as HTMLTextAreaElement;
      return area.value?.slice(area.selectionStart, area.selectionEnd);
    });

  test("a page without a clipboard copies by selection and says so", async ({ page, appliance }) => {
    await page.addInitScript(withoutClipboard);
    const { id } = await (await Client.signIn(appliance)).schedule("erp-vaults");
    await signIn(page, "admin", `schedules/${id}`);
    const button = page.getByRole("button", { name: "Copy schedule id" });
    await button.click();
    await expect(polite(page)).toHaveText("Copied schedule id");
    await expect(button).toBeFocused();
    expect(await copies(page)).toEqual([id]);
    await page.getByRole("button", { name: /^Copy (curl|.*curl.*)/i }).first().click();
    await expect.poll(async () => (await copies(page)).length).toBe(2);
    expect((await copies(page))[1]).toContain("curl ");
  });

  test("a page that may not copy at all selects the text and says so", async ({ page, appliance }) => {
    await page.addInitScript(withoutClipboard);
    await page.addInitScript(() => { document.execCommand = () => false; });
    const { id } = await (await Client.signIn(appliance)).schedule("erp-vaults");
    await signIn(page, "admin", `schedules/${id}`);
    await page.getByRole("button", { name: "Copy schedule id" }).click();
    await expect(page.locator(".by-hand")).toContainText("The browser does not let this page copy.");
    await expect(page.locator("#announce-assertive")).toContainText("The text is selected");
    expect(await selected(page)).toBe(id);
  });

  for (const [what, deny] of [["with a clipboard", false], ["without any way to copy", true]] as const) {
    test(`a menu item that copies answers like a button, ${what}`, async ({ page, context, appliance }) => {
      if (deny) {
        await page.addInitScript(withoutClipboard);
        await page.addInitScript(() => { document.execCommand = () => false; });
      } else await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const { id } = await (await Client.signIn(appliance)).schedule("erp-vaults");
      await signIn(page);
      await row(page, "erp-vaults").getByRole("button", { name: "More for erp-vaults" }).click();
      await page.getByRole("menuitem", { name: "Copy id" }).click();
      await expect(messages(page)).toContainText(deny ? `The schedule id is ${id}` : "Schedule id copied.");
      await expect(page.locator(deny ? "#announce-assertive" : "#announce-polite")).toContainText(deny ? id : "Schedule id copied.");
      if (!deny) expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
    });
  }

  test("each press on a refresh is answered, also when nothing has changed or the failure is the same", async ({ page, appliance }) => {
    await signIn(page);
    await expect(row(page, "erp-vaults")).toBeVisible();
    await pauseRefreshing(page);
    for (let press = 0; press < 2; press++) {
      await polite(page).evaluate((region) => { region.textContent = ""; });
      await refreshNow(page);
      await expect(polite(page)).toHaveText(/^Up to date as of \d\d:\d\d:\d\d UTC/);
    }
    await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500, body: { code: 4, codeDesc: "NCERRInternalServerError: Internal server error", message: "database is locked" } }]);
    for (let press = 0; press < 2; press++) {
      await page.locator("#announce-assertive").evaluate((region) => { region.textContent = ""; });
      await refreshNow(page);
      await expect(page.locator("#announce-assertive")).toContainText("database is locked");
      await expect(page.getByText(/Tried again at \d\d:\d\d:\d\d UTC/)).toBeVisible();
    }
    await page.goto("sync");
    await submitSignIn(page, "admin");
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    await expect(polite(page)).toHaveText(/^Up to date as of/);
  });

  test("each question is read with its text", async ({ page }) => {
    await signIn(page);
    await row(page, "erp-vaults").getByRole("button", { name: "More for erp-vaults" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("alertdialog")).toHaveAccessibleDescription(/^This deletes the schedule permanently\./);
    await page.getByRole("button", { name: "Cancel" }).click();
    await row(page, "erp-vaults").getByRole("button", { name: "Run erp-vaults now" }).click();
    await expect(page.getByRole("alertdialog")).toHaveAccessibleDescription(/\w+/);
  });
});

test("keys of an input method are its own in search, picker and dialog", async ({ page }) => {
  await signIn(page);
  await search(page).fill("けい");
  await search(page).focus();
  expect(await pressComposing(page, "Escape"), "the browser does nothing else with it").toBe(false);
  await expect(search(page)).toHaveValue("けい");
  await search(page).press("Escape");
  await expect(search(page)).toHaveValue("");
  const dialog = await openImport(page);
  await dialog.getByLabel("JSON").focus();
  expect(await pressComposing(page, "Escape")).toBe(false);
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await signIn(page, "admin", "schedules/new/cloud");
  await page.getByRole("radio", { name: "AWS", exact: true }).check();
  await goOn(page, "Choose what is synchronized");
  const picker = page.getByRole("combobox", { name: "KMS", exact: true });
  await picker.fill("けい");
  expect(await pressComposing(page, "Enter")).toBe(true);
  await expect(page.getByRole("button", { name: "Remove けい" })).toBeHidden();
  await picker.press("Enter");
  await expect(page.getByRole("button", { name: "Remove けい" })).toBeVisible();
});

test("Escape that ends a composition closes no dialog and empties no search", async ({ page, context }) => {
  await signIn(page);
  const tools = await context.newCDPSession(page);
  const compose = async () => {
    await tools.send("Input.imeSetComposition", { text: "けい", selectionStart: 2, selectionEnd: 2 });
    for (const type of ["rawKeyDown", "keyUp"] as const) {
      await tools.send("Input.dispatchKeyEvent", { type, key: "Escape", code: "Escape", windowsVirtualKeyCode: 27 });
    }
  };
  const search = page.getByRole("searchbox");
  await search.fill("abc");
  await compose();
  await expect(search).toHaveValue(/^abc/);
  await search.fill("");
  const dialog = await openImport(page);
  const text = dialog.getByRole("textbox").first();
  await text.fill("[]");
  await compose();
  await expect(dialog).toBeVisible();
  await expect(text).toHaveValue(/^\[\]/);
  await tools.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test.describe("forms read what stands in them", () => {
  for (const event of ["no event", "a change alone"]) {
    test(`forms read what stands in them: sign-in, ${event}`, async ({ page }) => {
      await page.goto("schedules");
      await page.waitForFunction(() => !document.querySelector("main.starting"));
      await put(page, "User name", "admin");
      await put(page, "Password", "local");
      if (event !== "no event") {
        for (const label of ["User name", "Password"]) await page.getByLabel(label, { exact: true }).dispatchEvent("change");
      }
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(heading(page, "Schedules")).toBeVisible();
    });
  }

  test("forms read what stands in them: wizard, scratch pad and search", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new/cloud");
    await answer(page, { cloud: "aws", container: "payments-prod", name: "typed" });
    await put(page, "Name", "restored");
    await page.getByLabel("Description").evaluate((area) => { (area as HTMLTextAreaElement).value = "by the browser"; });
    await continueButton(page).click();
    await expect(heading(page, "Review")).toBeVisible();
    await page.getByRole("button", { name: "Create schedule" }).click();
    await expect(heading(page, "restored")).toBeVisible();
    const stored = await (await Client.signIn(appliance)).schedule("restored");
    expect(stored.description).toBe("by the browser");
    await signIn(page);
    await search(page).evaluate((input) => { (input as HTMLInputElement).value = "erp"; });
    await search(page).press("Enter");
    await expect.poll(() => names(page)).toEqual(["erp-vaults", "nightly-oci"]);
  });
});

test.describe("a link", () => {
  test("a link with broken escapes searches for them as text", async ({ page, appliance }) => {
    await (await Client.signIn(appliance)).create("save 100% of it");
    await signIn(page, "admin", "schedules?q=100%");
    await expect(search(page)).toHaveValue("100%");
    await expect.poll(() => names(page)).toEqual(["save 100% of it"]);
    await page.goto("schedules?q=%zz");
    await submitSignIn(page, "admin");
    await expect(search(page)).toHaveValue("%zz");
    await expect(page.getByText("No schedule matches the search and the filters.")).toBeVisible();
  });

  for (const [path, part, title] of [
    ["schedules?q=erp&state=bogus", "state=bogus", "Schedules"],
    ["schedules?label=gold", "label=gold", "Schedules"],
    ["runs?verdict=bogus", "verdict=bogus", "Runs"],
    ["runs?from=yesterday", "from=yesterday", "Runs"],
    ["sync/luna?page=zero", "page=zero", "Sync jobs: Luna partitions"],
    ["schedules?domain=finance", "domain=finance", "Schedules"],
  ]) {
    test(`a link never shows other rows than it says: ${path}`, async ({ page }) => {
      await signIn(page, "admin", path);
      await expect(heading(page, "This link is not understood")).toBeVisible();
      await expect(page.getByRole("listitem").getByText(part)).toBeVisible();
      await expect(page.getByRole("row")).toHaveCount(0);
      await page.getByRole("button", { name: "Clear and show the page" }).click();
      await expect(heading(page).filter({ hasText: title.split(":")[0] })).toBeVisible();
      await expect(page).not.toHaveURL(new RegExp(part));
      if (path.includes("q=erp")) await expect.poll(() => names(page)).toEqual(["erp-vaults", "nightly-oci"]);
    });
  }

  test("a link by a node that is not in the list says so in the bar", async ({ page }) => {
    await signIn(page, "admin", "schedules?node=gone");
    await expect(page.getByLabel("Node:")).toHaveValue("gone");
  });
});

test("search finds canonically equal text in schedules, in 10,000 results and in a picker", async ({ page, browser, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  for (const [name, at] of [[DECOMPOSED, "0 1 * * *"], [COMPOSED, "0 2 * * *"]]) await other.create(`${name} ${at.slice(2, 3)}`, { run_at: at });
  await signIn(page);
  for (const typed of [COMPOSED, DECOMPOSED]) {
    await search(page).fill(typed);
    await expect.poll(async () => (await names(page)).length).toBe(2);
  }
  expect((await names(page)).map((name) => name.slice(0, -2)).sort(), "the names keep their code points").toEqual([DECOMPOSED, COMPOSED].sort());
  const lines = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`${n % 2 ? COMPOSED : DECOMPOSED}-${String(n).padStart(5, "0")}`, "vault synchronized successfully"]),
  );
  await appliance.control("rows", {
    kind: "run",
    json: { id: "wide", name: "wide", operation: "cckm_synchronization", status: "completed", createdAt: "2026-11-20T01:00:00Z", updatedAt: "2026-11-20T01:10:00Z", job_config_params: { cloud_name: "AzureCloud", synchronize_all: true, sync_item: ["key"] }, details: { details: lines } },
  });
  await signIn(page, "viewer", "runs/wide");
  await expect(page.getByText("1–100 of 10,000")).toBeVisible();
  const field = page.getByLabel("Container or message");
  await field.focus();
  await startTracing(browser, page);
  await field.pressSequentially(`${COMPOSED}-0123`, { delay: 60 });
  await expect(page.getByText("1–10 of 10", { exact: true })).toBeVisible();
  const tasks = await stopTracing(browser);
  console.log(`search in 10,000 results with accents: longest task ${Math.round(Math.max(...tasks))} ms of ${tasks.filter((ms) => ms > 1).length}`);
  expect(tasks.filter((ms) => ms > 50).length, "tasks longer than 50 ms, but for the first key, which reads the texts").toBeLessThanOrEqual(1);
});

test("files are read strictly", async ({ page, appliance }) => {
  await signIn(page);
  const text = JSON.stringify([{ name: COMPOSED, operation: "cckm_synchronization", run_at: "0 1 * * *", cckm_synchronization_params: { cloud_name: "aws", kms: ["a"] } }]);
  const dialog = await openImport(page);
  const choose = (buffer: Buffer) => dialog.getByLabel("File").setInputFiles({ name: "s.json", mimeType: "application/json", buffer });
  await choose(Buffer.from(text, "utf8"));
  await expect(dialog.getByLabel("JSON")).toHaveValue(text);
  for (const [buffer, words] of [
    [Buffer.from(text, "latin1"), "The file is not UTF-8, perhaps Windows-1252."],
    [Buffer.from(`\ufeff${text}`, "utf16le"), "The file is in UTF-16, not UTF-8."],
  ] as const) {
    await choose(buffer);
    await expect(dialog.locator(".err")).toContainText(words);
    await expect(dialog.getByRole("status")).toContainText(words);
    await expect(dialog.getByLabel("JSON"), "the text of the file before is gone").toHaveValue("");
  }
  await choose(Buffer.from(`\ufeff${text}`, "utf8"));
  await expect(dialog.getByLabel("JSON")).toHaveValue(text);
  await dialog.getByLabel("JSON").fill(`\ufeff${text}`);
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByRole("row", { name: new RegExp(COMPOSED) })).toContainText("Create");
  expect((await appliance.journal()).filter((entry) => entry.method === "POST" && entry.path.endsWith("job-configs"))).toEqual([]);
});

test("defaults that nobody set are not sent, so an edition without run_on takes a new schedule", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new/cloud");
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Plain" });
  await act(page, () => page.getByRole("button", { name: "Create schedule" }).click());
  await expect(heading(page, "Plain")).toBeVisible();
  const sent = (await appliance.journal()).find((entry) => entry.method === "POST" && entry.path.endsWith("job-configs"));
  expect(Object.keys(sent.body).sort()).toEqual(["cckm_synchronization_params", "name", "operation", "run_at"]);
});

test("expressions of other clients are not invalid", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await other.create("zone utc", { run_at: "CRON_TZ=UTC 0 3 * * *" });
  await other.create("zone tokyo", { run_at: "TZ=Asia/Tokyo 0 3 * * *" });
  await signIn(page, "admin", "schedules?q=zone");
  await expect(row(page, "zone utc")).toContainText("At 03:00 UTC, every day");
  await expect(row(page, "zone utc")).toContainText("Scheduled");
  await expect(row(page, "zone utc")).toContainText("03:00");
  await expect(row(page, "zone tokyo")).toContainText("Not understood");
  await row(page, "zone tokyo").getByRole("link", { name: "zone tokyo" }).click();
  await expect(page.getByText("has a zone of its own, TZ=Asia/Tokyo; this console cannot say when it fires").first()).toBeVisible();
  await expect(page.locator("#main")).not.toContainText("Invalid");
});

test("words and fix of an expression do not stand under the next one", async ({ page }) => {
  await signIn(page, "admin", "cron");
  await expression(page).fill("0 24 * * *");
  await expect(page.getByRole("button", { name: "Use 0 0 * * *" })).toBeVisible();
  // Both are read in the task after the input, long before the pause after typing.
  const shown = await expression(page).evaluate(async (input) => {
    (input as HTMLInputElement).value = "５ 25 * * *";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return document.querySelector(".cron-expression")!.textContent;
  });
  expect(shown).not.toContain("24 is not accepted");
  expect(shown).not.toContain("Use 0 0 * * *");
  expect(shown).toContain("Write 5.");
});

test.describe("a browser that withholds its storage", () => {
  const refusals: Record<string, () => void> = {
    "access throws": () => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
      }
    },
    "reading and writing throw": () => {
      for (const name of ["getItem", "setItem", "removeItem", "key"]) {
        (Storage.prototype as any)[name] = () => { throw new DOMException("full", "QuotaExceededError"); };
      }
      Object.defineProperty(Storage.prototype, "length", { get() { throw new DOMException("denied", "SecurityError"); } });
    },
    "there is none": () => {
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: null });
    },
  };
  for (const [what, refuse] of Object.entries(refusals)) {
    test(`a storage that throws costs no more than what it would keep: ${what}`, async ({ page }) => {
      await page.addInitScript(refuse);
      await signIn(page);
      await expect(row(page, "erp-vaults")).toBeVisible();
      await page.getByRole("button", { name: "Theme" }).click();
      await page.getByRole("menuitemradio", { name: "Dark" }).click();
      await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
      await page.getByRole("link", { name: "New schedule" }).click();
      await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Unkept" });
      await page.waitForTimeout(900);
      await page.getByRole("button", { name: "Create schedule" }).click();
      await expect(heading(page, "Unkept")).toBeVisible();
      await page.getByRole("button", { name: /^User:/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    });
  }
});
