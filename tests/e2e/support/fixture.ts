// `test` with an appliance, fresh data and guards. Every spec imports it from here.
import { test as base, expect, type Page } from "@playwright/test";
import { Appliance, type Build } from "./appliance.ts";
import { Guard, expectAccessible } from "./guard.ts";

export { expect };
export { act, expectAccessible } from "./guard.ts";

type PerTest = { appliance: Appliance; guard: Guard };
type PerWorker = { build: Build; server: Appliance };

export const test = base.extend<PerTest, PerWorker>({
  /** The served build of the console: `test.use({ build: "keys" })`. */
  build: ["shipped", { option: true, scope: "worker" }],

  server: [
    async ({ build }, use) => {
      const server = await Appliance.start(build);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  /** The appliance, reset to the seed data. */
  appliance: async ({ server, build }, use) => {
    // The proxy to a remote appliance has no controls; its single test starts with a new data folder.
    if (build !== "remote") await server.control("reset");
    await use(server);
  },

  baseURL: async ({ server }, use) => use(server.url),

  guard: [
    async ({ context, appliance }, use) => {
      const guard = new Guard();
      await guard.watch(context, appliance.url);
      await use(guard);
      guard.assertQuiet();
    },
    { auto: true },
  ],

  /** A page that must pass axe at the end of the test. */
  page: async ({ page, guard: _ }, use, info) => {
    await use(page);
    const isShown = !page.isClosed() && page.url() !== "about:blank";
    if (isShown && info.status === info.expectedStatus) await expectAccessible(page);
  },
});

/** Fills the sign-in form and sends it. */
export async function submitSignIn(page: Page, user: string, password = "local"): Promise<void> {
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens a path, signs in by the form and waits for the form to go. */
export async function signIn(page: Page, user: "admin" | "operator" | "viewer" = "admin", path = "schedules"): Promise<void> {
  await page.goto(path);
  await submitSignIn(page, user);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeHidden();
}

/** Waits until the console sends no background requests, such as those for last runs of rows. */
export async function quiet(appliance: Appliance): Promise<void> {
  let known = -1;
  for (let now = 0; now !== known; now = (await appliance.journal()).length) {
    known = now;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}

/** Revokes all tokens while no request is under way, so that the next one finds the session ended. */
export async function endSession(appliance: Appliance): Promise<void> {
  await quiet(appliance);
  await appliance.control("tokens", { revoke_all: true });
}
