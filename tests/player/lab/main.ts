/** `node tests/player/lab/main.ts [port]`: the lab server for a person, with one session that is ready and one that renders. */
import { LabServer } from "./server.ts";

const lab = new LabServer();
const ready = lab.session("ses_ready");
for (const [title, frames] of [["A circle", 60], ["Cut it", 45], ["Unroll it", 75], ["The area", 52]] as const) {
  await ready.add(title, frames);
}
const busy = lab.session("ses_busy", "Why primes never end");
await busy.add("A list of primes", 60);
await busy.add("Multiply them", 0);
await busy.add("Add one", 45);
await lab.start(Number(process.argv[2] ?? 8123));
console.log(`${lab.url}/watch/ses_ready ${lab.url}/s/ses_busy`);
