/** Lists of the records of a user. */
@NullMarked
package io.wave.api.history;

import org.jspecify.annotations.NullMarked;
