// Why somebody may or may not: every right of one person or key, at this moment, in a sentence each.
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { EffectiveRightsDocument, type EffectiveRightsQuery, PartnerKeysDocument, StaffListDocument } from '../generated/admin/graphql.ts';
import { StreetDocument } from '../generated/graphql.ts';
import { Card } from '../ui/Card.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

const OTHER = 'other';

export function RightsRoom() {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const client = useClient();
  const [{ data: staff }] = useQuery({ query: StaffListDocument, variables: {} });
  const [{ data: keys }] = useQuery({ query: PartnerKeysDocument, variables: {} });
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [who, setWho] = useState('');
  const [typedId, setTypedId] = useState('');
  const [gridId, setGridId] = useState('');
  const [rights, setRights] = useState<EffectiveRightsQuery['effectiveRights'] | null>(null);
  const [problem, setProblem] = useState('');
  const personId = who === OTHER ? typedId.trim() : who;

  const explain = async () => {
    setProblem('');
    const asked = { personId, gridId: gridId || null };
    const { data, error } = await client.query(EffectiveRightsDocument, asked, { requestPolicy: 'network-only' }).toPromise();
    setRights(data?.effectiveRights ?? null);
    if (!data) setProblem(error?.graphQLErrors[0]?.message ?? ui.loadFailed);
  };
  return (
    <section className="admin-room">
      <p className="note">{w.rightsLead}</p>
      <Form
        className="form card admin-ask"
        act={w.explain}
        of={{ isSending: false, problem }}
        isReady={personId !== ''}
        onSend={async () => void (await explain())}
      >
        <SelectField label={w.who} value={who} onChange={setWho} none="—">
          <optgroup label={w.whoStaff}>
            {staff?.staff.edges.map(({ node: { id, title, role } }) => (
              <option key={id} value={id}>
                {title} · {w.roles[role]}
              </option>
            ))}
          </optgroup>
          <optgroup label={w.whoKeys}>
            {keys?.partnerKeys.edges.map(({ node: { id, partnerName, name } }) => (
              <option key={id} value={id}>
                {partnerName} · {name}
              </option>
            ))}
          </optgroup>
          <option value={OTHER}>{w.whoOther}</option>
        </SelectField>
        {who === OTHER && <TextField label={w.personId} value={typedId} onChange={setTypedId} />}
        <SelectField
          label={w.aboutGrid}
          value={gridId}
          onChange={setGridId}
          none={w.anyGrid}
          options={street?.grids.edges.map(({ node: { id, name } }) => [id, name])}
        />
      </Form>
      {rights && (
        <Card title={w.rightsOf(rights.name, roleName(rights.role, w))} aria-live="polite">
          <Rows>
            {rights.rights.map(({ action, isAllowed, sentence }) => (
              <Row
                key={action}
                start={
                  <span className={isAllowed ? 'right-yes' : 'right-no'}>
                    {isAllowed ? <Check aria-hidden="true" /> : <X aria-hidden="true" />} {isAllowed ? w.may : w.mayNot}
                  </span>
                }
              >
                {w.rightNames[action] ?? action}
                <span className="note">{sentence}</span>
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </section>
  );
}

function roleName(role: string, w: (typeof words)['zh']): string {
  return (w.roles as Record<string, string>)[role] ?? role;
}
