import { memoryPictures } from './memory-pictures.ts';
import { testPictureStore } from './picture-store.ts';

testPictureStore('memoryPictures', async () => ({ pictures: memoryPictures(), dispose: async () => {} }));
