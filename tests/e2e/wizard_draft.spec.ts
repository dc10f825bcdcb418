// The draft of the wizard: leaving, reloading, keeping and dropping it.
import type { Page } from "@playwright/test";
import { act, endSession, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import { scheduleCreates } from "./support/journal.ts";
import { chooseInUserMenu, heading, leaveDialog, openSection, signInAgain } from "./support/screens.ts";
import { QUESTIONS, answer, createButton, goOn, nameField, openStep, tabStorage } from "./support/wizard.ts";

test.describe("leaving the wizard", () => {
  test("wizard asks before a link or Back leaves a draft, and keeps the draft on Stay", async ({ page, appliance }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await page.getByRole("radio", { name: "SAP" }).check();
    await openStep(page, "Name");
    await nameField(page).fill("Half a schedule");
    const step = page.url();

    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await expect(leaveDialog(page).getByRole("button", { name: "Stay on this page" })).toBeFocused();
    await act(page, () => page.keyboard.press("Escape"));
    await expect(leaveDialog(page)).toBeHidden();

    await page.goBack();
    await expect(heading(page, QUESTIONS[0]), "Back within the wizard asks nothing").toBeVisible();
    await expect(page.getByRole("radio", { name: "SAP" })).toBeChecked();
    await page.goBack();
    await expect(leaveDialog(page)).toBeVisible();
    await act(page, () => leaveDialog(page).getByRole("button", { name: "Stay on this page" }).click());
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await page.goForward();
    await expect(page).toHaveURL(step);
    await expect(nameField(page)).toHaveValue("Half a schedule");

    await page.goBack();
    await page.goBack();
    await act(page, () => leaveDialog(page).getByRole("button", { name: "Leave" }).click());
    await expect(heading(page, "Schedules")).toBeVisible();
    expect(await scheduleCreates(appliance)).toEqual([]);
  });

  test("wizard left on purpose drops the draft from the page and from the tab's storage", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await nameField(page).fill("Half a schedule");
    await page.waitForTimeout(900);
    await page.getByRole("link", { name: "Cancel" }).click();
    await act(page, () => leaveDialog(page).getByRole("button", { name: "Leave" }).click());
    await expect(heading(page, "Schedules")).toBeVisible();
    expect(await tabStorage(page)).not.toContain("Half a schedule");
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await expect(nameField(page)).toHaveValue("");
    await expect(page.getByText(/^Your input, last changed .*, is restored/)).toBeHidden();
  });

  test("browser asks before the tab closes with a draft", async ({ page }) => {
    await signIn(page, "admin", "schedules/new/name");
    await nameField(page).fill("Half a schedule");
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await expect(nameField(page)).toHaveValue("Half a schedule");
  });

  test("wizard with an emptied name closes by Cancel and by Back without a question", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await openStep(page, "Name");
    await nameField(page).fill("x");
    await nameField(page).fill("");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(heading(page, "Schedules")).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Name it")).toBeVisible();
    await page.goBack();
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Schedules")).toBeVisible();
  });
});

test.describe("draft of the wizard", () => {
  const NAME = "Half a schedule";
  const begin = async (page: Page) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await answer(page, { cloud: "AzureCloud", container: "kv one", runAt: "7 7 * * 1", name: NAME });
  };
  const reload = async (page: Page) => {
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await submitSignIn(page, "admin");
  };

  test("draft survives nine ways of leaving the wizard (R-24)", async ({ page, appliance }) => {
    test.slow();
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).click();
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await openSection(page, "Runs");
    await page.goBack();
    await answer(page, { cloud: "AzureCloud", container: "kv one", runAt: "7 7 * * 1", name: NAME });
    let guarded = 0;
    const stays = async (way: string) => {
      await act(page, () => leaveDialog(page).getByRole("button", { name: "Stay on this page" }).click());
      await expect(nameField(page), way).toHaveValue(NAME);
      guarded++;
    };
    await page.getByRole("link", { name: "Settings" }).click();
    await stays("a link");
    // Back within the wizard is free; four entries back is outside, which asks.
    await page.evaluate(() => history.go(-4));
    await stays("Back");
    await page.evaluate(() => history.go(1));
    await page.waitForTimeout(100);
    await expect(leaveDialog(page)).toBeHidden();
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
      // page.reload() would wait for a load event that the dismissed dialog prevents.
      const leave = way === "reload" ? page.evaluate(() => void setTimeout(() => location.reload())) : page.close({ runBeforeUnload: true });
      const dialog = await asked;
      expect(dialog.type(), way).toBe("beforeunload");
      await dialog.dismiss();
      await leave;
      await expect(nameField(page), way).toHaveValue(NAME);
      guarded++;
    }
    await endSession(appliance);
    await goOn(page, "Review");
    // A request of the review may have opened the sign-in dialog already, hence no Playwright click.
    await createButton(page).evaluate((button: HTMLElement) => button.click());
    await signInAgain(page);
    await openStep(page, "Name");
    await expect(nameField(page), "an ended session").toHaveValue(NAME);
    guarded++;
    // A history entry ahead of the wizard, for Forward.
    await page.evaluate(() => history.pushState(99_999, "", "/runs"));
    await page.evaluate(() => history.back());
    await page.waitForTimeout(150);
    await page.evaluate(() => history.forward());
    await stays("Forward");
    console.log(`R-24: guarded in ${guarded} of 9 ways`);
    expect(guarded).toBe(9);
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, NAME), "no question after saving").toBeVisible();
    await openSection(page, "Runs");
  });

  test("wizard with an emptied name closes by Cancel and by a sign-out without a question", async ({ page }) => {
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

  test("draft survives a reload up to the last second, and is dropped once sent (R-31)", async ({ page }) => {
    await begin(page);
    await nameField(page).fill(`${NAME}, typed last`);
    await page.waitForTimeout(900);
    await reload(page);
    await expect(page.getByText(/^Your input, last changed .*, is restored\./)).toBeVisible();
    await expect(nameField(page)).toHaveValue(`${NAME}, typed last`);
    await openStep(page, "What");
    await expect(page.getByRole("button", { name: "Remove kv one" })).toBeVisible();
    const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("keysync:draft")).length);
    expect(await kept()).toBe(1);
    await openStep(page, "Review");
    await createButton(page).click();
    await expect(heading(page, `${NAME}, typed last`)).toBeVisible();
    expect(await kept(), "drafts after sending").toBe(0);
  });

  test("stored draft holds no token or password, expires after a day and is cleared by a sign-out", async ({ page }) => {
    await begin(page);
    const text = await tabStorage(page);
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
    await leaveDialog(page).getByRole("button", { name: "Leave" }).click();
    await expect(page.getByLabel("User name")).toBeVisible();
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("keysync:")).length)).toBe(0);
  });
});
