import { ErrorWithReasonCode, ErrorWithSubackPacket, type Packet } from 'mqtt';
import { answersIn, wireJson, type DynsecAnswer, type DynsecCommand } from '#domain/change';
import { bytesOf, SecretBytes, textOf } from '#domain/mosquitto';
import { describeFailure, type BrokerTarget } from '#link/observer';
import { connect, type Connection } from './connect.js';
import { AnswerLost, ControlUnavailable } from './dynsec-errors.js';
import { BrokerUnreachable } from './errors.js';

const COMMANDS = '$CONTROL/dynamic-security/v1';
const ANSWERS = `${COMMANDS}/response`;
const PATIENCE_MS = 20_000;

const NO_ANSWER =
  'The dynamic-security plugin does not answer. Load it (plugin in mosquitto.conf), and let the account of mosquitto.access.control publish to $CONTROL/dynamic-security/v1 and receive what is below it.';
const NOT_ALLOWED =
  'The broker does not let the account of mosquitto.access.control command the dynamic-security plugin. Load the plugin (plugin in mosquitto.conf) if it is not, and give the account a role that may publish to $CONTROL/dynamic-security/v1 and subscribe to and receive $CONTROL/dynamic-security/v1/response.';

interface Asked {
  readonly command: DynsecCommand;
  readonly id: string;
}

export interface LineOptions {
  /** For an answer of the plugin. */
  readonly patienceMs?: number | undefined;
  /** Aborted when nobody waits for the line any more. */
  readonly signal: AbortSignal;
}

/** A connection over which the plugin is commanded. */
export class DynsecLine {
  readonly #connection: Connection;
  readonly #target: BrokerTarget;
  readonly #patienceMs: number;
  /** Everybody who listens gets the answers to everybody's commands. */
  readonly #wanted = new Map<string, (answer: DynsecAnswer) => void>();
  readonly #name: string;
  #lastId = 0;

  private constructor(connection: Connection, target: BrokerTarget, patienceMs: number) {
    this.#connection = connection;
    this.#target = target;
    this.#patienceMs = patienceMs;
    this.#name = connection.client.options.clientId ?? 'mcm';
    connection.client.on('packetreceive', (packet) => this.#hear(packet));
  }

  /** Resolves when the plugin has answered. @throws ControlUnavailable */
  static async open(
    target: BrokerTarget,
    { patienceMs = PATIENCE_MS, signal }: LineOptions,
  ): Promise<DynsecLine> {
    try {
      const connection = await connect({ target, name: 'control', signal });
      const line = new DynsecLine(connection, target, patienceMs);
      await line.#prove().catch(async (error: unknown) => {
        await connection.close();
        throw error;
      });
      return line;
    } catch (error) {
      // The broker may be gone, or not let this account in.
      if (!(error instanceof BrokerUnreachable)) throw error;
      throw new ControlUnavailable(error.message, { cause: error });
    }
  }

  /** Settles when the connection has ended. */
  get ended(): Promise<unknown> {
    return this.#connection.ended;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /**
   * The answers to these commands, in their order, those that are refused included. The commands go in one message,
   * which the plugin carries out to its end or not at all. @throws AnswerLost
   */
  async ask(commands: readonly DynsecCommand[]): Promise<readonly DynsecAnswer[]> {
    // Without QoS: an acknowledgement would go first, and by Nagle's algorithm the answer would wait 40 ms for ours.
    return this.#answered(commands, (asked) => {
      this.#connection.client.publish(COMMANDS, payloadOf(asked), { qos: 0 });
      return this.#broken();
    });
  }

  /** That there is a plugin which answers us: only an acknowledgement tells that we may not ask. */
  async #prove(): Promise<void> {
    await Promise.race([this.#subscribe(), this.#broken()]);
    await this.#answered([{ command: 'getDefaultACLAccess' }], (asked) =>
      Promise.race([this.#publish(asked), this.#broken()]),
    );
  }

  /** `send` rejects when no answers will come. */
  async #answered(
    commands: readonly DynsecCommand[],
    send: (asked: readonly Asked[]) => Promise<never>,
  ): Promise<readonly DynsecAnswer[]> {
    const asked = commands.map((command) => ({ command, id: `${this.#name}-${++this.#lastId}` }));
    const answers = asked.map(
      ({ id }) => new Promise<DynsecAnswer>((resolve) => this.#wanted.set(id, resolve)),
    );
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new ControlUnavailable(NO_ANSWER)),
      this.#patienceMs,
    );
    try {
      return await Promise.race([Promise.all(answers), send(asked), late.promise]);
    } finally {
      clearTimeout(timer);
      for (const { id } of asked) this.#wanted.delete(id);
    }
  }

  #subscribe(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.client.subscribe([ANSWERS], { qos: 1 }, (error, granted = []) => {
        const isRefused =
          error instanceof ErrorWithSubackPacket || granted.some(({ qos }) => qos >= 0x80);
        if (isRefused) reject(new ControlUnavailable(NOT_ALLOWED));
        else if (!error) resolve();
        // Else the connection broke, which is told elsewhere.
      });
    });
  }

  /** Rejects when the broker does not take the message. */
  #publish(asked: readonly Asked[]): Promise<never> {
    return new Promise((_, reject) => {
      this.#connection.client.publish(COMMANDS, payloadOf(asked), { qos: 1 }, (error) => {
        if (error instanceof ErrorWithReasonCode) reject(new ControlUnavailable(NOT_ALLOWED));
      });
    });
  }

  async #broken(): Promise<never> {
    const failure = await this.#connection.ended;
    throw new AnswerLost(describeFailure(failure, this.#target));
  }

  #hear(packet: Packet): void {
    if (packet.cmd !== 'publish' || packet.topic !== ANSWERS) return;
    const payload =
      typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    for (const answer of answersIn(payload)) {
      this.#wanted.get(answer.correlationData ?? '')?.(answer);
    }
  }
}

function payloadOf(asked: readonly Asked[]): Buffer {
  const commands = asked.map(({ command, id }) => ({ ...revealed(command), correlationData: id }));
  return Buffer.from(bytesOf(wireJson({ commands })));
}

/** With its password, as it goes out. */
function revealed(command: DynsecCommand): object {
  return Object.fromEntries(
    Object.entries(command).map(([name, value]: readonly [string, unknown]) => [
      name,
      value instanceof SecretBytes ? textOf(value.reveal()) : value,
    ]),
  );
}
