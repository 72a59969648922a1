/** Operators, who are known by configuration. */
@NullMarked
package io.wave.api.account;

import org.jspecify.annotations.NullMarked;
