/** What runs by the clock. */
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.interval("send missed triggers", { seconds: 30 }, internal.jobs.retryMissed, {});
crons.interval("end the waiting for nothing", { minutes: 1 }, internal.triggers.expire, {});
crons.interval("forget old signatures", { minutes: 10 }, internal.signatures.sweep, {});
crons.interval("forget settled triggers", { hours: 24 }, internal.triggers.forget, {});

export default crons;
