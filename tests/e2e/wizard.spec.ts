// The wizard from end to end: every cloud by keyboard alone, what is sent, what is kept, what is never lost.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { act, expect, quiet, signIn, test } from "./support/fixture.ts";
import { Keys } from "./support/keys.ts";
import { chooseInUserMenu, heading, openSection, row, signInAgain } from "./support/screens.ts";
import { CLOUDS, QUESTIONS, answer, answerAll, continueButton, create, createButton, goOn, openStep, saveButton, summary } from "./support/wizard.ts";

const LIST = "/scheduler/job-configs";
/** What the console has written, in its order: verb, what after the collection, body, status. */
const writes = async (appliance: Appliance) =>
  (await appliance.journal())
    .filter((entry) => entry.method !== "GET" && entry.path.includes(LIST))
    .map((entry) => ({ verb: entry.method, path: entry.path.split(LIST)[1], body: entry.body ?? undefined, status: entry.status }));

const group = (page: Page, name: string) => page.getByRole("group", { name });
const nameField = (page: Page) => page.getByLabel("Name", { exact: true });
const expression = (page: Page) => page.getByLabel("Cron expression");

test.describe("by keyboard alone", () => {
  const JOURNEYS: [string, object?][] = [
    ["aws"],
    ["AzureCloud", { sync_item: ["key"] }],
    ["AzureCloud with items", { sync_item: ["secret", "certificate"], take_cloud_key_backup: true }],
    ["gcp"],
    ["oci"],
    ["sfdc"],
    ["sap"],
    ["dsm"],
    ["hsm-luna"],
  ];
  for (const [title, more] of JOURNEYS) {
    test(`${title}: create, edit, run, disable, copy, delete; each is sent once`, async ({ page, appliance }) => {
      test.slow();
      const [cloud, withItems] = title.split(" ");
      const { label, noun, field } = CLOUDS[cloud];
      const name = `Keys of ${title}`;
      const keys = new Keys(page);
      await signIn(page);
      await expect(heading(page, "Schedules")).toBeVisible();

      await keys.tabTo(page.getByRole("link", { name: "New schedule" }), 20);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[0])).toBeFocused();
      await keys.choose(group(page, "Cloud or key source"), label);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[1])).toBeFocused();
      await keys.tabTo(page.getByRole("combobox", { name: noun, exact: true }));
      await keys.type(`by key ${cloud}`);
      await keys.press("Enter");
      await expect(page.getByRole("button", { name: `Remove by key ${cloud}` })).toBeVisible();
      if (withItems) {
        for (const item of ["Keys", "Secrets", "Certificates"]) {
          await keys.tabTo(page.getByRole("checkbox", { name: item, exact: true }));
          await keys.press("Space");
        }
        await keys.tabTo(page.getByRole("checkbox", { name: "Take a backup of each key" }));
        await keys.press("Space");
      }
      await keys.tabTo(continueButton(page));
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[2])).toBeFocused();
      await keys.tabTo(expression(page));
      await keys.press("Control+A");
      await keys.type("17 4 * * 1-5");
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[3])).toBeFocused();
      await keys.tabTo(nameField(page));
      await keys.type(name);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[4])).toBeFocused();
      await keys.tabTo(createButton(page));
      await keys.press("Enter");
      await expect(heading(page, name)).toBeFocused();

      await keys.tabTo(page.getByRole("link", { name: "Schedules" }).first(), 60, "Shift+Tab");
      await keys.press("Enter");
      await expect(heading(page, "Schedules")).toBeVisible();
      await keys.tabTo(page.getByRole("searchbox"));
      await keys.type(name);
      await expect(row(page, name), "it appears with its next run").toContainText(/in \d/);
      const more_of = page.getByRole("button", { name: `More for ${name}`, exact: true });

      await keys.chooseInMenu(more_of, "Edit");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(page.getByRole("link", { name: "Change when it fires" }));
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[2])).toBeFocused();
      await keys.tabTo(expression(page));
      await keys.press("Control+A");
      await keys.type("30 2 * * *");
      await keys.press("Enter");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(saveButton(page));
      await keys.press("Enter");
      await expect(heading(page, name)).toBeFocused();

      await keys.tabTo(page.getByRole("button", { name: "Run now" }));
      await keys.press("Enter");
      const dialog = page.getByRole("alertdialog", { name: `Run ${name} now?` });
      await expect(dialog.getByRole("button", { name: "Run now" })).toBeFocused();
      await keys.press("Enter");
      await expect(heading(page, /^Run of /)).toBeFocused();
      await page.goBack();
      await expect(heading(page, name)).toBeVisible();

      const more_here = page.getByRole("button", { name: `More for ${name}`, exact: true });
      await keys.chooseInMenu(more_here, "Disable");
      await expect(page.getByText("Disabled", { exact: true })).toBeVisible();

      await keys.chooseInMenu(more_here, "Copy");
      await expect(heading(page, QUESTIONS[3])).toBeFocused();
      await expect(nameField(page)).toHaveValue(`${name} (copy)`);
      await expect(page.getByLabel("Enabled")).not.toBeChecked();
      await keys.tabTo(continueButton(page));
      await keys.press("Enter");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(createButton(page));
      await keys.press("Enter");
      await expect(heading(page, `${name} (copy)`)).toBeFocused();

      await keys.chooseInMenu(page.getByRole("button", { name: `More for ${name} (copy)`, exact: true }), "Delete");
      const question = page.getByRole("alertdialog", { name: `Delete ${name} (copy)?` });
      await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
      await keys.press("Tab");
      await keys.press("Enter");
      await expect(heading(page, "Schedules")).toBeVisible();

      const params = { cloud_name: cloud, [field]: [`by key ${cloud}`], ...more };
      const body = (name: string, run_at: string, disabled: boolean) => ({
        name, operation: "cckm_synchronization", description: "", run_at, run_on: "any", disabled, cckm_synchronization_params: params,
      });
      const sent = await writes(appliance);
      const id = sent[1].path;
      expect(sent.map(({ verb, path, body, status }) => [verb, path.replace(id, "/ID").replace(/^\/[0-9a-f-]{36}/, "/COPY"), body, status])).toEqual([
        ["POST", "", body(name, "17 4 * * 1-5", false), 201],
        ["PATCH", "/ID", { run_at: "30 2 * * *" }, 200],
        ["POST", "/ID/run-now", undefined, 202],
        ["PATCH", "/ID", { disabled: true }, 200],
        ["POST", "", body(`${name} (copy)`, "30 2 * * *", true), 201],
        ["DELETE", "/COPY", undefined, 204],
      ]);
    });
  }

  test("an AWS schedule with defaults takes at most 40 presses beside typed text (A-03)", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).focus();
    const keys = new Keys(page);
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[0])).toBeFocused();
    await keys.choose(group(page, "Cloud or key source"), "AWS");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[1])).toBeFocused();
    await keys.tabTo(page.getByRole("combobox", { name: "KMS", exact: true }));
    await keys.type("payments-prod");
    await keys.press("Enter");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[2])).toBeFocused();
    await keys.press("Tab");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[3])).toBeFocused();
    await keys.tabTo(nameField(page));
    await keys.type("Few keys");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[4])).toBeFocused();
    await keys.tabTo(createButton(page));
    await keys.press("Enter");
    await expect(heading(page, "Few keys")).toBeVisible();
    console.log(`A-03: ${keys.presses} key presses`);
    expect(keys.presses).toBeLessThanOrEqual(40);
  });
});

test("each step has its address, title and place in the list; Back and Forward lead through them with everything kept", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await expect(page, "the first step has an address, too").toHaveURL(`${appliance.url}schedules/new/cloud`);
  await answer(page, { cloud: "gcp", container: "ring one", runAt: "5 5 * * *", name: "Round trip" });
  const words = ["cloud", "what", "when", "name", "review"];
  await goOn(page, "Review");
  for (const [n, word] of words.entries()) {
    await openStep(page, (["Cloud", "What", "When", "Name", "Review"] as const)[n]);
    await expect(page).toHaveURL(`${appliance.url}schedules/new/${word}`);
    await expect(page).toHaveTitle(new RegExp(`^Step ${n + 1} of 5: ${QUESTIONS[n]} – New schedule – `));
    await expect(heading(page, QUESTIONS[n])).toBeFocused();
    await expect(page.getByRole("list", { name: "Steps" }).locator("[aria-current=step]")).toHaveCount(1);
  }
  for (const question of [...QUESTIONS].reverse().slice(1)) {
    await page.goBack();
    await expect(heading(page, question)).toBeVisible();
  }
  await expect(page.getByRole("radio", { name: "Google Cloud" })).toBeChecked();
  for (let n = 0; n < 4; n++) await page.goForward();
  await expect(heading(page, "Review")).toBeVisible();
  await expect(page.getByText("Round trip", { exact: true })).toBeVisible();
  expect(await writes(appliance)).toEqual([]);
});

test("what was chosen for one cloud waits while another is looked at, and is never sent with it", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "left behind", name: "Switched" });
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "SAP" }).check();
  await openStep(page, "What");
  await page.getByLabel("Everything").check();
  await expect(page.getByText("may take hours")).toBeVisible();
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "AWS" }).check();
  await openStep(page, "What");
  await expect(page.getByRole("button", { name: "Remove left behind" })).toBeVisible();
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "SAP" }).check();
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "Switched")).toBeVisible();
  const [sent] = await writes(appliance);
  expect(sent.body).toMatchObject({ cckm_synchronization_params: { cloud_name: "sap", synchronize_all: true } });
  expect(JSON.stringify(sent.body)).not.toContain("left behind");
});

test("what is wrong is said on its step, first in a summary, and the review leads to it", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new/review");
  await createButton(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText(["Choose a cloud.", "Enter a name. It cannot be changed later."]);
  await expect(page).toHaveTitle(/^Error: Step 5 of 5/);
  await summary(page).getByRole("link", { name: "Choose a cloud." }).click();
  await expect(page.getByRole("link", { name: "Change cloud" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading(page, QUESTIONS[0])).toBeVisible();
  await expect(page.getByRole("group", { name: "Cloud or key source" })).toHaveAccessibleDescription(/Choose a cloud\./);
  await page.getByRole("radio", { name: "DSM" }).check();
  await page.getByRole("button", { name: "Continue to the review" }).click();
  await expect(heading(page, "Review")).toBeVisible();
  expect(await writes(appliance)).toEqual([]);
});

test.describe("a double press sends one request (R-08)", () => {
  type Way = [string, (page: Page, name: string) => Promise<void>];
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).last();
  const WAYS: Way[] = [
    ["double click", (page, name) => button(page, name).dblclick()],
    ["two Enters", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
    }],
    ["Enter and a click", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.press("Enter");
      await button(page, name).click({ force: true, timeout: 1_000 }).catch(() => {});
    }],
    ["a held key", async (page, name) => {
      await button(page, name).focus();
      await page.keyboard.down("Enter");
      for (let n = 0; n < 6; n++) await page.keyboard.down("Enter");
      await page.keyboard.up("Enter");
    }],
    ["clicks queued in a long task", (page, name) =>
      button(page, name).evaluate((element: HTMLElement) => {
        element.click();
        const until = performance.now() + 120;
        while (performance.now() < until);
        element.click();
        element.click();
      })],
  ];
  for (const [way, doIt] of WAYS) {
    test(way, async ({ page, appliance }) => {
      test.slow();
      const client = await Client.signIn(appliance);
      const stored = await client.create("Pressed twice");
      await appliance.control("journal/clear");
      const slow = (method: string) => appliance.control("faults", [{ method, path: LIST, delay_ms: 900, times: 1 }]);
      await signIn(page, "admin", "schedules/new");
      await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Once" });
      await slow("POST");
      await doIt(page, "Create schedule");
      await expect(heading(page, "Once")).toBeVisible();

      await openSection(page, "Schedules");
      await page.getByRole("searchbox").fill("Pressed twice");
      await row(page, "Pressed twice").getByRole("link", { name: "Pressed twice" }).click();
      await page.getByRole("link", { name: "Edit" }).click();
      await openStep(page, "Name");
      await page.getByLabel("Description").fill("changed");
      await openStep(page, "Review");
      await slow("PATCH");
      await doIt(page, "Save changes");
      await expect(heading(page, "Pressed twice")).toBeVisible();

      await page.getByRole("button", { name: "Run now" }).click();
      await slow("POST");
      await doIt(page, "Run now");
      await expect(heading(page, /^Run of /)).toBeVisible();
      await page.goBack();

      await page.getByRole("button", { name: "More for Pressed twice" }).click();
      await slow("DELETE");
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await doIt(page, "Delete");
      await expect(heading(page, "Schedules")).toBeVisible();
      const sent = await writes(appliance);
      expect(sent.map(({ verb, path }) => `${verb} ${path.replace(stored.id, "ID")}`)).toEqual(["POST ", "PATCH /ID", "POST /ID/run-now", "DELETE /ID"]);
    });
  }
});

test.describe("a lost answer (R-09)", () => {
  test("to a create that was done is found, and told as created", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Lost cut" });
    await createButton(page).click();
    await expect(heading(page, "Lost cut")).toBeVisible();
    expect((await writes(appliance)).filter(({ verb }) => verb === "POST")).toHaveLength(1);
  });

  test("on a connection that broke, where the browser itself sends again, is told as created, too", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Sent again by the browser" });
    await appliance.control("faults", [{ method: "POST", path: LIST, reset: true, times: 1 }]);
    await createButton(page).click();
    await expect(heading(page, "Sent again by the browser")).toBeVisible({ timeout: 15_000 });
    const client = await Client.signIn(appliance);
    expect((await client.get("scheduler/job-configs?limit=100&name=Sent%20again%20by%20the%20browser")).total).toBe(1);
  });

  test("to a create that was not done is told as not created, everything kept", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Never arrived" });
    await appliance.control("faults", [{ method: "POST", path: LIST, status: 502, body: "<html>bad gateway</html>", content_type: "text/html", times: 1 }]);
    await createButton(page).click();
    await expect(summary(page)).toContainText("it was not created. You can send it again", { timeout: 15_000 });
    await expect(summary(page)).toBeFocused();
    await createButton(page).click();
    await expect(heading(page, "Never arrived")).toBeVisible();
    const client = await Client.signIn(appliance);
    const page1 = await client.get(`scheduler/job-configs?limit=100&name=${encodeURIComponent("Never arrived")}`);
    expect(page1.total).toBe(1);
  });
});

test.describe("editing beside somebody else", () => {
  const begin = async (page: Page, appliance: Appliance, more: object = {}) => {
    const client = await Client.signIn(appliance);
    const stored = await client.create("Shared", more);
    await signIn(page, "admin", `schedules/${stored.id}/edit/when`);
    await expression(page).fill("3 3 * * *");
    await openStep(page, "Review");
    await appliance.control("journal/clear");
    return { client, stored };
  };

  test("what both changed is shown side by side and stored only when decided (R-27)", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.patch(`scheduler/job-configs/${stored.id}`, { run_at: "9 9 * * *", description: "theirs" });
    await appliance.control("journal/clear");
    await act(page, () => saveButton(page).click());
    const table = page.getByRole("table", { name: "What they changed" });
    await expect(table.getByRole("row", { name: /^Fires/ })).toContainText("both changed it");
    await expect(table.getByRole("row", { name: /^Description/ })).toContainText("only they did");
    expect(await writes(appliance)).toEqual([]);
    await act(page, () => page.getByRole("button", { name: "Keep mine where both changed" }).click());
    await expect(page.getByRole("table", { name: "What saving changes" }).getByRole("row")).toHaveCount(2);
    await saveButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    const now = await client.schedule("Shared");
    expect([now.run_at, now.description]).toEqual(["3 3 * * *", "theirs"]);
    expect((await writes(appliance)).map(({ body }) => body)).toEqual([{ run_at: "3 3 * * *" }]);
  });

  test("theirs can be taken instead", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.patch(`scheduler/job-configs/${stored.id}`, { run_at: "9 9 * * *" });
    await saveButton(page).click();
    await act(page, () => page.getByRole("button", { name: "Take theirs where both changed" }).click());
    await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
    expect((await client.schedule("Shared")).run_at).toBe("9 9 * * *");
  });

  test("one that was deleted meanwhile can become a new one with what was entered (R-28)", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.delete(`scheduler/job-configs/${stored.id}`);
    await appliance.control("journal/clear");
    await act(page, () => saveButton(page).click());
    await expect(page.getByText("This schedule does not exist any more")).toBeVisible();
    await act(page, () => page.getByRole("button", { name: "Make it a new schedule" }).click());
    await expect(heading(page, "Review")).toBeVisible();
    await createButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    expect((await writes(appliance)).map(({ verb, body }) => [verb, body?.run_at])).toEqual([["POST", "3 3 * * *"]]);
  });

  test("a change sends what changed, and what the console does not know survives", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance, { description: "kept", end_date: "2031-01-01T00:00:00Z" });
    await openStep(page, "When");
    await page.getByLabel("Never ends").check();
    await openStep(page, "Review");
    await expect(page.getByRole("table", { name: "What saving changes" }).getByRole("rowheader")).toHaveText(["Fires", "Ends"]);
    await saveButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    expect(await writes(appliance)).toEqual([{ verb: "PATCH", path: `/${stored.id}`, body: { run_at: "3 3 * * *", end_date: "" }, status: 200 }]);
    const now = await client.schedule("Shared");
    expect([now.description, now.end_date]).toEqual(["kept", undefined]);
  });

  test("a field that the appliance keeps as it is can be changed by a replacement, told before it happens", async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const stored = await client.create("Stubborn patch-lists-only");
    await signIn(page, "admin", `schedules/${stored.id}/edit/when`);
    await expression(page).fill("3 3 * * *");
    await openStep(page, "Review");
    await appliance.control("journal/clear");
    await saveButton(page).click();
    await expect(summary(page)).toContainText("cannot be changed");
    await page.getByLabel("Name of the new one").fill("Its successor");
    await page.getByRole("button", { name: "Replace it" }).click();
    await expect(heading(page, "Its successor")).toBeVisible({ timeout: 15_000 });
    const sent = (await writes(appliance)).map(({ verb, path, body, status }) => [verb, path.replace(stored.id, "OLD").replace(/[0-9a-f-]{36}/, "NEW"), body, status]);
    expect(sent.map(([verb, path, , status]) => [verb, path, status])).toEqual([
      ["PATCH", "/OLD", 400], ["POST", "", 201], ["PATCH", "/NEW", 200], ["PATCH", "/OLD", 200],
    ]);
    expect([sent[1][2].disabled, sent[2][2], sent[3][2]]).toEqual([true, { disabled: false }, { disabled: true }]);
  });
});

test("a schedule that the appliance stored enabled although it was to be disabled says so, and is repaired by one press", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "payments-prod", name: "Odd ignore-disabled" });
  await page.getByLabel("Enabled").uncheck();
  await goOn(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "Odd ignore-disabled")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("The appliance stored this otherwise than you asked for")).toBeVisible();
  await expect(page.getByRole("table", { name: "What differs" }).getByRole("row", { name: /^Enabled/ })).toContainText("disabled");
  await act(page, () => page.getByRole("button", { name: "Disable it now" }).click());
  await expect(page.getByRole("region", { name: "Messages" }).getByText("The appliance has it now as you asked for.")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("The appliance stored this otherwise than you asked for")).toBeHidden();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  expect((await (await Client.signIn(appliance)).schedule("Odd ignore-disabled")).disabled).toBe(true);
  expect((await writes(appliance)).map(({ verb, body }) => [verb, body.disabled])).toEqual([["POST", true], ["PATCH", true]]);
});

test.describe("what was typed is not lost", () => {
  const NAME = "Half a schedule";
  const begin = async (page: Page) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await answer(page, { cloud: "AzureCloud", container: "kv one", runAt: "7 7 * * 1", name: NAME });
  };
  const leaving = (page: Page) => page.getByRole("alertdialog", { name: "Leave without saving?" });
  const reload = async (page: Page) => {
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await page.getByLabel("User name").fill("admin");
    await page.getByLabel("Password", { exact: true }).fill("local");
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  test("in nine ways of leaving (R-24)", async ({ page, appliance }) => {
    test.slow();
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await openSection(page, "Runs");
    await page.goBack();
    await answer(page, { cloud: "AzureCloud", container: "kv one", runAt: "7 7 * * 1", name: NAME });
    let guarded = 0;
    const stays = async (way: string) => {
      await act(page, () => leaving(page).getByRole("button", { name: "Stay on this page" }).click());
      await expect(nameField(page), way).toHaveValue(NAME);
      guarded++;
    };
    await page.getByRole("link", { name: "Settings" }).click();
    await stays("a link");
    // Through its steps Back and Forward lead freely; out of it they ask.
    await page.evaluate(() => history.go(-4));
    await stays("Back");
    await page.evaluate(() => history.go(1));
    await page.waitForTimeout(100);
    await expect(leaving(page)).toBeHidden();
    await chooseInUserMenu(page, "Sign out");
    await stays("signing out");
    await page.keyboard.press("Escape");
    await expect(nameField(page), "Escape").toHaveValue(NAME);
    guarded++;
    await page.mouse.click(1400, 700);
    await expect(nameField(page), "a click beside it").toHaveValue(NAME);
    guarded++;
    for (const way of ["reload", "close"] as const) {
      const asked = page.waitForEvent("dialog");
      // Playwright's own reload waits for a page that never comes.
      const leave = way === "reload" ? page.evaluate(() => void setTimeout(() => location.reload())) : page.close({ runBeforeUnload: true });
      const dialog = await asked;
      expect(dialog.type(), way).toBe("beforeunload");
      await dialog.dismiss();
      await leave;
      await expect(nameField(page), way).toHaveValue(NAME);
      guarded++;
    }
    await quiet(appliance);
    await appliance.control("tokens", { revoke_all: true });
    await goOn(page, "Review");
    // The dialog may lie over the page already: the review asks for the other schedules.
    await createButton(page).evaluate((button: HTMLElement) => button.click());
    await signInAgain(page);
    await openStep(page, "Name");
    await expect(nameField(page), "an ended session").toHaveValue(NAME);
    guarded++;
    // Forward out of the wizard: what lies ahead was visited before it.
    await page.evaluate(() => history.pushState(99_999, "", "/runs"));
    await page.evaluate(() => history.back());
    await page.waitForTimeout(150);
    await page.evaluate(() => history.forward());
    await stays("Forward");
    console.log(`R-24: guarded in ${guarded} of 9 ways`);
    expect(guarded).toBe(9);
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, NAME), "after saving nothing asks").toBeVisible();
    await openSection(page, "Runs");
  });

  test("nothing asks where nothing was typed, or it was taken back", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await nameField(page).fill("x");
    await nameField(page).fill("");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(heading(page, "Schedules")).toBeVisible();
    await page.goBack();
    await expect(heading(page, QUESTIONS[3])).toBeVisible();
    await chooseInUserMenu(page, "Sign out");
    await expect(page.getByLabel("User name")).toBeVisible();
  });

  test("by a reload, up to the last second (R-31)", async ({ page }) => {
    await begin(page);
    await nameField(page).fill(`${NAME}, typed last`);
    await page.waitForTimeout(900);
    await reload(page);
    await expect(page.getByText(/^What you entered at .* is here again\./)).toBeVisible();
    await expect(nameField(page)).toHaveValue(`${NAME}, typed last`);
    await openStep(page, "What");
    await expect(page.getByRole("button", { name: "Remove kv one" })).toBeVisible();
    const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("keysync:draft")).length);
    expect(await kept()).toBe(1);
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, `${NAME}, typed last`)).toBeVisible();
    expect(await kept(), "what is sent is not kept").toBe(0);
  });

  test("but is not kept for somebody else, nor after signing out, nor for more than a day", async ({ page }) => {
    await begin(page);
    await page.waitForTimeout(900);
    const text = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(text).toContain(NAME);
    expect(text).not.toMatch(/eyJ|local"/);
    await page.evaluate(() => {
      for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith("keysync:draft"))) {
        const kept = JSON.parse(sessionStorage[key]);
        kept.at = new Date(Date.now() - 25 * 3_600_000).toISOString();
        sessionStorage[key] = JSON.stringify(kept);
      }
    });
    await reload(page);
    await expect(heading(page, QUESTIONS[3])).toBeVisible();
    await expect(nameField(page)).toHaveValue("");
    await nameField(page).fill("For admin alone");
    await page.waitForTimeout(900);
    await chooseInUserMenu(page, "Sign out");
    await leaving(page).getByRole("button", { name: "Leave" }).click();
    await expect(page.getByLabel("User name")).toBeVisible();
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("keysync:")).length)).toBe(0);
  });
});
