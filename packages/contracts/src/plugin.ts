import type { CropBox, CropLevels } from './crops.ts';
import type { DocumentStore } from './documents.ts';
import type { Encoder, RequestOptions } from './encoder.ts';
import type { Contract } from './module.ts';
import type { PictureInput } from './picture.ts';
import type { PictureStore } from './picture-store.ts';
import type { Logger } from './ports.ts';
import type { Preprocessing } from './preprocessing.ts';
import type { Settings } from './settings.ts';
import type { VectorStore } from './store/vector-store.ts';

/** What a plugin is given when the gateway opens it. */
export interface PluginHost {
  /** Absolute path of a folder of the gateway's (a tenant's own where `tenant` is set); it exists. */
  readonly dataDir: string;
  readonly tenant: string | undefined;
  readonly logger: Logger;
}

/** A value that opens one part of a gateway; making it does nothing. Stores are opened once for each tenant. */
export interface Plugin<Opened, Host extends PluginHost = PluginHost, Values = unknown> {
  readonly contract: Contract;
  /** For logs and errors, for example `sqlite`. */
  readonly name: string;
  readonly settings?: Settings<Values>;
  /** As that of a module. */
  settingProblems?(values: Values): readonly string[];
  /** Rejects with a SettingError for what the operator can put right. Nothing stays open then. */
  open(host: Host, settings: Values): Promise<Opened>;
}

export type VectorsPlugin = Plugin<VectorStore>;
export type DocumentsPlugin = Plugin<DocumentStore>;
export type PicturesPlugin = Plugin<PictureStore>;

/** Decodes untrusted pictures within the gateway's budget of memory. Rejects with INVALID_INPUT, OVERLOADED or the signal's reason. */
export interface PixelDecoder {
  /** RGB bytes, row by row, `size` × `size` × 3, of the first frame. */
  pixels(image: PictureInput, preprocessing: Preprocessing, options?: RequestOptions): Promise<Uint8Array>;
  /** The whole first frame, as `pixels` gives it, and then the tiles of a pyramid over it; from one decode. */
  crops(
    image: PictureInput,
    preprocessing: Preprocessing,
    levels: CropLevels,
    options?: RequestOptions,
  ): Promise<readonly { readonly box: CropBox; readonly pixels: Uint8Array }[]>;
}

export interface EncoderHost extends PluginHost {
  readonly decoder: PixelDecoder;
  /** This plugin's place among the gateway's encoder plugins, so that they can divide the cores: from 0, below `of`. */
  readonly share: { readonly index: number; readonly of: number };
}

/** May open several models; they are named in its settings. Opened once, for all tenants. */
export type EncoderPlugin = Plugin<readonly Encoder[], EncoderHost>;

/** As {@link defineModule}, for a plugin. */
export function definePlugin<Opened, Host extends PluginHost, Values>(plugin: Plugin<Opened, Host, Values>): Plugin<Opened, Host> {
  return plugin as Plugin<Opened, Host>;
}
