// Personal data as people see it who need not see all of it.

/** 张桂芳 → 张**; Anna Smith → A**. */
export function maskName(name: string): string {
  const [first = ''] = name;
  return `${first}**`;
}

/** +8613812348000 → 138****8000; other countries keep their code and the last two digits. */
export function maskPhone(phone: string): string {
  const chinese = /^\+86(\d{3})\d{4}(\d{4})$/.exec(phone);
  if (chinese) return `${chinese[1]}****${chinese[2]}`;
  return `${phone.slice(0, 3)}****${phone.slice(-2)}`;
}

/** 11010119900307123X → 1****************X: only enough to know that it is the right card. */
export function maskIdNumber(number: string): string {
  return `${number.slice(0, 1)}${'*'.repeat(Math.max(0, number.length - 2))}${number.slice(-1)}`;
}
