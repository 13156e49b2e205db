/** What a client got for a query. */
export interface ModuleAnswer {
  readonly status: number;
  // Tests look into answers of any query; their shape is asserted, not typed.
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data: any;
  /** As they came; undefined where there are none. */
  readonly errors: readonly ModuleError[] | undefined;
  /** Of `errors`, in their order. */
  readonly codes: readonly string[] | undefined;
  /** Of `errors`, in their order. */
  readonly messages: readonly string[] | undefined;
  /** Points that the operation was charged. */
  readonly cost: number;
}

export interface ModuleError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
}

/** An answer as tests compare it: errors as a client sees them, an empty list where there are none. */
export interface PlainAnswer extends Pick<ModuleAnswer, 'data' | 'cost'> {
  readonly errors: readonly { readonly message: string; readonly code: string }[];
}

export function plainAnswer({ data, errors = [], cost }: ModuleAnswer): PlainAnswer {
  return { data, errors: errors.map(({ message, extensions: { code } }) => ({ message, code })), cost };
}

/** The body of an answer to a query over HTTP. */
interface Body {
  readonly data?: unknown;
  readonly errors?: readonly ModuleError[];
  readonly extensions?: { readonly cost?: { readonly charged: number } };
}

export async function answerOf(response: Response): Promise<ModuleAnswer> {
  const { data, errors, extensions } = (await response.json()) as Body;
  return {
    status: response.status,
    data,
    errors,
    codes: errors?.map(({ extensions: { code } }) => code),
    messages: errors?.map(({ message }) => message),
    cost: extensions?.cost?.charged ?? 0,
  };
}
