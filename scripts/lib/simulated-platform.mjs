/** Key in the simulator's credentials → variable of the product. */
const variables = {
  corpId: 'WECOM_CORP_ID',
  agentId: 'WECOM_AGENT_ID',
  agentSecret: 'WECOM_AGENT_SECRET',
  callbackToken: 'WECOM_CALLBACK_TOKEN',
  callbackAesKey: 'WECOM_CALLBACK_AES_KEY',
  contactsSecret: 'WECOM_CONTACTS_SECRET',
  contactsCallbackToken: 'WECOM_CONTACTS_CALLBACK_TOKEN',
  contactsCallbackAesKey: 'WECOM_CONTACTS_CALLBACK_AES_KEY',
  aibotId: 'WECOM_AIBOT_ID',
  aibotSecret: 'WECOM_AIBOT_SECRET',
  apiUrl: 'WECOM_API_URL',
  oauthUrl: 'WECOM_OAUTH_URL',
  loginUrl: 'WECOM_LOGIN_URL',
  aibotUrl: 'WECOM_AIBOT_URL',
};

/** Environment of the simulator's process. @param {import('./settings.mjs').Settings} settings */
export function simulatorEnv({ simulatorPort, dataDir, publicUrl, orgFile }) {
  return {
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_DATA: `${dataDir}/simulator`,
    APP_URL: publicUrl,
    ...(orgFile && { SIMULATOR_ORG: orgFile }),
  };
}

/** Base address of the simulator for processes of this machine. @param {{ simulatorPort: number }} settings */
export function simulatorUrl({ simulatorPort }) {
  return `http://127.0.0.1:${simulatorPort}`;
}

/**
 * Environment that makes the product talk to the simulator and follow its clock.
 * @param {string} url
 * @param {Record<string, unknown>} credentials
 * @returns {Record<string, string>}
 */
export function platformEnv(url, credentials) {
  const entries = Object.entries(variables).map(([key, variable]) => [variable, String(credentials[key] ?? '')]);
  return { ...Object.fromEntries(entries), CLOCK_URL: `${url}/simulator/api/clock` };
}

/**
 * Who administers a simulated company: the people whose position says so, else the leaders of its top department.
 * @param {SimulatedCompany} company
 * @returns {string[]} accounts
 */
export function administratorsOf({ departments, people }) {
  const titled = people.filter(({ position }) => position.includes('管理员'));
  const tops = departments.filter(({ parentId }) => !parentId).map(({ id }) => id);
  const leaders = people.filter(({ leaderOf }) => leaderOf.some((id) => tops.includes(id)));
  return (titled.length > 0 ? titled : leaders).map(({ userid }) => userid);
}

/**
 * @typedef {object} SimulatedCompany what we read of the simulator's answer
 * @property {{ id: number, parentId: number | null }[]} departments
 * @property {{ userid: string, position: string, leaderOf: number[] }[]} people
 */
