import { areaList } from '@vant/area-data';

const { province_list: provinces, city_list: cities } = areaList;

/** The code of a province or city as people write it (`江苏`, `江苏省苏州市`, `苏州`), or the code itself; null when unknown. */
export const regionCodeOf = (text: string): string | null => {
  if (/^\d{6}$/.test(text)) return text;
  const wanted = text.replace(/\s/g, '');
  const city = Object.keys(cities).find((code) => namesOfCity(code).some((name) => name === wanted));
  return city ?? Object.keys(provinces).find((code) => shortAndLong(provinces[code]).includes(wanted)) ?? null;
};

const namesOfCity = (code: string): string[] => {
  const own = shortAndLong(cities[code]);
  const above = shortAndLong(provinces[`${code.slice(0, 2)}0000`]);
  return [...own, ...above.flatMap((province) => own.map((city) => province + city))];
};

const shortAndLong = (name = ''): string[] => [
  name,
  name.replace(/(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$|自治州$|地区$|盟$/u, ''),
];
