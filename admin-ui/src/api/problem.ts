/** RFC 9457 problem, as every refusal of the API arrives. */
interface ProblemBody {
  title?: string;
  detail?: string;
  code?: string;
  problems?: { path: string; message: string }[];
}

/**
 * Why a call did not do what was asked. `message` is the server's own sentence for people; `code`
 * is for programs: `unreachable` when no answer came at all.
 */
export class ApiProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly problems: { path: string; message: string }[] = [],
  ) {
    super(message);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; anything else is thrown as an ApiProblem. */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw new ApiProblem(
      'unreachable',
      'Ticketloom does not answer. Check the connection and try again.',
    );
  });
  if (!answer.response.ok) throw problemOf(answer.error, answer.response);
  return answer.data as T;
}

/** True when trying the same again later may help: no answer, or the server is not able for now. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
}

/** True when whoever asks may not have it, so that asking again changes nothing. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 403;
}

function problemOf(body: unknown, response: Response): ApiProblem {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  const fields = problem.problems?.map((one) => one.message).join(' ');
  const sentence = problem.detail || fields || problem.title;
  return new ApiProblem(
    problem.code ?? `http-${response.status}`,
    sentence || `Ticketloom answered ${response.status} and gave no reason.`,
    response.status,
    problem.problems,
  );
}
