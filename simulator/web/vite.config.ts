import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The bridge is a classic script in somebody else's page: its names stay its own. */
const bridgeKeepsToItself: Plugin = {
  name: 'bridge-keeps-to-itself',
  generateBundle(_, bundle) {
    const bridge = bundle['bridge.js'];
    if (bridge?.type === 'chunk') bridge.code = `(() => {${bridge.code}})();\n`;
  },
};

/** The simulator's page and the bridge of its phones, built to dist/simulator-web and served by the simulator itself. */
export default defineConfig({
  root: here('.'),
  plugins: [vue(), bridgeKeepsToItself],
  server: { proxy: { '/simulator/api': 'http://localhost:8090' } },
  build: {
    outDir: '../../dist/simulator-web',
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: here('index.html'), bridge: here('bridge/bridge.ts') },
      output: { entryFileNames: ({ name }) => (name === 'bridge' ? 'bridge.js' : 'assets/[name]-[hash].js') },
    },
  },
});
