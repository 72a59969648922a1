/** The whole system as users meet it: real clients, real servers, and processes that die at the worst moment. */
@NullMarked
package io.wave.trials;

import org.jspecify.annotations.NullMarked;
