export { GALLERY } from './ensure-gallery.ts';
export { gallery, type GalleryModuleOptions } from './gallery.ts';
export { galleryFolder, gallerySamples, type GallerySample } from './gallery-samples.ts';
