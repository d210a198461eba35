// A text as a QR code. Black on white whatever the theme: scanners need it.
import { renderSVG } from 'uqr';
import './qr.css';

/** @param alt what it is, for those who do not see it; empty where the text stands beside it */
export function Qr({ text, alt, isLarge }: { text: string; alt: string; isLarge?: boolean }) {
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 2 }))}`;
  return <img className={isLarge ? 'qr qr-large' : 'qr'} alt={alt} src={picture} />;
}
