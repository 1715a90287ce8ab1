// Actions on a run as entries of the palette: start one, steer the one in progress, save the trained model.

import { exportFormats } from '../../../app/contract/exportFormats.ts';
import { endedStates } from '../../../app/contract/run/training.ts';
import type { IconName } from '../../controls/iconPaths.ts';
import { commandKeys, type KeyedCommand } from '../../controls/keys/commandKeys.ts';
import { m } from '../../paraglide/messages.js';
import type { PageContext } from '../../state/pageContext.ts';
import { usePace } from '../../state/run/pace.ts';
import { Steering } from '../../state/run/steering.svelte.ts';
import { saveFile } from '../../state/saveFile.ts';
import { numbers } from '../../wording/numbers.ts';
import { inOtherLanguage } from '../../wording/otherLanguage.ts';
import { issueSentence } from '../../wording/sentences.ts';
import type { Entry } from './entry.ts';

type Text = typeof m.transport_stop;

interface Action {
  id: string;
  icon: IconName;
  text: Text;
  detail: string;
  key?: KeyedCommand;
  reason?: string | null;
  act: () => void;
}

function entryOf({ id, icon, text, detail, key, reason = null, act }: Action): Entry {
  const name = { name: text(), also: inOtherLanguage(text) };
  const more = key === undefined ? {} : { key: commandKeys[key] };
  return { id: `action ${id}`, group: 'actions', icon, ...name, detail, ...more, reason, act };
}

export function runActions(page: PageContext): Entry[] {
  return [
    ...startActions(page),
    ...steeringActions(page),
    ...rateActions(page),
    paceAction(page),
    ...saveActions(page),
  ];
}

function startActions(page: PageContext): Entry[] {
  const { training, workspace } = page;
  const { plan, run } = workspace;
  const error = plan?.issues.find(({ severity }) => severity === 'error');
  const noSpec = plan === null ? m.needs_model() : error ? issueSentence(error) : null;
  const inProgress = run !== null && !endedStates.includes(run.progress.state);
  async function again(): Promise<void> {
    if (await workspace.steer((client) => client.training.stop())) await training.start();
  }
  return [
    entryOf({
      id: 'train',
      icon: 'play',
      text: run === null || inProgress ? m.model_train : m.transport_again,
      detail: m.command_train_detail(),
      key: 'train',
      reason: noSpec,
      act: () => void training.start(),
    }),
    entryOf({
      id: 'stop and train',
      icon: 'rewind',
      text: m.command_stop_train,
      detail: m.command_stop_train_detail(),
      reason: inProgress ? noSpec : m.command_no_run(),
      act: () => void again(),
    }),
  ];
}

/** Why a run cannot be steered, and why it cannot be stepped or changed. */
function reasonsOf({ ended, interrupted }: Steering): { over: string | null; cannotStep: string | null } {
  const over = ended ? m.command_no_run() : null;
  return { over, cannotStep: over ?? (interrupted ? m.transport_resume_first() : null) };
}

function steeringActions({ currentRun, workspace }: PageContext): Entry[] {
  const steering = new Steering(workspace, currentRun);
  const { over, cannotStep } = reasonsOf(steering);
  const { running } = steering;
  const ready = currentRun.progress?.state === 'ready';
  const step = { icon: 'step', detail: m.command_step_detail(), reason: cannotStep } as const;
  return [
    entryOf({
      id: 'toggle',
      icon: running ? 'pause' : 'play',
      text: running ? m.transport_pause : ready ? m.transport_run : m.transport_resume,
      detail: '',
      key: 'toggle',
      reason: over,
      act: () => steering.toggle(),
    }),
    entryOf({
      id: 'batch',
      ...step,
      text: m.transport_batch,
      key: 'batch',
      act: () => steering.step('batch'),
    }),
    entryOf({
      id: 'epoch',
      ...step,
      text: m.transport_epoch,
      key: 'epoch',
      act: () => steering.step('epoch'),
    }),
    entryOf({
      id: 'stop',
      icon: 'stop',
      text: m.transport_stop,
      detail: m.command_stop_detail(),
      key: 'stop',
      reason: over,
      act: () => steering.stop(),
    }),
    entryOf({
      id: 'rewind',
      icon: 'rewind',
      text: m.transport_rewind,
      detail: m.command_rewind_detail(),
      key: 'rewind',
      reason: over,
      act: () => steering.rewind(),
    }),
  ];
}

function rateActions({ currentRun, workspace }: PageContext): Entry[] {
  const steering = new Steering(workspace, currentRun);
  const { cannotStep } = reasonsOf(steering);
  const rate = steering.settings?.optimizer.learningRate ?? null;
  const rateTo = (factor: number) =>
    rate === null ? '' : m.command_rate_to({ rate: numbers().exact(Number((rate * factor).toPrecision(6))) });
  return [
    entryOf({
      id: 'halve',
      icon: 'down',
      text: m.command_rate_halve,
      detail: rateTo(0.5),
      reason: cannotStep,
      key: 'halveRate',
      act: () => steering.scaleRate(0.5),
    }),
    entryOf({
      id: 'double',
      icon: 'up',
      text: m.command_rate_double,
      detail: rateTo(2),
      reason: cannotStep,
      key: 'doubleRate',
      act: () => steering.scaleRate(2),
    }),
  ];
}

/** Full speed, or a pace to watch: what is not preferred now. */
function paceAction(page: PageContext): Entry {
  const full = page.preferences.pace === 'full';
  return entryOf({
    id: 'pace',
    icon: 'clock',
    text: full ? m.command_pace_watch : m.pace_let_go,
    detail: m.pace_label(),
    act: () => void usePace(page, full ? 'watch' : 'full'),
  });
}

function saveActions(page: PageContext): Entry[] {
  const { workspace } = page;
  const { run } = workspace;
  const formats = exportFormats.map(
    (format): Entry => ({
      id: `action save ${format}`,
      group: 'actions',
      icon: 'save',
      name: m.command_save({ format }),
      also: inOtherLanguage(m.command_save, { format }),
      detail: m.stage_export(),
      reason: run?.metrics ? null : m.needs_finished(),
      act: () => {
        if (!run) return;
        void workspace
          .command((client) => client.export.file({ model: { kind: 'run', id: run.id }, format }))
          .then((exported) => exported?.files.forEach(saveFile));
      },
    }),
  );
  return [...formats, ...packActions(page)];
}

/** The current run, or all that are kept, as one file to hand over. */
function packActions({ packing, workspace }: PageContext): Entry[] {
  const { run } = workspace;
  const busy = packing.going ? m.export_busy() : null;
  return [
    entryOf({
      id: 'pack run',
      icon: 'save',
      text: m.command_pack,
      detail: m.pack_save_hint(),
      reason: busy ?? (run && endedStates.includes(run.progress.state) ? null : m.needs_finished()),
      act: () => run && void packing.save([run.id]),
    }),
    entryOf({
      id: 'pack all',
      icon: 'save',
      text: m.command_pack_all,
      detail: m.command_pack_all_detail(),
      reason: busy,
      act: () => void packing.save(),
    }),
  ];
}
