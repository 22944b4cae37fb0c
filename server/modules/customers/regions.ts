import { areaList } from '@vant/area-data';

const { province_list: provinces, city_list: cities, county_list: counties } = areaList;

export const isRegion = (code: string): boolean =>
  [provinces, cities, counties].some((level) => Object.hasOwn(level, code));

/** `320500` → `江苏省苏州市`; municipalities are named once. */
export const regionName = (code: string | null): string | null => {
  if (code === null) return null;
  const province = provinces[`${code.slice(0, 2)}0000`];
  const city = cities[`${code.slice(0, 4)}00`];
  const parts = [province, city === province ? undefined : city, counties[code]];
  return parts.filter(Boolean).join('') || null;
};
