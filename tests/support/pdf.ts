// Reads a PDF as somebody else's program does: pdf.js.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The text of each page, without spaces: those between Chinese characters are the reader's guess. */
export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const loading = getDocument({ data: bytes, verbosity: 0, useSystemFonts: false, disableFontFace: true });
  const document = await loading.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const { items } = await (await document.getPage(index + 1)).getTextContent();
      return items
        .map((item) => ('str' in item ? item.str : ''))
        .join('')
        .replace(/\s/g, '');
    }),
  );
  await loading.destroy();
  return pages;
}
