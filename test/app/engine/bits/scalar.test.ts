import { testEveryThread } from './everyThread.ts';

testEveryThread('scalar');
