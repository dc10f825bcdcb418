// The console in front of a remote appliance with a self-signed certificate.
import { expect, test } from "./support/fixture.ts";
import { mainJob } from "./support/journey.ts";

test.use({ build: "remote" });

test("create, run and read work through `serve --appliance … --insecure`, with requests to its origin only", async ({ page, appliance }) => {
  test.slow();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await mainJob(page, appliance);
  expect(requests.filter((url) => url.includes("/api/v1/scheduler/")).length).toBeGreaterThan(5);
  expect(requests.filter((url) => !url.startsWith(appliance.url))).toEqual([]);
});
