import { z } from 'zod';

import { demoCredentials, demoNames } from '../demo-credentials.ts';
import { bodyOf, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';

/** Reference 1.4 and 5.4, doc 90227. */
export const agentEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cgi-bin/agent/get',
    allow: ['agent'],
    run(call) {
      ensureOwnAgent(queryOf(call, 'agentid', 41011));
      return describe(call.world);
    },
  },
  {
    method: 'GET',
    path: '/cgi-bin/agent/list',
    allow: ['agent'],
    run: () => ({ agentlist: [{ agentid: demoCredentials.agentId, name: demoNames.app, square_logo_url: '' }] }),
  },
  { method: 'POST', path: '/cgi-bin/agent/set', allow: ['agent'], run: acceptSettings },
  {
    method: 'GET',
    path: '/cgi-bin/get_api_domain_ip',
    allow: ['agent', 'contacts'],
    run: () => ({ ip_list: ['127.0.0.1'] }),
  },
  {
    method: 'GET',
    path: '/cgi-bin/getcallbackip',
    allow: ['agent', 'contacts'],
    run: () => ({ ip_list: ['127.0.0.1'] }),
  },
];

/** 40056 for no agent at all, 301002 for another app's. */
export function ensureOwnAgent(agentId: unknown): void {
  ensure(/^\d+$/.test(String(agentId)), 40056);
  ensure(Number(agentId) === demoCredentials.agentId, 301002);
}

function acceptSettings(call: Call) {
  ensureOwnAgent(bodyOf(call, z.object({ agentid: z.number() })).agentid);
  return {};
}

function describe({ state }: World) {
  const { appUrl } = state.settings;
  return {
    agentid: demoCredentials.agentId,
    name: demoNames.app,
    square_logo_url: '',
    description: '',
    allow_userinfos: { user: state.visibleRange.userids.map((userid) => ({ userid })) },
    allow_partys: { partyid: state.visibleRange.departmentIds },
    allow_tags: { tagid: [] },
    close: state.settings.appDisabled ? 1 : 0,
    redirect_domain: URL.canParse(appUrl) ? new URL(appUrl).host : '',
    report_location_flag: 0,
    isreportenter: 1,
    home_url: appUrl,
  };
}
