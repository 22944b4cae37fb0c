import { type ChatPlatform } from '../../server/ports/platform.ts';
import { type WecomConfig, type WecomDeps } from './wecom/config.ts';
import { createWecomPlatform } from './wecom/platform.ts';

export { escapeMarkdown } from './markdown.ts';
export { type ApiCallRecord, type PlatformLog, type WecomConfig, type WecomDeps } from './wecom/config.ts';

/** A platform by its name, with that platform's own configuration. */
export type PlatformChoice = { name: 'wecom'; config: WecomConfig };

export function createPlatform(choice: PlatformChoice, deps: WecomDeps): ChatPlatform {
  switch (choice.name) {
    case 'wecom':
      return createWecomPlatform(choice.config, deps);
  }
}
