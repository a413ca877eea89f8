/** Bounds of values: each function says what is asked for, or undefined if a value keeps to its bounds. */

/** Bounds of a text, counted in Unicode code points. */
export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

/** Bounds of a number. */
export interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly step?: number;
}

/** Bounds of how many items or members there are; for maps also of their names. */
export interface CountLimits {
  readonly min?: number;
  readonly max?: number;
  readonly names?: TextLimits;
}

export function unfitText(
  value: string,
  { min = 0, max = Infinity, pattern }: TextLimits,
): string | undefined {
  // Code points are at most the code units, and at least half of them: most texts need no counting.
  if (value.length > max || value.length < min * 2) {
    const points = countPoints(value);
    if (points < min) return `at least ${min} characters`;
    if (points > max) return `at most ${max} characters`;
  }
  if (pattern !== undefined && !pattern.test(value))
    return `a string that matches ${pattern.source}`;
  return undefined;
}

/** How many Unicode code points a text has; half a surrogate pair counts as one. */
function countPoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export function unfitNumber(
  value: number,
  { min, max, above, below, step }: NumberLimits,
): string | undefined {
  let wanted: string | undefined;
  if (min !== undefined && value < min) wanted = `at least ${min}`;
  if (max !== undefined && value > max) wanted = and(wanted, `at most ${max}`);
  if (above !== undefined && value <= above) wanted = and(wanted, `more than ${above}`);
  if (below !== undefined && value >= below) wanted = and(wanted, `less than ${below}`);
  if (step !== undefined && !isMultiple(value, step)) wanted = and(wanted, `a multiple of ${step}`);
  return wanted;
}

function and(wanted: string | undefined, more: string): string {
  return wanted === undefined ? more : `${wanted} and ${more}`;
}

/** Whether a number is a multiple of another, both read as the decimals that people write. */
function isMultiple(value: number, step: number): boolean {
  const [digits, places] = decimal(value);
  const [stepDigits, stepPlaces] = decimal(step);
  const shared = Math.max(places, stepPlaces);
  const scale = (from: number) => 10n ** BigInt(shared - from);
  return (digits * scale(places)) % (stepDigits * scale(stepPlaces)) === 0n;
}

/** A number as an integer and how many of its digits stand after the point. */
function decimal(value: number): [bigint, number] {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [before = "0", after = ""] = mantissa.split(".");
  const places = after.length - Number(exponent);
  const digits = BigInt(before + after);
  return places < 0 ? [digits * 10n ** BigInt(-places), 0] : [digits, places];
}

export function unfitCount(
  count: number,
  { min = 0, max = Infinity }: CountLimits,
  noun: string,
): string | undefined {
  if (count >= min && count <= max) return undefined;
  const bound = count < min ? min : max;
  return `at ${count < min ? "least" : "most"} ${bound} ${noun}${bound === 1 ? "" : "s"}`;
}
