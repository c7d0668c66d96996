import { describe, expect, it } from '@jest/globals';
import { fieldWords, MOST_PINS, pinText, readPins, togglePin } from './pins';

const id = (index: number) => `${index}`.padStart(22, 'A');

describe('pins', () => {
  it('are read as they were written, whatever the field is called', () => {
    const pins = ['', '/rpm', '/a b/0', '/ü~1~0', '//', 'Oven/Temp'].map((field) => ({
      id: id(1),
      field,
    }));
    expect(readPins(pins.map(pinText))).toEqual(pins);
    expect(readPins(pinText({ id: id(1), field: '/rpm' }))).toHaveLength(1);
  });

  it('are left out when they are none', () => {
    const long = `/${'x'.repeat(1_024)}`;
    expect(readPins(['', 'short/rpm', `${id(1)}${long}`])).toEqual([]);
    expect(readPins(undefined)).toEqual([]);
  });

  it('stand once each, and no more than fit', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      pinText({ id: id(index % 10), field: '' }),
    );
    expect(readPins(many)).toHaveLength(MOST_PINS);
    expect(readPins([many[0] ?? '', many[0] ?? ''])).toHaveLength(1);
  });

  it('are put in and taken out', () => {
    const one = { id: id(1), field: '/a' };
    const two = { id: id(1), field: '/b' };
    expect(togglePin([one], two)).toEqual([pinText(one), pinText(two)]);
    expect(togglePin([one, two], one)).toEqual([pinText(two)]);
  });

  it('are called by the path of their field, or by the name of the metric', () => {
    const fields = ['', '/rpm', '/fan/rpm', '/zones/0', '/a~1b~0', 'Oven/Temp~1'];
    expect(fields.map(fieldWords)).toEqual([
      ...['value', 'rpm', 'fan.rpm', 'zones.0', 'a/b~', 'Oven/Temp~1'],
    ]);
  });
});
