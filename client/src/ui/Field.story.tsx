import { useState } from 'react';
import { Check, SelectField, TextArea, TextField } from './Field.tsx';
import { useSay } from './useSay.ts';

export default function FieldStory() {
  const say = useSay();
  const [name, setName] = useState('');
  const [grid, setGrid] = useState('2');
  const [isOn, setOn] = useState(true);
  return (
    <>
      <TextField label={say('姓名', 'Name')} value={name} onChange={setName} hint={say('和身份证上一样', 'As on the identity card')} />
      <TextField
        label={say('手机号', 'Phone')}
        type="tel"
        value="123"
        onChange={() => {}}
        mistake={say('手机号是 11 位。', 'Give 11 digits.')}
      />
      <TextArea label={say('怎么了', 'What happened')} value={name} onChange={setName} />
      <SelectField
        label={say('网格', 'Grid')}
        value={grid}
        onChange={setGrid}
        none={say('不知道', 'I do not know')}
        options={[1, 2, 3].map((number) => [`${number}`, say(`第 ${number} 网格`, `Grid ${number}`)])}
      />
      <Check label={say('我读过了', 'I have read it')} value={isOn} onChange={setOn} />
    </>
  );
}
