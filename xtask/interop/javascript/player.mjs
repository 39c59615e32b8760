// Takes part in chats as it is told, with @aws-sdk/client-connect and @aws-sdk/client-connectparticipant.
//
// It is run with the URL of the service, reads one command a line, an object of JSON, and answers each with a line:
// `{"output": …}`, `{"error": {"type", "status", "message"}}`, or `{"refused": …}` if nothing was sent. What should
// come of a command it does not know.

import { createInterface } from "node:readline";
import * as connect from "@aws-sdk/client-connect";
import { ConnectParticipantClient } from "@aws-sdk/client-connectparticipant";
import { Failure, PATIENCE, send } from "./failure.mjs";
import { Participant } from "./participant.mjs";

const [endpoint] = process.argv.slice(2);
const requestHandler = { requestTimeout: PATIENCE, throwOnRequestTimeout: true };
const client = new connect.ConnectClient({ endpoint, requestHandler });
const participants = new ConnectParticipantClient({ endpoint, requestHandler });
const people = new Map();

const commands = {
  call: ({ operation, input }) => send(client, new connect[`${operation}Command`](input)),
  join,
  say: ({ who, text }) => person(who).say(text),
  event: ({ who, type, content }) => person(who).event(type, content),
  attach: ({ who, name, text }) => person(who).attach(name, text),
  fetch: ({ who, attachment }) => person(who).fetch(attachment),
  transcript: ({ who }) => person(who).transcript(),
  seen: ({ who, count }) => person(who).seen(count),
  reconnected: ({ who, times }) => person(who).reconnected(times),
  leave: ({ who }) => person(who).leave(),
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
for (const one of people.values()) one.close();
client.destroy();
participants.destroy();
// A service that does not close its side is not waited for.
setTimeout(() => process.exit(), 1_000).unref();

async function answer(line) {
  try {
    const command = JSON.parse(line);
    if (!Object.hasOwn(commands, command.do)) throw new Error(`there is no command ${command.do}`);
    return { output: (await commands[command.do](command)) ?? {} };
  } catch (error) {
    return error.answer ?? new Failure("player", String(error)).answer;
  }
}

async function join({ who, token }) {
  people.get(who)?.close();
  const one = new Participant(participants, token);
  people.set(who, one);
  await one.connect();
}

function person(who) {
  const one = people.get(who);
  if (!one) throw new Error(`${who} has not joined`);
  return one;
}
