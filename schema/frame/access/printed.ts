// The table of rights as people review it: printed, committed as schema/rights.md, compared.

import { MODULES } from '../../modules.ts';
import { CONDITIONS, type Condition } from '../roles.ts';

/** Every right of every module: what it is, who may, and when. Markdown. */
export function printedRights(): string {
  const sections = MODULES.filter(({ rights }) => Object.keys(rights).length > 0).map(({ name, rights }) => {
    const rows = Object.entries(rights).map(([action, { says, may }]) => {
      const who = Object.entries(may).map(([role, condition]) => `${role}${conditionOf(condition)}`);
      return `| \`${action}\` | ${says} | ${who.join(', ')} |`;
    });
    return `## ${name}\n\n| right | what it allows | who may |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  const { always: _always, ...others } = CONDITIONS;
  const legend = Object.entries(others).map(([condition, means]) => `- **${condition}**: ${means}\n`);
  return `# Who may do what

Printed from the modules' declarations by \`npm run codegen\`; change it there. A role that is not named may not; one without a
condition may in every case. Otherwise:

${legend.join('')}- a scope such as \`tickets:read\`: a partner key that has it, within its boundary; *consent*: only what its owner has agreed to

${sections.join('\n')}`;
}

function conditionOf(condition: Condition): string {
  if (condition === 'always') return '';
  if (typeof condition === 'string') return ` (${condition})`;
  return ` (\`${condition.scope}\`${condition.needsConsent ? ', *consent*' : ''})`;
}
