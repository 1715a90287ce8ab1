import { testEveryThread } from './everyThread.ts';

testEveryThread('avx2');
