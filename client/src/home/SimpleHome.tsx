// Home in the largest text (长辈版): the alarm and 110 above it, then four big things and no more, and a voice that reads them out.
import { BadgeCheck, Flame, Megaphone, Phone, Volume2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { MeQuery } from '../generated/graphql.ts';
import MyProgress from '../tickets/MyProgress.tsx';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { useReadAloud } from '../ui/useReadAloud.ts';
import { simpleWords } from './simple-words.ts';
import './simple-home.css';

export default function SimpleHome({ me }: { me: MeQuery }) {
  const w = useWords(simpleWords);
  const things = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const { canSpeak, isOn, toggle } = useReadAloud(text);
  const read = () => {
    // Exactly what stands there.
    setText([w.alarmFirst, ...Array.from(things.current?.children ?? [], ({ textContent }) => textContent)].join('。'));
    toggle();
  };
  return (
    <>
      <div className="simple-home" ref={things}>
        <Link className="simple-thing" href="/report">
          <Megaphone aria-hidden="true" />
          <span>
            <strong>{w.report}</strong>
            <span>{w.reportHint}</span>
          </span>
        </Link>
        {me.myResident && <MyProgress />}
        {me.station.phone ? (
          <a className="simple-thing" href={`tel:${me.station.phone.replace(/[^\d+]/g, '')}`}>
            <Phone aria-hidden="true" />
            <span>
              <strong>{w.call}</strong>
              <span>{w.callHint(me.station.name)}</span>
            </span>
          </a>
        ) : (
          <Link className="simple-thing" href="/services">
            <BadgeCheck aria-hidden="true" />
            <span>
              <strong>{w.services}</strong>
              <span>{w.servicesHint}</span>
            </span>
          </Link>
        )}
        <Link className="simple-thing" href="/hot">
          <Flame aria-hidden="true" />
          <span>
            <strong>{w.vote}</strong>
            <span>{w.voteHint}</span>
          </span>
        </Link>
      </div>
      {canSpeak && <Button label={isOn ? w.quiet : w.readAloud} icon={Volume2} aria-pressed={isOn} onClick={read} />}
    </>
  );
}
