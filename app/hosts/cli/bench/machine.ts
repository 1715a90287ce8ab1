// The machine that a measurement was made on.
import { availableParallelism, cpus } from 'node:os';
import type { Isa } from '../../../engine/engine.ts';
import { counted } from '../output/figures.ts';

export interface Machine {
  cpu: string;
  cores: number;
  /** Of the kernels in use. */
  isa: Isa;
  node: string;
}

export function thisMachine(isa: Isa): Machine {
  const cpu = cpus()[0]?.model.trim() || `unknown ${process.arch}`;
  return { cpu, cores: availableParallelism(), isa, node: process.version };
}

export function machineSentence({ cpu, cores, isa, node }: Machine): string {
  return `${cpu}, ${counted(cores, 'core')}; ${isa}, Node ${node}.`;
}
