// A browser clock that tests move.
import { expect, type Locator, type Page, type Request } from "@playwright/test";

const underWay = new WeakMap<Page, Set<Request>>();

/** Installs the clock, optionally at a time. Maps its timer ids, which exceed 2^31, to small ones that fit WebAssembly's i32. */
export async function installClock(page: Page, time?: Date): Promise<void> {
  const requests = new Set<Request>();
  underWay.set(page, requests);
  page.on("request", (request) => requests.add(request));
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
  await page.clock.install({ time });
  await page.addInitScript(() => {
    const timers = window as any;
    const ids = new Map<number, number>();
    for (const kind of ["Timeout", "Interval"]) {
      const set = timers[`set${kind}`].bind(window);
      const clear = timers[`clear${kind}`].bind(window);
      timers[`set${kind}`] = (...given: unknown[]) => {
        const id = ids.size + 1;
        ids.set(id, set(...given));
        return id;
      };
      timers[`clear${kind}`] = (id: number) => clear(ids.get(id));
    }
  });
}

/** Advances the clock, then waits for requests under way, since their deadlines follow this clock. */
export async function pass(page: Page, seconds: number): Promise<void> {
  await page.clock.fastForward(seconds * 1_000);
  await page.waitForTimeout(80);
  // A renewal cut off by the next jump would lose its refresh token. The limit skips requests that hang on purpose.
  for (let turn = 0; turn < 40 && underWay.get(page)?.size; turn++) await page.waitForTimeout(25);
}

/** Hides or shows the tab, as far as the page can tell. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

/** Advances the clock poll by poll until the locator is visible. */
export async function until(page: Page, wanted: Locator): Promise<void> {
  await expect
    .poll(async () => {
      if (await wanted.isVisible()) return true;
      await pass(page, 31);
      return wanted.isVisible();
    }, { timeout: 15_000, intervals: [50] })
    .toBe(true);
}
