export { galleryFolder, gallerySamples, type GallerySample } from './gallery-samples.ts';
