// Calls between two people who do not see each other's numbers, over the deployment's own gateway.
import type { Relay } from '@xieshou/schema/frame/services.ts';

const WITHIN_MS = 8000;

export interface RelayConfig {
  /** Takes POST {"from","to","reference"} with a bearer token and answers {"dial": "+86…"}. */
  url: string;
  token: string | undefined;
}

export function openRelay({ url, token }: RelayConfig): Relay {
  return {
    async connect(from, to, reference) {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(WITHIN_MS),
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({ from, to, reference }),
      });
      const { dial } = response.ok ? ((await response.json()) as { dial?: unknown }) : {};
      if (typeof dial !== 'string' || !/^\+?[\d*#-]{3,30}$/.test(dial))
        throw new Error(`the call relay answered ${response.status} without a number`);
      return dial;
    },
  };
}
