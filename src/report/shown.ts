/** What a network shows of a convention's cell: that its formula departs from the definition, or that the tool raises at the kind. */

import { zero } from '../engine/convention.ts';
import {
  type Cell,
  type Cells,
  type Convention,
  type Count,
  findConvention,
  type ShapedNetwork,
} from '../engine/index.ts';
import { withSource } from './causes.ts';
import { totalFigures } from './totals.ts';

const definition = findConvention('definition');

/** What a cell says that a network can show. */
export type Statement = 'departs' | 'raises';

const cellOf = ({ cells }: Convention, kind: string): Cell | undefined =>
  Object.hasOwn(cells, kind) ? cells[kind] : undefined;

/** Whether nothing but an error is stated of a kind. */
const isRaisingAlways = (cell: Cell): boolean => cell.type === 'formulas' && Object.keys(cell.figures).length === 0;

const reasonOf = (cell: Cell) => (cell.type === 'same' ? undefined : cell.reason);

/** What a convention's cell for a kind says that a network can show; nothing where the kind is counted as by the definition. */
export const statementsOf = (convention: Convention, kind: string): readonly Statement[] => {
  const cell = cellOf(convention, kind);
  if (!cell || !convention.tool) return [];
  if (isRaisingAlways(cell)) return ['raises'];
  return [...(reasonOf(cell) ? (['departs'] as const) : []), ...(cell.raises ? (['raises'] as const) : [])];
};

/** The cells, of which none but that of the kind raises: others count nothing, since their formulas are none of such calls. */
const raisingAlone = (cells: Cells, kind: string): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([other, cell]) => [other, other !== kind && cell.raises ? zero() : cell]),
  );

/** Whether what the tool raises is raised at the kind, and would be without any other. */
const isRaisedAt = (convention: Convention, kind: string, network: ShapedNetwork, because: string): boolean => {
  const cell = cellOf(convention, kind) as Cell;
  if (isRaisingAlways(cell)) return reasonOf(cell)?.because === because;
  if (cell.raises?.because !== because) return false;
  const alone = convention.count(network, raisingAlone(convention.cells, kind));
  return alone.status === 'raises' && alone.because === because;
};

/** Totals that the formula of a kind's cell makes depart from the definition. */
export const figuresShown = (convention: Convention, kind: string, network: ShapedNetwork): readonly string[] => {
  const told = convention.count(network);
  const cell = cellOf(convention, kind);
  const reason = cell && reasonOf(cell);
  if (told.status === 'raises' || !reason) return [];
  const because = withSource(reason);
  return totalFigures({ network, convention, told, truth: definition.count(network) as Count })
    .filter(
      ({ figure, lines = [] }) =>
        typeof told.totals[figure] === 'bigint' &&
        lines.some((line) => line.kind === kind && line.cause === 'formula' && line.because === because),
    )
    .map(({ figure }) => figure);
};

/** Which of its statements on a kind a convention shows at a network. */
export const shownOf = (convention: Convention, kind: string, network: ShapedNetwork): Statement | undefined => {
  if (!cellOf(convention, kind)) return undefined;
  const told = convention.count(network);
  if (told.status === 'raises') return isRaisedAt(convention, kind, network, told.because) ? 'raises' : undefined;
  return figuresShown(convention, kind, network).length > 0 ? 'departs' : undefined;
};
