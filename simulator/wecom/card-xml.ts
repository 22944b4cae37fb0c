import { type XmlTree } from './reply-xml.ts';

/** Names whose JSON form is not simply the snake case of the XML form (reference 7.8 and 15). */
const irregular: Record<string, string> = {
  KeyName: 'keyname',
  CheckBox: 'checkbox',
  UserId: 'userid',
  Userid: 'userid',
  AppId: 'appid',
  Appid: 'appid',
  PagePath: 'pagepath',
  Pagepath: 'pagepath',
};
const lists = new Set([
  'action_list',
  'horizontal_content_list',
  'jump_list',
  'vertical_content_list',
  'option_list',
  'button_list',
  'select_list',
]);
const numbers = new Set(['type', 'style', 'mode', 'desc_color', 'aspect_ratio']);
const booleans = new Set(['disable', 'is_checked']);

/** The card JSON behind a `<TemplateCard>`: repeated elements are lists, also when there is only one. */
export function cardFromXml(tree: XmlTree[string] | undefined): unknown {
  return tree === undefined ? undefined : convert('', tree);
}

function convert(name: string, value: XmlTree[string]): unknown {
  if (lists.has(name)) return (Array.isArray(value) ? value : [value]).map((each) => convert('', each));
  if (Array.isArray(value)) return value.map((each) => convert('', each));
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([key, each]) => [jsonName(key), each] as const);
    return Object.fromEntries(fields.map(([key, each]) => [key, convert(key, each)]));
  }
  if (numbers.has(name)) return Number(value);
  return booleans.has(name) ? value === 'true' || value === '1' : value;
}

function jsonName(xmlName: string): string {
  return irregular[xmlName] ?? xmlName.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
