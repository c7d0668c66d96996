import { expect, it } from '@jest/globals';
import type { FedMessage } from '#link/observer';
import { Told } from './told.js';

const message = (topic: string): FedMessage => ({
  ...{ topic, payload: new Uint8Array(), qos: 0, retained: false, at: 1, afterGap: false },
});

it('a tick tells of fewer topics where their names are long, and of the latest examples', () => {
  const told = new Told();
  const broken = { valid: false, errors: [] };
  for (let i = 0; i < 1_000; i++) told.add(1, message(`${i}/${'n'.repeat(60_000)}`), broken);
  const { topics, examples } = told.take();
  expect(topics.map(({ topic }) => topic).join('').length).toBeLessThan(5_000_000);
  expect(topics.length).toBeGreaterThan(10);
  expect(examples).toHaveLength(20);
  told.add(1, message('next'), broken);
  expect(told.take().topics).toHaveLength(1);
});
