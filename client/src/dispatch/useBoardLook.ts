// Night or day, and how big everything is on a wall: all sizes follow the root's.
import { useEffect, useState } from 'react';

const KEY = 'xieshou.boardTheme';
/** A wall is designed at 1920 by 1080 with this root, and grows from there. */
const WALL_ROOT_PX = 19;

export function useBoardLook(isWall: boolean): { isNight: boolean; scale: number; toggleTheme(): void } {
  const [isNight, setNight] = useState(() => localStorage.getItem(KEY) !== 'day');
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = isNight ? 'night' : 'day';
    return () => {
      delete root.dataset.theme;
    };
  }, [isNight]);
  useEffect(() => {
    if (!isWall) return;
    const root = document.documentElement;
    const fit = () => {
      const next = Math.max(0.6, Math.min(innerWidth / 1920, innerHeight / 1080));
      root.style.fontSize = `${WALL_ROOT_PX * next}px`;
      setScale(next * 1.3);
    };
    fit();
    root.dataset.wall = 'true';
    addEventListener('resize', fit);
    return () => {
      removeEventListener('resize', fit);
      root.style.fontSize = '';
      delete root.dataset.wall;
      setScale(1);
    };
  }, [isWall]);
  return {
    isNight,
    scale,
    toggleTheme: () => {
      localStorage.setItem(KEY, isNight ? 'day' : 'night');
      setNight(!isNight);
    },
  };
}
