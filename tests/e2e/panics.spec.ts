// Panics: the recovery screen works without the program, and its diagnostics hold no secret.
import { expect, signIn, test } from "./support/fixture.ts";

test.use({ build: "faults", permissions: ["clipboard-read", "clipboard-write"] });

const PLACES = ["an event handler", "an effect", "a task", "a view", "a timer"];

for (const place of PLACES) {
  test(`panic in ${place} shows the recovery screen within a second and stops the program`, async ({ page, appliance, guard }) => {
    guard.expectProblem(/^uncaught: /);
    // The route reads the body, since the browser may drop it as soon as the page has it.
    let answer: { jwt: string; refresh_token: string } | undefined;
    await page.route("**/auth/tokens/", async (route) => {
      const response = await route.fetch();
      answer = await response.json();
      await route.fulfill({ response });
    });
    await signIn(page, "admin", "settings?note=nobodys-business");
    const { jwt, refresh_token } = answer!;
    await page.getByRole("button", { name: `Panic in ${place}` }).click();
    const title = page.getByRole("heading", { name: "The console stopped because of an internal error" });
    await expect(title).toBeVisible({ timeout: 1_000 });
    await expect(title).toBeFocused();
    await expect(page.getByRole("button").filter({ visible: true })).toHaveText(["Reload", "Copy diagnostics"]);
    const id = await page.locator("#crashed-id").innerText();
    expect(id).toMatch(/^[0-9a-f]{8}$/);

    await appliance.control("journal/clear");
    await page.getByRole("button", { name: "Copy diagnostics" }).click();
    await expect(page.getByText("Copied.")).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`error ${id}`);
    expect(copied).toContain(`fault-injection: ${place.split(" ").slice(1).join(" ")}`);
    expect(copied).toContain("path /settings ?note=…");
    expect(copied).not.toContain("nobodys-business");
    for (const token of [jwt, refresh_token]) expect(copied).not.toContain(token);

    await page.keyboard.press("Tab");
    await page.waitForTimeout(1_500);
    expect(await appliance.journal()).toEqual([]);
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.getByLabel("User name")).toBeVisible();
  });
}
