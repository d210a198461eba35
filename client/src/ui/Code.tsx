// A code that somebody reads out or types over, large, with room between its letters.
import './code.css';

export function Code({ text, isLong }: { text: string | undefined; isLong?: boolean }) {
  return <p className={isLong ? 'code code-long' : 'code'}>{text}</p>;
}
