import { describe, expect, test } from 'vitest';
import { parseEdgeCommand } from '../../../playground/lab/edge/parse-command.ts';
import type { FaultCommand } from '../../../playground/lab/edge/protocol.ts';
import { type FaultSetting, faultSettings, stepOf } from '../../../src/workbench/faults/fault-settings.ts';
import { activeFaults, afterFault, healthy } from '../../../src/workbench/faults/fault-state.ts';

const stateAfter = (...commands: FaultCommand[]) => commands.reduce(afterFault, healthy);

function commandsOf(setting: FaultSetting): FaultCommand[] {
  switch (setting.kind) {
    case 'blow':
      return setting.actions.map(({ command }) => command);
    case 'switch':
      return [setting.command(true), setting.command(false)];
    case 'slider':
      return setting.steps.map(({ value }) => setting.command(value, healthy));
    case 'choice':
      return setting.options.map(({ status }) => ({ type: 'status', status }));
  }
}

/** Every command that the panel can send. */
const commands = faultSettings.flatMap(commandsOf);

describe('the panel', () => {
  test.each(commands)('sends what the edge takes: %j', (command) => {
    expect(parseEdgeCommand(command)).toEqual(command);
  });

  test('shows what is set, whoever set it', () => {
    for (const setting of faultSettings) {
      if (setting.kind === 'switch') expect(setting.isOn(stateAfter(setting.command(true)))).toBe(true);
      if (setting.kind !== 'slider') continue;
      for (const [index, { value }] of setting.steps.entries()) {
        expect(stepOf(setting, stateAfter(setting.command(value, healthy)))).toBe(index);
      }
    }
  });
});

test('latency and jitter leave each other alone', () => {
  const state = stateAfter({ type: 'latency', ms: 250, jitter: 100 });
  expect(activeFaults(state)).toEqual([{ key: 'latencyMs', label: '250 ms to 350 ms late' }]);
});

test('healing lifts all of them', () => {
  expect(stateAfter(...commands, { type: 'heal' })).toEqual(healthy);
});

test('a cut breaks nothing that lasts', () => {
  expect(stateAfter({ type: 'cut', how: 'reset' })).toBe(healthy);
});
