import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Where a running server is found while the pages are worked on with `vite web`. */
const server = 'http://127.0.0.1:8080';

// eslint-disable-next-line no-restricted-syntax -- Vite reads its configuration from the default export and nowhere else.
export default defineConfig({
  base: '/',
  plugins: [preact()],
  build: { outDir: '../dist/web', emptyOutDir: true },
  server: { proxy: { '/api': server, '/metrics': server, '/socket.io': { target: server, ws: true } } },
});
