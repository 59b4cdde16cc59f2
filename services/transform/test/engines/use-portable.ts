import { engineUnderTest } from '../engine-under-test';

engineUnderTest.current = 'portable';
