import { describe, expect, it } from '@jest/globals';
import { DropAccount } from './drop-account.js';
import type { Gap } from './snapshot.js';

const DROPPED = '$SYS/broker/publish/messages/dropped';
const UPTIME = '$SYS/broker/uptime';

/** An account beside a broker that tells its figures; times are seconds. */
class Told {
  readonly account = new DropAccount();
  gap: Gap | undefined;

  constructor() {
    this.account.trafficUp();
  }

  /** One round of figures: the count only where it has changed, as Mosquitto does it. */
  round(second: number, uptime: number, dropped?: number): this {
    this.gap = this.account.hear(UPTIME, uptime, second * 1_000);
    return dropped === undefined ? this : this.count(second, dropped);
  }

  count(second: number, dropped: number): this {
    this.gap = this.account.hear(DROPPED, dropped, second * 1_000) ?? this.gap;
    return this;
  }

  reconnected(): this {
    this.account.trafficDown();
    this.account.systemDown();
    this.account.trafficUp();
    return this;
  }
}

const told = () => new Told();

describe('what the broker dropped', () => {
  it('is unknown up to the first count, which may be of before', () => {
    const { account, gap } = told().round(0, 500, 9_000).round(10, 510);
    expect([gap, account.missedUpTo]).toEqual([undefined, 0]);
  });

  it('is each increase, from the round before up to the one that tells it', () => {
    const { account, gap } = told().round(0, 1, 7).round(10, 11).round(20, 21).round(30, 31, 12);
    expect(gap).toEqual({
      ...{ reason: 'dropped', from: 20_000, until: 30_000, upTo: 5, named: false },
    });
    expect(account.missedUpTo).toBe(5);
  });

  it('is one gap that grows while the broker goes on dropping, and another one after a pause', () => {
    const all = told().round(0, 1, 0).round(10, 11, 5).round(20, 21, 9).round(30, 31);
    expect(all.round(40, 41, 10).gap).toMatchObject({ from: 0, until: 40_000, upTo: 10 });
    all.round(50, 51).round(60, 61).round(70, 71).round(80, 81);
    expect(all.round(90, 91, 13).gap).toMatchObject({ from: 80_000, until: 90_000, upTo: 3 });
    expect(all.account.missedUpTo).toBe(13);
  });

  it('says since when, also where several rounds were read at once because the thread was busy', () => {
    const late = told().round(0, 1, 0);
    late.round(9, 2).round(9.01, 4, 3).round(9.02, 6).round(9.03, 8, 4);
    expect(late.gap).toMatchObject({ from: 0, until: 9_030, upTo: 4 });
  });

  it('is not ours while there was no connection for the traffic', () => {
    const away = told().round(0, 1, 0);
    away.account.trafficDown();
    away.round(10, 11, 3);
    expect(away.gap).toMatchObject({ upTo: 3 }); // lost at some time in this round
    away.round(20, 21, 8);
    expect([away.gap, away.account.missedUpTo]).toEqual([undefined, 3]);
    away.account.trafficUp();
    expect(away.round(30, 31, 9).gap).toMatchObject({ upTo: 4 });
  });

  it('names the connection once the log has, until there is another', () => {
    const named = told().round(0, 1, 0);
    named.account.named();
    expect(named.round(10, 11, 1).gap).toMatchObject({ named: true });
    expect(named.round(20, 21, 2).gap).toMatchObject({ named: true });
    named.account.trafficUp();
    for (let at = 30; at < 70; at += 10) named.round(at, at);
    expect(named.round(70, 71, 3).gap).toMatchObject({ named: false });
  });

  it('ignores what is no number and what is another figure', () => {
    const odd = told().round(0, 1, 0);
    odd.account.hear(DROPPED, 'many', 10_000);
    odd.account.hear('$SYS/broker/publish/messages/sent', 77, 10_000);
    expect(odd.account.missedUpTo).toBe(0);
  });
});

describe('what the broker dropped, after the figures were away', () => {
  it('is what came to it in that time, when the broker is the same', () => {
    const { gap, account } = told().round(0, 10, 5).reconnected().count(60, 9).round(60, 70);
    expect(gap).toMatchObject({ from: 0, until: 60_000, upTo: 4 });
    expect(account.missedUpTo).toBe(4);
  });

  it('is nothing when it has dropped nothing', () => {
    const back = told().round(0, 10, 5).reconnected().round(60, 70, 5).round(70, 80, 6);
    expect(back.gap).toMatchObject({ from: 60_000, upTo: 1 });
  });

  it.each([
    ['the uptime first', (told: Told) => told.round(60, 4, 9)],
    ['the count first', (told: Told) => told.count(60, 9).round(60, 4)],
    ['no uptime, and less was dropped', (told: Told) => told.count(60, 2).count(70, 9)],
  ])('counts from nought when the broker was started again: %s', (_, hear) => {
    const anew = told().round(0, 10, 5).reconnected();
    expect(hear(anew).gap).toMatchObject({ upTo: 9 });
  });

  it.each([
    ['the uptime first', (told: Told) => told.round(600, 400, 9)],
    ['the count first', (told: Told) => told.count(600, 9).round(600, 400)],
  ])('knows another process by when it began, though it is up for longer: %s', (_, hear) => {
    const { account, gap } = hear(told().round(0, 120, 5).reconnected());
    expect([gap?.upTo, account.missedUpTo]).toEqual([9, 9]);
  });

  it.each([
    ['told with the log-in, as it was up to a round ago', 120, 711],
    ['read late, since the thread was busy', 120, 714],
    ['seen by a clock that was set forward', 7_200, 7_260],
  ])('takes the process for the same when its uptime is %s', (_, before, after) => {
    const same = told().round(0, before, 5).reconnected().round(600, after, 9);
    expect(same.gap).toMatchObject({ upTo: 4 });
  });

  it('does not ask when it began while the figures come, which are then of one process', () => {
    const late = told().round(0, 4, 5).round(30, 14, 7);
    expect(late.account.missedUpTo).toBe(2);
  });

  it('leaves out what a broker dropped that was started again before there was a connection', () => {
    const anew = told().round(0, 10, 5);
    anew.account.trafficDown();
    anew.account.systemDown();
    anew.round(60, 4, 9);
    anew.account.trafficUp();
    expect(anew.gap).toBeUndefined();
    expect(anew.round(70, 14, 11).gap).toMatchObject({ from: 60_000, upTo: 2 });
  });
});
