import { z } from 'zod';

const text = z.string();
const flag = z.boolean();
const kind = z.number().int();

const jump = { type: kind.optional(), url: text.optional(), appid: text.optional(), pagepath: text.optional() };
const option = z.object({ id: text.default(''), text: text.default(''), is_checked: flag.optional() });
const select = z.object({
  question_key: text.default(''),
  title: text.optional(),
  selected_id: text.optional(),
  disable: flag.optional(),
  option_list: z.array(option).default([]),
});

/** The JSON shape of a template card (reference 7.3, doc 90236). What is required, and with which code, is in card-rules. */
export const cardShape = z.object({
  card_type: text.default(''),
  source: z.object({ icon_url: text.optional(), desc: text.optional(), desc_color: kind.optional() }).optional(),
  action_menu: z
    .object({
      desc: text.optional(),
      action_list: z.array(z.object({ text: text.default(''), key: text.default('') })).default([]),
    })
    .optional(),
  task_id: text.optional(),
  main_title: z.object({ title: text.optional(), desc: text.optional() }).optional(),
  quote_area: z.object({ ...jump, title: text.optional(), quote_text: text.optional() }).optional(),
  emphasis_content: z.object({ title: text.optional(), desc: text.optional() }).optional(),
  sub_title_text: text.optional(),
  horizontal_content_list: z
    .array(
      z.object({
        type: kind.optional(),
        keyname: text.default(''),
        value: text.optional(),
        url: text.optional(),
        media_id: text.optional(),
        userid: text.optional(),
      }),
    )
    .optional(),
  jump_list: z.array(z.object({ ...jump, title: text.default(''), question: text.optional() })).optional(),
  card_action: z.object(jump).optional(),
  image_text_area: z
    .object({ ...jump, title: text.optional(), desc: text.optional(), image_url: text.optional() })
    .optional(),
  card_image: z.object({ url: text.default(''), aspect_ratio: z.number().optional() }).optional(),
  vertical_content_list: z.array(z.object({ title: text.default(''), desc: text.optional() })).optional(),
  button_selection: select.optional(),
  button_list: z
    .array(
      z.object({
        type: kind.optional(),
        text: text.default(''),
        style: kind.optional(),
        key: text.optional(),
        url: text.optional(),
      }),
    )
    .optional(),
  checkbox: z
    .object({
      question_key: text.default(''),
      option_list: z.array(option).default([]),
      disable: flag.optional(),
      mode: kind.optional(),
    })
    .optional(),
  select_list: z.array(select).optional(),
  submit_button: z.object({ text: text.optional(), key: text.default('') }).optional(),
  replace_text: text.optional(),
});

export type LooseCard = z.infer<typeof cardShape>;
