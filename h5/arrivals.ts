import type { Plugin, Rollup } from 'vite';
import { getApproval } from '../server/contract/approvals.ts';
import { getCustomer } from '../server/contract/customers.ts';
import { type Endpoint } from '../server/contract/endpoint.ts';
import { getHandover } from '../server/contract/handover.ts';
import { getWorkbench } from '../server/contract/insight.ts';
import { getOpportunity } from '../server/contract/opportunities.ts';
import { getDigest } from '../server/contract/reports.ts';

/** Where people arrive from a card, a reminder or the platform's menu: the pages drawn there, outermost first, and what they ask at once. */
const places: Record<string, { pages: string[]; asks?: Endpoint }> = {
  '/': { pages: [], asks: getWorkbench },
  '/customers': { pages: ['customers/Customers'] },
  '/customers/:id': { pages: ['customers/Customers', 'customers/CustomerDetail'], asks: getCustomer },
  '/opportunities': { pages: ['opportunities/Opportunities'] },
  '/opportunities/:id': {
    pages: ['opportunities/Opportunities', 'opportunities/OpportunityDetail'],
    asks: getOpportunity,
  },
  '/approvals': { pages: ['approvals/Approvals'] },
  '/approvals/:id': { pages: ['approvals/Approvals', 'approvals/ApprovalDetail'], asks: getApproval },
  '/handovers/:id': { pages: ['handover/Handovers', 'handover/HandoverDetail'], asks: getHandover },
  '/digests/:id': { pages: ['digests/Digests', 'digests/DigestDetail'], asks: getDigest },
};

/**
 * Writes `.vite/arrivals.json`: for each of these addresses the files beyond those of every page, and the paths asked, which the server
 * announces with the page, so that a phone fetches everything at once instead of one round trip after the other.
 */
export const announceArrivals = (): Plugin => ({
  name: 'arrivals',
  enforce: 'post',
  apply: 'build',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
    const filesOf = (root: Rollup.OutputChunk | undefined): string[] => {
      const found = new Set<Rollup.OutputChunk>();
      const take = (chunk: Rollup.OutputChunk | undefined): void => {
        if (!chunk || found.has(chunk)) return;
        found.add(chunk);
        for (const name of chunk.imports) take(chunks.find(({ fileName }) => fileName === name));
      };
      take(root);
      return [...found].flatMap(({ fileName, viteMetadata }) => [fileName, ...(viteMetadata?.importedCss ?? [])]);
    };
    const everywhere = new Set(filesOf(chunks.find(({ isEntry }) => isEntry)));
    const drawnBy = (page: string): string[] => {
      const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/features/${page}.vue`));
      if (!chunk) throw new Error(`h5/arrivals.ts names a page that is none: ${page}`);
      return filesOf(chunk).filter((file) => !everywhere.has(file));
    };
    const arrivals = Object.entries(places).map(([address, { pages, asks }]) => [
      address,
      { files: [...new Set(pages.flatMap(drawnBy))], answers: asks ? [asks.path] : [] },
    ]);
    const source = JSON.stringify(Object.fromEntries(arrivals), null, 2);
    this.emitFile({ type: 'asset', fileName: '.vite/arrivals.json', source });
  },
});
