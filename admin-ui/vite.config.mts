import react from '@vitejs/plugin-react';
import postcssPresetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

/** Where a running Ticketloom answers while `npm run dev -w admin-ui` serves the sources. */
const product = process.env.TICKETLOOM_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  css: { postcss: { plugins: [postcssPresetMantine()] } },
  build: {
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The agents' application, and the small pages of customers, who load nothing of it.
    rolldownOptions: { input: ['index.html', 'customer.html'] },
  },
  server: { proxy: { '/api': product, '/readyz': product, '/healthz': product } },
});
