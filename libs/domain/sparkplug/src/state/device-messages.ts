import type { DeviceTopic } from '../sparkplug-topic.js';
import type { Device, EdgeNode } from './edge-node.js';
import { followSession } from './follow-session.js';
import type { Taken } from './node-message.js';
import { LONGEST_DETAIL, type NodeRecorder } from './node-recorder.js';
import { markOf } from './session-numbers.js';
import { takeBirth } from './take-metrics.js';
import { takeKept, takeValues } from './take-values.js';

/** Applies what a node says of its devices: their births, deaths and data. */
export class DeviceMessages {
  readonly #recorder: NodeRecorder;

  constructor(recorder: NodeRecorder) {
    this.#recorder = recorder;
  }

  take(
    node: EdgeNode,
    device: Device,
    type: Exclude<DeviceTopic['type'], 'DCMD'>,
    message: Taken,
  ): void {
    const { at, old } = message;
    if (old) {
      if (type === 'DBIRTH') this.#birth(node, device, message);
      if (type === 'DDATA') takeKept(node, device, message);
      return;
    }
    followSession(this.#recorder, node, message);
    switch (type) {
      case 'DBIRTH':
        this.#birth(node, device, message);
        return;
      case 'DDEATH':
        if (device.state !== 'offline') device.deaths += 1;
        device.lastDeathAt = at;
        device.born = false;
        node.tell(at, 'device-death', device.name.slice(0, LONGEST_DETAIL));
        this.#recorder.enter(node, device, 'offline', at);
        return;
      case 'DDATA':
        if (!device.born && this.#recorder.sawAll(node)) {
          this.#recorder.fault(node, at, {
            kind: 'device-without-birth',
            detail: `${device.name} sent data before its birth`,
          });
        }
        this.#recorder.enter(node, device, device.born ? 'online' : 'unknown', at);
        takeValues(this.#recorder, node, device, message);
        return;
    }
  }

  #birth(node: EdgeNode, device: Device, { payload, old, at }: Taken): void {
    if (old && device.birthMark === markOf(payload)) return;
    device.birthMark = markOf(payload);
    device.births += 1;
    device.lastBirthAt = at;
    device.born = true;
    node.tell(at, 'device-birth', device.name.slice(0, LONGEST_DETAIL));
    this.#recorder.tellAmiss(node, at, takeBirth(node, device, payload.metrics, at));
    this.#recorder.enter(node, device, old ? 'unknown' : 'online', at);
  }
}
