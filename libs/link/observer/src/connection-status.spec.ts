import { describe, expect, it } from '@jest/globals';
import { ConnectionStatus } from './connection-status.js';

const refused = { reason: 'Nothing listens.', lost: false };

function status() {
  const told: string[] = [];
  const state = new ConnectionStatus({ host: '::1', port: 1883 }, 1, ({ severity, message }) =>
    told.push(`${severity}: ${message}`),
  );
  return { told, status: state };
}

describe('ConnectionStatus', () => {
  it('tells a reason once, and again after the connection was up', () => {
    const { told, status: connection } = status();
    connection.down(refused, 2);
    connection.down(refused, 3);
    expect(connection.state).toEqual({
      ...{ status: 'disconnected', since: 1, reconnects: 0 },
      lastError: { reason: 'Nothing listens.', at: 3 },
    });
    connection.up(4, 4);
    connection.down({ reason: 'It closed.', lost: true }, 5);
    connection.down(refused, 6);
    expect(connection.state).toMatchObject({ since: 5, reconnects: 1 });
    expect(told).toEqual([
      'error: Nothing listens.',
      'info: Connected to [::1]:1883 with MQTT 3.1.1.',
      'warning: It closed.',
      'error: Nothing listens.',
    ]);
  });

  it('tells of the connection for $SYS only what is not true of both', () => {
    const { told, status: connection } = status();
    connection.systemDown('Nothing listens.', 2);
    connection.systemDown('Nothing listens.', 3);
    expect(told).toEqual([]);

    connection.up(5, 4);
    connection.systemDown('Not for you.', 5);
    expect(told).toHaveLength(1);
    connection.systemDown('Not for you.', 6);
    connection.systemDown('Not for you.', 7);
    connection.systemUp(8);
    expect(told.slice(1)).toEqual([
      'warning: No figures and no log lines of the broker: Not for you.',
      "info: The broker's figures and log are read again.",
    ]);
  });
});
