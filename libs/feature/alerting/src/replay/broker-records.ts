import { Injectable } from '@nestjs/common';
import { KEPT_GAPS } from '#contract';
import { judge, type AlertCondition, type Stretch } from '#domain/alert';
import { BrokerService } from '#feature/broker';
import { FigureHistory } from './figure-history.js';
import { lengthOf, many, onlyNow, type Recorded, type Unknown } from './recorded.js';

/** What is recorded of the connection, and of the broker's figures. */
@Injectable()
export class BrokerRecords {
  constructor(
    private readonly broker: BrokerService,
    private readonly figures: FigureHistory,
  ) {}

  /** Times in which nothing was heard of the broker, oldest first. */
  deafTimes(at: number): readonly Unknown[] {
    const { gaps } = this.broker.snapshot();
    return gaps
      .filter(({ reason }) => reason !== 'dropped')
      .map(({ from, until }) => ({ from, until: until ?? at }));
  }

  down(at: number): Recorded {
    const gaps = this.broker.snapshot().gaps.filter(({ reason }) => reason !== 'dropped');
    const [first] = gaps;
    const up = { holds: false, text: 'The broker was connected.' } as const;
    const stretches = gaps.flatMap((gap, index): Stretch[] => {
      const isStart = index === 0 && gaps.length < KEPT_GAPS && gap.until !== undefined;
      const isAbsence = gap.reason === 'absent' && !isStart;
      const holds = isAbsence ? true : 'unknown';
      const down = { at: gap.from, holds, text: 'The broker was not connected.' } as const;
      return gap.until === undefined ? [down] : [down, { at: gap.until, ...up }];
    });
    const coverage =
      first === undefined
        ? 'Nothing was observed yet.'
        : `The last ${lengthOf(at - first.from)}, since MCM observes the broker; what was before is not known.`;
    return { timelines: [{ labels: {}, stretches, until: at }], samples: gaps.length, coverage };
  }

  figure(condition: Extract<AlertCondition, { kind: 'sys_figure' }>, at: number): Recorded {
    const { topic } = condition;
    const points = this.figures.of(topic);
    const [first] = points;
    if (first === undefined) {
      return onlyNow(`Of ${topic} no number was recorded yet: the last hour is, every 10 s.`);
    }
    const stretches = points.map((point): Stretch => {
      const { value } = point;
      if (value === undefined) return { at: point.at, holds: 'unknown', text: 'Not known.' };
      return {
        at: point.at,
        holds: judge(condition, value),
        value,
        text: `${topic} was ${value}.`,
      };
    });
    const coverage = `${many(points.length, 'figure')}, one every 10 s, of the last ${lengthOf(at - first.at)}.`;
    return { timelines: [{ labels: {}, stretches, until: at }], samples: points.length, coverage };
  }
}
