// A form's values and the sending of them: each field gets its value, its change and its mistake by its name.
import { useState } from 'react';
import { type Submission, useSubmission } from './useSubmission.ts';

export interface Form<Values> extends Submission {
  values: Values;
  change(more: Partial<Values>): void;
  /** What a field of ui/Field.tsx is handed. */
  field<Name extends keyof Values & string>(name: Name): FieldOf<Values[Name]>;
  /** As it was at first. */
  reset(): void;
}

interface FieldOf<Value> {
  value: Value;
  onChange(value: Value): void;
  mistake: string | undefined;
}

/** @param start what each field holds at first */
export function useForm<Values extends object>(start: Values | (() => Values)): Form<Values> {
  const submission = useSubmission();
  const [first] = useState(start);
  const [values, setValues] = useState(first);
  const change = (more: Partial<Values>) => {
    setValues((before) => ({ ...before, ...more }));
    submission.unmark(...Object.keys(more));
  };
  return {
    ...submission,
    values,
    change,
    field: (name) => ({
      value: values[name],
      onChange: (value) => change({ [name]: value } as unknown as Partial<Values>),
      mistake: submission.mistakeOf(name),
    }),
    reset: () => setValues(first),
  };
}
