// Rows of a CSV file: https://www.rfc-editor.org/rfc/rfc4180

/** A spreadsheet takes what begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line. Texts that a spreadsheet would run are kept as texts by an apostrophe; numbers stay numbers. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? quoted(FORMULA.test(cell) ? `'${cell}` : cell) : (cell ?? ''))).join(',')}\r\n`;
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A whole table. The mark at its beginning tells spreadsheets that it is UTF-8. */
export const csvTable = (head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string =>
  `${csvHead(head)}${rows.map(csvRow).join('')}`;

export const csvHead = (head: readonly string[]): string => `\ufeff${csvRow(head)}`;
