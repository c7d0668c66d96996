import { describe, expect, it } from '@jest/globals';
import type { Status } from '../api/models';
import { connectionFacts } from './connection-facts';

type Broker = Status['broker'];
const SINCE = '2026-01-01T08:00:00.000Z';

function facts(broker: Partial<Broker> = {}): Record<string, string> {
  const target = { host: 'b', port: 1883, address: 'b:1883', tlsEnabled: false, managed: false };
  const known = { id: 'main', status: 'connected', since: SINCE, observedAt: SINCE, target };
  const status = { broker: { reconnects: 0, ...known, ...broker } } as Status;
  return Object.fromEntries(connectionFacts(status).map(({ name, value }) => [name, value]));
}

describe('the facts of a connection', () => {
  it('begin with whether it is there, and where', () => {
    expect(facts()).toMatchObject({ Connected: 'b:1883', Encryption: 'none' });
    expect(facts({ status: 'disconnected' })).toMatchObject({ Gone: 'b:1883' });
  });

  it('say what the broker has not told', () => {
    expect(facts()['Mosquitto']).toBe('has not told its version');
    expect(facts()).not.toHaveProperty('MQTT');
    expect(facts({ version: '2.0.22', protocolVersion: '5.0' })).toMatchObject({
      Mosquitto: '2.0.22',
      MQTT: '5.0',
    });
  });

  it('say of a broker that MCM runs that it is for trying out', () => {
    const target = { host: 'b', port: 1883, address: 'b:1883', tlsEnabled: false, managed: true };
    expect(facts({ target })).toMatchObject({ 'Run by': 'MCM, for trying out' });
    expect(facts()).not.toHaveProperty('Run by');
  });

  it.each([
    [0, 'never'],
    [1, 'once'],
    [12, '12 times'],
  ])('say of %i losses: %s', (reconnects, words) => {
    expect(facts({ reconnects })['Lost so far']).toBe(words);
  });

  it('keep the last failure, also when it has passed', () => {
    const lastError = { reason: 'The broker refused the log-in.', at: SINCE };
    expect(facts({ lastError })['Last failure']).toBe('The broker refused the log-in.');
    expect(facts()).not.toHaveProperty('Last failure');
  });
});
