import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Where a running server is found while the pages are worked on with `vite web`. */
const server = 'http://127.0.0.1:8080';

// eslint-disable-next-line no-restricted-syntax -- Vite reads its configuration from the default export and nowhere else.
export default defineConfig({
  base: '/',
  plugins: [preact()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Each file costs a request with its headers: what most pages share comes in one.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /\/web\//, minShareCount: 6 }] } } },
  },
  server: { proxy: { '/api': server, '/metrics': server, '/socket.io': { target: server, ws: true } } },
});
