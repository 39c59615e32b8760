// Plays chats through amazon-connect-chatjs in Chromium, as it is told: one JSON object a line in, one answer a line
// out.
//
// It is run with the path of Chromium and the URL of the service. Connect's own operations, which no browser calls, go
// through @aws-sdk/client-connect.

import { createInterface } from "node:readline";
import * as connect from "@aws-sdk/client-connect";
import * as chromium from "./chromium.mjs";
import { serve } from "./pages.mjs";
import { Participant } from "./participant.mjs";

const [path, endpoint] = process.argv.slice(2);
const region = process.env.AWS_REGION;
const client = new connect.ConnectClient({ endpoint });
const { server, url } = await serve();
const browser = await chromium.start(path);
const participants = new Map();

/** What it can be told. Each returns the answer. */
const commands = {
  async call({ operation, input }) {
    try {
      const { $metadata, ...output } = await client.send(new connect[`${operation}Command`](input));
      return { output };
    } catch (error) {
      if (!error.$response) return { refused: String(error) };
      return { error: { type: error.name, status: error.$metadata.httpStatusCode, message: error.message } };
    }
  },

  async join({ who, role, contact, participant, token }) {
    await participants.get(who)?.page.close();
    const page = await Participant.open(browser, url, role);
    participants.set(who, { page, participant });
    return page.join({ endpoint, region, role, contact, participant, token });
  },

  say: ({ who, text }) => page(who).run("say", { text }),
  event: ({ who, type, content }) => page(who).run("event", { type, content }),
  attach: ({ who, name, text }) => page(who).attach({ name, text }, participants.get(who).participant),
  fetch: ({ who, attachment }) => page(who).run("fetch", { attachment }),
  transcript: ({ who }) => page(who).run("transcript"),
  seen: ({ who, count }) => page(who).seen(count),
  reconnected: ({ who, times }) => page(who).reconnected(times),
  leave: ({ who }) => page(who).run("leave"),
};

try {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(line)));
  }
} finally {
  server.close();
  await chromium.end(browser);
}

async function answer(line) {
  try {
    const command = JSON.parse(line);
    return await commands[command.do](command);
  } catch (error) {
    // A command that breaks the player fails, and the others go on.
    return { error: { type: "player", status: null, message: String(error) } };
  }
}

function page(who) {
  const known = participants.get(who);
  if (!known) throw new Error(`${who} has not joined`);
  return known.page;
}
