/** What the parts of the page share: requests to the server that the page came from. */
export const $ = (id) => document.getElementById(id);

/** Whether this server answers a field of Query: which ones it has depends on its modules. */
const fields = new Set((document.body.dataset.fields ?? '').split(' '));
export const can = (field) => fields.has(field);

function headers(more) {
  const key = sessionStorage.getItem('key');
  return key ? { ...more, authorization: `Bearer ${key}` } : more;
}

/** Sends a request; asks once for a key where the server wants one. */
export async function send(path, body, more) {
  const answer = await fetch(path, { method: 'POST', body, headers: headers(more) });
  if (answer.status !== 401) return answer.json();
  const key = prompt('This server wants an API key:');
  if (!key) throw new Error('This server wants an API key.');
  sessionStorage.setItem('key', key);
  const again = await fetch(path, { method: 'POST', body, headers: headers(more) });
  if (again.status === 401) sessionStorage.removeItem('key');
  return again.json();
}

/** Answers the data, and shows the query to whoever wants to learn from it. */
export async function graphql(query, variables) {
  const { data, errors } = await send('/graphql', JSON.stringify({ query, variables }), { 'content-type': 'application/json' });
  if (errors) throw new Error(errors[0].message);
  $('query').textContent = `${query}\n\n${JSON.stringify(variables ?? {}, null, 2)}`;
  return data;
}

/** Sends a picture; answers how later requests name it. */
export async function upload(file) {
  const { uploadId, error } = await send('/uploads', file, { 'content-type': 'application/octet-stream' });
  if (error) throw new Error(error.message);
  return { uploadId };
}

/** Runs one action and says in a status line what is going on; a problem is told there, never in the console only. */
export async function doing(status, label, action) {
  const say = (text, isProblem) => {
    status.textContent = text;
    status.classList.toggle('problem', isProblem);
  };
  say(label, false);
  try {
    say((await action()) ?? '', false);
  } catch (error) {
    say(error.message, true);
  }
}
