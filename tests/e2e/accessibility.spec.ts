// Every screen passes axe and fits the window; page changes are announced; focus and skip links work.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { expect, expectAccessible, signIn, test } from "./support/fixture.ts";
import { heading, openSection } from "./support/screens.ts";
import { STATES } from "./support/states.ts";
import { QUESTIONS, continueButton, openStep } from "./support/wizard.ts";

const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 375, height: 812 },
];

for (const state of STATES) {
  test(`screen ${state.id} passes axe and fits the window, wide and narrow, in light and dark`, async ({ page, appliance }, info) => {
    await state.open(page, appliance);
    for (const { name, ...size } of SIZES) {
      await page.setViewportSize(size);
      await expectAccessible(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${name}: horizontal overflow in pixels`).toBe(0);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: info.outputPath(`${state.id}-${name}-${colorScheme}.png`), fullPage: true });
      }
    }
    expect(await page.evaluate(() => document.getAnimations().length), "animations under reduced motion").toBe(0);
  });
}

/** Records the texts of the live regions; the returned function takes the texts since the last call. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = ((window as any).said = []);
    for (const id of ["announce-polite", "announce-assertive"]) {
      const region = document.getElementById(id)!;
      new MutationObserver(() => said.push(region.textContent!.trim())).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  return () => page.evaluate(() => (window as any).said.splice(0));
}

test("each page change, Back and Forward too, is announced once, sets the title and focuses the heading", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const { id } = await other.schedule("erp-vaults");
  await signIn(page, "admin", "settings");
  // A page whose chunk is loading announces that first, so all chunks must be there.
  const fetched = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /_(table|overview|pages)\.wasm$/.test(name)).length);
  await expect.poll(fetched).toBe(3);
  await page.waitForLoadState("networkidle");
  const said = await listen(page);
  const titles = new Set<string>();
  const arrived = async (name: string, tab = name) => {
    await expect(heading(page, name)).toBeFocused();
    await expect(page).toHaveTitle(`${tab} – Key synchronization`);
    titles.add(await page.title());
    await page.waitForTimeout(600);
    expect(await said()).toEqual([tab]);
  };
  const step = (n: number) => arrived(QUESTIONS[n - 1], `Step ${n} of 5: ${QUESTIONS[n - 1]} – New schedule`);
  await openSection(page, "Schedules");
  await arrived("Schedules");
  await page.getByRole("link", { name: "New schedule" }).click();
  await step(1);
  await page.goBack();
  await arrived("Schedules");
  await page.goForward();
  await step(1);
  await page.getByRole("radio", { name: "SAP" }).check();
  await continueButton(page).click();
  await step(2);
  await page.goBack();
  await step(1);
  await page.goForward();
  await step(2);
  await openStep(page, "Cloud");
  await step(1);
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await arrived("Schedules");
  await openSection(page, "Runs");
  await arrived("Runs");
  await openSection(page, "Settings");
  await arrived("Settings");
  expect(titles.size).toBe(5);

  await openSection(page, "Schedules");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await page.waitForTimeout(1_200);
  await said();
  await page.getByLabel("Cloud:").selectOption("oci");
  await page.waitForTimeout(600);
  expect((await said()).filter((text) => text === "Schedules"), "a filter is no change of page").toEqual([]);

  await page.getByRole("link", { name: "erp-vaults" }).click();
  await expect(heading(page, "erp-vaults")).toBeFocused();
  await expect(page).toHaveURL(`${appliance.url}schedules/${id}`);
  await expect(page).toHaveTitle("erp-vaults – Key synchronization");
});

test("first Tab stop is the link that skips to the page; another link skips the table", async ({ page }) => {
  await signIn(page, "viewer", "schedules?rows=100");
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const skip = page.getByRole("link", { name: "Skip to the page" });
  const first = page.locator("a[href], button, input, select, textarea, [tabindex='0']").first();
  expect(await first.innerText()).toBe("Skip to the page");
  await first.focus();
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.getByRole("link", { name: "Skip table" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Rows")).toBeFocused();
});
