import { TemplateError } from '../../templates/template-error';

/** An expression would take too long. Unlike other errors, `||` and `exists` do not pass over it. */
export class TooMuchWork extends TemplateError {}

export const mostWork = 200_000;

/** No expression makes a longer text. */
export const textMaxLength = 200_000;

/** Counts what an expression does; CEL always ends, but a short one may still do 10^20 steps. */
export class Budget {
  spent = 0;

  /** One step, and one more for each item or each 50 characters that it goes through. */
  spend(items = 0, characters = 0): void {
    this.spent += 1 + items + Math.ceil(characters / 50);
    if (this.spent > mostWork) {
      throw new TooMuchWork('the expression does too much; ask for less, or over shorter lists');
    }
  }
}
