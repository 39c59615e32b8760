// A participant of a chat: the operations of @aws-sdk/client-connectparticipant, and a socket that is opened again.

import * as service from "@aws-sdk/client-connectparticipant";
import { broken, Failure, PATIENCE, pause, send, until } from "./failure.mjs";
import { Socket } from "./socket.mjs";

const EVENT = "application/vnd.amazonaws.connect.event.";
/** The pause before each try to come back, in milliseconds. */
const PAUSE = 100;

export class Participant {
  #client;
  /** Proves who it is, as long as it is in the chat. */
  #token;
  /** Proves the same in one connection. */
  #connection;
  #socket;
  #items = [];
  #times = 0;
  #isOver = false;

  constructor(client, token) {
    this.#client = client;
    this.#token = token;
  }

  /** Makes a connection and subscribes. It comes back by itself from then on, until it is closed. */
  async connect() {
    const { ConnectionCredentials, Websocket } = await this.#send("CreateParticipantConnection", {
      ParticipantToken: this.#token,
      Type: ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
      ConnectParticipant: true,
    });
    this.#connection = ConnectionCredentials.ConnectionToken;
    const ended = () => this.#comeBack();
    this.#socket = new Socket(Websocket.Url, (item) => this.#items.push(item), ended);
    await this.#socket.subscribed();
    this.#times += 1;
    // It was closed in the meantime.
    if (this.#isOver) this.#socket.close();
  }

  /** Ends its socket for good; in the chat it is still a participant. */
  close() {
    this.#isOver = true;
    this.#socket?.close();
  }

  async leave() {
    this.#isOver = true;
    try {
      await this.#call("DisconnectParticipant");
    } finally {
      this.close();
    }
  }

  say(text) {
    return this.#call("SendMessage", { ContentType: "text/plain", Content: text });
  }

  event(type, content) {
    return this.#call("SendEvent", { ContentType: EVENT + type, Content: content });
  }

  async attach(name, text) {
    const bytes = new TextEncoder().encode(text);
    const { AttachmentId, UploadMetadata } = await this.#call("StartAttachmentUpload", {
      AttachmentName: name,
      AttachmentSizeInBytes: bytes.length,
      ContentType: "text/plain",
    });
    const headers = UploadMetadata.HeadersToInclude;
    await transfer(UploadMetadata.Url, { method: "PUT", headers, body: bytes });
    await this.#call("CompleteAttachmentUpload", { AttachmentIds: [AttachmentId] });
    return { AttachmentId };
  }

  async fetch(attachment) {
    const { Url } = await this.#call("GetAttachment", { AttachmentId: attachment });
    return { text: await transfer(Url) };
  }

  async transcript() {
    const Transcript = [];
    const asked = { ScanDirection: "FORWARD", SortOrder: "ASCENDING", MaxResults: 100 };
    do {
      const page = await this.#call("GetTranscript", asked);
      Transcript.push(...page.Transcript);
      asked.NextToken = page.NextToken;
    } while (asked.NextToken);
    return { Transcript };
  }

  /** Waits for so many items that differ in their ids. */
  async seen(count) {
    const different = () => new Set(this.#items.map((item) => item.Id)).size;
    const come = () => `${different()} of ${count}: ${JSON.stringify(this.#items)}`;
    await until(() => different() >= count, come);
    return { items: this.#items };
  }

  /** Waits until it has subscribed so many times. */
  async reconnected(times) {
    await until(() => this.#times >= times, () => `${this.#times} of ${times}`);
    return { times: this.#times };
  }

  #call(operation, input) {
    return this.#send(operation, { ...input, ConnectionToken: this.#connection });
  }

  #send(operation, input) {
    return send(this.#client, new service[`${operation}Command`](input));
  }

  /** Makes a new connection in place of one whose socket has ended, unless the service wants no more of it. */
  async #comeBack() {
    const end = Date.now() + PATIENCE;
    let status = null;
    while (Date.now() < end && (status === null || status === 429 || status >= 500)) {
      await pause(PAUSE);
      if (this.#isOver) return;
      try {
        return await this.connect();
      } catch (error) {
        process.stderr.write(`${error}\n`);
        status = error.status ?? null;
      }
    }
  }
}

/** Sends or reads the bytes of a file, and gives the text that came. */
async function transfer(url, options) {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    const text = await answer.text();
    if (!answer.ok) throw new Failure("http", text, answer.status);
    return text;
  } catch (error) {
    throw broken(error) ?? error;
  }
}
