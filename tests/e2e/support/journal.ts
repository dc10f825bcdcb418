// Requests in the appliance's journal.
import type { Appliance } from "./appliance.ts";

const SCHEDULES = "/scheduler/job-configs";

/** Every write to schedules, in order: method, path below the collection, body, status. */
export const scheduleWrites = async (appliance: Appliance) =>
  (await appliance.journal())
    .filter((entry) => entry.method !== "GET" && entry.path.includes(SCHEDULES))
    .map((entry) => ({ verb: entry.method, path: entry.path.split(SCHEDULES)[1], body: entry.body ?? undefined, status: entry.status }));
