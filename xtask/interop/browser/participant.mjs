// One participant in a page of its own: what came over its web sockets, and what ChatJS made of it.

import { KnownDevices } from "puppeteer-core";

/** Milliseconds that a wait may take. */
const LIMIT = 20_000;

export class Participant {
  #context;
  #page;
  /** The items of the topic, each with the callbacks that got it, in the order in which they came. */
  #items = [];
  /** The callbacks in the order in which they were called. */
  #callbacks = [];
  /** How often ChatJS has said that it is connected. */
  #connections = 0;
  /** The newest socket, and the one whose subscription was acknowledged last. */
  #socket;
  #subscribed;
  /** Why the page was not let in again, if it was not. */
  #refused;
  /** Called whenever something has come. */
  #wake = () => {};

  /**
   * Opens the page in a browser context of its own: a customer and an agent share nothing.
   *
   * A customer is at a phone, because only there does ChatJS look for the service again and again; elsewhere it gives
   * up at the first request that reaches nobody.
   */
  static async open(browser, url, role) {
    const participant = new Participant();
    participant.#context = await browser.createBrowserContext();
    const page = await participant.#context.newPage();
    participant.#page = page;
    if (role === "CUSTOMER") await page.emulate(KnownDevices["Pixel 5"]);
    page.on("pageerror", (error) => console.error("page:", error));
    // One session of the protocol tells of frames and callbacks, so their order is that in which they happened.
    const session = await page.createCDPSession();
    session.on("Network.webSocketCreated", ({ requestId }) => (participant.#socket = requestId));
    session.on("Network.webSocketFrameReceived", ({ requestId, response }) =>
      participant.#frame(requestId, response.payloadData),
    );
    session.on("Runtime.bindingCalled", ({ payload }) => participant.#told(JSON.parse(payload)));
    await session.send("Network.enable");
    await session.send("Runtime.enable");
    await session.send("Runtime.addBinding", { name: "tell" });
    await page.goto(url, { waitUntil: "load" });
    return participant;
  }

  /** Lets the page run a command, and returns the answer. */
  async run(name, input) {
    return limited(this.#page.evaluate((name, input) => window.run(name, input), name, input));
  }

  /** Comes into the chat: over when the topic is subscribed to. */
  async join(input) {
    const answer = await this.run("join", input);
    return answer.output ? this.#once(() => this.#connected() > 0, answer) : answer;
  }

  /** Sends a file. ChatJS does not tell the attachment's id; it comes with the item, as any page would learn it. */
  async attach(input, participantId) {
    const before = this.#items.length;
    const answer = await this.run("attach", input);
    if (!answer.output) return answer;
    const sent = () =>
      this.#items
        .slice(before)
        .filter((item) => item.ParticipantId === participantId)
        .flatMap((item) => item.Attachments ?? [])
        .find((attachment) => attachment.AttachmentName === input.name);
    return this.#once(sent, () => ({ output: { AttachmentId: sent().AttachmentId } }));
  }

  /** Waits for that many different items; all so far, and all callbacks. */
  async seen(count) {
    const enough = () => new Set(this.#items.map((item) => item.Id)).size >= count;
    return this.#once(enough, async () => {
      await this.#page.evaluate(() => window.settled());
      return { output: { items: this.#items, callbacks: this.#callbacks } };
    });
  }

  /** Waits until the page has been connected that often. */
  async reconnected(times) {
    return this.#once(
      () => this.#connected() >= times || this.#refused,
      () => (this.#connected() >= times ? { output: { times: this.#connected() } } : { error: this.#refused }),
    );
  }

  /** Closes the page. */
  async close() {
    await this.#context.close();
  }

  /** How often ChatJS has connected; not before the topic is subscribed to, because until then nothing comes. */
  #connected() {
    return this.#subscribed === this.#socket ? this.#connections : 0;
  }

  #frame(socket, text) {
    const { topic, content } = JSON.parse(text);
    if (topic === "aws/subscribe" && content.status === "success") this.#subscribed = socket;
    if (topic === "aws/chat") this.#items.push({ ...JSON.parse(content), Callbacks: [] });
    this.#wake();
  }

  #told({ callback, id, connected, refused }) {
    if (refused) this.#refused = refused;
    if (callback) this.#called(callback, id, connected);
    this.#wake();
  }

  #called(callback, id, connected) {
    this.#callbacks.push(callback);
    // ChatJS says it twice of the first connection: when it has the answer of the service, and when the socket is open.
    if (callback === "onConnectionEstablished" && !connected) this.#connections++;
    // The end is called without the item that it comes from.
    const from = (item) => (callback === "onEnded" ? item.ContentType?.endsWith(".chat.ended") : item.Id === id);
    const item = this.#items.find((item) => from(item) && !item.Callbacks.includes(callback));
    item?.Callbacks.push(callback);
  }

  /** The answer, once there is what is waited for. */
  async #once(come, answer) {
    const waited = new Promise((resolve) => {
      this.#wake = () => come() && resolve();
      this.#wake();
    });
    const late = await limited(waited);
    this.#wake = () => {};
    return late ?? (typeof answer === "function" ? answer() : answer);
  }
}

/** What a promise comes to, or the answer that it takes too long. */
async function limited(promise) {
  let timer;
  const late = new Promise((resolve) => {
    const error = { type: "timeout", status: null, message: `nothing after ${LIMIT / 1000} s` };
    timer = setTimeout(() => resolve({ error }), LIMIT);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
