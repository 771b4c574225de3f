/** Numbers as Python prints them: correctly rounded, ties to even on the exact binary value, which `toFixed` does not do. */

/** The double `value` as an exact fraction: value = numerator / 2^shift. */
const exactly = (value: number): { numerator: bigint; shift: bigint } => {
  let shift = 0n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1n;
  }
  return { numerator: BigInt(scaled), shift };
};

const digitsOf = (value: number, digits: number): { negative: boolean; units: bigint } => {
  const { numerator, shift } = exactly(Math.abs(value));
  const scaled = numerator * 10n ** BigInt(digits);
  const divisor = 1n << shift;
  let units = scaled / divisor;
  const twice = (scaled % divisor) * 2n;
  if (twice > divisor || (twice === divisor && units % 2n === 1n)) units += 1n;
  return { negative: value < 0 || Object.is(value, -0), units };
};

/** `'%.{digits}f' % value`; the value must be finite. */
export const fixed = (value: number, digits: number): string => {
  const { negative, units } = digitsOf(value, digits);
  const text = units.toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${negative ? '-' : ''}${text.slice(0, point)}${digits > 0 ? `.${text.slice(point)}` : ''}`;
};

/** `round(value, digits)`: the double nearest to the correctly rounded decimal. */
export const round = (value: number, digits: number): number => Number(fixed(value, digits));

/** `repr(value)` of a float: the shortest text that reads back the same, always with a point or an exponent. */
export const repr = (value: number): string => {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : text}.0` : text;
};

/** `'{:,}'.format(value)` of an integer. */
export const commas = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** `'{:,.{digits}f}'.format(value)`. */
export const fixedCommas = (value: number, digits: number): string =>
  fixed(value, digits).replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + commas(BigInt(whole)));

/** `'{:.{digits}%}'.format(value)`. */
export const percent = (value: number, digits: number): string => `${fixed(value * 100, digits)}%`;

/** `numpy.rint`: to the nearest integer, ties to even. */
export const rint = (value: number): number => {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
};

/** So many significant digits of a double above 0, correctly rounded, and the power of ten of the first. */
const significant = (value: number, digits: number): { readonly units: bigint; readonly exponent: number } => {
  const { numerator, shift } = exactly(value);
  const exponent = Number(value.toExponential().split('e')[1]);
  const power = digits - 1 - exponent;
  const scaled = numerator * 10n ** BigInt(Math.max(power, 0));
  const divisor = (1n << shift) * 10n ** BigInt(Math.max(-power, 0));
  const twice = (scaled % divisor) * 2n;
  const below = scaled / divisor;
  const units = twice > divisor || (twice === divisor && below % 2n === 1n) ? below + 1n : below;
  return units < 10n ** BigInt(digits) ? { units, exponent } : { units: units / 10n, exponent: exponent + 1 };
};

const powerOfTen = (exponent: number): string =>
  `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;

/** `'%.{digits}e' % value`; the value must be finite. */
export const scientific = (value: number, digits: number): string => {
  const { units, exponent } = value === 0 ? { units: 0n, exponent: 0 } : significant(Math.abs(value), digits + 1);
  const text = units.toString().padEnd(digits + 1, '0');
  return `${value < 0 || Object.is(value, -0) ? '-' : ''}${text[0]}${digits > 0 ? `.${text.slice(1)}` : ''}${powerOfTen(exponent)}`;
};

/** `'%g' % value`: six digits, without zeros at the end. */
export const general = (value: number): string => {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const { units, exponent } = significant(Math.abs(value), 6);
  const sign = value < 0 ? '-' : '';
  const text = units.toString().replace(/0+$/, '');
  if (exponent < -4 || exponent >= 6)
    return `${sign}${text[0]}${text.length > 1 ? `.${text.slice(1)}` : ''}${powerOfTen(exponent)}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${text}`;
  const whole = text.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = text.slice(exponent + 1);
  return `${sign}${whole}${rest ? `.${rest}` : ''}`;
};
