// A text of the station as it is read.
import { Fragment } from 'react';
import { Link } from 'wouter';
import { type Block, blocksOf, type Line, type Word } from './blocks.ts';
import './texts.css';

/** @param language in which it is written, for whoever has it read out */
export function Prose({ text, language }: { text: string; language: 'zh' | 'en' }) {
  return (
    <div className="prose" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      {blocksOf(text).map((block) => (
        <Shown key={block.lines[0]?.at} block={block} />
      ))}
    </div>
  );
}

function Shown({ block: { kind, lines } }: { block: Block }) {
  switch (kind) {
    case 'h2':
      return <h2>{lines.map(wordsOf)}</h2>;
    case 'h3':
      return <h3>{lines.map(wordsOf)}</h3>;
    case 'list':
      return (
        <ul>
          {lines.map((line) => (
            <li key={line.at}>{wordsOf(line)}</li>
          ))}
        </ul>
      );
    default:
      return (
        <p>
          {lines.map((line, index) => (
            <Fragment key={line.at}>
              {index > 0 && <br />}
              {wordsOf(line)}
            </Fragment>
          ))}
        </p>
      );
  }
}

const wordsOf = ({ words }: Line) => words.map((word) => <Linked key={word.at} word={word} />);

function Linked({ word: { text, href } }: { word: Word }) {
  if (href === null) return text;
  if (href.startsWith('https:'))
    return (
      <a href={href} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  // A path with a dot is a file, not a page.
  return href.startsWith('tel:') || href.includes('.') ? <a href={href}>{text}</a> : <Link href={href}>{text}</Link>;
}
