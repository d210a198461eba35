// GraphiQL at /graphql, outside production: the page comes from our own packages, never from a CDN.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const FIRST_QUERY = `# 携手 Xieshou · press ▶ to run. In demo mode the header below holds a demo partner key.
subscription Live {
  hotListUpdated(first: 5) {
    at
    entries { rank hotIssue { title voteCount } }
  }
}

query HotList {
  hotList(first: 5) {
    edges { rank node { title voteCount } }
  }
}
`;

/** Answers the page. @param demoKey filled into the headers; null outside demo mode */
export function openExplorer(demoKey: string | null): (response: ServerResponse) => Promise<void> {
  return async (response) => {
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql'); // 9 MB: loaded when somebody comes
    const nonce = randomBytes(16).toString('base64');
    const page = renderGraphiQL({
      title: 'Xieshou · GraphiQL',
      defaultQuery: FIRST_QUERY,
      subscriptionsProtocol: 'SSE',
      ...(demoKey ? { headers: JSON.stringify({ authorization: `Bearer ${demoKey}` }, null, 2) } : {}),
    });
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      // The page's own inline script and styles, and workers made of them: for this page only.
      'Content-Security-Policy': `default-src 'self'; script-src 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; worker-src blob:; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    });
    response.end(page.replace('<script>', `<script nonce="${nonce}">`));
  };
}
