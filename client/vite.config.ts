import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false, // registered by main.tsx: an inline script would need a hole in the CSP
      includeAssets: ['icon.svg', 'icon-192.png', 'icon-512.png'],
      manifest: {
        name: '携手 · 社区平安',
        short_name: '携手',
        description: '居民与社区民警一起解决身边的安全问题',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        background_color: '#f4f5f7',
        theme_color: '#f4f5f7',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
        ],
      },
      workbox: {
        globIgnores: ['**/StoriesPage-*'], // for those who build pages: no phone keeps it
        importScripts: ['/push-worker.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(graphql|healthz|readyz|metrics|uploads|exports|schema\.graphql)/],
      },
    }),
  ],
  build: {
    target: 'es2022',
    cssTarget: ['chrome99', 'safari15.4', 'firefox100'], // what `light-dark` is for older phones
    cssCodeSplit: true,
    chunkSizeWarningLimit: 500,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The first load in one file: small ones compress worse, and each is asked for by itself.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
});
