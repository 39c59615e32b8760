// What may come of a command besides an output.

/** How long anything is waited for, in milliseconds. */
export const PATIENCE = 20_000;

/** What went wrong, as it is answered: `type` says what, `status` is that of HTTP, if there was any. */
export class Failure extends Error {
  constructor(type, message, status = null) {
    super(message);
    this.status = status;
    this.answer = { error: { type, status, message } };
  }
}

/** What the client did not send. */
class Refused extends Error {
  answer = { refused: this.message };
}

/** Sends a command of the SDK through one of its clients. */
export async function send(client, command) {
  try {
    const { $metadata, ...output } = await client.send(command);
    return output;
  } catch (error) {
    const status = error.$metadata?.httpStatusCode;
    if (error.$response || status) throw new Failure(error.name, error.message, status);
    throw broken(error) ?? new Refused(String(error), { cause: error });
  }
}

/** What the network did to a request, such as ECONNREFUSED, if that is what went wrong. */
export function broken(error) {
  const code = [error.code, error.cause?.code].find((one) => typeof one === "string");
  // The SDK gives this name to connections that were reset, too.
  const isLate = error.name === "TimeoutError" && (code ?? "ETIMEDOUT") === "ETIMEDOUT";
  if (isLate) return new Failure("timeout", error.message);
  return code && new Failure(code, error.message);
}

/** Waits until the check holds, for as long as there is patience; then `what` says how far it came. */
export async function until(check, what) {
  const end = Date.now() + PATIENCE;
  while (!check()) {
    if (Date.now() > end) throw new Failure("timeout", what());
    await pause(10);
  }
}

export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
