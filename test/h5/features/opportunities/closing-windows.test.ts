import { describe, expect, it } from 'vitest';
import { closingDays } from '../../../../h5/features/opportunities/closing-windows.ts';

describe('the days an expected close is asked for', () => {
  const newYearsEve = new Date('2026-12-31T15:59:00Z');

  it('are those of the month in Shanghai, not of the browser', () => {
    expect(closingDays('month', newYearsEve)).toEqual({ closeFrom: '2026-12-01', closeUntil: '2026-12-31' });
    const aMinuteLater = new Date(newYearsEve.getTime() + 60_000);
    expect(closingDays('month', aMinuteLater)).toEqual({ closeFrom: '2027-01-01', closeUntil: '2027-01-31' });
  });

  it('roll over the end of the year', () => {
    expect(closingDays('next_month', newYearsEve)).toEqual({ closeFrom: '2027-01-01', closeUntil: '2027-01-31' });
    expect(closingDays('quarter', newYearsEve)).toEqual({ closeFrom: '2026-10-01', closeUntil: '2026-12-31' });
  });

  it('end yesterday for what is overdue', () => {
    expect(closingDays('overdue', new Date('2026-03-01T04:00:00Z'))).toEqual({ closeUntil: '2026-02-28' });
  });
});
