import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventParser } from "../../../player/src/feed/event-stream.ts";
import { FeedStore } from "../../../player/src/feed/feed.ts";
import { snapshotIn } from "../../../player/src/feed/mcp.ts";
import { Problem } from "../../../player/src/feed/problem.ts";
import { routeOf, studioPath, watchPath } from "../../../player/src/router.ts";
import { captionAt, parseCaptions } from "../../../player/src/watch/captions.ts";
import { scene, session } from "./samples.ts";

const STREAM = ": hello\n\nid: 7\nevent: scene\ndata: {\"a\":\ndata: 1}\n\ndata: plain\r\n\r\nid: 9\rdata: old macs\r\r";

describe("the event stream", () => {
  test("is cut into events", () => {
    expect(new EventParser().push(STREAM + "\n")).toEqual([
      { event: "scene", data: '{"a":\n1}', id: "7" },
      { event: "message", data: "plain", id: null },
      { event: "message", data: "old macs", id: "9" },
    ]);
  });

  test("reads the same wherever the network cuts it", () => {
    const whole = new EventParser().push(STREAM + "\n");
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STREAM.length }), { maxLength: 8 }), (cuts) => {
        const parser = new EventParser();
        const places = [0, ...[...cuts].sort((a, b) => a - b), STREAM.length];
        const events = places.slice(1).flatMap((end, at) => parser.push(STREAM.slice(places[at], end)));
        expect([...events, ...parser.push("\n")]).toEqual(whole);
      }),
    );
  });
});

describe("a feed's store", () => {
  test("connects with the first listener and disconnects with the last", () => {
    const told: string[] = [];
    const store = new FeedStore(() => (told.push("on"), () => told.push("off")));
    const [first, second] = [store.subscribe(() => undefined), store.subscribe(() => undefined)];
    first();
    expect(told).toEqual(["on"]);
    second();
    expect(told).toEqual(["on", "off"]);
  });

  test("tells nobody when nothing changed", () => {
    let calls = 0;
    const store = new FeedStore(() => () => undefined);
    store.subscribe(() => calls++);
    const known = session([scene("a")]);
    store.set({ session: known });
    store.set({ session: known });
    expect(calls).toBe(1);
  });
});

test("a tool's result holds the session itself or names it", () => {
  const known = session([scene("a")]);
  expect(snapshotIn(known)).toBe(known);
  expect(snapshotIn({ session: known, next: "watch" })).toBe(known);
  expect(snapshotIn({ scenes: 4 })).toBeNull();
  expect(snapshotIn("text")).toBeNull();
});

describe("problems", () => {
  test("say what the server said", async () => {
    const body = { title: "Busy", detail: "Twelve wait.", code: "queue_full", fix: "Wait.", correlationId: "c-1" };
    const problem = await Problem.ofResponse(new Response(JSON.stringify(body), { status: 503 }));
    expect(problem).toMatchObject({ message: "Twelve wait.", code: "queue_full", fix: "Wait.", correlationId: "c-1", status: 503 });
  });

  test("of a proxy's page say its status", async () => {
    const problem = await Problem.ofResponse(new Response("<h1>bad</h1>", { status: 502, statusText: "Bad Gateway" }));
    expect(problem).toMatchObject({ title: "The server answered 502 Bad Gateway", code: "http_502" });
  });
});

test("links lead back to the session they name", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      expect(routeOf(studioPath(id))).toEqual({ page: "studio", sessionId: id });
      expect(routeOf(watchPath(id))).toEqual({ page: "watch", sessionId: id });
    }),
  );
  expect(routeOf("/s/%E0%A4%A")).toMatchObject({ page: "missing" });
});

test("captions are read with their tags and entities, and shown at their time", () => {
  const cues = parseCaptions("WEBVTT\r\n\r\n1\r\n00:01.000 --> 00:02.500\r\n<v Ada>a &lt; b\r\n\r\n00:00:02.000 --> 00:00:03.000\r\ntwo\r\n");
  expect(cues).toEqual([{ start: 1, end: 2.5, text: "a < b" }, { start: 2, end: 3, text: "two" }]);
  expect(captionAt(cues, 2.2)).toBe("a < b\ntwo");
  expect(captionAt(cues, 3)).toBe("");
});
