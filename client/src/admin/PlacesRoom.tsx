// The buildings of a grid and their entrances: added and renamed one by one.
import { useState } from 'react';
import { useQuery } from 'urql';
import { StreetDocument } from '../generated/graphql.ts';
import { BuildingsDocument, type BuildingWholeFragment, SaveBuildingDocument, SaveEntranceDocument } from '../generated/places/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Form, FormSheet } from '../ui/Form.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useForm } from '../ui/useForm.ts';
import { HereField, type Spot } from './HereField.tsx';
import { words } from './words.ts';

const NAMELESS = { name: '', nameEn: '' };

export function PlacesRoom() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [chosen, choose] = useState('');
  const gridId = chosen || (street?.grids.edges[0]?.node.id ?? '');
  const [{ data }, read] = useQuery({ query: BuildingsDocument, variables: { gridId }, pause: !gridId });
  const [managedId, manage] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const buildings = data?.buildings ?? [];
  const managed = buildings.find(({ id }) => id === managedId);
  return (
    <section className="admin-room">
      <header className="page-head">
        <p className="note">{w.placesLead}</p>
        <Button label={w.addBuilding} kind="main" isSmall onClick={() => setAdding(true)} disabled={!gridId} />
      </header>
      <SelectField label={w.grid} value={gridId} onChange={choose} options={street?.grids.edges.map(({ node }) => [node.id, node.name])} />
      {data && buildings.length === 0 && <EmptyState title={w.noBuildings} />}
      <div className="card">
        <Rows>
          {buildings.map(({ id, name, nameEn, entrances }) => (
            <Row key={id} end={<Button label={w.manage} isSmall aria-label={`${w.manage} ${name}`} onClick={() => manage(id)} />}>
              <strong>{language === 'zh' ? name : nameEn}</strong>
              <span className="note">{entrances.map((entrance) => (language === 'zh' ? entrance.name : entrance.nameEn)).join(' · ')}</span>
            </Row>
          ))}
        </Rows>
      </div>
      {managed && <BuildingSheet building={managed} onClose={() => manage(null)} />}
      {isAdding && (
        <AddBuildingSheet
          gridId={gridId}
          onClose={() => {
            setAdding(false);
            read({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </section>
  );
}

function AddBuildingSheet({ gridId, onClose }: { gridId: string; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm(NAMELESS);
  const [location, setLocation] = useState<Spot | null>(null);
  return (
    <FormSheet
      title={w.addBuilding}
      act={w.create}
      of={form}
      onSend={() => form.send(SaveBuildingDocument, { input: { gridId, ...form.values, location } })}
      says={w.saved}
      onDone={onClose}
      onClose={onClose}
    >
      <TextField label={w.buildingName} {...form.field('name')} autoComplete="off" />
      <TextField label={w.nameEn} {...form.field('nameEn')} autoComplete="off" />
      <HereField value={location} onChange={setLocation} mistake={form.mistakeOf('location')} />
    </FormSheet>
  );
}

function BuildingSheet({ building, onClose }: { building: BuildingWholeFragment; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Sheet title={language === 'zh' ? building.name : building.nameEn} onClose={onClose}>
      <Rename building={building} />
      <section className="form">
        <h3>{w.entrances}</h3>
        <Rows>
          {building.entrances.map(({ id, name, nameEn }) => (
            <Row key={id}>{language === 'zh' ? name : `${nameEn} · ${name}`}</Row>
          ))}
        </Rows>
        <AddEntrance key={building.entrances.length} buildingId={building.id} />
      </section>
    </Sheet>
  );
}

function Rename({ building: { id, name, nameEn } }: { building: BuildingWholeFragment }) {
  const w = useWords(words);
  const form = useForm({ name, nameEn });
  const save = () => {
    const { values } = form;
    // One that was made from the number goes on being made from it.
    const english = values.nameEn === nameEn ? {} : { nameEn: values.nameEn };
    return form.send(SaveBuildingDocument, { input: { buildingId: id, name: values.name, ...english } });
  };
  return (
    <Form act={w.rename} of={form} onSend={save} says={w.saved}>
      <TextField label={w.buildingName} {...form.field('name')} autoComplete="off" />
      <TextField label={w.nameEn} {...form.field('nameEn')} autoComplete="off" />
    </Form>
  );
}

function AddEntrance({ buildingId }: { buildingId: string }) {
  const w = useWords(words);
  const form = useForm(NAMELESS);
  const [location, setLocation] = useState<Spot | null>(null);
  return (
    <details className="more">
      <summary>{w.addEntrance}</summary>
      <Form
        act={w.addEntrance}
        kind="plain"
        of={form}
        onSend={() => form.send(SaveEntranceDocument, { input: { buildingId, ...form.values, location } })}
        says={w.saved}
      >
        <TextField label={w.entranceName} {...form.field('name')} autoComplete="off" />
        <TextField label={w.nameEn} {...form.field('nameEn')} autoComplete="off" />
        <HereField value={location} onChange={setLocation} mistake={form.mistakeOf('location')} />
      </Form>
    </details>
  );
}
