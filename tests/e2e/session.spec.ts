// The session: sign-in, token renewal, expiry and resumption, sign-out, idle limits, and no trace of its secrets.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass } from "./support/clock.ts";
import { act, endSession, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import {
  chooseInUserMenu, heading, leaveDialog, openRawJson, openSection, pauseRefreshing, refreshNow, row, signInAgain,
} from "./support/screens.ts";
import { answer, answerAll, createButton, expression, nameField, openStep, saveButton, tabStorage } from "./support/wizard.ts";

const asked = async (appliance: Appliance, method: string, end: string) =>
  (await appliance.journal()).filter((entry) => entry.method === method && entry.path.replace(/\/$/, "").endsWith(end));
const renewals = async (appliance: Appliance) =>
  (await asked(appliance, "POST", "/auth/tokens")).filter((entry) => entry.body.grant_type === "refresh_token");
const signInPage = (page: Page) => heading(page, "Sign in");
const expired = (page: Page) => page.getByRole("alertdialog", { name: "Sign in again" });

test.describe("sign-in", () => {
  test("wrong password shows the appliance's message and keeps the user name", async ({ page }) => {
    await page.goto("");
    await page.getByLabel("User name").fill("admin");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.getByLabel("Password", { exact: true }).press("Enter");
    const summary = page.getByRole("group", { name: "There is a problem" });
    await expect(summary).toBeFocused();
    await expect(summary).toContainText("Wrong username or password.");
    await expect(page.getByLabel("User name")).toHaveValue("admin");
    await page.getByLabel("Password", { exact: true }).fill("local");
    await act(page, () => page.getByRole("button", { name: "Sign in" }).click());
    await expect(heading(page, "Overview")).toBeVisible();
  });

  test("expired password is replaced in the sign-in form, which then signs in", async ({ page, appliance }) => {
    await page.goto("");
    await submitSignIn(page, "newcomer", "expired");
    await expect(page.getByText("requires a new password")).toBeVisible();
    await expect(page.getByLabel("New password")).toBeFocused();
    await page.getByLabel("New password").fill("short");
    await page.getByRole("button", { name: "Change password and sign in" }).click();
    await expect(page.getByRole("group", { name: "There is a problem" })).toContainText("at least 8 characters");
    await page.getByLabel("New password").fill("a new one 4711");
    await page.getByRole("button", { name: "Change password and sign in" }).click();
    await expect(heading(page, "Overview")).toBeVisible();
    await expect(page.getByRole("button", { name: "User: newcomer" })).toBeVisible();
    expect(await asked(appliance, "PATCH", "/auth/changepw")).toHaveLength(2);
  });

  test("sign-in banner is shown as text, without its markup", async ({ page, appliance }) => {
    const banner = 'For authorised use only.\n<img src=x onerror=alert(1)> <b id="bold">bold</b>';
    await appliance.control("banner", { value: banner });
    await page.goto("");
    await expect(page.getByText("For authorised use only.")).toBeVisible();
    await expect(page.getByText('<b id="bold">bold</b>')).toBeVisible();
    await expect(page.locator("#bold, main img")).toHaveCount(0);
  });

  test("sign-in leads to the requested page with its query", async ({ page, appliance }) => {
    await signIn(page, "viewer", "runs?status=failed&rows=50");
    await expect(page).toHaveURL(`${appliance.url}runs?status=failed&rows=50`);
    await expect(page.getByLabel("The appliance says:")).toHaveValue("failed");
  });

  const STRANGERS = [
    "//elsewhere.example/schedules",
    "/\\elsewhere.example",
    "/%2f%2felsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/schedules@elsewhere.example:80//x",
  ];
  test("return path that leads out of the console is not followed after the sign-in", async ({ page, appliance }) => {
    for (const stranger of STRANGERS) {
      await signIn(page, "viewer", `sign-in?next=${encodeURIComponent(stranger)}`);
      await expect(page, stranger).toHaveURL(appliance.url);
    }
  });
});

test.describe("token renewal", () => {
  test("short-lived token is renewed before it expires, each time with the newest refresh token", async ({ page, appliance }) => {
    await appliance.control("tokens", { life_seconds: 5 });
    const used: string[] = [];
    page.on("request", (request) => {
      const body = request.url().includes("/auth/tokens") ? request.postDataJSON() : {};
      if (body.grant_type === "refresh_token") used.push(body.refresh_token);
    });
    await signIn(page);
    await expect.poll(() => used.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    await openSection(page, "Runs");
    await expect(page.getByRole("rowheader").first()).toBeVisible();
    expect(new Set(used).size, "distinct refresh tokens").toBe(used.length);
    expect((await appliance.journal()).filter((entry) => entry.status === 401)).toEqual([]);
  });

  test("concurrent requests with an expired token share one renewal and succeed", async ({ page, appliance }) => {
    await signIn(page);
    await expect(row(page, "payments-aws-hourly")).toContainText(/ago/);
    await pauseRefreshing(page);
    // A request still in flight would renew the token before the refresh.
    await page.waitForLoadState("networkidle");
    await appliance.control("tokens", { expire_all: true });
    await appliance.control("journal/clear");
    // The delay puts all requests of the refresh on their way before the first is refused.
    await appliance.control("faults", [{ method: "GET", delay_ms: 500, times: 3 }]);
    await refreshNow(page);
    await expect.poll(async () => (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.status === 200).length).toBeGreaterThan(1);
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    const refused = (await appliance.journal()).filter((entry) => entry.status === 401);
    expect(refused.length, "requests refused").toBeGreaterThan(1);
    expect(await renewals(appliance)).toHaveLength(1);
    await expect(expired(page)).toBeHidden();
  });
});

/** True if a modal dialog with an opaque backdrop covers the page. */
const isCovered = (page: Page) =>
  page.evaluate(() => {
    const dialog = document.querySelector("dialog:modal");
    const backdrop = dialog ? getComputedStyle(dialog, "::backdrop").backgroundColor : "transparent";
    return /^rgb\(|^oklch\([^/]*\)$|^color\([^/]*\)$/.test(backdrop);
  });

const ASKING = ["Cloud", "What", "When", "Name"] as const;

/** All field values and picked containers by step; ends on the review. */
async function wizardState(page: Page) {
  const steps: { fields: [string, string | boolean][]; picked: (string | null)[] }[] = [];
  for (const step of ASKING) {
    await openStep(page, step);
    steps.push(
      await page.getByRole("main").locator("form").evaluate((form) => ({
        fields: [...form.querySelectorAll<HTMLInputElement>("input, select, textarea")].map((field): [string, string | boolean] => [
          field.id,
          field.type === "checkbox" || field.type === "radio" ? field.checked : field.value,
        ]),
        picked: [...form.querySelectorAll("ul.picked li")].map((chip) => chip.textContent),
      })),
    );
  }
  await openStep(page, "Review");
  return steps;
}

/** Answers all steps; ends on the review. */
async function halfFill(page: Page): Promise<void> {
  await answer(page, { cloud: "AzureCloud", container: "kv one", runAt: "7 7 * * 1", name: "Half a schedule" });
  await page.getByLabel("Description").fill("Two\nlines");
  await page.getByLabel("Enabled").uncheck();
  await openStep(page, "What");
  await page.getByLabel("Certificates").check();
  await page.getByLabel("Take a backup of each key").check();
  await openStep(page, "When");
  await page.getByLabel("Never ends").uncheck();
  await page.getByLabel("Ends (UTC)").fill("2031-01-02T03:04");
  await page.getByLabel("Starts (UTC)").fill("2030-01-02T03:04");
  await openStep(page, "Review");
}

test.describe("expired session", () => {
  test("expired session over the wizard resumes with every field and sends no create by itself", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await halfFill(page);
    const before = await wizardState(page);
    expect(before.map(({ fields }) => fields.length > 2), "steps with more than two fields").toEqual([true, true, true, true]);
    expect(before.flatMap(({ fields }) => fields).length).toBeGreaterThan(25);
    expect(JSON.stringify(before)).toMatch(/kv one.*7 7 \* \* 1.*2030-01-02T03:04.*2031-01-02T03:04.*Half a schedule.*Two/);
    await endSession(appliance);
    await act(page, () => createButton(page).click());
    await expect(expired(page)).toBeVisible();
    await expect(expired(page)).toContainText("The appliance ended your session.");
    await expect(expired(page).getByLabel("User name")).toHaveValue("admin");
    expect(await isCovered(page), "the page is covered").toBe(true);
    await page.keyboard.press("Escape");
    await expect(expired(page), "Escape leaves the dialog open").toBeVisible();
    await act(page, () => signInAgain(page));
    await expect(heading(page, "Review"), "the step is the same").toBeVisible();
    expect(await wizardState(page)).toEqual(before);
    expect((await asked(appliance, "POST", "/job-configs")).map((entry) => entry.status)).toEqual([401]);
    await createButton(page).click();
    await expect(heading(page, "Half a schedule")).toBeVisible();
    expect((await asked(appliance, "POST", "/job-configs")).map((entry) => entry.status)).toEqual([401, 201]);
  });

  test("expired session over the schedules table resumes with its rows and reloads them", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules?cloud=aws&sort=-name");
    await expect(row(page, "retail-web")).toBeVisible();
    await pauseRefreshing(page);
    await endSession(appliance);
    await refreshNow(page);
    await expect(expired(page)).toBeVisible();
    await appliance.control("journal/clear");
    await signInAgain(page);
    await expect(page).toHaveURL(`${appliance.url}schedules?cloud=aws&sort=-name`);
    await expect(row(page, "retail-web")).toBeVisible();
    await expect.poll(async () => (await asked(appliance, "GET", "/job-configs")).length).toBeGreaterThan(0);
  });

  test("expired session during an edit keeps the change, and the next save sends it", async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const { id } = await client.create("Changed over an end");
    await signIn(page, "admin", `schedules/${id}/edit/when`);
    await expression(page).fill("3 3 * * *");
    await openStep(page, "Review");
    await endSession(appliance);
    await saveButton(page).click();
    await act(page, () => signInAgain(page));
    await expect(page.getByRole("table", { name: "Changes to save" }).getByRole("rowheader")).toHaveText(["Fires"]);
    await saveButton(page).click();
    await expect(heading(page, "Changed over an end")).toBeVisible();
    const sent = (await appliance.journal()).filter((entry) => entry.method === "PATCH" && entry.path.endsWith(id));
    expect(sent.map((entry) => [entry.body, entry.status])).toEqual([[{ run_at: "3 3 * * *" }, 200]]);
  });

  test("expired session taken over by another user drops the wizard, its draft and all loaded data", async ({ page, appliance }) => {
    await signIn(page, "admin", "schedules/new");
    await halfFill(page);
    expect(await tabStorage(page)).toContain("Half a schedule");
    await endSession(appliance);
    await createButton(page).click();
    await act(page, () => signInAgain(page, "operator"));
    await expect(page.getByRole("button", { name: "User: operator" })).toBeVisible();
    expect(await page.locator("html").evaluate((html) => html.outerHTML)).not.toMatch(/Half a schedule|kv one|User: admin/);
    await openSection(page, "Schedules");
    await page.getByRole("link", { name: "New schedule" }).click();
    await expect(page.getByText(/^Your input, last changed .*, is restored/)).toBeHidden();
    expect(JSON.stringify(await wizardState(page))).not.toMatch(/Half a schedule|kv one|Two|7 7 \* \* 1|203[01]/);
    expect(await page.locator("html").evaluate((html) => html.outerHTML)).not.toMatch(/Half a schedule|kv one|User: admin/);
    expect((await asked(appliance, "POST", "/job-configs")).map((entry) => entry.status)).toEqual([401]);
    expect(await tabStorage(page), "storage of the tab").not.toMatch(/Half a schedule|kv one/);
  });
});

const SEEDED = /payments|retail-web|luna|User: admin|cm-local/;

test.describe("sign-out", () => {
  for (const [how, fault] of [
    ["revokes the session and wipes the page; Back shows nothing of it", undefined],
    ["wipes the page at once, even when the appliance hangs", { path: "/auth/revoke", hang: true }],
  ] as const) {
    test(`sign-out ${how}`, async ({ page, appliance }) => {
      await signIn(page);
      await expect(row(page, "payments-aws-hourly")).toBeVisible();
      await openSection(page, "Runs");
      await page.getByRole("searchbox").or(page.getByRole("rowheader")).first().waitFor();
      if (fault) await appliance.control("faults", [fault]);
      await chooseInUserMenu(page, "Sign out");
      await expect(signInPage(page)).toBeVisible({ timeout: 1_000 });
      const left = () => page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(await left()).not.toMatch(SEEDED);
      await expect.poll(async () => (await asked(appliance, "POST", "/auth/revoke")).length).toBe(1);
      await appliance.control("journal/clear");
      await page.goBack();
      await expect(signInPage(page)).toBeVisible();
      expect(await left()).not.toMatch(SEEDED);
      expect((await appliance.journal()).filter((entry) => entry.authorization)).toEqual([]);
      await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    });
  }

  test("sign-out asks before it drops a draft, then clears it in this tab and in the user's other tabs", async ({ page, context }) => {
    const other = await context.newPage();
    await signIn(other, "admin", "schedules/new/name");
    await nameField(other).fill("Of the other tab");
    expect(await tabStorage(other)).toContain("Of the other tab");
    await signIn(page, "admin", "schedules/new");
    await halfFill(page);
    expect(await tabStorage(page)).toContain("Half a schedule");
    await chooseInUserMenu(page, "Sign out");
    await act(page, () => leaveDialog(page).getByRole("button", { name: "Stay on this page" }).click());
    await expect(heading(page, "Review")).toBeVisible();
    await expect(page.getByText("Half a schedule").first()).toBeVisible();
    await expect(heading(other, "Name it"), "Stay signs out no tab").toBeVisible();
    await chooseInUserMenu(page, "Sign out");
    await leaveDialog(page).getByRole("button", { name: "Leave" }).click();
    await expect(signInPage(page)).toBeVisible();
    const left = (of: Page) => of.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(await left(page)).not.toMatch(/Half a schedule|kv one/);
    await expect(signInPage(other)).toBeVisible();
    expect(await left(other), "the other tab").not.toMatch(/Of the other tab/);
    await signIn(page, "admin", "schedules/new/name");
    await expect(nameField(page)).toHaveValue("");
    await expect(page.getByText(/^Your input, last changed .*, is restored/)).toBeHidden();
  });

  test("sign-out ends the user's other tabs within a second, no other user's, and malformed messages end none", async ({ page, context }) => {
    const [other, stranger] = [await context.newPage(), await context.newPage()];
    await signIn(page);
    await signIn(other);
    await signIn(stranger, "viewer");
    await expect(row(other, "payments-aws-hourly")).toBeVisible();
    await page.evaluate(() => {
      const channel = new BroadcastChannel("keysync:v1:session");
      for (const message of ["ended:", "ended", "", { ended: "all" }, null, ["ended:admin"]]) channel.postMessage(message);
    });
    await page.waitForTimeout(300);
    await expect(heading(other, "Schedules")).toBeVisible();
    await chooseInUserMenu(page, "Sign out");
    await expect(signInPage(other)).toBeVisible({ timeout: 1_000 });
    expect(await other.evaluate(() => document.documentElement.outerHTML)).not.toMatch(SEEDED);
    await expect(heading(stranger, "Schedules")).toBeVisible();
    await expect(stranger.getByRole("button", { name: "User: viewer" })).toBeVisible();
  });
});

test.describe("idle session", () => {
  test("idle session warns after 13 minutes and ends after 15, although the page polls", async ({ page, appliance }) => {
    await installClock(page);
    await signIn(page);
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    const warning = page.getByRole("alertdialog", { name: "Still there?" });
    const polled = async () => (await asked(appliance, "GET", "/job-configs")).length;
    const before = await polled();
    for (let minute = 0; minute < 24; minute++) await pass(page, 31);
    expect(await polled(), "polls of the list").toBeGreaterThan(before + 5);
    await expect(warning, "before 13 minutes").toBeHidden();
    await pass(page, 45);
    await expect(warning).toBeVisible();
    await expect(warning.getByRole("button", { name: "Stay signed in" })).toBeFocused();
    await act(page, () => page.keyboard.press("Enter"));
    await expect(warning).toBeHidden();

    await pass(page, 890);
    await expect(warning).toBeVisible();
    await pass(page, 15);
    await expect(expired(page)).toBeVisible();
    await expect(expired(page)).toContainText("this page was idle");
    expect(await isCovered(page)).toBe(true);
    await expect.poll(async () => (await asked(appliance, "POST", "/auth/revoke")).length, { message: "its token is revoked" }).toBe(1);
    await appliance.control("journal/clear");
    for (let minute = 0; minute < 4; minute++) await pass(page, 31);
    expect(await appliance.journal(), "requests of an expired session").toEqual([]);
    await signInAgain(page);
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
  });

  test("active session ends after eight hours", async ({ page }) => {
    await installClock(page);
    await signIn(page, "admin", "settings");
    for (let step = 0; step < 40; step++) {
      await pass(page, 720);
      if (step < 39) await page.keyboard.press("Shift");
    }
    await expect(expired(page)).toBeVisible();
    await expect(expired(page)).toContainText("maximum duration");
  });
});

/** The contents of every place where a page could leave a secret. */
const places = (page: Page) =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      window.name,
      location.href,
      document.title,
      document.referrer,
      document.documentElement.outerHTML,
      performance.getEntries().map((entry) => entry.name),
      (await indexedDB.databases()).map((database) => database.name),
      await caches.keys(),
      (await navigator.serviceWorker.getRegistrations()).length,
    ]),
  );

test("tokens and passwords appear in no storage, URL, DOM, title or console line during a session", async ({ page, appliance }) => {
  const PASSWORD = "unusual Pass 4711";
  const secrets = new Set([PASSWORD]);
  const seen: string[] = [];
  page.on("console", (message) => seen.push(message.text()));
  page.on("request", (request) => seen.push(request.url(), request.headers().referer ?? ""));
  page.on("response", async (response) => {
    if (!response.url().includes("/auth/tokens") || !response.ok()) return;
    // The browser may have dropped the body by now; the count of secrets below proves that most were read.
    const body = await response.json().catch(() => undefined);
    if (body) secrets.add(body.jwt).add(body.refresh_token);
  });
  let checkpoints = 0;
  const check = async (where: string) => {
    checkpoints++;
    const haystack = (await places(page)) + seen.join("\n");
    for (const secret of secrets) expect(haystack.includes(secret), `${where}: ${secret.slice(0, 12)}…`).toBe(false);
  };
  await page.goto("schedules?q=aws");
  await submitSignIn(page, "newcomer", "expired");
  await page.getByLabel("New password").fill(PASSWORD);
  await check("a password is typed");
  await page.getByRole("button", { name: "Change password and sign in" }).click();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  await check("list");
  await page.getByRole("link", { name: "payments-aws-hourly" }).click();
  await expect(page.getByRole("table", { name: "Last runs, newest first" })).toBeVisible();
  await check("schedule");
  await page.getByRole("table", { name: "Last runs, newest first" }).getByRole("rowheader").first().getByRole("link").click();
  await expect(heading(page, /^Run enqueued/)).toBeVisible();
  await check("run");
  await openRawJson(page);
  await check("raw JSON");
  await openSection(page, "Runs");
  await check("runs");
  await openSection(page, "Settings");
  await check("settings");
  await appliance.control("tokens", { expire_all: true });
  await openSection(page, "Schedules");
  await pauseRefreshing(page);
  await refreshNow(page);
  await expect.poll(async () => (await renewals(appliance)).length).toBe(1);
  await check("after a renewal");
  await page.getByRole("link", { name: "New schedule" }).click();
  await answerAll(page, { cloud: "aws", container: "payments-prod", name: "Half" });
  expect(await tabStorage(page), "a draft is kept").toContain("Half");
  await check("wizard");
  await endSession(appliance);
  await createButton(page).click();
  await expect(expired(page)).toBeVisible();
  await check("expired");
  await expired(page).getByLabel("Password", { exact: true }).fill(PASSWORD);
  await expired(page).getByRole("button", { name: "Sign in" }).click();
  await expect(expired(page)).toBeHidden();
  await check("signed in again");
  await createButton(page).click();
  await expect(heading(page, "Half")).toBeVisible();
  await check("created");
  await chooseInUserMenu(page, "Sign out");
  await expect(signInPage(page)).toBeVisible();
  await check("signed out");
  expect(checkpoints).toBe(13);
  expect(secrets.size, "the password and the tokens of at least two answers").toBeGreaterThanOrEqual(5);
});
