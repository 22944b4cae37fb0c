import { type Settings } from './control/types.ts';

export function defaultSettings(appUrl: string): Settings {
  return {
    ipAllowList: null,
    frequencyLimits: true,
    pathLimits: {},
    duplicateCallbacks: false,
    reorderCallbacks: false,
    optionIdsSpelling: 'OptionIds',
    contactEvents: 'full',
    passiveCardReplies: true,
    transferEvents: true,
    customerLimit: 20_000,
    appDisabled: false,
    appUrl,
  };
}
