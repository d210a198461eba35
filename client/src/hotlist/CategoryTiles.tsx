// Which kind of problem: a tile with a picture each.
import { useQuery } from 'urql';
import { CategoriesDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { CategoryIcon } from './CategoryIcon.tsx';
import { words } from './new-issue-words.ts';

interface Props {
  /** Code of the chosen one; empty: none yet. */
  value: string;
  onChange(code: string): void;
  mistake: string | undefined;
}

export function CategoryTiles({ value, onChange, mistake }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data: catalogue }] = useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first' });
  return (
    <fieldset className="field">
      <legend className="field-name">{w.category}</legend>
      <div className="tiles">
        {catalogue ? (
          catalogue.categories.map(({ code, nameZh, nameEn }) => (
            <label key={code} className="tile">
              <input type="radio" name="category" value={code} checked={value === code} onChange={() => onChange(code)} />
              <span>
                <CategoryIcon code={code} />
                {language === 'zh' ? nameZh : nameEn}
              </span>
            </label>
          ))
        ) : (
          <TileSkeletons />
        )}
      </div>
      <Mistake text={mistake} />
    </fieldset>
  );
}

/** As many grey tiles as there are categories: the form below does not move when they come. */
function TileSkeletons() {
  return Array.from({ length: 18 }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: grey tiles have no other name
    <span key={index} className="tile" aria-busy="true">
      <span>
        <Skeleton width="1.5rem" height="1.5rem" />
        <Skeleton width="4em" />
      </span>
    </span>
  ));
}
