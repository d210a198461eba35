import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/theme.css';
import './app/base.css'; // first: the parts' own styles follow it
import { App } from './app/App.tsx';
import { applyPreferences } from './ui/preferences.ts';

applyPreferences();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // After the page is there: the worker's downloads must not compete with it.
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'), { once: true });
}
