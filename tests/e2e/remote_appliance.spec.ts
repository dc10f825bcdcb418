// The console before an appliance somewhere else, over TLS with a self-signed certificate.
import { expect, test } from "./support/fixture.ts";
import { mainJob } from "./support/journey.ts";

test.use({ build: "remote" });

test("through `serve --appliance … --insecure` the main job is the same, and the browser talks to nobody else", async ({ page, appliance }) => {
  test.slow();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await mainJob(page, appliance);
  expect(requests.filter((url) => url.includes("/api/v1/scheduler/")).length).toBeGreaterThan(5);
  expect(requests.filter((url) => !url.startsWith(appliance.url))).toEqual([]);
});
