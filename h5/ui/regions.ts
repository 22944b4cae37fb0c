export interface RegionList {
  province_list: Record<string, string>;
  city_list: Record<string, string>;
  county_list: Record<string, string>;
}

let loading: Promise<RegionList> | null = null;

/** Provinces and cities by code, fetched once. */
export const loadRegions = (): Promise<RegionList> =>
  (loading ??= import('@vant/area-data').then(
    ({ areaList }) => areaList,
    (error: unknown) => {
      loading = null;
      throw error;
    },
  ));

/** `江苏省 苏州市`; municipalities are named once. */
export function regionName({ province_list, city_list }: RegionList, code: string): string {
  const province = province_list[`${code.slice(0, 2)}0000`] ?? '';
  const city = code.endsWith('0000') ? '' : (city_list[code] ?? '');
  return city && city !== province ? `${province} ${city}` : province;
}
