// What a chat's web page does with ChatJS, for one participant: it calls what a person would click, and tells of every
// callback through `tell`, which the player puts into the page.

const EVENT = "application/vnd.amazonaws.connect.event.";

/** Every callback of a session that tells of the chat or of its connection. */
const CALLBACKS = [
  "onConnectionEstablished",
  "onConnectionLost",
  "onConnectionBroken",
  "onDeepHeartbeatFailure",
  "onMessage",
  "onTyping",
  "onReadReceipt",
  "onDeliveredReceipt",
  "onParticipantIdle",
  "onParticipantReturned",
  "onParticipantInvited",
  "onAutoDisconnection",
  "onParticipantDisplayNameUpdated",
  "onChatRehydrated",
  "onEnded",
];

/** How often a page tries to come back by itself, and the milliseconds between two tries. */
const TRIES = 30;
const PAUSE = 500;

let details;
let session;
let lastEvent;

/** What the player calls. Each returns an output, or throws what ChatJS throws. */
const commands = {
  /** Comes into the chat. */
  async join({ endpoint, region, role, contact, participant, token }) {
    window.connect.ChatSession.setGlobalConfig({
      region,
      endpoint,
      loggerConfig: { useDefaultLogger: false },
      // Receipts are held back for five seconds if nothing is said, so that a busy page sends fewer.
      features: { messageReceipts: { shouldSendMessageReceipts: true, throttleTime: 100 } },
    });
    details = { type: role === "CUSTOMER" ? "CUSTOMER" : "AGENT", contact, participant, token };
    await connect();
    return {};
  },

  async say({ text }) {
    const { data } = await session.sendMessage({ contentType: "text/plain", message: text });
    return withoutMetadata(data);
  },

  async event({ type, content }) {
    const answer = await session.sendEvent({ contentType: EVENT + type, content });
    // Within ten seconds of one that was sent, ChatJS answers another typing event with the same object again.
    if (answer === lastEvent) throw "ChatJS holds it back: the last one was sent a moment ago";
    lastEvent = answer;
    return withoutMetadata(answer.data ?? answer);
  },

  async attach({ name, text }) {
    const file = new File([text], name, { type: "text/plain" });
    await session.sendAttachment({ attachment: file });
    return {};
  },

  async fetch({ attachment }) {
    const blob = await session.downloadAttachment({ attachmentId: attachment });
    return { text: await blob.text() };
  },

  async transcript() {
    const items = [];
    let nextToken;
    do {
      const order = { scanDirection: "FORWARD", sortOrder: "ASCENDING", maxResults: 100 };
      const { data } = await session.getTranscript({ ...order, nextToken });
      items.push(...data.Transcript);
      nextToken = data.NextToken;
    } while (nextToken);
    return { Transcript: items };
  },

  /**
   * Leaves. The socket goes first, because ChatJS would take its end for a loss. An agent's session has no method for
   * this, because agents leave with the desktop's library; its controller has.
   */
  async leave() {
    session.controller.breakConnection();
    await (session.disconnectParticipant ? session : session.controller).disconnectParticipant();
    return {};
  },
};

/** Runs a command and returns the player's answer. */
window.run = async (name, input) => {
  try {
    return { output: await commands[name](input) };
  } catch (error) {
    return answer(error);
  }
};

/** Waits until the callbacks of all that has come are over: ChatJS calls them from a timer. */
window.settled = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
};

/** Makes a session and connects it. */
async function connect() {
  const { type, contact, participant, token } = details;
  const made = window.connect.ChatSession.create({
    type,
    // Else every session would report its times to Amazon.
    disableCSM: true,
    chatDetails: {
      contactId: contact,
      participantId: participant,
      participantToken: token,
      // Only the agent desktop has such tokens; without one, ChatJS takes the participant's.
      getConnectionToken: () => Promise.reject(new Error("there is no agent desktop")),
    },
  });
  for (const name of CALLBACKS) {
    made[name]((event) => window.tell(JSON.stringify({ callback: name, ...summary(event) })));
  }
  made.onConnectionBroken(() => session === made && comeBack());
  await made.connect();
  session = made;
}

/** ChatJS has given up: the page makes another session, as an application does. */
async function comeBack() {
  let refused;
  // An answer of the service is the last word; of an agent's session, ChatJS does not show it.
  for (let tries = 0; tries < TRIES && !refused?.status; tries++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    try {
      return await connect();
    } catch (error) {
      refused = answer(error).error;
    }
  }
  window.tell(JSON.stringify({ refused }));
}

/** What is worth telling of a callback's argument: the item, and whether it is the answer of `connect`. */
function summary(event) {
  return { id: event?.data?.Id, connected: event?.connectSuccess };
}

/** The player's answer to what ChatJS has thrown. What it has not sent it tells as text or as an exception. */
function answer(thrown) {
  if (typeof thrown === "string" || thrown instanceof Error) return { refused: String(thrown) };
  if (thrown.errorMessage) return { refused: thrown.errorMessage };
  // The failure of a connection is wrapped up to two times.
  let error = thrown;
  while (error._debug) error = error._debug;
  const { type, name, statusCode, message } = error;
  return { error: { type: type ?? name, status: statusCode ?? null, message: message ?? null } };
}

function withoutMetadata({ $metadata, metadata, ...output }) {
  return output;
}
