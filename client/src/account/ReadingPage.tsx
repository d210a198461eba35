// How I like to read: the size of the text, the language, the contrast.
import { Card } from '../ui/Card.tsx';
import { Page } from '../ui/Page.tsx';
import { changePreferences, usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { Switch } from '../ui/Switch.tsx';
import { words } from './words.ts';
import './account.css';

export default function ReadingPage() {
  const w = useWords(words);
  const { language, size, isHighContrast } = usePreferences();
  return (
    <Page title={w.reading}>
      <Card>
        <div className="setting">
          <span>{w.size}</span>
          <Segmented
            label={w.size}
            value={size}
            onChange={(value) => changePreferences({ size: value })}
            options={(['normal', 'large', 'xlarge'] as const).map((value) => ({ value, label: w.sizes[value] }))}
          />
          <span className="note">{w.elder}</span>
        </div>
        <div className="setting">
          <span>{w.language}</span>
          <Segmented
            label={w.language}
            value={language}
            onChange={(value) => changePreferences({ language: value })}
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <Switch label={w.contrast} value={isHighContrast} onChange={(value) => changePreferences({ isHighContrast: value })} />
      </Card>
    </Page>
  );
}
