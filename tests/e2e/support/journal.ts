// Requests in the appliance's journal.
import type { Appliance } from "./appliance.ts";

const SCHEDULES = "/scheduler/job-configs";

/** Every write to schedules, in order; `path` is the part below the collection. */
export const scheduleWrites = async (appliance: Appliance) =>
  (await appliance.journal())
    .filter((entry) => entry.method !== "GET" && entry.path.includes(SCHEDULES))
    .map(({ method, path, body, status }) => ({ method, path: path.split(SCHEDULES)[1], body: body ?? undefined, status }));

export const scheduleCreates = async (appliance: Appliance) =>
  (await scheduleWrites(appliance)).filter(({ method, path }) => method === "POST" && path === "");

export const runNowRequests = async (appliance: Appliance) =>
  (await scheduleWrites(appliance)).filter(({ path }) => path.endsWith("/run-now"));
