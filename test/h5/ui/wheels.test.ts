import { describe, expect, it } from 'vitest';
import { dateWheels, momentChosen, momentWheels } from '../../../h5/ui/wheels.ts';

describe('momentChosen', () => {
  it('rounds up to the wheel, over midnight too', () => {
    expect(momentChosen(new Date('2026-11-21T01:31:00.000Z'))).toEqual(['2026-11-21', '09', '35']);
    expect(momentChosen(new Date('2026-11-21T15:58:00.000Z'))).toEqual(['2026-11-22', '00', '00']);
  });
});

describe('dateWheels', () => {
  const daysOf = (chosen: string[]) => (dateWheels(1990, 2045, chosen)[2] ?? []).length;

  it('have as many days as the chosen month', () => {
    expect(
      [
        ['2028', '02', '01'],
        ['2027', '02', '01'],
        ['2026', '11', '01'],
        ['2026', '12', '01'],
      ].map(daysOf),
    ).toEqual([29, 28, 30, 31]);
  });
});

describe('momentWheels', () => {
  it('start today and name the near days', () => {
    const [days] = momentWheels(new Date('2026-11-21T17:00:00.000Z'));
    expect(days?.slice(0, 4)).toEqual([
      { text: '今天', value: '2026-11-22' },
      { text: '明天', value: '2026-11-23' },
      { text: '后天', value: '2026-11-24' },
      { text: '11月25日 周三', value: '2026-11-25' },
    ]);
  });
});
