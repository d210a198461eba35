// What of the board is shown, and views that were given a name.
import type { Ref } from 'react';
import { useLocation } from 'wouter';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { useIsWide } from '../ui/useIsWide.ts';
import { type BoardView, isFiltered, NO_FILTER } from './filters.ts';
import { words } from './words.ts';

interface Props {
  ref: Ref<HTMLInputElement>;
  view: BoardView;
  change(more: Partial<BoardView>): void;
  grids: readonly { id: string; name: string }[];
  categories: readonly BoardTicketFragment['category'][];
  shownCount: number;
  allCount: number;
  views: readonly { name: string; query: string }[];
  onSaveView(): void;
}

export function FilterBar({ ref, view, change, grids, categories, shownCount, allCount, views, onSaveView }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const isWide = useIsWide();
  const [, navigate] = useLocation();
  const togglePriority = (priority: string) =>
    change({
      priorities: view.priorities.includes(priority) ? view.priorities.filter((one) => one !== priority) : [...view.priorities, priority],
    });
  const more = (
    <>
      <select
        className="filter-select"
        aria-label={w.allCategories}
        value={view.category}
        onChange={(event) => change({ category: event.target.value })}
      >
        <option value="">{w.allCategories}</option>
        {categories.map(({ code, nameZh, nameEn }) => (
          <option key={code} value={code}>
            {language === 'zh' ? nameZh : nameEn}
          </option>
        ))}
      </select>
      <select
        className="filter-select"
        aria-label={w.allGrids}
        value={view.gridId}
        onChange={(event) => change({ gridId: event.target.value })}
      >
        <option value="">{w.allGrids}</option>
        {grids.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" className="filter-chip" aria-pressed={view.isOverdue} onClick={() => change({ isOverdue: !view.isOverdue })}>
        {w.lateOnly}
      </button>
      <button type="button" className="filter-chip" aria-pressed={view.hasLanes} onClick={() => change({ hasLanes: !view.hasLanes })}>
        {w.lanes}
      </button>
      {views.length > 0 && (
        <select className="filter-select" aria-label={w.views} value="" onChange={(event) => navigate(`/dispatch?${event.target.value}`)}>
          <option value="">{w.noView}</option>
          {views.map(({ name, query }) => (
            <option key={name} value={query}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="button" className="board-link" onClick={onSaveView}>
        {w.saveView}
      </button>
    </>
  );
  return (
    <search className="board-filters" aria-label={w.filters}>
      <input
        ref={ref}
        type="search"
        className="filter-text"
        placeholder={w.searchTickets}
        aria-label={w.searchTickets}
        value={view.text}
        onChange={(event) => change({ text: event.target.value })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {['P1', 'P2', 'P3', 'P4'].map((priority) => (
        <button
          key={priority}
          type="button"
          className="filter-chip"
          aria-pressed={view.priorities.includes(priority)}
          onClick={() => togglePriority(priority)}
        >
          {priority}
        </button>
      ))}
      {isWide ? (
        more
      ) : (
        <details className="filter-more">
          <summary>{w.moreFilters}</summary>
          <div className="board-filters">{more}</div>
        </details>
      )}
      {isFiltered(view) && (
        <button type="button" className="board-link" onClick={() => change(NO_FILTER)}>
          {w.clearFilters}
        </button>
      )}
      <span className="board-note numbers" role="status">
        {isFiltered(view) ? w.shownOf(shownCount, allCount) : ''}
      </span>
    </search>
  );
}
