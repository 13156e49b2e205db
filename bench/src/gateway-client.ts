export interface GatewayClient {
  /** Rejects when the answer has errors. */
  graphql(query: string, variables?: object): Promise<unknown>;
  /** Answers the upload's id. */
  upload(bytes: Uint8Array): Promise<string>;
}

/** A gateway over HTTP, as plainly as it goes: what the client of the product does beside it is not measured. */
export function gatewayClient(url: string): GatewayClient {
  return {
    async graphql(query, variables) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async upload(bytes) {
      const response = await fetch(`${url}/uploads`, { method: 'POST', body: Buffer.from(bytes) });
      return ((await response.json()) as { uploadId: string }).uploadId;
    },
  };
}
