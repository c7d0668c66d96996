import { Injectable } from '@nestjs/common';
import { judge, type Reading } from '#domain/alert';
import { BrokerService } from '#feature/broker';
import { single, type Asked } from './asked.js';

/** At the start, and after the observer's thread died, nobody knows for a moment how the broker is. */
const FIRST_MOMENT_MS = 10_000;

/** Reads the connection to the broker, and its figures. */
@Injectable()
export class BrokerReader {
  constructor(private readonly broker: BrokerService) {}

  down({ at }: Asked<'broker_down'>): Reading {
    const { connection, state } = this.broker.snapshot();
    const { status, since, lastError } = connection;
    if (state === 'restarting') {
      return single({ holds: 'unknown', text: 'The observer’s thread is being started again.' });
    }
    if (status === 'connected') return single({ holds: false, text: 'The broker is connected.' });
    const reason = lastError?.reason ?? 'The broker is not connected.';
    const tried =
      (lastError !== undefined && lastError.at >= since) || at - since >= FIRST_MOMENT_MS;
    return single({ holds: tried ? true : 'unknown', text: reason });
  }

  figure({ condition }: Asked<'sys_figure'>): Reading {
    const { connection, sys } = this.broker.snapshot();
    const value = sys.figures.find(({ topic }) => topic === condition.topic)?.value;
    if (connection.status !== 'connected' || typeof value !== 'number') {
      return single({ holds: 'unknown', text: `${condition.topic} is not known as a number now.` });
    }
    return single({
      ...{ holds: judge(condition, value), value, text: `${condition.topic} is ${value}.` },
    });
  }
}
