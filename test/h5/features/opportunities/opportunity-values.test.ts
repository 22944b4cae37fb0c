import { describe, expect, it } from 'vitest';
import {
  asCreateFields,
  asUpdateFields,
  emptyOpportunity,
  valuesOf,
} from '../../../../h5/features/opportunities/opportunity-values.ts';
import { opportunity } from './opportunity.ts';

describe('the amount of an opportunity in its form', () => {
  it('is empty while it follows the lines, and stated when it differs from them', () => {
    expect(valuesOf(opportunity).amount).toBeNull();
    expect(valuesOf({ ...opportunity, amount: 90_000_00 }).amount).toBe(90_000_00);
    expect(valuesOf({ ...opportunity, lines: [], agreedTotal: 0, amount: 0 }).amount).toBe(0);
  });

  it('becomes the total of the lines again when it is emptied', () => {
    expect(asUpdateFields({ amount: null }, 80_000_00)).toEqual({ amount: 80_000_00 });
  });

  it('is left to the server when it was not touched', () => {
    expect(asUpdateFields({ name: '二期' }, 80_000_00)).toEqual({ name: '二期' });
    expect('amount' in asCreateFields(emptyOpportunity)).toBe(false);
  });
});
