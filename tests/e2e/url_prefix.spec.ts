// The console under a path prefix.
import { expect, test } from "./support/fixture.ts";
import { mainJob } from "./support/journey.ts";

test.use({ build: "keys" });

test("console under /keys/ loads files and links below /keys/ and keeps the API at /api/v1", async ({ page, appliance }) => {
  test.slow();
  const paths = new Set<string>();
  page.on("request", (request) => paths.add(new URL(request.url()).pathname));
  await mainJob(page, appliance);
  const strangers = [...paths].filter((path) => !path.startsWith("/keys/") && !path.startsWith("/api/v1/"));
  expect(strangers).toEqual([]);
  expect([...paths].some((path) => path.startsWith("/keys/") && path.endsWith(".wasm"))).toBe(true);
  const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(links.filter((href) => !href.startsWith("/keys/") && !href.startsWith("#"))).toEqual([]);
});
