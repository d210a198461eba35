// Proofs of service and certificates of honour as PDF, in fonts that hold all of GB 18030's common characters, so that no name has a hole.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CertificateRow, Honour, ServiceProof } from '@xieshou/schema/joins/honours/certificates-store.ts';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';

/** What a paper says, who vouches for it, and where it is verified. */
export interface Paper {
  certificate: CertificateRow;
  station: string;
  /** IANA name: by whose days it counts. */
  timeZone: string;
  /** Origin of the platform's pages; null: not configured, then the code stands alone. */
  origin: string | null;
}

const FONTS = new URL('../fonts/', import.meta.resolve('@embedpdf/fonts-sc'));
const loadFont = (weight: string) => readFile(fileURLToPath(new URL(`NotoSansHans-${weight}.otf`, FONTS)));
let fonts: Promise<[regular: Buffer, bold: Buffer]> | undefined;

/** A4 in points, with its margins. */
const PAGE = { width: 595.28, height: 841.89, side: 56, top: 64, bottom: 84 };
const WIDTH = PAGE.width - 2 * PAGE.side;
const INK = '#1a1a1a';
const FAINT = '#666666';
const ACCENT = '#a61b1b';

/** The paper as the bytes of a PDF: the same for the same paper. */
export async function drawCertificate(paper: Paper): Promise<Buffer> {
  fonts ??= Promise.all([loadFont('Regular'), loadFont('Bold')]);
  const [regular, bold] = await fonts;
  const { certificate } = paper;
  const document = new PDFDocument({
    size: 'A4',
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    margins: { top: PAGE.top, bottom: PAGE.bottom, left: PAGE.side, right: PAGE.side },
    info: {
      Title: titleOf(certificate),
      Author: paper.station,
      Creator: 'Xieshou',
      CreationDate: certificate.issuedAt,
      ModDate: certificate.issuedAt,
    },
  });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.on('end', resolve));
  document.registerFont('regular', regular).registerFont('bold', bold);
  if (certificate.kind === 'HONOUR') drawHonour(document, certificate.content, paper);
  else drawProof(document, certificate.content, paper);
  drawFooters(document, paper);
  document.end();
  await ended;
  return Buffer.concat(parts);
}

type Sheet = PDFKit.PDFDocument;

const titleOf = (certificate: CertificateRow) => (certificate.kind === 'HONOUR' ? certificate.content.title : '志愿服务记录证明');

/** 2026年11月26日 */
function day(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', day: 'numeric', timeZone }).format(new Date(at));
}

/** 2026-11-26 19:00 */
function moment(at: string, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(new Date(at));
  return text;
}

/** 3 小时 20 分 */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 || rest === 0 ? `${hours} 小时` : '', rest > 0 ? `${rest} 分` : ''].filter(Boolean).join(' ');
}

function heading(sheet: Sheet, text: string): void {
  sheet.font('bold').fontSize(26).fillColor(ACCENT).text(text, { align: 'center', characterSpacing: 4 });
  const { y } = sheet;
  sheet
    .moveTo(PAGE.side, y + 10)
    .lineTo(PAGE.width - PAGE.side, y + 10)
    .lineWidth(1.5)
    .stroke(ACCENT);
  sheet.y = y + 30;
}

function drawProof(sheet: Sheet, proof: ServiceProof, { certificate, timeZone, station }: Paper): void {
  heading(sheet, '志愿服务记录证明');
  const lastDay = new Date(new Date(proof.until).getTime() - 1);
  sheet.font('regular').fontSize(12).fillColor(INK);
  sheet.text(
    `兹证明：${proof.name}，自 ${day(proof.from, timeZone)} 至 ${day(lastDay, timeZone)}，参加平安志愿服务 ${proof.shiftCount} 次，` +
      `累计服务 ${duration(proof.minutes)}${proof.averageRating === null ? '' : `，服务评价平均 ${proof.averageRating.toFixed(1)} 分（满分 5 分）`}。`,
    PAGE.side,
    sheet.y,
    { width: WIDTH, lineGap: 6 },
  );
  drawTable(
    sheet,
    '服务明细',
    ['时间', '活动与内容', '队伍 · 地点', '时长', '评价'],
    [92, 150, 106, 75, 60],
    proof.services.map(({ at, title, content, team, place, minutes, rating, evaluation }) => [
      moment(at, timeZone),
      [title, content].filter(Boolean).join('\n'),
      `${team}\n${place}`,
      duration(minutes),
      rating === null ? '—' : `${rating} 分${evaluation && `\n${evaluation}`}`,
    ]),
  );
  const unlisted = proof.shiftCount - proof.services.length;
  if (unlisted > 0)
    sheet
      .font('regular')
      .fontSize(9.5)
      .text(`另有 ${unlisted} 次未列出，已计入合计。`, PAGE.side, sheet.y + 8);
  if (proof.trainings.length > 0)
    drawTable(
      sheet,
      '培训情况',
      ['合格日期', '培训'],
      [120, 363],
      proof.trainings.map(({ name, at }) => [day(at, timeZone), name]),
    );
  if (proof.praises.length > 0)
    drawTable(
      sheet,
      '表彰与表扬',
      ['日期', '内容'],
      [120, 363],
      proof.praises.map(({ text, at }) => [day(at, timeZone), text]),
    );
  signOff(sheet, station, day(certificate.issuedAt, timeZone));
}

function drawHonour(sheet: Sheet, honour: Honour, { certificate, station, timeZone }: Paper): void {
  const height = PAGE.height - PAGE.bottom - 24; // the frame ends above the footer
  sheet
    .rect(28, 28, PAGE.width - 56, height)
    .lineWidth(3)
    .stroke(ACCENT);
  sheet
    .rect(36, 36, PAGE.width - 72, height - 16)
    .lineWidth(0.75)
    .stroke(ACCENT);
  sheet.y = 190;
  sheet.font('bold').fontSize(46).fillColor(ACCENT).text('荣誉证书', { align: 'center', characterSpacing: 16 });
  sheet.moveDown(1.2);
  sheet.font('bold').fontSize(22).fillColor(INK).text(`${honour.name} 同志：`, { align: 'left' });
  sheet.moveDown(0.6);
  sheet.font('regular').fontSize(16).text(honour.text, { lineGap: 8, indent: 32 });
  sheet.moveDown(0.6);
  sheet.text('特授予', { indent: 32 });
  sheet.moveDown(0.4);
  sheet.font('bold').fontSize(24).fillColor(ACCENT).text(`“${honour.title}”`, { align: 'center' });
  sheet.moveDown(2);
  signOff(sheet, station, day(certificate.issuedAt, timeZone));
}

/** Who issued it and when, to the right. */
function signOff(sheet: Sheet, station: string, date: string): void {
  roomFor(sheet, 80);
  sheet.font('regular').fontSize(12).fillColor(INK);
  sheet.text(`出具单位：${station}`, PAGE.side, sheet.y + 24, { width: WIDTH, align: 'right' });
  sheet.text(date, PAGE.side, sheet.y + 6, { width: WIDTH, align: 'right' });
}

/** Begins a new page when so many points are not left on this one. */
function roomFor(sheet: Sheet, height: number): void {
  if (sheet.y + height > PAGE.height - PAGE.bottom) sheet.addPage();
}

/** A table that goes on over pages, each with its own head. */
function drawTable(
  sheet: Sheet,
  title: string,
  columns: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
): void {
  const padding = 5;
  const line = (cells: readonly string[], font: 'regular' | 'bold') => {
    sheet.font(font).fontSize(9.5);
    const heights = cells.map((cell, n) => sheet.heightOfString(cell, { width: (widths[n] ?? 0) - 2 * padding, lineGap: 2 }));
    return { cells, font, height: Math.max(...heights) + 2 * padding };
  };
  const draw = ({ cells, font, height }: ReturnType<typeof line>) => {
    const top = sheet.y;
    let left = PAGE.side;
    if (font === 'bold') sheet.rect(PAGE.side, top, WIDTH, height).fill('#f4ecec');
    for (const [n, cell] of cells.entries()) {
      const width = widths[n] ?? 0;
      sheet
        .font(font)
        .fontSize(9.5)
        .fillColor(INK)
        .text(cell, left + padding, top + padding, { width: width - 2 * padding, lineGap: 2 });
      left += width;
    }
    sheet
      .moveTo(PAGE.side, top + height)
      .lineTo(PAGE.side + WIDTH, top + height)
      .lineWidth(0.5)
      .stroke('#c8c8c8');
    sheet.y = top + height;
  };
  const head = line(columns, 'bold');
  roomFor(sheet, 90);
  sheet
    .font('bold')
    .fontSize(13)
    .fillColor(INK)
    .text(title, PAGE.side, sheet.y + 20, { width: WIDTH });
  sheet.y += 6;
  draw(head);
  for (const cells of rows) {
    const row = line(cells, 'regular');
    if (sheet.y + row.height > PAGE.height - PAGE.bottom) {
      sheet.addPage();
      draw(head);
    }
    draw(row);
  }
}

/** On each page: how to verify it, and which page of how many it is. */
function drawFooters(sheet: Sheet, { certificate: { checkCode }, origin }: Paper): void {
  const { count } = sheet.bufferedPageRange();
  const spaced = checkCode.replace(/(.{4})(?=.)/g, '$1-');
  const address = origin && `${origin}/certificates/${checkCode}`;
  for (let page = 0; page < count; page++) {
    sheet.switchToPage(page);
    sheet.page.margins.bottom = 0; // the footer stands below the text
    const top = PAGE.height - PAGE.bottom + 14;
    const left = PAGE.side + (address ? 56 : 0);
    if (address) drawQr(sheet, address, PAGE.side, top, 48);
    sheet
      .font('bold')
      .fontSize(11)
      .fillColor(INK)
      .text(`查验码 ${spaced}`, left, top + 4, { lineBreak: false });
    sheet.font('regular').fontSize(8.5).fillColor(FAINT);
    sheet.text(address ? `扫码或打开 ${origin}/certificates 输入查验码核验` : '在平台“证书核验”页输入查验码核验', left, top + 24, {
      lineBreak: false,
    });
    sheet.text(`第 ${page + 1} 页 / 共 ${count} 页`, PAGE.width - PAGE.side - 90, top + 24, {
      width: 90,
      align: 'right',
      lineBreak: false,
    });
  }
}

function drawQr(sheet: Sheet, text: string, left: number, top: number, side: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const cell = side / size;
  for (const [y, row] of data.entries())
    for (const [x, isDark] of row.entries()) if (isDark) sheet.rect(left + x * cell, top + y * cell, cell, cell);
  sheet.fill(INK);
}
