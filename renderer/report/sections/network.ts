// The network: its layers with shapes and parameters, and a drawing of it.

import type { Report } from '../../../app/contract/report.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { layerName } from '../../wording/layerNames.ts';
import { numbers } from '../../wording/numbers.ts';
import { settingLabel, settingValue } from '../../wording/settingWords.ts';
import { initializerNames } from '../../wording/specNames.ts';
import { networkPicture } from '../charts/networkPicture.ts';
import type { Section, Table } from '../document/blocks.ts';

export function network(report: Report): Section {
  const { spec } = report;
  const shape = [report.network.inputs.length, ...report.network.layers.map(({ units }) => units)];
  const drawing = networkPicture(report.network, spec.data.task !== 'regression');
  const size = m.report_network_size({
    shape: shape.map((units) => numbers().whole(units)).join('-'),
    parameters: counts.parameters(report.network.parameters),
  });
  return {
    title: m.report_network(),
    blocks: [
      { kind: 'text', text: size },
      { kind: 'chart', title: m.network_drawing(), drawing, table: null },
      { kind: 'table', table: layerTable(report) },
    ],
  };
}

function layerTable({ spec, network: { layers } }: Report): Table {
  const format = numbers();
  return {
    caption: m.model_layers(),
    columns: [
      { label: m.report_layer() },
      { label: m.report_inputs(), number: true },
      { label: m.report_units(), number: true },
      { label: m.report_activation() },
      { label: m.report_initial() },
      { label: settingLabel('normalization') },
      { label: settingLabel('dropout'), number: true },
      { label: m.report_parameters(), number: true },
    ],
    rows: layers.map(({ inputs, units, activation, parameters }, k) => {
      const hidden = spec.model.layers[k];
      const { initializer } = hidden ?? spec.model.output;
      return {
        cells: [
          layerName(k, layers.length),
          format.whole(inputs),
          format.whole(units),
          activation,
          spec.model.initialWeights ? m.initial_weights_by_hand() : initializerNames()[initializer],
          hidden === undefined ? '–' : settingValue(hidden.normalization),
          hidden === undefined || hidden.dropout === 0 ? '–' : format.percent(hidden.dropout),
          format.whole(parameters),
        ],
      };
    }),
  };
}
