import { testEveryThread } from './everyThread.ts';

testEveryThread('neon');
