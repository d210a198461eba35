// Some of a few, each a large target.
import './volunteers.css';

interface Props<Value extends string> {
  legend: string;
  names: Record<Value, string>;
  chosen: readonly Value[];
  onChange: (chosen: readonly Value[]) => void;
}

export function Ticks<Value extends string>({ legend, names, chosen, onChange }: Props<Value>) {
  return (
    <fieldset className="ticks">
      <legend className="field-name">{legend}</legend>
      {(Object.keys(names) as Value[]).map((value) => (
        <label key={value} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}
          />
          <span>{names[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}
