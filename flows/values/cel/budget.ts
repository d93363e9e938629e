import { TemplateError } from '../../templates/template-error';

/** An expression would take too long. Unlike other errors, `||` and `exists` do not pass over it. */
export class TooMuchWork extends TemplateError {}

export const mostWork = 100_000;

/** No expression makes a longer text. */
export const textMaxLength = 200_000;

/** Counts what an expression does; CEL always ends, but a short one may still do 10^20 steps. */
export class Budget {
  spent = 0;

  /** One step, and one more for each item or each 50 characters that it goes through. */
  spend(items = 0, characters = 0): void {
    this.spendPart(1 + items + characters / 50);
  }

  spendPart(ofOneStep: number): void {
    this.spent += ofOneStep;
    if (this.spent > mostWork) {
      throw new TooMuchWork('the expression does too much; ask for less, or over shorter lists');
    }
  }
}
