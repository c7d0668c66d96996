import type { IPublishPacket } from 'mqtt';
import { until } from '#testing';
import type { Site } from './site.js';

/** A message as a subscriber got it. */
export interface Heard {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
  readonly qos: number;
  readonly properties: IPublishPacket['properties'];
}

/** Subscribes, and keeps what comes: first what is retained, then what is published from now on. */
export async function listen(site: Site, filter: string): Promise<readonly Heard[]> {
  const client = await site.broker.connect();
  const heard: Heard[] = [];
  client.on('message', (topic, payload, { retain, qos, properties }) =>
    heard.push({ topic, payload, retain, qos, properties }),
  );
  await client.subscribeAsync(filter, { qos: 2 });
  return heard;
}

/** What the broker retains for a filter now: the topics with their payloads as text. */
export async function retainedAt(
  site: Site,
  filter: string,
): Promise<Readonly<Record<string, string>>> {
  const client = await site.broker.connect();
  const fence = `fence/${client.options.clientId ?? ''}`;
  const found: Record<string, string> = {};
  let passed = false;
  client.on('message', (topic, payload, { retain }) => {
    if (topic === fence) passed = true;
    else if (retain) found[topic] = payload.toString();
  });
  await client.subscribeAsync([fence, filter], { qos: 1 });
  // The broker has queued what is retained by the time it takes this message.
  await client.publishAsync(fence, '', { qos: 1 });
  await until(() => passed);
  await client.endAsync();
  return found;
}
