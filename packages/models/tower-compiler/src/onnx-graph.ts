import { open } from 'node:fs/promises';

import { checkpointError } from './checkpoint-error.ts';
import { byteLength, floatField, integerField, messageField, textField } from './protobuf.ts';
import type { Message } from './protobuf.ts';

/** `TensorProto.DataType` of what the towers are made of. */
const DATA_TYPES = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
export type DataType = keyof typeof DATA_TYPES;

type Values = Float32Array | Uint8Array | Int8Array | BigInt64Array;

/** Name of a value in a graph: an input, a constant, or what a node gives. */
export type Value = string;

/** A bare number is an integer. */
export type Attribute = number | readonly number[] | { readonly float: number };

const IR_VERSION = 8;
const OPSET = 17;
/** ONNX Runtime's own operators, in every build of it. */
export const RUNTIME_DOMAIN = 'com.microsoft';
const MAX_FILE_BYTES = 2 ** 31 - 1;

/**
 * Collects a graph's parts and writes them as an ONNX file. Field numbers are those of onnx.proto3,
 * https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto3
 */
export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly constants = new Map<string, Message>();
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];

  /** @param shape a text stands for a size that each run may choose */
  input(name: string, type: DataType, shape: readonly (number | string)[]): Value {
    this.inputs.push(messageField(11, valueInfo(name, type, shape)));
    return name;
  }

  /** A constant by its name; the first one of a name stays. */
  constant(name: string, shape: readonly number[], values: Values): Value {
    if (!this.constants.has(name)) this.constants.set(name, messageField(5, tensor(name, shape, values)));
    return name;
  }

  scalar(value: number): Value {
    return this.constant(`scalar ${value}`, [], Float32Array.of(value));
  }

  /** Shapes, axes and indices. */
  integers(...values: number[]): Value {
    return this.constant(`integers ${values.join(' ')}`, [values.length], BigInt64Array.from(values, BigInt));
  }

  toFloat32(values: Value): Value {
    return this.node('Cast', [values], { to: DATA_TYPES.float32 });
  }

  /** Adds a node and answers with its only output. */
  node(operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}, domain = ''): Value {
    return this.nodeOf(1, operator, inputs, attributes, domain)[0]!;
  }

  nodeOf(
    outputs: number,
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): Value[] {
    const name = `${operator} ${this.nodes.length}`;
    const names = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}.${i}`));
    this.addNode([
      ...inputs.flatMap((input) => textField(1, input)),
      ...names.flatMap((output) => textField(2, output)),
      ...textField(3, name),
      ...textField(4, operator),
      ...Object.entries(attributes).flatMap(([name, value]) => messageField(5, attribute(name, value))),
      ...(domain === '' ? [] : textField(7, domain)),
    ]);
    return names;
  }

  /** In one chunk, so that a file is not written byte by byte. */
  private addNode(node: Message): void {
    this.nodes.push([Buffer.concat(messageField(1, node))]);
  }

  output(name: string, value: Value, type: DataType, shape: readonly (number | string)[]): void {
    this.addNode([...textField(1, value), ...textField(2, name), ...textField(3, name), ...textField(4, 'Identity')]);
    this.outputs.push(messageField(12, valueInfo(name, type, shape)));
  }

  /** Rejects with UNSUPPORTED when the graph is larger than one file of ONNX can be. */
  async write(path: string): Promise<void> {
    const graph = [...this.nodes, textField(2, 'tower'), ...this.constants.values(), ...this.inputs, ...this.outputs].flat();
    const model = [
      ...integerField(1, IR_VERSION),
      ...textField(2, 'clipgraph'),
      ...messageField(7, graph),
      ...opset('', OPSET),
      ...opset(RUNTIME_DOMAIN, 1),
    ];
    if (byteLength(model) > MAX_FILE_BYTES) throw checkpointError('one of its towers is larger than 2 GB');
    const file = await open(path, 'w');
    try {
      for (const chunk of model) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function opset(domain: string, version: number): Message {
  return messageField(8, [...textField(1, domain), ...integerField(2, version)]);
}

function valueInfo(name: string, type: DataType, shape: readonly (number | string)[]): Message {
  const sizes = shape.flatMap((size) => messageField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)));
  const tensorType = [...integerField(1, DATA_TYPES[type]), ...messageField(2, sizes)];
  return [...textField(1, name), ...messageField(2, messageField(1, tensorType))];
}

function tensor(name: string, shape: readonly number[], values: Values): Message {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...shape.flatMap((size) => integerField(1, size)),
    ...integerField(2, DATA_TYPES[typeOf(values)]),
    ...textField(8, name),
    ...messageField(9, [bytes]),
  ];
}

function typeOf(values: Values): DataType {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Uint8Array) return 'uint8';
  return values instanceof Int8Array ? 'int8' : 'int64';
}

/** The numbers at the end are `AttributeProto.AttributeType`. */
function attribute(name: string, value: Attribute): Message {
  if (typeof value === 'number') return [...textField(1, name), ...integerField(3, value), ...integerField(20, 2)];
  if ('float' in value) return [...textField(1, name), ...floatField(2, value.float), ...integerField(20, 1)];
  return [...textField(1, name), ...value.flatMap((item) => integerField(8, item)), ...integerField(20, 7)];
}
