// What residents come for: a search, and the pages by subject, each with what is open for them.
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { FindPages } from './FindPages.tsx';
import { HubSections } from './HubSections.tsx';
import { words } from './words.ts';

export default function ServicesPage() {
  const w = useWords(words);
  return (
    <Page title={w.services} lead={w.servicesLead}>
      <FindPages label={w.servicesFind} hint={w.servicesHint}>
        <HubSections hub="/services" isTiles />
      </FindPages>
    </Page>
  );
}
