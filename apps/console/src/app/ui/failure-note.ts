import { Component, computed, input } from '@angular/core';
import type { Failure } from './failure';
import { Note } from './note';

/** At a form: why what was tried came to nothing. */
@Component({
  selector: 'mcm-failure-note',
  imports: [Note],
  template: `
    <mcm-note kind="fault">
      <b>{{ failure().title }}.</b> {{ failure().detail }}
      @for (fault of faults(); track fault[0]) {
        <span class="line"
          ><code>{{ fault[0] }}</code> {{ fault[1] }}</span
        >
      }
      @if (failure().request; as request) {
        <span class="line"
          >Request <code>{{ request }}</code>.</span
        >
      }
    </mcm-note>
  `,
  styles: `
    :host,
    .line {
      display: block;
    }
  `,
})
export class FailureNote {
  readonly failure = input.required<Failure>();
  /** What is wrong with each member of the request, as far as the detail does not say it. */
  protected readonly faults = computed(() => {
    const { faults, detail } = this.failure();
    return [...(faults ?? [])].filter(([, fault]) => fault !== detail);
  });
}
