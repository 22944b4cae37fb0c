import { h, type VNode, type VNodeChild } from 'vue';

import { type Block, type Inline } from './tree.ts';

export interface Actions {
  openLink(url: string): void;
  nameOf(userid: string): string;
}

/** Vnodes only, never HTML of a message. */
export function renderBlocks(blocks: Block[], actions: Actions): VNode[] {
  return blocks.map((block) => renderBlock(block, actions));
}

function renderBlock(block: Block, actions: Actions): VNode {
  const inline = (children: Inline[]) => renderInline(children, actions);
  switch (block.kind) {
    case 'heading':
      return h('p', { class: ['md-heading', `md-h${block.level}`] }, inline(block.children));
    case 'paragraph':
      return h(
        'p',
        block.lines.flatMap((line, index): VNodeChild[] => [...(index ? [h('br')] : []), ...inline(line)]),
      );
    case 'quote':
      return h('blockquote', { class: 'md-quote' }, renderBlocks(block.children, actions));
    case 'thinking':
      return h('div', { class: 'md-thinking' }, renderBlocks(block.children, actions));
    case 'list':
      return h(
        'ul',
        { class: 'md-list' },
        block.items.map(({ depth, mark, children }) =>
          h('li', { style: { paddingLeft: `${depth * 16}px` } }, [
            h('span', { class: 'md-mark' }, mark),
            h('span', inline(children)),
          ]),
        ),
      );
    case 'code':
      return h('pre', { class: 'md-code' }, block.text);
    case 'rule':
      return h('hr', { class: 'md-rule' });
    case 'table':
      return renderTable(block, inline);
  }
}

function renderTable(block: Extract<Block, { kind: 'table' }>, inline: (children: Inline[]) => VNodeChild[]): VNode {
  const rows = block.rows.map((row, index) =>
    h(
      'tr',
      row.map((cell, column) => h(index ? 'td' : 'th', { style: { textAlign: block.align[column] } }, inline(cell))),
    ),
  );
  return h('div', { class: 'md-table' }, [h('table', rows)]);
}

export function renderInline(parts: Inline[], actions: Actions): VNodeChild[] {
  return parts.map((part) => {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'strong':
      case 'em':
        return h(part.kind, renderInline(part.children, actions));
      case 'code':
        return h('code', { class: 'md-inline-code' }, part.text);
      case 'colour':
        return h('span', { class: `md-${part.name}` }, renderInline(part.children, actions));
      case 'mention':
        return h('span', { class: 'mention' }, `@${actions.nameOf(part.userid)}`);
      case 'image':
        return h('img', { class: 'md-image', src: part.url, alt: part.alt, loading: 'lazy' });
      case 'link':
        return h(
          'button',
          { type: 'button', class: 'message-link', onClick: () => actions.openLink(part.url) },
          renderInline(part.children, actions),
        );
    }
  });
}
