import { describe, expect, it } from '@jest/globals';
import { asText, createLogger } from './logger.js';
import { recordLog } from './record-log.js';

describe('the log', () => {
  it('is one JSON object a line, with the level in words', () => {
    const lines: string[] = [];
    createLogger({ level: 'info', format: 'json' }, { write: (line) => lines.push(line) }).info(
      { status: 200 },
      'http_request',
    );
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 200,
      msg: 'http_request',
    });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    createLogger({ level: 'warn', format: 'json' }, { write: (line) => lines.push(line) }).info(
      'x',
    );
    expect(lines).toEqual([]);
  });

  it('has what is evidence, whatever its level is', () => {
    const lines: string[] = [];
    const logger = createLogger(
      { level: 'error', format: 'json' },
      { write: (line) => lines.push(line) },
    );
    recordLog(logger).info({ number: 7 }, 'audit_head');
    logger.info('news');
    expect(lines).toEqual([
      expect.stringMatching(/^\{"level":"info",.*"number":7,"msg":"audit_head"/),
    ]);
  });

  it('is readable for people, with the stack of a failure', () => {
    const line = asText(
      '{"level":"warn","time":"2026-11-23T12:04:21.310Z","context":"Broker","port":1883,"err":{"stack":"Error: gone\\n at x"},"msg":"lost"}',
    );
    expect(line).toBe('12:04:21.310 WARN  [Broker] lost  port=1883\nError: gone\n at x\n');
  });
});
