// The head of the board: what counts, sound, theme, wall, the time.
import { Bell, BellOff, Maximize2, Minimize2, Moon, Sun } from 'lucide-react';
import { useMe } from '../app/useMe.ts';
import { LiveDot } from '../ui/LiveDot.tsx';
import { useWords } from '../ui/preferences.ts';
import { secondTime } from './Around.tsx';
import { changeSound, soundAlarm, useSound } from './alarm-sound.ts';
import type { Summary } from './useBoard.ts';
import { words } from './words.ts';

interface Props {
  summary: Summary | undefined;
  now: number;
  isWall: boolean;
  isNight: boolean;
  onTheme(): void;
  onWall(): void;
}

export function BoardBar({ summary, now, isWall, isNight, onTheme, onWall }: Props) {
  const w = useWords(words);
  const me = useMe(); // known before the board is shown: nothing has to make room for its name
  return (
    <header className="board-bar">
      <h1>
        {me?.station.name} <span className="board-note">{w.title}</span>
      </h1>
      <ul className="board-figures">
        <Figure value={summary?.urgentCount} name={w.urgent} tone={summary?.urgentCount ? 'red' : ''} />
        <Figure value={summary?.waitingCount} name={w.waiting} />
        <Figure value={summary?.atWorkCount} name={w.atWork} />
        <Figure value={summary?.dueSoonCount} name={w.dueSoon} tone={summary?.dueSoonCount ? 'amber' : ''} />
        <Figure value={summary?.overdueCount} name={w.overdue} tone={summary?.overdueCount ? 'amber' : ''} />
        <Figure value={arrival(summary)} name={w.arrival} />
      </ul>
      <div className="board-tools">
        <SoundButton isWall={isWall} />
        {!isWall && (
          <button type="button" className="board-icon" aria-label={w.toggleTheme} aria-pressed={isNight} onClick={onTheme}>
            {isNight ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
          </button>
        )}
        <button type="button" className="board-icon board-desk" aria-label={isWall ? w.leaveWall : w.wall} onClick={onWall}>
          {isWall ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
        </button>
        <LiveDot />
        <time className="board-clock numbers">{secondTime(now)}</time>
      </div>
    </header>
  );
}

function Figure({ value, name, tone = '' }: { value: number | string | undefined; name: string; tone?: string }) {
  return (
    <li className={tone ? `figure-${tone}` : undefined}>
      <strong className="numbers">{value ?? '–'}</strong> <span className="board-note">{name}</span>
    </li>
  );
}

/** 3′42″ */
function arrival(summary: Summary | undefined): string | undefined {
  const seconds = summary?.medianArrivalSeconds;
  if (seconds === null || seconds === undefined) return undefined;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}h${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;
  return `${Math.floor(seconds / 60)}′${String(seconds % 60).padStart(2, '0')}″`;
}

function SoundButton({ isWall }: { isWall: boolean }) {
  const w = useWords(words);
  const { isOn, volume } = useSound();
  if (!isOn) {
    return (
      <button type="button" className="board-search" onClick={() => changeSound({ isOn: true })}>
        <BellOff aria-hidden="true" /> {w.soundOff}
      </button>
    );
  }
  return (
    <span className="board-sound">
      <button type="button" className="board-icon" aria-label={w.mute} onClick={() => changeSound({ isOn: false })}>
        <Bell aria-hidden="true" />
      </button>
      {!isWall && (
        <>
          <input
            type="range"
            min="0"
            max="1"
            step="0.1"
            aria-label={w.volume}
            value={volume}
            onChange={(event) => changeSound({ volume: Number(event.target.value) })}
          />
          <button type="button" className="board-link" onClick={soundAlarm}>
            {w.soundTest}
          </button>
        </>
      )}
    </span>
  );
}
