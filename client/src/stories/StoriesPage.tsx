// Every part of ui/ as it looks, in one place: for whoever builds a page, and for the tests that look at all pages.
import type { ComponentType } from 'react';
import { Card } from '../ui/Card.tsx';
import { Page } from '../ui/Page.tsx';
import { useSay } from '../ui/useSay.ts';

const STORIES = import.meta.glob<ComponentType>('../ui/*.story.tsx', { eager: true, import: 'default' });

export default function StoriesPage() {
  const say = useSay();
  return (
    <Page title={say('界面零件', 'Parts')} lead={say('做页面时，先看这里有没有。', 'Look here first when building a page.')}>
      {Object.entries(STORIES).map(([path, Story]) => {
        const name = path.replace(/^.*\/|\.story\.tsx$/g, '');
        return (
          <Card key={name} title={name}>
            <Story />
          </Card>
        );
      })}
    </Page>
  );
}
