// Plays the steps of scenario.json through @aws-sdk/client-connect and compares what comes back.
//
// It is run with the path of the table, the URL of the service and the URL of the server of faults, and prints
// `ok NAME` or `FAIL NAME expected ... got ...` for each step.

import { readFileSync } from "node:fs";
import * as connect from "@aws-sdk/client-connect";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FIVE_MINUTES = 5 * 60 * 1000;

const [path, service, faults] = process.argv.slice(2);
const table = JSON.parse(readFileSync(path, "utf8"));
const clients = {
  service: new connect.ConnectClient({ endpoint: service }),
  faults: new connect.ConnectClient({ endpoint: faults }),
};

let contact = "";
for (const row of table.steps) {
  const step = withContact({ ...table.defaults, ...row });
  let outcome = {};
  let wrong;
  try {
    outcome = await call(step);
    wrong = difference(step, outcome);
  } catch (error) {
    // A step that breaks the script fails, and the others go on.
    wrong = ["an outcome", String(error)];
  }
  contact = outcome.output?.ContactId ?? contact;
  if (wrong) process.exitCode = 1;
  const [expected, got] = (wrong ?? []).map((value) => JSON.stringify(value));
  console.log(wrong ? `FAIL ${step.name} expected ${expected} got ${got}` : `ok ${step.name}`);
}

/** The value with the id of the chat that was started in place of `$ContactId`. */
function withContact(value) {
  return JSON.parse(JSON.stringify(value).replaceAll("$ContactId", contact));
}

/** Makes one call. An error counts under the name of its class in the package. */
async function call(step) {
  const Command = connect[`${step.operation}Command`];
  try {
    const output = await clients[step.server].send(new Command(request(step)));
    return { output, requestId: output.$metadata.requestId };
  } catch (error) {
    const Modeled = connect[error.name];
    if (!error.$response) return { refused: String(error) };
    return {
      type: Modeled && error instanceof Modeled ? error.name : `not modeled: ${error}`,
      status: error.$metadata.httpStatusCode,
      message: error.message,
      members: error,
      requestId: error.$metadata.requestId,
      // An error keeps the whole answer; an output does not.
      headerId: error.$response.headers["x-amzn-requestid"] ?? "none",
    };
  }
}

/** The input of the operation. */
function request(step) {
  if (step.operation === "StartChatContact") {
    return {
      InstanceId: step.instance,
      ContactFlowId: step.flow,
      ParticipantDetails: { DisplayName: "Zoë 🦀" },
      Attributes: { topic: "a late parcel" },
      SupportedMessagingContentTypes: ["text/plain", "text/markdown"],
    };
  }
  const ids = { InstanceId: step.instance, ContactId: step.contact };
  if (step.operation !== "UpdateParticipantRoleConfig") return ids;
  const timers = step.timers.map(timer);
  return { ...ids, ChannelConfiguration: { Chat: { ParticipantTimerConfigList: timers } } };
}

/** One entry of the list; a kind of null is left out. */
function timer([role, kind, value]) {
  if (typeof value === "number") value = { ParticipantTimerDurationInMinutes: value };
  if (typeof value === "string") value = { ParticipantTimerAction: value };
  return { ParticipantRole: role, TimerType: kind ?? undefined, TimerValue: value };
}

/** What was expected and what came instead, or undefined. */
function difference(step, outcome) {
  const refused = step.refused?.javascript;
  const expected = step.errors?.javascript ?? step.error;
  if (refused !== undefined) return outcome.refused?.includes(refused) ? undefined : [refused, outcome];
  if (outcome.refused !== undefined) return ["a request that is sent", outcome.refused];
  if (!UUID.test(outcome.requestId) || (outcome.headerId ?? outcome.requestId) !== outcome.requestId) {
    return ["one UUID as request id and in the header", [outcome.requestId, outcome.headerId]];
  }
  if (step.output) {
    return outcome.output ? differentMembers(step.output, outcome.output) : ["an output", outcome];
  }
  for (const name of ["type", "status", "message"]) {
    if (name in expected && expected[name] !== outcome[name]) return [expected, outcome];
  }
  const missing = expected.contains?.find((part) => !outcome.message?.includes(part));
  if (missing !== undefined) return [missing, outcome.message ?? "an output"];
  return differentMembers(expected.members ?? {}, outcome.members);
}

/** The first of the expected members that is not as expected. */
function differentMembers(expected, members) {
  for (const [path, wanted] of Object.entries(expected)) {
    const found = path.split(".").reduce((value, name) => value?.[name], members);
    if (!fits(wanted, found)) return [{ [path]: wanted }, { [path]: found }];
  }
  return undefined;
}

/** Whether a value is the wanted one, or of the wanted kind. */
function fits(wanted, found) {
  if (wanted === "<absent>") return found === undefined;
  if (wanted === "<text>") return typeof found === "string" && found !== "";
  if (wanted === "<uuid>") return UUID.test(found);
  if (wanted === "<time>") return found instanceof Date && Math.abs(Date.now() - found.getTime()) < FIVE_MINUTES;
  return found === wanted;
}
