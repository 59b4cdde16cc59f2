// The suite of the handler, on another engine than the one it takes by itself.
import './use-reference';
import '../handler.test';
import '../messages.test';
import '../put-back.test';
import '../drain.test';
import '../properties.test';
