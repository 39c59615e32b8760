// The web socket of a participant: one subscription to the topic of the chat, and a beat that shows whether it lives.

import { WebSocket } from "ws";
import { Failure, PATIENCE, until } from "./failure.mjs";

const CHAT = "aws/chat";
/** How often the other side is asked whether it is there, in milliseconds. */
const BEAT = 10_000;

export class Socket {
  #socket;
  #beats;
  #isSubscribed = false;
  #isHeard = true;
  #failure;

  /** `item` is called with each item, `ended` once, when a socket ends that had subscribed. */
  constructor(url, item, ended) {
    this.#socket = new WebSocket(url, { handshakeTimeout: PATIENCE });
    this.#socket.on("open", () => this.#open());
    this.#socket.on("message", (data) => this.#message(JSON.parse(data), item));
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", (code) => {
      clearInterval(this.#beats);
      this.#fail(`closed with ${code}`);
      if (this.#isSubscribed) ended();
    });
  }

  /** Waits until the subscription is acknowledged. */
  async subscribed() {
    try {
      await until(() => this.#isSubscribed || this.#failure, () => "no answer to the subscription");
      if (!this.#isSubscribed) throw this.#failure;
    } catch (error) {
      this.#socket.terminate();
      throw error;
    }
  }

  close() {
    this.#socket.close();
  }

  #open() {
    this.#say({ topic: "aws/subscribe", content: { topics: [CHAT] } });
    this.#beat();
    this.#beats = setInterval(() => this.#beat(), BEAT);
  }

  #beat() {
    // Since the last beat nothing was heard: whoever was there is gone.
    if (!this.#isHeard) return this.#socket.terminate();
    this.#isHeard = false;
    this.#say({ topic: "aws/ping" });
    this.#say({ topic: "aws/heartbeat" });
  }

  #message({ topic, content }, item) {
    if (topic === CHAT) item(JSON.parse(content));
    if (topic === "aws/heartbeat") this.#isHeard = true;
    if (topic !== "aws/subscribe") return;
    if (content.status === "success") this.#isSubscribed = true;
    else this.#fail(`the subscription was answered by ${content.status}`);
  }

  #say(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The first failure says most. */
  #fail(message) {
    this.#failure ??= new Failure("socket", message);
  }
}
