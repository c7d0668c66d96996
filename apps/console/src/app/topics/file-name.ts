import type { TopicDecode } from '../api/models';

const LONGEST = 120;

const ENDINGS: Record<TopicDecode, string> = {
  json: 'json',
  text: 'txt',
  hex: 'bin',
  base64: 'bin',
  cbor: 'cbor',
  msgpack: 'msgpack',
  sparkplug: 'bin',
};

/** `line2-filler-speed-1204118.json`: what every file system takes. */
export function fileName(topic: string, number: number, likely: TopicDecode): string {
  return `${plainName(topic)}-${number}.${ENDINGS[likely]}`;
}

/** A topic as part of a file's name. */
export function plainName(topic: string): string {
  const plain = topic.replaceAll(/[^\p{L}\p{N}._]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return plain === '' ? 'topic' : plain.slice(0, LONGEST);
}
